"""Look through an .xlsx sheet for what a parser of cells loses.

One quick pass over the bytes counts the filled cells and looks for signs of
errors, formulas without a value, and hidden rows and columns. Only where there
is a sign, or the parser counts otherwise, does a second pass look at each cell.
"""

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import chain

from offer_opendata.intake import refuse
from offer_opendata.intake.limits import CELLS, COLUMNS
from offer_opendata.intake.seen import Place, Range, Seen, address, filled_cells, is_filled
from offer_opendata.intake.sheet import Note, column_number
from offer_opendata.intake.sheet_xml import (
    Cell,
    OpenPart,
    Tags,
    cells,
    pieces,
    prefix_of,
    shared_text_cells,
    tags_of,
)

_HIDDEN = re.compile(rb"""\bhidden=["'](?:1|true)["']""")
_COLUMN = re.compile(rb"<(?:[\w.-]+:)?col\b[^>]*>")
_EDGE = re.compile(rb"""\b(?:min|max)=["'](\d{1,5})["']""")
_USED = re.compile(
    rb"""<(?:[\w.-]+:)?dimension\b[^>]*\bref=["'](?:[A-Z]+\d+:)?([A-Z]{1,3})\d+["']"""
)
_MERGED = re.compile(
    rb"""<(?:[\w.-]+:)?mergeCell\b[^>]*?\bref=["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']"""
)
_ERROR_SIGN = b't="e"'


@dataclass(frozen=True)
class Part:
    """One sheet to look through: how to open it, its name, and the name of its file."""

    open: OpenPart
    sheet: str
    shown: str


def scan(part: Part, keep: Callable[[bytes], object]) -> Seen:
    """Return what a sheet shows besides values: the parser's answer is compared with it.

    `keep` is given all that was looked through, piece by piece.
    """
    filled, formulas, signs = 0, False, False
    rows, hidden, merged = list[int](), list[int](), list[tuple[Place, Place]]()
    with part.open() as source:
        blocks = pieces(source, part.shown)
        first = next(blocks)
        tags = tags_of(prefix_of(first, part.shown))
        ends = [end for end in tags.value_ends if end in first]  # others are met in a second pass
        for piece in chain((first,), blocks):
            keep(piece)
            filled += sum(piece.count(end) for end in ends)
            formulas = formulas or _holds(piece, tags.formula_end, b"f")
            signs = signs or _holds(piece, _ERROR_SIGN, b"e")
            signs = signs or (formulas and _lacks_value(piece, tags))
            rows += map(int, tags.row_number.findall(piece))
            hidden += _hidden_rows(piece, tags)
            merged += _merged(piece)
    start = first.partition(b"sheetData")[0]
    _check_size(part, start, max(rows, default=0))
    notes = [] if rows == sorted(set(rows)) else [Note("cells-out-of-order")]
    seen = Seen(filled, {}, sorted(set(hidden)), list(_hidden_columns(start)), merged, notes)
    return look_closely(part, seen) if signs else seen


def look_closely(part: Part, seen: Seen) -> Seen:
    """Return what was seen, with each error's text and a note for each formula without a value."""
    errors: dict[Place, str] = {}
    notes = [note for note in seen.notes if note.code != "formula-without-value"]
    for cell in cells(part.open, part.shown):
        if cell.kind == "e":
            errors[cell.place] = cell.value or "#ERROR!"
        elif cell.formula is not None and _without_value(cell):
            notes.append(Note("formula-without-value", f"={cell.formula}", *cell.place))
    return replace(seen, filled=seen.filled - len(errors), errors=errors, notes=notes)


def blank_cells(part: Part, blanks: Set[str]) -> int:
    """Return how many cells hold one of the shared texts that are empty, by their numbers."""
    count, pattern = 0, None
    with part.open() as source:
        for piece in pieces(source, part.shown):
            pattern = pattern or shared_text_cells(prefix_of(piece, part.shown), blanks)
            count += sum(1 for _ in pattern.finditer(piece))
    return count


def check_cells(part: Part, rows: Sequence[Sequence[str]], blanks: Set[str]) -> None:
    """Refuse a sheet if its file fills a cell that the rows do not, or the other way round.

    A cell may hold an empty text, which fills it for the file and not for a person:
    `blanks` are the numbers of the shared texts that are empty.
    """
    places: set[Place] = set()
    for cell in cells(part.open, part.shown):
        if cell.kind == "e" or not cell.value or (cell.kind == "s" and cell.value in blanks):
            continue
        if cell.place in places or not is_filled(rows, cell.place):
            raise refuse.unsure(part.shown, part.sheet, address(cell.place))
        places.add(cell.place)
    if len(places) != filled_cells(rows):
        raise refuse.unsure(part.shown, part.sheet, "")


def _holds(piece: bytes, sign: bytes, letter: bytes) -> bool:
    """Say whether a piece holds a sign, of which one letter may be rare and is found at once."""
    return letter in piece and sign in piece


def _lacks_value(piece: bytes, tags: Tags) -> bool:
    return tags.no_value.search(piece) is not None


def _without_value(cell: Cell) -> bool:
    """Say whether a formula was never calculated; one that gives an empty text was."""
    return cell.value is None or (not cell.value and cell.kind != "str")


def _hidden_rows(piece: bytes, tags: Tags) -> Iterator[int]:
    if _holds(piece, b"hidden=", b"h"):
        for tag in tags.row.findall(piece):
            if _HIDDEN.search(tag) and (number := tags.row_number.match(tag)):
                yield int(number[1])


def _hidden_columns(start: bytes) -> Iterator[Range]:
    for tag in _COLUMN.findall(start):
        edges = [int(edge) - 1 for edge in _EDGE.findall(tag)]
        if _HIDDEN.search(tag) and len(edges) == 2:
            yield min(edges), max(edges)


def _merged(piece: bytes) -> Iterator[tuple[Place, Place]]:
    if _holds(piece, b"mergeCell", b"m"):
        for letters, row, last_letters, last_row in _MERGED.findall(piece):
            first = int(row), column_number(letters.decode())
            yield first, (int(last_row), column_number(last_letters.decode()))


def _check_size(part: Part, start: bytes, last_row: int) -> None:
    """Refuse a sheet with a filled cell so far away that a parser could not hold the area."""
    used = _USED.search(start)
    width = column_number(used[1].decode()) + 1 if used else COLUMNS
    if last_row * width <= CELLS:
        return
    places = [cell.place for cell in cells(part.open, part.shown) if cell.value]
    if not places:
        return
    down = [row for row, _ in places]
    across = [column for _, column in places]
    if (max(down) - min(down) + 1) * (max(across) - min(across) + 1) > CELLS:
        raise refuse.far_cell(part.shown, part.sheet, address((max(down), max(across))))
