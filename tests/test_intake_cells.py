"""What the values of a workbook read as."""

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offer_opendata.intake.cells import cell_text
from offer_opendata.intake.ods_cells import ods_text
from offer_opendata.intake.seen import Seen, comment_notes, hidden_notes
from offer_opendata.intake.sheet import Note, column_number, letter


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (" as typed ", " as typed "),
        (5.0, "5"),
        (-0.0, "0"),
        (51.25, "51.25"),
        (0.1 + 0.2, "0.30000000000000004"),
        (1631.0344827586207, "1631.0344827586207"),
        (1e-7, "0.0000001"),
        (1e15, "1000000000000000"),
        (1e22, "10000000000000000000000"),
        (1.2345678901234568e20, "123456789012345680000"),
        (math.inf, "inf"),
        (7, "7"),
        (True, "TRUE"),
        (False, "FALSE"),
        (dt.date(2026, 9, 2), "2026-09-02"),
        (dt.datetime(2026, 9, 2), "2026-09-02"),
        (dt.datetime(2026, 9, 2, 13, 45), "2026-09-02 13:45"),
        (dt.datetime(2026, 9, 2, 13, 45, 10), "2026-09-02 13:45:10"),
        (dt.datetime(2026, 9, 1, 23, 59, 59, 999_990), "2026-09-02"),
        (dt.datetime.max, "9999-12-31 23:59:59"),
        (dt.time(9, 5), "09:05"),
        (dt.time(9, 5, 30), "09:05:30"),
        (dt.time(9, 4, 59, 999_999), "09:05"),
        (dt.timedelta(hours=6), "06:00"),
        (dt.timedelta(hours=36), "36:00"),
        (dt.timedelta(minutes=-90), "-01:30"),
        (dt.timedelta(seconds=30), "00:00:30"),
    ],
)
def test_each_kind_of_value_has_one_text(value: object, text: str) -> None:
    assert cell_text(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_can_be_read_back(value: float) -> None:
    text = cell_text(value)
    assert "e" not in text
    assert not text.endswith(".0")
    assert float(text) == value


OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "


@pytest.mark.parametrize(
    ("kind", "name", "value", "shown", "text"),
    [
        ("float", "value", "1632960001", "01632960001", "1632960001"),
        ("float", "value", "1", "TRUE", "TRUE"),
        ("float", "value", "many", "5", "5"),
        ("percentage", "value", "0.25", "25%", "0.25"),
        ("currency", "value", "12.50", "£12.50", "12.5"),
        ("date", "date-value", "2026-09-02", "02/09/26", "2026-09-02"),
        ("date", "date-value", "2026-09-02T13:45:10", "02/09/26", "2026-09-02 13:45:10"),
        ("date", "date-value", "2026-13-02", "02/13/26", "02/13/26"),
        ("time", "time-value", "PT09H05M00S", "9:05", "09:05"),
        ("time", "time-value", "PT36H00M00.5S", "36:00", "36:00"),
        ("time", "time-value", "P1DT1H", "25:00", "25:00"),
        ("time", "time-value", "-PT1H30M", "-1:30", "-01:30"),
        ("time", "time-value", "nine", "9:05", "9:05"),
        ("time", "time-value", f"PT{'9' * 400}H", "9:05", "9:05"),
        ("boolean", "boolean-value", "true", "Yes", "TRUE"),
        ("string", "string-value", " exact ", "exact", " exact "),
        ("string", "string-value", "", "#N/A", "#N/A"),
        ("float", "nothing", "", "5", "5"),
    ],
)
def test_a_cell_of_an_open_document_reads_by_its_value(
    kind: str, name: str, value: str, shown: str, text: str
) -> None:
    attributes = {f"{OFFICE}value-type": kind, f"{OFFICE}{name}": value}
    assert ods_text(attributes, shown) == text


@given(st.integers(min_value=0, max_value=20_000))
def test_letters_and_numbers_of_columns_agree(column: int) -> None:
    assert column_number(letter(column)) == column


def test_letters_of_columns() -> None:
    assert [letter(at) for at in (0, 25, 26, 701, 702, 16_383)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
        "XFD",
    ]


def test_hidden_rows_and_columns_are_told_where_something_stands_in_them() -> None:
    rows = [("a", "", "c"), (), ("d",), ("e",), ("", "", "f")]
    seen = Seen(0, {}, [2, 3, 4, 9], [(1, 2), (4, 16_383)])
    assert hidden_notes(seen, rows) == [
        Note("hidden-rows", "3 to 4", 3),
        Note("hidden-columns", "C", None, 2),
    ]


def test_long_lists_are_cut() -> None:
    rows = [("a",)] * 60
    (note,) = hidden_notes(Seen(0, {}, range(1, 60, 2)), rows)
    assert note.value.startswith("1, 3, 5")
    assert note.value.endswith("39 and 10 more")
    (note,) = comment_notes([f"{letter(at)}7" for at in range(25)])
    assert note.row == 7
    assert note.value.endswith("T7 and 5 more")
