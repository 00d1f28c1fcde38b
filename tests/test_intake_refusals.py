"""Every file that is not read is refused with one line that says what it is and what to do."""

import io
import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_BZIP2, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake_files import (
    ODS_TYPE,
    compound,
    ods_bytes,
    ods_cell,
    ods_content,
    ods_row,
    packed,
    read_bytes,
    read_sheet,
    relations,
    sheet_xml,
    xlsx,
    xlsx_parts,
)
from offer_opendata.errors import OfferError
from offer_opendata.intake import archive, child, limits

ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'


def refusal(data: bytes, tmp_path: Path, name: str) -> str:
    with pytest.raises(OfferError) as caught:
        read_bytes(data, tmp_path, name)
    line = str(caught.value)
    assert name in line
    assert "\n" not in line
    return line


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.pdf", b"%PDF-1.7 ...", "is a PDF document, which is not read"),
        ("a.xls", b"<html><body><table><tr><td>1</td></tr></table>", "is a web page (HTML)"),
        ("b.xls", b"\xef\xbb\xbf\n<!-- x --><TABLE>", "is a web page (HTML)"),
        ("c.xls", b"<?xml version='1.0'?><html xmlns='x'>", "is a web page (HTML)"),
        ("d.xls", b"MIME-Version: 1.0\n", "is a web page"),
        (
            "e.xls",
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "is an 'XML Spreadsheet 2003' file",
        ),
        ("a.fods", b"<?xml version='1.0'?><office:document>", "is a flat OpenDocument file"),
        ("a.xml", b"<?xml version='1.0'?><rows/>", "is an XML file"),
        ("a.csv", b'[{"name": "x"}]', "is a JSON file"),
        ("a.doc", b"{\\rtf1 x}", "is a Word document (RTF)"),
        ("a.png", b"\x89PNG\r\n", "is a picture"),
        ("a.csv", b"SQLite format 3\0", "is a database"),
        ("a.gz", b"\x1f\x8b\x08", "is a compressed file: unpack it first"),
        ("f.xls", b"\x09\x02\x06\x00\0\0", "is a workbook of Excel 4 or older"),
        ("a.xlsx", b"Name,Town\r\nA,B\r\n", "is a text file with the name of a workbook; rename"),
        ("b.xlsx", b"\x01\x02\0\x04", "is not a spreadsheet, or is damaged"),
        ("a.dat", b"Name,Town\r\nA,B\r\n", "has an ending that is not known; use an .xlsx"),
        ("c.xlsx", b"PK\x03\x04 cut off", "is damaged or was not saved completely"),
        ("d.xlsx", xlsx(ONE)[:-400], "is damaged or was not saved completely"),
        ("a.csv", xlsx(ONE), "is a workbook with the name of a text file; rename it to .xlsx"),
        ("a.zip", packed({"a.csv": "x"}), "is a ZIP archive, not a spreadsheet; unpack it"),
        ("a.xlsb", packed({"xl/workbook.bin": ""}), "is an Excel binary workbook (.xlsb)"),
        ("a.docx", packed({"word/document.xml": ""}), "is a Word document"),
        ("a.pptx", packed({"ppt/presentation.xml": ""}), "is a PowerPoint presentation"),
        ("a.numbers", packed({"Index/Document.iwa": ""}), "is an Apple Numbers or Pages file"),
        (
            "a.odt",
            packed({"mimetype": "application/vnd.oasis.opendocument.text"}),
            "is an OpenDocument file, but not a spreadsheet",
        ),
        (
            "a.ods",
            ods_bytes(ods_content(""), "<manifest:encryption-data/>"),
            "is protected with a password; open it in Excel, remove the password (File, Save As",
        ),
        (
            "e.xlsx",
            compound({"EncryptionInfo": b"", "EncryptedPackage": b""}),
            "is protected with a password; open it in Excel, remove the password (File, Info",
        ),
        ("a.doc", compound({"WordDocument": b""}), "is a Word document"),
        ("a.msg", compound({"__properties": b""}), "is an Office file of another kind"),
    ],
)
def test_a_file_that_is_something_else(name: str, data: bytes, said: str, tmp_path: Path) -> None:
    assert said in refusal(data, tmp_path, name)


def test_a_workbook_under_another_workbooks_name_is_read(tmp_path: Path) -> None:
    assert read_sheet(xlsx(ONE), tmp_path, "a.xls").rows == (("1",),)
    assert read_sheet(xlsx(ONE), tmp_path, "A.XLSM").rows == (("1",),)


def changed(name: str, content: str | bytes) -> bytes:
    return packed({**xlsx_parts(sheet_xml(ONE)), name: content})


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (changed(SHEET, ENTITIES + sheet_xml(ONE)), "XML of a kind that no spreadsheet"),
        (changed(BOOK, ENTITIES + "<workbook/>"), "XML of a kind that no spreadsheet"),
        (changed(SHEET, sheet_xml(ONE).encode("utf-16")), "XML of a kind that no spreadsheet"),
        (
            changed(SHEET, sheet_xml(ONE).replace("UTF-8", "ISO-8859-1")),
            "XML of a kind that no spreadsheet",
        ),
        (changed(SHEET, sheet_xml(ONE)[:-40]), "is damaged"),
        (changed(SHEET, sheet_xml(ONE).replace("<v>1</v>", "<v>1")), "is damaged"),
        (changed(SHEET, "<other/>"), "is damaged"),
        (changed(SHEET, b""), "is damaged"),
        (changed(BOOK, "<workbook>" + "<a>" * 50_000), "is damaged"),
        (changed(BOOK, "<workbook>"), "is damaged"),
        (changed("xl/_rels/workbook.xml.rels", relations()), "is damaged"),
        (
            changed("xl/_rels/workbook.xml.rels", relations(("worksheet", "sheet9.xml"))),
            "is damaged",
        ),
        (xlsx('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'), "is damaged"),
        (xlsx('<row r="1"><c r="ZZZZ1"><v>7</v></c></row>'), "reaches as far as ZZZZ1"),
        (xlsx('<row r="9999999"><c r="A9999999"><v>7</v></c></row>'), "as far as A9999999"),
        (xlsx('<row r="1"><c r="A1" t="str"><v>&unknown;</v></c></row>'), "is damaged"),
    ],
)
def test_a_damaged_workbook(data: bytes, said: str, tmp_path: Path) -> None:
    assert said in refusal(data, tmp_path, "book.xlsx")


def test_deep_nesting_does_no_harm(tmp_path: Path) -> None:
    deep = changed(SHEET, sheet_xml(ONE + "<a>" * 50_000))
    assert read_sheet(deep, tmp_path).rows == (("1",),)


def test_a_bomb_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    zeros = changed("xl/media/image1.bin", bytes(20 * limits.MIB))
    assert "unpacks to 200 times its size" in refusal(zeros, tmp_path, "book.xlsx")
    monkeypatch.setattr(archive, "UNPACKED_BYTES", 1000)
    monkeypatch.setattr(archive.open_archive.__wrapped__, "__defaults__", (1000,))
    assert "unpacks to more than 0 MB" in refusal(xlsx(ONE), tmp_path, "book.xlsx")
    monkeypatch.setattr(archive, "PARTS", 3)
    assert "has more than 3 parts" in refusal(xlsx(ONE), tmp_path, "book.xlsx")


def test_a_part_that_must_be_small_is_small(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "SMALL_PART_BYTES", 100)
    assert "its part xl/_rels/workbook.xml.rels is over" in refusal(
        xlsx(ONE), tmp_path, "book.xlsx"
    )


def test_other_kinds_of_zip_files_are_refused(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "packed.xlsx", "w", ZIP_BZIP2) as packed_otherwise:
        packed_otherwise.writestr("xl/workbook.xml", "x" * 1000)
    data = (tmp_path / "packed.xlsx").read_bytes()
    assert "is damaged" in refusal(data, tmp_path, "book.xlsx")
    locked = bytearray(packed({"xl/workbook.xml": "x"}))
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert "protected with a password" in refusal(bytes(locked), tmp_path, "book.xlsx")


def test_a_directory_that_points_outside_the_file_is_damage(tmp_path: Path) -> None:
    spoilt = bytearray(xlsx(ONE))
    for each in range(spoilt.count(b"PK\x01\x02")):
        at = [found.start() for found in re.finditer(b"PK\x01\x02", spoilt)][each]
        spoilt[at + 42 : at + 46] = b"\xff\xff\xff\x7f"
    assert "is damaged" in refusal(bytes(spoilt), tmp_path, "book.xlsx")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5000), st.binary(max_size=3)), min_size=1, max_size=4))
def test_whatever_is_changed_a_file_is_read_or_refused_in_one_line(
    changes: list[tuple[int, bytes]],
) -> None:
    rows = ods_row(ods_cell("a"), ods_cell("5", ' office:value-type="float" office:value="5"'))
    content = ods_content(f'<table:table table:name="S">{rows * 9}</table:table>').encode()
    whole = {"b.ods": ods_bytes(content.decode()), "c.csv": b'a,b\n"x ""y""",2\n' * 20}
    with TemporaryDirectory() as folder:
        for name, data in {**whole, "d.ods": content}.items():
            spoilt = bytearray(data)
            for at, new in changes:
                spoilt[at % len(data) : at % len(data) + 2] = new
            if name == "d.ods":
                parts = {"mimetype": ODS_TYPE, "content.xml": bytes(spoilt)}
                spoilt = bytearray(packed(parts))
            held = io.BytesIO()
            (Path(folder) / name).write_bytes(spoilt)
            child.write_file(Path(folder) / name, name, held)
            last = json.loads(held.getvalue()[held.getvalue().rindex(b"{") :])
            assert last.get("complete") or "\n" not in last["refused"]


def test_a_password_that_only_the_parser_notices(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import python_calamine

    def locked(_: object) -> None:
        raise python_calamine.PasswordError("locked")

    class Locked:
        from_object = staticmethod(locked)

    monkeypatch.setattr(python_calamine, "CalamineWorkbook", Locked)
    assert "protected with a password" in refusal(xlsx(ONE), tmp_path, "book.xlsx")
