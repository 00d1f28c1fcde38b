"""The unpacked copy that the parser reads: what is in it, and that nothing is left of it."""

import errno
import zipfile
from functools import partial
from pathlib import Path
from zipfile import ZipFile

import pytest

from intake_files import MAIN, codes, packed, read_sheet, sheet_xml, xlsx, xlsx_parts
from offer_opendata.errors import OfferError
from offer_opendata.intake import read_workbook, runner, unpacked
from offer_opendata.intake.scan import Part
from offer_opendata.intake.xlsx import read_xlsx

SHEET = "xl/worksheets/sheet1.xml"
ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
MERGED = '<mergeCells count="1"><mergeCell ref="A1:C2"/></mergeCells>'


PREFIXED = (
    f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>'
    '<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row></x:sheetData>'
    '<x:mergeCells><x:mergeCell ref="A1:C2"/></x:mergeCells></x:worksheet>'
)


def workbook(tmp_path: Path, **others: bytes) -> Path:
    file = tmp_path / "book.xlsx"
    file.write_bytes(packed({**xlsx_parts(sheet_xml(ONE)), **others}))
    return file


def copied(file: Path) -> dict[str, bytes]:
    """Return the parts of the copy of a workbook, and see that it is gone afterwards."""
    with ZipFile(file) as archive:
        part = Part(partial(archive.open, SHEET), "S", file.name)
        with unpacked.unpacked(archive, {SHEET: part}, file.name) as (path, seen):
            assert list(seen) == [SHEET]
            with ZipFile(path) as copy:
                assert {each.compress_type for each in copy.infolist()} == {zipfile.ZIP_STORED}
                parts = {name: copy.read(name) for name in copy.namelist()}
    assert not path.parent.exists()
    return parts


def test_the_parser_gets_the_bytes_that_were_looked_through(tmp_path: Path) -> None:
    file = workbook(tmp_path)
    with ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    mark = b"<mergeCells></mergeCells>"
    parts[SHEET] = parts[SHEET].replace(b"<sheetData>", mark + b"<sheetData>")
    assert copied(file) == parts
    assert parts[SHEET].count(mark) == 1


def test_pictures_and_macros_are_not_unpacked(tmp_path: Path) -> None:
    unread = {"xl/vbaProject.bin": b"x", "xl/media/image1.PNG": b"x"}
    assert copied(workbook(tmp_path, **unread)).keys() == xlsx_parts("").keys()


@pytest.mark.parametrize("sheet", [sheet_xml(ONE, after=MERGED), PREFIXED])
def test_merged_cells_are_seen_where_they_stand(sheet: str, tmp_path: Path) -> None:
    read = read_sheet(packed(xlsx_parts(sheet)), tmp_path)
    assert read.rows == (("1",),)
    assert codes(read) == [("merged-cells", "A1:C2", 1, 0)]


def test_a_sheet_whose_cells_begin_late_is_read_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("offer_opendata.intake.sheet_xml.MIB", 300)
    views = '<sheetView workbookViewId="0"/>' * 40
    read = read_sheet(xlsx(ONE, "", f"<sheetViews>{views}</sheetViews>", MERGED), tmp_path)
    assert read.rows == (("1",),)
    assert codes(read) == [("merged-cells", "A1:C2", 1, 0)]


@pytest.mark.parametrize(
    ("error", "said"),
    [(errno.ENOSPC, "make room there"), (errno.EDQUOT, "make room there"), (errno.EIO, "damaged")],
)
def test_a_full_disk_is_said_and_leaves_nothing(
    error: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(error, "it is full")

    room = tmp_path / "room"
    room.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(room))
    monkeypatch.setattr(unpacked, "copyfileobj", full)
    with pytest.raises(OfferError, match=said):
        list(read_xlsx(workbook(tmp_path), "book.xlsx"))
    assert not list(room.iterdir())


def test_a_process_that_is_stopped_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = tmp_path / "room"
    room.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(room))
    stopping = (
        "import os, tempfile; tempfile.mkdtemp(); os.kill(os.getpid(), 9); from sys import argv"
    )
    monkeypatch.setattr(runner, "_START", stopping)
    file = tmp_path / "book.xlsx"
    file.write_bytes(xlsx(ONE))
    with pytest.raises(OfferError, match="too much memory"):
        read_workbook(file, "book.xlsx")
    assert not list(room.iterdir())
