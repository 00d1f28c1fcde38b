"""A workbook as python-calamine gives it, compared with what the file itself shows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, cast

from offer_opendata.intake import refuse
from offer_opendata.intake.cells import TEXT
from offer_opendata.intake.limits import COLUMNS, ROWS
from offer_opendata.intake.pack import Columns, pack_columns
from offer_opendata.intake.seen import (
    Place,
    Seen,
    address,
    filled_cells,
    hidden_notes,
    sheet_notes,
)
from offer_opendata.intake.wire import PackedSheet

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

Rows = list[list[str]]
Settle = Callable[[Rows], Seen]


@contextmanager
def opened(source: Path | BytesIO, shown: str) -> Iterator["CalamineWorkbook"]:
    """Open a workbook; raise OfferError where it is protected or damaged."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        with CalamineWorkbook.from_object(source) as workbook:
            yield workbook
    except PasswordError as error:
        raise refuse.protected(shown) from error
    except CalamineError as error:
        raise refuse.damaged(shown, str(error)) from error


def holds_cells(workbook: "CalamineWorkbook", index: int) -> bool:
    """Say whether a sheet is one of cells, not a chart on a sheet of its own."""
    from python_calamine import SheetTypeEnum

    return workbook.sheets_metadata[index].typ == SheetTypeEnum.WorkSheet


def sheet_at(workbook: "CalamineWorkbook", index: int, shown: str) -> tuple["CalamineSheet", bool]:
    """Return a sheet of a size that a spreadsheet can have, and whether it is hidden."""
    from python_calamine import SheetVisibleEnum

    sheet = workbook.get_sheet_by_index(index)
    row, column = sheet.end or (0, 0)
    if row >= ROWS or column >= COLUMNS:
        raise refuse.far_cell(shown, sheet.name, address((row + 1, column)))
    return sheet, workbook.sheets_metadata[index].visible != SheetVisibleEnum.Visible


def packed(parsed: tuple["CalamineSheet", bool], seen: Seen, settle: Settle) -> PackedSheet:
    """Return a sheet with its notes; `settle` decides where parser and file seem to differ."""
    sheet, hidden = parsed
    columns, merged = _columns(sheet), seen.merged
    if filled_cells(columns) != seen.filled:
        seen = settle(_rows(columns))
    if seen.errors:
        columns = _with_errors(columns, seen.errors)
    hides = seen.hidden_rows or seen.hidden_columns
    hidden_cells = hidden_notes(seen, _rows(columns)) if hides else []
    notes = [*sheet_notes(hidden, merged), *hidden_cells, *seen.notes]
    return pack_columns(sheet.name, columns, notes)


def _columns(sheet: "CalamineSheet") -> Columns:
    """Return the text of the cells from A1 on, wherever the first filled cell is, by column."""
    columns: list[Sequence[str]] = list(map(_texts, zip(*sheet.iter_rows(), strict=True)))
    left = sheet.start[1] if sheet.start else 0
    return [[""] * len(columns[0])] * left + columns if columns else []


def _texts(cells: Sequence[object]) -> Sequence[str]:
    """Return the text of each cell; a column says little that is different, and each is said once.

    Text and numbers, dates or times are never equal; 1, 1.0 and true are.
    """
    kinds = set(map(type, cells))
    if kinds == {str}:
        return cast("Sequence[str]", cells)
    if len(kinds & {int, float, bool}) > 1:
        return [TEXT[type(cell)](cell) for cell in cells]
    texts = {cell: TEXT[type(cell)](cell) for cell in set(cells)}
    return list(map(texts.__getitem__, cells))


def _rows(columns: Columns) -> Rows:
    return list(map(list, zip(*columns, strict=True)))


def _with_errors(columns: Columns, errors: Mapping[Place, str]) -> Columns:
    """Return the columns with the texts of errors, which a parser leaves blank, in their cells."""
    rows = _rows(columns)
    for (row, column), text in errors.items():
        rows += [[] for _ in range(row - len(rows))]
        cells = rows[row - 1]
        cells += [""] * (column + 1 - len(cells))
        cells[column] = text
    return list(zip_longest(*rows, fillvalue=""))
