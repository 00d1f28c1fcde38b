"""What a reader hands on: text cells, each with its address."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from string import ascii_uppercase


@dataclass(frozen=True)
class Note:
    """Something that the reader saw and that the cells alone do not show.

    `code` is an issue code (`cell-shows-an-error`, `hidden-rows`, …); `row` counts
    from 1 and `column` from 0; both are None where the note is about the whole sheet.
    """

    code: str
    value: str = ""
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True)
class Sheet:
    """One sheet as text, column by column, all as long as there are rows.

    Dates read `2026-09-02`, times `09:00`, whole numbers have no point, true and
    false are `TRUE` and `FALSE`; a blank cell is the empty text.
    """

    name: str
    columns: tuple[tuple[str, ...], ...]
    notes: tuple[Note, ...] = ()

    @classmethod
    def of_rows(
        cls, name: str, rows: Iterable[Sequence[str]], notes: tuple[Note, ...] = ()
    ) -> "Sheet":
        """Return a sheet of rows, which may differ in length."""
        return cls(name, tuple(zip_longest(*rows, fillvalue="")), notes)

    @cached_property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The rows; `rows[0]` is the sheet's row 1, and each ends with its last filled cell."""
        return tuple(map(_without_blank_end, zip(*self.columns, strict=True)))


@dataclass(frozen=True)
class Workbook:
    """A file's sheets in order; a CSV file has one sheet, with an empty name."""

    file: str
    sheets: tuple[Sheet, ...]


def _without_blank_end(row: tuple[str, ...]) -> tuple[str, ...]:
    end = len(row)
    while end and not row[end - 1]:
        end -= 1
    return row[:end]


def letter(column: int) -> str:
    """Return the spreadsheet letter of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, place = divmod(column - 1, 26)
        letters = ascii_uppercase[place] + letters
    return letters


def column_number(letters: str) -> int:
    """Return the column counted from 0 of a spreadsheet letter: A is 0, AA is 26."""
    number = 0
    for each in letters.upper():
        number = number * 26 + ascii_uppercase.index(each) + 1
    return number - 1
