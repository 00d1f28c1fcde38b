"""Reading .xls: the records that a parser leaves out, and the container around them."""

import struct
from pathlib import Path

import pytest

from intake_files import SECTOR, cell_record, codes, compound, read_bytes, read_sheet, record, xls
from offer_opendata.errors import OfferError
from offer_opendata.intake import xls as reader
from offer_opendata.intake.biff import SheetRecords, scan_records, settled
from offer_opendata.intake.ole import open_container, stream
from offer_opendata.intake.seen import Seen

NUMBER, TEXT, MANY, TRUTH_OR_ERROR, FORMULA, RESULT = 0x203, 0x204, 0xBD, 0x205, 0x06, 0x207


def number(row: int, column: int, value: float) -> bytes:
    return cell_record(NUMBER, row, column, struct.pack("<d", value))


def text(row: int, column: int, value: str) -> bytes:
    return cell_record(TEXT, row, column, struct.pack("<HB", len(value), 0) + value.encode())


def formula(row: int, column: int, result: bytes) -> bytes:
    return cell_record(FORMULA, row, column, result + bytes(6) + struct.pack("<H", 0))


def test_cells_of_every_kind(tmp_path: Path) -> None:
    many = struct.pack("<HH", 1, 0) + struct.pack("<HI", 0, 5 << 2 | 2) * 2 + struct.pack("<H", 1)
    sheet = read_sheet(
        xls(
            number(0, 0, 5.0),
            text(0, 2, "hi"),
            record(MANY, many),
            cell_record(TRUTH_OR_ERROR, 2, 0, b"\x01\x00"),
            cell_record(TRUTH_OR_ERROR, 2, 1, b"\x17\x01"),
            formula(3, 0, struct.pack("<d", 2.5)),
            formula(3, 1, b"\x02\x00\x07\x00\x00\x00\xff\xff"),
            formula(3, 2, b"\x00\x00\x00\x00\x00\x00\xff\xff"),
            record(RESULT, struct.pack("<HB", 2, 0) + b"ok"),
            formula(3, 3, b"\x03\x00\x00\x00\x00\x00\xff\xff"),
            formula(3, 4, b"\x01\x00\x01\x00\x00\x00\xff\xff"),
        ),
        tmp_path,
        "old.xls",
    )
    assert sheet.rows == (
        ("5", "", "hi"),
        ("5", "5"),
        ("TRUE", "#REF!"),
        ("2.5", "#DIV/0!", "ok", "", "TRUE"),
    )
    assert [note.value for note in sheet.notes] == ["#REF!", "#DIV/0!"]


def test_hidden_and_commented_cells_are_told(tmp_path: Path) -> None:
    row = struct.pack("<HHHHHHHH", 1, 0, 1, 255, 0, 0, 0x20, 0)
    column = struct.pack("<HHHHHH", 1, 3, 0, 0, 1, 0)
    chart = record(0x0809, bytes(16)) + number(9, 9, 9.0) + record(0x0A)
    sheet = read_sheet(
        xls(
            number(0, 0, 1.0),
            number(1, 1, 2.0),
            record(0x208, row),
            record(0x208, row[:12] + bytes(4)),
            record(0x7D, column),
            record(0x7D, column[:8] + bytes(4)),
            record(0x1C, struct.pack("<HHHHH", 1, 1, 0, 1, 0)),
            chart,
        ),
        tmp_path,
        "old.xls",
    )
    assert sheet.rows[:2] == (("1",), ("", "2"))
    assert codes(sheet) == [
        ("hidden-rows", "2", 2, None),
        ("hidden-columns", "B", None, 1),
        ("cell-comments", "B2", 2, None),
    ]


@pytest.mark.parametrize(
    ("filled", "rows", "place"),
    [(1, [[""]], "A1"), (1, [], "A1"), (1, [["a", "b"]], "a cell")],
)
def test_what_parser_and_records_see_differently_is_refused(
    filled: int, rows: list[list[str]], place: str
) -> None:
    with pytest.raises(OfferError, match=f"with certainty: {place} in sheet S"):
        settled(SheetRecords(Seen(filled), [(1, 0)]), "S", "old.xls", rows)


def test_a_chart_is_no_sheet_of_cells(tmp_path: Path) -> None:
    assert read_bytes(xls(kind=2), tmp_path, "old.xls") == []


def test_a_parser_that_finds_other_sheets_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "scan_records", lambda *_: [])
    with pytest.raises(OfferError, match="is damaged"):
        read_sheet(xls(number(0, 0, 1.0)), tmp_path, "old.xls")


def test_records_may_stop_without_an_end() -> None:
    begin = record(0x0809, bytes(16))
    globals_ = begin + record(0x85, struct.pack("<IBB", 34, 0, 0)) + record(0x0A)
    (found,) = scan_records(globals_ + begin + number(0, 0, 1.0), "old.xls")
    assert found.certain == [(1, 0)]


def test_an_empty_text_is_no_difference(tmp_path: Path) -> None:
    assert read_sheet(xls(text(0, 0, ""), text(0, 1, "b")), tmp_path, "old.xls").rows == (
        ("", "b"),
    )


def test_a_password_is_said(tmp_path: Path) -> None:
    locked = xls(number(0, 0, 1.0), before=record(0x2F, bytes(54)))
    with pytest.raises(OfferError, match="is protected with a password"):
        read_sheet(locked, tmp_path, "old.xls")


def test_a_container_that_leads_nowhere_is_damaged(tmp_path: Path) -> None:
    whole = xls(number(0, 0, 1.0))
    loop = bytearray(whole)
    loop[SECTOR + 4 * 3 : SECTOR + 4 * 4] = struct.pack("<I", 3)  # a sector follows itself
    no_such_size = whole[:30] + b"\x05\x00" + whole[32:]
    for spoilt in (bytes(loop), no_such_size, whole[:100], whole[: SECTOR * 2]):
        with pytest.raises(OfferError, match="is damaged"):
            read_sheet(spoilt, tmp_path, "old.xls")


def test_a_cut_record_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(OfferError, match="is damaged"):
        read_sheet(xls(record(NUMBER, b"\0")), tmp_path, "old.xls")


def test_small_streams_and_more_tables_are_found() -> None:
    small = b"short stream".ljust(64, b"\0")
    held = compound({"Workbook": b"x" * 5000, "Held": small})
    directory = held.index("Root Entry".encode("utf-16-le"))
    data = bytearray(held)
    data[directory + 116 : directory + 120] = data[directory + 256 + 116 : directory + 256 + 120]
    data[directory + 256 + 116 : directory + 256 + 120] = struct.pack("<I", 0)
    data[directory + 256 + 120 : directory + 256 + 124] = struct.pack("<I", 12)
    table = len(data)
    data += struct.pack("<I", 0xFFFFFFFE) * (SECTOR // 4)
    data[60:64] = struct.pack("<I", (table - SECTOR) // SECTOR)
    at = SECTOR + (table - SECTOR) // SECTOR * 4
    data[at : at + 4] = struct.pack("<I", 0xFFFFFFFE)
    container = open_container(bytes(data), "old.xls")
    assert stream(container, "Held", "old.xls") == b"short stream"
    assert stream(container, "Gone", "old.xls") == b""


def test_a_table_of_tables_is_followed() -> None:
    held = bytearray(compound({"Workbook": b"x" * 5000}))
    more = len(held) // SECTOR - 1
    held += struct.pack("<128I", 0, *[0xFFFFFFFF] * 126, 0xFFFFFFFE)
    held[76:80] = struct.pack("<I", 0xFFFFFFFF)
    held[68:76] = struct.pack("<II", more, 1)
    container = open_container(bytes(held), "old.xls")
    assert stream(container, "Workbook", "old.xls") == b"x" * 5000
