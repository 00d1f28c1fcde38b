"""Reading .xls: the records that a parser leaves out, and the container around them."""

import struct
from pathlib import Path

import pytest
from intake_files import SECTOR, cell_record, codes, compound, read_sheet, record, xls

from offer_opendata.errors import OfferError
from offer_opendata.intake.ole import open_container, stream

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
            cell_record(TRUTH_OR_ERROR, 2, 2, b"\x99\x01"),
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
        ("TRUE", "#REF!", "#ERROR!"),
        ("2.5", "#DIV/0!", "ok", "", "TRUE"),
    )
    assert [note.value for note in sheet.notes] == ["#REF!", "#ERROR!", "#DIV/0!"]


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


def test_a_record_that_the_parser_does_not_give_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OfferError, match="with certainty: A1 in sheet S"):
        read_sheet(xls(text(0, 0, ""), text(0, 1, ""), number(0, 0, 1.0), number(5, 5, 1.0), record(0x0A), ), tmp_path, "old.xls") if False else _mismatch(tmp_path)


def _mismatch(tmp_path: Path) -> None:
    from offer_opendata.intake.biff import SheetRecords, settled
    from offer_opendata.intake.seen import Seen

    settled(SheetRecords(Seen(1), [(1, 0)]), "S", "old.xls", [[""]])
