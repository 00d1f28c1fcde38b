"""Join the cells of a sheet, so that they can be handed over; what had to change is noted."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from offer_opendata.intake.limits import NOTES
from offer_opendata.intake.sheet import Note
from offer_opendata.intake.wire import CELL_END, ROW_END, PackedSheet

_CONTROLS = bytes(code for code in (*range(0x1E), 0x7F) if code not in b"\t\n")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_ERROR = re.compile(r"#(?:##+|[A-Z]+[!?]|N/A|DIV/0!|GETTING_DATA)|Err:\d{3}")


def pack(name: str, rows: Iterable[Sequence[str]], notes: Iterable[Note] = ()) -> PackedSheet:
    """Return a sheet with its cells joined, without blank cells and rows at the ends.

    A control character becomes a space and is noted; every end of line within a
    cell becomes a plain newline; a cell that shows a spreadsheet's error is noted.
    """
    found = list(notes)
    text = _joined(list(rows), found)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    data = text.encode()
    if len(data.translate(None, _CONTROLS)) != len(data):
        text = _joined([line.split(CELL_END) for line in text.split(ROW_END)], found, clean=True)
        data = text.encode()
    if b"#" in data or b"Err:" in data:
        found += _errors(text)
    return PackedSheet(name, data, tuple(_capped(found)))


def _joined(rows: Sequence[Sequence[str]], notes: list[Note], *, clean: bool = False) -> str:
    """Return all cells joined; one that holds a separator itself is cleaned first."""
    lines = [CELL_END.join(row) for row in rows]
    text = ROW_END.join(lines)
    cells = sum(map(len, rows)) - sum(map(bool, rows))
    if clean or text.count(CELL_END) > cells or text.count(ROW_END) >= max(len(rows), 1):
        lines = [_cleaned(row, at, notes) for at, row in enumerate(rows, 1)]
    return ROW_END.join([line.rstrip(CELL_END) for line in lines]).rstrip(ROW_END)


def _cleaned(row: Sequence[str], at: int, notes: list[Note]) -> str:
    """Return the cells joined, each control character replaced by a space and noted."""
    cells = [cell.replace("\r\n", "\n").replace("\r", "\n") for cell in row]
    for column, cell in enumerate(cells):
        if found := _CONTROL.search(cell):
            notes.append(Note("control-character", f"U+{ord(found[0]):04X}", at, column))
            cells[column] = _CONTROL.sub(" ", cell)
    return CELL_END.join(cells)


def _errors(text: str) -> Iterator[Note]:
    for at, line in enumerate(text.split(ROW_END), 1):
        if "#" in line or "Err:" in line:
            for column, cell in enumerate(line.split(CELL_END)):
                if _ERROR.fullmatch(cell):
                    yield Note("cell-shows-an-error", cell, at, column)


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
