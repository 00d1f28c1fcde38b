"""Walk through the XML of an .ods workbook: which element opens what, and what it closes."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NoReturn

from offer_opendata.errors import OfferError
from offer_opendata.intake import refuse
from offer_opendata.intake.limits import COLUMNS, ROWS
from offer_opendata.intake.ods_cells import OFFICE, Attributes, is_error, ods_text
from offer_opendata.intake.ods_table import OdsTable
from offer_opendata.intake.sheet import Note

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0 "
_SPACE = re.compile(r"[ \t\r\n]+")
_ODD_SPACE = re.compile(r"  |[\t\r\n]")
_CACHE_OF_ANOTHER_FILE = "'file:"
_HIDDEN = ("collapse", "filter")


@dataclass
class Walk:
    """What is open at this point of the file: a sheet, a row, a cell, a paragraph.

    `passing` counts the open elements of something that is not looked into.
    """

    shown: str
    finished: list[OdsTable] = field(default_factory=list)
    table: OdsTable | None = None
    row: Attributes = field(default_factory=dict)
    cell: Attributes | None = None
    paragraphs: list[str] = field(default_factory=list)
    text: list[str] | None = None
    style: str = ""
    hidden_styles: set[str] = field(default_factory=set)
    passing: int = 0


def start(walk: Walk, name: str, attributes: Attributes) -> None:
    """Open an element."""
    if walk.passing:
        walk.passing += 1
    elif name in _PASSED_OVER or (walk.cell is not None and walk.text is None and name != _P):
        _pass_over(walk, name)
    elif action := _STARTS.get(name):
        action(walk, attributes)


def end(walk: Walk, name: str) -> None:
    """Close an element."""
    if walk.passing:
        walk.passing -= 1
    elif action := _ENDS.get(name):
        action(walk)


def characters(walk: Walk, text: str) -> None:
    """Take text, as the format has it: a run of spaces counts as one, and none begins a line."""
    if walk.text is not None and not walk.passing:
        if _ODD_SPACE.search(text):
            text = _SPACE.sub(" ", text)
        walk.text.append(text if walk.text else text.lstrip(" "))


def doctype(shown: str) -> NoReturn:
    """Refuse a file that declares entities."""
    raise OfferError(f"{shown} declares entities, as no spreadsheet does; {refuse.SAVE_AGAIN}")


def _pass_over(walk: Walk, name: str) -> None:
    walk.passing = 1
    if name == f"{OFFICE}annotation" and walk.table and walk.cell is not None:
        walk.table.comments.append(walk.table.place())


def _start_style(walk: Walk, attributes: Attributes) -> None:
    walk.style = attributes.get(f"{_STYLE}name", "")


def _start_properties(walk: Walk, attributes: Attributes) -> None:
    if attributes.get(f"{_TABLE}display") == "false":
        walk.hidden_styles.add(walk.style)


def _start_table(walk: Walk, attributes: Attributes) -> None:
    hidden = attributes.get(f"{_TABLE}style-name") in walk.hidden_styles
    walk.table = OdsTable(attributes.get(f"{_TABLE}name", ""), hidden, walk.shown)


def _end_table(walk: Walk) -> None:
    if walk.table and not walk.table.name.startswith(_CACHE_OF_ANOTHER_FILE):
        walk.finished.append(walk.table)
    walk.table = None


def _start_column(walk: Walk, attributes: Attributes) -> None:
    if walk.table:
        count = _count(attributes, f"{_TABLE}number-columns-repeated", COLUMNS)
        walk.table.add_columns(count, _is_hidden(attributes))


def _start_row(walk: Walk, attributes: Attributes) -> None:
    walk.row = attributes


def _end_row(walk: Walk) -> None:
    if walk.table:
        count = _count(walk.row, f"{_TABLE}number-rows-repeated", ROWS)
        walk.table.add_rows(count, _is_hidden(walk.row))


def _start_cell(walk: Walk, attributes: Attributes) -> None:
    walk.cell = attributes
    walk.paragraphs = []


def _end_cell(walk: Walk) -> None:
    table, cell, walk.cell = walk.table, walk.cell, None
    if table is None or cell is None:
        return
    shown = "\n".join(walk.paragraphs)
    text = ods_text(cell, shown)
    if not walk.paragraphs and not text and f"{_TABLE}formula" in cell:
        table.notes.append(
            Note("formula-without-value", cell[f"{_TABLE}formula"], *table.place())
        )
    down = _count(cell, f"{_TABLE}number-rows-spanned", ROWS)
    across = _count(cell, f"{_TABLE}number-columns-spanned", COLUMNS)
    if down > 1 or across > 1:
        row, column = table.place()
        table.merged.append(((row, column), (row + down - 1, column + across - 1)))
    table.add_cells(text, _count(cell, f"{_TABLE}number-columns-repeated", COLUMNS))
