"""Look through an .xls workbook for what a parser of cells loses.

The stream of an .xls file is a row of records, each with a number that says
what it is. Only those that the parser leaves out or turns blank are understood.
"""

import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from offer_opendata.intake import refuse
from offer_opendata.intake.seen import Place, Range, Seen, address, comments_note

_BEGIN, _END = 0x0809, 0x000A
_SHEET, _PASSWORD = 0x0085, 0x002F
_VALUES = (0x0203, 0x027E)
_TEXTS = (0x00FD, 0x0204, 0x00D6)
_MANY_VALUES, _TRUTH_OR_ERROR = 0x00BD, 0x0205
_FORMULAS = (0x0006, 0x0206, 0x0406)
_ROW, _COLUMNS, _COMMENT = 0x0208, 0x007D, 0x001C
_HIDDEN_ROW = 0x20
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

Record = tuple[int, bytes]


@dataclass(frozen=True)
class _Found:
    """What the records of one sheet have shown so far."""

    values: list[Place] = field(default_factory=list)
    texts: list[Place] = field(default_factory=list)
    errors: dict[Place, str] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[Range] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
