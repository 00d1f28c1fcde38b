"""Look through an .xlsx sheet for what a parser of cells loses.

One quick pass over the bytes counts the filled cells and looks for signs of
errors, formulas without a value, and hidden rows and columns. Only where there
is a sign does a second pass look at each cell.
"""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from offer_opendata.intake import refuse
from offer_opendata.intake.limits import CELLS, COLUMNS
from offer_opendata.intake.seen import Place, Range, Seen, address
from offer_opendata.intake.sheet import Note, column_number
from offer_opendata.intake.sheet_xml import Cell, OpenPart, Tags, cells, pieces, prefix_of, tags_of

_ROW = re.compile(rb"""<(?:[\w.-]+:)?row\b[^>]*?\br=["'](\d{1,7})["']""")
_HIDDEN = re.compile(rb"""\bhidden=["'](?:1|true)["']|\b(?:ht|width)=["']0(?:\.0*)?["']""")
_HIDDEN_SIGNS = (b"hidden=", b'ht="0')
_COLUMN = re.compile(rb"<(?:[\w.-]+:)?col\b[^>]*>")
_EDGE = re.compile(rb"""\b(?:min|max)=["'](\d{1,5})["']""")
_USED = re.compile(rb"""<(?:[\w.-]+:)?dimension\b[^>]*\bref=["'](?:[A-Z]+\d+:)?([A-Z]{1,3})\d+["']""")
_ERROR_SIGNS = (b't="e"', b"t='e'")


@dataclass(frozen=True)
class Part:
    """One sheet to look through: how to open it, its name, and the name of its file."""

    open: OpenPart
    sheet: str
    shown: str


def scan(part: Part) -> Seen:
    """Return what a sheet shows besides values: the parser's answer is compared with it."""
    filled, signs, rows, hidden = 0, False, list[int](), list[int]()
    start = b""
    with part.open() as source:
        for piece in pieces(source, part.shown):
            start = start or piece
            tags = tags_of(prefix_of(start, part.shown))
            filled += sum(piece.count(end) for end in tags.ends)
            signs = signs or _has_sign(piece, tags)
            rows += map(int, _ROW.findall(piece))
            hidden += _hidden_rows(piece, tags)
    _check_size(part, start, max(rows, default=0))
    notes = [] if rows == sorted(set(rows)) else [Note("cells-out-of-order")]
    seen = Seen(filled, {}, sorted(set(hidden)), list(_hidden_columns(start)), notes)
    return _look_closely(part, seen) if signs else seen


def first_difference(part: Part, rows: Sequence[Sequence[str]], blanks: Set[str]) -> str:
    """Return the address of the first cell that the file fills and the rows do not, or `?`.

    Nothing is returned if they agree after all: a cell may hold an empty text
    (`blanks` are the numbers of the shared texts that are), which fills it for
    the file and not for a person.
    """
    places: set[Place] = set()
    for cell in cells(part.open, part.shown):
        row, column = cell.place
        if cell.kind == "e" or not cell.value or (cell.kind == "s" and cell.value in blanks):
            continue
        held = rows[row - 1] if row <= len(rows) else ()
        if cell.place in places or column >= len(held) or not held[column]:
            return address(cell.place)
        places.add(cell.place)
    return "" if len(places) == filled_cells(rows) else "?"


def filled_cells(rows: Sequence[Sequence[str]]) -> int:
    """Return how many cells have any text."""
    return sum(len(row) - row.count("") for row in rows)


def _has_sign(piece: bytes, tags: Tags) -> bool:
    if any(sign in piece for sign in _ERROR_SIGNS):
        return True
    return tags.formula_start in piece and tags.no_value.search(piece) is not None


def _look_closely(part: Part, seen: Seen) -> Seen:
    """Return what was seen, with each error's text and a note for each formula without a value."""
    errors: dict[Place, str] = {}
    notes = list(seen.notes)
    for cell in cells(part.open, part.shown):
        if cell.kind == "e":
            errors[cell.place] = cell.value or "#ERROR!"
        elif cell.formula is not None and _without_value(cell):
            notes.append(Note("formula-without-value", f"={cell.formula}", *cell.place))
    return replace(seen, filled=seen.filled - len(errors), errors=errors, notes=notes)


def _without_value(cell: Cell) -> bool:
    """Say whether a formula was never calculated; one that gives an empty text was."""
    return cell.value is None or (not cell.value and cell.kind != "str")


def _hidden_rows(piece: bytes, tags: Tags) -> Iterator[int]:
    if any(sign in piece for sign in _HIDDEN_SIGNS):
        for tag in tags.row.findall(piece):
            if _HIDDEN.search(tag) and (number := _ROW.match(tag)):
                yield int(number[1])


def _hidden_columns(start: bytes) -> Iterator[Range]:
    for tag in _COLUMN.findall(start):
        edges = [int(edge) - 1 for edge in _EDGE.findall(tag)]
        if _HIDDEN.search(tag) and len(edges) == 2:
            yield min(edges), max(edges)


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
