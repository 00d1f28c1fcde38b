"""Join the cells of a sheet, so that they can be handed over; what had to change is noted."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from offer_opendata.intake.limits import NOTES
from offer_opendata.intake.sheet import Note
from offer_opendata.intake.wire import CELL_END, COLUMN_END, PackedSheet

_CONTROLS = bytes(code for code in (*range(0x1E), 0x7F) if code not in b"\t\n")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_ERROR = re.compile(r"#(?:##+|[A-Z]+[!?]|N/A|DIV/0!|GETTING_DATA)|Err:\d{3}")

Columns = Sequence[Sequence[str]]


def pack(name: str, rows: Iterable[Sequence[str]], notes: Iterable[Note] = ()) -> PackedSheet:
    """Return a sheet with its cells joined; rows may differ in length."""
    return pack_columns(name, list(zip_longest(*rows, fillvalue="")), notes)


def pack_columns(name: str, columns: Columns, notes: Iterable[Note] = ()) -> PackedSheet:
    """Return a sheet of columns with its cells joined, without blank columns and rows at the ends.

    A control character becomes a space and is noted; every end of line within a
    cell becomes a plain newline; a cell that shows a spreadsheet's error is noted.
    """
    found = list(notes)
    data = _joined(columns)
    if b"\r" in data or _holds_separators(data, columns) or _holds_controls(data):
        columns = _cleaned(columns, found)
        data = _joined(columns)
    used = _without_blank_ends(columns)
    if used is not columns:
        columns, data = used, _joined(used)
    if b"#" in data or b"Err:" in data:
        found += sorted(_errors(columns), key=_position)
    return PackedSheet(name, data, tuple(_capped(found)))


def _joined(columns: Columns) -> bytes:
    return COLUMN_END.join(map(CELL_END.join, columns)).encode()


def _holds_separators(data: bytes, columns: Columns) -> bool:
    cells = sum(len(column) - 1 for column in columns)
    return data.count(CELL_END.encode()) > cells or data.count(COLUMN_END.encode()) >= max(
        len(columns), 1
    )


def _holds_controls(data: bytes) -> bool:
    return len(data.translate(None, _CONTROLS)) != len(data)


def _without_blank_ends(columns: Columns) -> Columns:
    height = len(columns[0]) if columns else 0
    width, used = len(columns), 0
    while width and not any(columns[width - 1]):
        width -= 1
    for column in columns:
        used = next((row for row in range(height, used, -1) if column[row - 1]), used)
    if (width, used) == (len(columns), height):
        return columns
    return [column[:used] for column in columns[:width]]


def _cleaned(columns: Columns, notes: list[Note]) -> Columns:
    """Return the columns, each control character replaced by a space and noted."""
    found: list[Note] = []
    clean = []
    for at, column in enumerate(columns):
        cells = [cell.replace("\r\n", "\n").replace("\r", "\n") for cell in column]
        for row, cell in enumerate(cells, 1):
            if control := _CONTROL.search(cell):
                found.append(Note("control-character", f"U+{ord(control[0]):04X}", row, at))
                cells[row - 1] = _CONTROL.sub(" ", cell)
        clean.append(cells)
    notes += sorted(found, key=_position)
    return clean


def _errors(columns: Columns) -> Iterator[Note]:
    for at, column in enumerate(columns):
        for row, cell in enumerate(column, 1):
            if cell[:1] in ("#", "E") and _ERROR.fullmatch(cell):
                yield Note("cell-shows-an-error", cell, row, at)


def _position(note: Note) -> tuple[int, int]:
    return note.row or 0, note.column or 0


def _capped(notes: Iterable[Note]) -> Iterator[Note]:
    """Yield the notes; of those of one kind beyond the limit only how many there are."""
    seen: Counter[str] = Counter()
    for note in notes:
        seen[note.code] += 1
        if seen[note.code] <= NOTES:
            yield note
    for code, count in seen.items():
        if count > NOTES:
            yield Note(code, f"and {count - NOTES} more cells")
