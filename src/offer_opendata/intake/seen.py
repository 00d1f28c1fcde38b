"""What the file of a sheet shows that a parser of cells loses."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from string import ascii_uppercase

from offer_opendata.intake.sheet import Note, letter

Place = tuple[int, int]
"""A cell: its row counted from 1, and its column counted from 0."""
Range = tuple[int, int]
"""A first and a last number."""

_NAMED = 20


@dataclass(frozen=True)
class Seen:
    """What was seen in one sheet, besides the values of its cells.

    `filled` counts the cells that hold a value other than an error; `errors` has
    the text of those that show one. `merged` are the first and the last cell of each
    merged range. Rows count from 1 and columns from 0.
    """

    filled: int
    errors: Mapping[Place, str] = field(default_factory=dict)
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[Range] = ()
    merged: Sequence[tuple[Place, Place]] = ()
    notes: Sequence[Note] = ()


def address(place: Place) -> str:
    """Return a cell's address as a spreadsheet shows it: `C7`."""
    row, column = place
    return f"{letter(column)}{row}"


def filled_cells(lines: Sequence[Sequence[str]]) -> int:
    """Return how many cells of some rows or columns have any text."""
    return sum(len(line) - line.count("") for line in lines)


def is_filled(rows: Sequence[Sequence[str]], place: Place) -> bool:
    """Say whether rows hold any text at a place."""
    row, column = place
    return row <= len(rows) and column < len(rows[row - 1]) and rows[row - 1][column] != ""


def hidden_notes(seen: Seen, rows: Sequence[Sequence[str]]) -> list[Note]:
    """Return the notes on hidden rows and columns, as far as anything stands in them."""
    held = [row for row in seen.hidden_rows if row <= len(rows) and any(rows[row - 1])]
    notes = [Note("hidden-rows", _listed(_spans(held), str), held[0])] if held else []
    filled = _filled_columns(seen.hidden_columns, rows)
    if filled:
        notes.append(Note("hidden-columns", _listed(_spans(filled), letter), None, filled[0]))
    return notes


def sheet_notes(hidden: bool, merged: Iterable[tuple[Place, Place]]) -> list[Note]:
    """Return the notes on a hidden sheet and on its merged ranges, first and last cell each."""
    notes = [Note("hidden-sheet")] if hidden else []
    for first, last in merged:
        notes.append(Note("merged-cells", f"{address(first)}:{address(last)}", *first))
    return notes


def comment_notes(places: Sequence[str]) -> list[Note]:
    """Return a note for each row that has comments, with the addresses of their cells."""
    rows: dict[int, list[str]] = {}
    for place in places:
        rows.setdefault(int(place.lstrip(ascii_uppercase)), []).append(place)
    return [Note("cell-comments", _shortened(held), row) for row, held in sorted(rows.items())]


def _shortened(places: Sequence[str]) -> str:
    more = f" and {len(places) - _NAMED} more" if len(places) > _NAMED else ""
    return ", ".join(places[:_NAMED]) + more


def _filled_columns(ranges: Sequence[Range], rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the columns of some ranges in which any row has a value."""
    if not ranges:
        return []
    width = max(map(len, rows), default=0)
    columns = {column for first, last in ranges for column in range(first, min(last + 1, width))}
    return sorted(
        column for column in columns if any(len(row) > column and row[column] for row in rows)
    )


def _spans(numbers: Sequence[int]) -> list[Range]:
    """Return sorted numbers as ranges of neighbours."""
    breaks = [at for at, (one, two) in enumerate(pairwise(numbers), 1) if two != one + 1]
    edges = [0, *breaks, len(numbers)]
    return [(numbers[start], numbers[stop - 1]) for start, stop in pairwise(edges)]


def _listed(ranges: Sequence[Range], name: Callable[[int], str]) -> str:
    """Return ranges as people read them: `8, 12 to 20 and 3 more`."""
    parts = [
        name(first) if first == last else f"{name(first)} to {name(last)}"
        for first, last in ranges[:_NAMED]
    ]
    more = f" and {len(ranges) - _NAMED} more" if len(ranges) > _NAMED else ""
    return ", ".join(parts) + more
