"""Sheets under another name: the columns of a table that is not there, in a sheet nobody reads."""

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from offer_opendata.intake.sheet import Sheet, Workbook
from offer_opendata.issues import Issue
from offer_opendata.mapping.form import MappingSpec, TableSpec
from offer_opendata.mapping.grid import Grid, tidy
from offer_opendata.mapping.headings import SEARCHED_ROWS
from offer_opendata.stage_issues import stage_issue

LIKE = 0.5


def renamed_sheets(
    mapping: MappingSpec, workbooks: Sequence[Workbook], grids: Sequence[Grid]
) -> Iterator[Issue]:
    """Yield an issue for each unread sheet with records that looks like a table's missing sheet.

    Only a table whose sheet may be missing is looked for: any other stops the reading.
    """
    read = {(grid.file, grid.sheet) for grid in grids}
    names = {_name(grid.file, grid.sheet) for grid in grids}
    missing = [t for t in mapping.tables if t.optional and t.sheet and tidy(t.sheet) not in names]
    for book in workbooks if missing else ():
        for sheet in book.sheets:
            if (book.file, sheet.name) not in read:
                alike, meant = max(
                    ((_likeness(sheet, spec), spec.sheet) for spec in missing), default=(0.0, "")
                )
                if alike >= LIKE:
                    at = Issue("error", "", book.file, sheet.name)
                    name = _name(book.file, sheet.name)
                    yield stage_issue("sheet-renamed", at, sheet=name, meant=meant)


def _name(file: str, sheet: str) -> str:
    """Return the name of a sheet; a CSV file is a sheet of its own name."""
    return tidy(sheet or PurePath(file).stem)


def _likeness(sheet: Sheet, spec: TableSpec) -> float:
    """Return the share of the headings in the sheet's heading row that the table knows."""
    known = {tidy(heading) for heading in (*spec.used, *spec.ignore)}
    shares = [0.0]
    for number, row in enumerate(sheet.rows[:SEARCHED_ROWS], start=1):
        headings = {tidy(cell) for cell in row} - {""}
        below = any(any(map(str.strip, cells)) for cells in sheet.rows[number:])
        if len(headings & known) > 1 and below:
            shares.append(len(headings & known) / len(headings))
    return max(shares)
