"""Look through an .xls workbook for what a parser of cells loses.

An .xls file is a row of records, each with a number that says what it is. Only
those that a parser leaves out or turns blank are understood here.
"""

import struct
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from offer_opendata.intake import refuse
from offer_opendata.intake.seen import Place, Seen, address, comment_notes, filled_cells, is_filled

_BEGIN, _END = 0x0809, 0x000A
_SHEET, _PASSWORD = 0x0085, 0x002F
_VALUES = {0x0203, 0x027E}
_TEXTS = {0x00FD, 0x0204, 0x00D6}
_MANY_VALUES, _TRUTH_OR_ERROR = 0x00BD, 0x0205
_FORMULAS = {0x0006, 0x0206, 0x0406}
_ROW, _COLUMN_INFO, _COMMENT = 0x0208, 0x007D, 0x001C
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x20, 0x01
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
_TEXT_RESULT, _ERROR_RESULT, _BLANK_RESULT = 0, 2, 3

Fact = tuple[str, Any]


@dataclass(frozen=True)
class SheetRecords:
    """What the records of a sheet show; `certain` are the cells that cannot be blank."""

    seen: Seen
    certain: Sequence[Place]


def scan_records(data: bytes, shown: str) -> list[SheetRecords]:
    """Return what each sheet shows, in the order of the workbook."""
    try:
        return [_sheet(data, start) for start in _starts(data, shown)]
    except (struct.error, IndexError) as error:
        raise refuse.damaged(shown) from error


def settled(found: SheetRecords, sheet: str, shown: str, rows: Sequence[Sequence[str]]) -> Seen:
    """Return what a sheet shows, or refuse it if records fill cells that the rows do not have.

    Only a text may be blank after all: an empty one is still a text.
    """
    for place in found.certain:
        if not is_filled(rows, place):
            raise refuse.unsure(shown, sheet, address(place))
    if filled_cells(rows) > found.seen.filled:
        raise refuse.unsure(shown, sheet, "")
    return found.seen


def _starts(data: bytes, shown: str) -> list[int]:
    """Return where each sheet's records begin."""
    starts = []
    for kind, record in _records(data, 0):
        if kind == _PASSWORD:
            raise refuse.protected(shown, "File, Save As, Tools, General Options")
        if kind == _SHEET:
            starts.append(struct.unpack_from("<I", record)[0])
    return starts


def _records(data: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records of one sheet, those of charts that lie within it left out."""
    depth = 0
    while at + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, at)
        depth += (kind == _BEGIN) - (kind == _END)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, data[at + 4 : at + 4 + length]
        at += 4 + length


def _sheet(data: bytes, start: int) -> SheetRecords:
    facts = defaultdict(list)
    for kind, record in _records(data, start):
        for name, fact in _facts(kind, record):
            facts[name].append(fact)
    seen = Seen(
        filled=len(facts["value"]) + len(facts["text"]),
        errors=dict(facts["error"]),
        hidden_rows=sorted(facts["hidden row"]),
        hidden_columns=facts["hidden columns"],
        notes=comment_notes(facts["comment"]),
    )
    return SheetRecords(seen, facts["value"])


def _facts(kind: int, record: bytes) -> Iterator[Fact]:
    """Yield what one record says: which cell is filled, which shows an error, what is hidden."""
    if kind in _TEXTS:
        yield "text", _place(record)
    elif kind in _VALUES:
        yield "value", _place(record)
    elif kind == _MANY_VALUES:
        row, first = _place(record)
        yield from (("value", (row, first + more)) for more in range((len(record) - 6) // 6))
    elif kind == _TRUTH_OR_ERROR and record[7]:
        yield "error", (_place(record), _ERRORS.get(record[6], "#ERROR!"))
    elif kind == _TRUTH_OR_ERROR:
        yield "value", _place(record)
    elif kind in _FORMULAS:
        yield from _formula(record)
    else:
        yield from _hidden(kind, record)


def _formula(record: bytes) -> Iterator[Fact]:
    result = record[6:14]
    if result[6:] != b"\xff\xff":
        yield "value", _place(record)
    elif result[0] == _ERROR_RESULT:
        yield "error", (_place(record), _ERRORS.get(result[2], "#ERROR!"))
    elif result[0] != _BLANK_RESULT:
        yield ("text" if result[0] == _TEXT_RESULT else "value"), _place(record)


def _hidden(kind: int, record: bytes) -> Iterator[Fact]:
    if kind == _ROW and record[12] & _HIDDEN_ROW:
        yield "hidden row", _place(record)[0]
    elif kind == _COLUMN_INFO and record[8] & _HIDDEN_COLUMN:
        yield "hidden columns", struct.unpack_from("<HH", record)
    elif kind == _COMMENT:
        yield "comment", address(_place(record))


def _place(record: bytes) -> Place:
    row, column = struct.unpack_from("<HH", record)
    return row + 1, column
