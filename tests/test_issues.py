"""Issues as a list: in the order of the files, and one slip told once."""

from dataclasses import replace

from offer_opendata.issues import Issue, in_order, once

CELL = Issue("error", "required-value", "a.xlsx", "S", 7, "A", resource="organizations", id="o")


def test_one_cell_that_feeds_two_fields_is_told_once() -> None:
    again = replace(CELL, resource="organization_identifiers", message="another sentence")
    assert once([CELL, again]) == [CELL]


def test_what_differs_is_kept() -> None:
    others = [
        replace(CELL, value="x"),
        replace(CELL, code="unknown-code"),
        replace(CELL, row=8),
        replace(CELL, column="", resource="services"),
        replace(CELL, column="", resource="locations"),
        replace(CELL, severity="warning", id="p"),
        replace(CELL, severity="warning", id="q"),
    ]
    assert once([CELL, *others]) == [CELL, *others]


def test_an_error_of_the_spreadsheet_is_told_by_its_reader_only_where_no_check_does() -> None:
    shown = Issue("warning", "cell-shows-an-error", "a.xlsx", "S", 2, "B", value="#REF!")
    elsewhere = replace(shown, column="C")
    checked = replace(shown, severity="error", code="spreadsheet-error", field="name")
    assert once([shown, elsewhere, checked]) == [elsewhere, checked]


def test_errors_come_first_and_a_sheet_is_walked_through_from_the_top() -> None:
    issues = [
        replace(CELL, severity="warning"),
        replace(CELL, row=10),
        replace(CELL, column="AA"),
        replace(CELL, column="B"),
        CELL,
    ]
    assert in_order([*issues, CELL]) == [issues[4], issues[3], issues[2], issues[1], issues[0]]
