"""Walk through the XML of an .ods workbook: which element opens what, and what it closes."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NoReturn

from offer_opendata.errors import OfferError
from offer_opendata.intake import refuse
from offer_opendata.intake.limits import ROWS
from offer_opendata.intake.ods_cells import OFFICE, Attributes, ods_text
from offer_opendata.intake.ods_table import OdsTable
from offer_opendata.intake.seen import Place
from offer_opendata.intake.sheet import Note

TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0 "
_BREAK = re.compile(r" *[\t\r\n][ \t\r\n]*")
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
    """Take text as it is typed; a line break of the file itself is no more than a space.

    The format has every run of spaces count as one. No spreadsheet program keeps to
    that: LibreOffice writes the spaces of a cell of several lines as they are.
    """
    if walk.text is not None and not walk.passing:
        if _BREAK.search(text):
            text = _BREAK.sub(" ", text)
            text = text if walk.text else text.lstrip(" ")
        walk.text.append(text)


def doctype(shown: str, *_: object) -> NoReturn:
    """Refuse a file that declares entities."""
    raise OfferError(f"{shown} declares entities, as no spreadsheet does; {refuse.SAVE_AGAIN}")


def _pass_over(walk: Walk, name: str) -> None:
    walk.passing = 1
    if name == f"{OFFICE}annotation" and walk.table and walk.cell is not None:
        walk.table.comments.append(walk.table.place())


def _start_style(walk: Walk, attributes: Attributes) -> None:
    walk.style = attributes.get(f"{_STYLE}name", "")


def _start_properties(walk: Walk, attributes: Attributes) -> None:
    if attributes.get(f"{TABLE}display") == "false":
        walk.hidden_styles.add(walk.style)


def _start_table(walk: Walk, attributes: Attributes) -> None:
    hidden = attributes.get(f"{TABLE}style-name") in walk.hidden_styles
    walk.table = OdsTable(attributes.get(f"{TABLE}name", ""), hidden, walk.shown)


def _end_table(walk: Walk) -> None:
    if walk.table and not walk.table.name.startswith(_CACHE_OF_ANOTHER_FILE):
        walk.finished.append(walk.table)
    walk.table = None


def _start_column(walk: Walk, attributes: Attributes) -> None:
    if walk.table:
        count = count_of(attributes, f"{TABLE}number-columns-repeated")
        walk.table.add_columns(count, _is_hidden(attributes))


def _start_row(walk: Walk, attributes: Attributes) -> None:
    walk.row = attributes


def end_row(walk: Walk) -> None:
    """Put the row that was read into its sheet."""
    if walk.table:
        count = count_of(walk.row, f"{TABLE}number-rows-repeated")
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
    if not walk.paragraphs and not text and f"{TABLE}formula" in cell:
        table.notes.append(Note("formula-without-value", cell[f"{TABLE}formula"], *table.place()))
    if f"{TABLE}number-columns-spanned" in cell or f"{TABLE}number-rows-spanned" in cell:
        table.merged += _merged(cell, table.place())
    table.add_cells(text, count_of(cell, f"{TABLE}number-columns-repeated"))


def _merged(cell: Attributes, first: Place) -> Iterator[tuple[Place, Place]]:
    down = count_of(cell, f"{TABLE}number-rows-spanned")
    across = count_of(cell, f"{TABLE}number-columns-spanned")
    if down > 1 or across > 1:
        yield first, (first[0] + down - 1, first[1] + across - 1)


def _start_paragraph(walk: Walk, _: Attributes) -> None:
    if walk.cell is not None:
        walk.text = []


def _end_paragraph(walk: Walk) -> None:
    if walk.text is not None:
        walk.paragraphs.append("".join(walk.text))
        walk.text = None


def _spaces(walk: Walk, attributes: Attributes) -> None:
    _add(walk, " " * count_of(attributes, f"{TEXT}c"))


def _tab(walk: Walk, _: Attributes) -> None:
    _add(walk, "\t")


def _line_break(walk: Walk, _: Attributes) -> None:
    _add(walk, "\n")


def _add(walk: Walk, text: str) -> None:
    if walk.text is not None:
        walk.text.append(text)


def count_of(attributes: Attributes, name: str) -> int:
    """Return how often something is repeated, or over how many it goes: one if not said."""
    said = attributes.get(name)
    return 1 if said is None else max(1, min(int(said), ROWS))


def _is_hidden(attributes: Attributes) -> bool:
    return attributes.get(f"{TABLE}visibility") in _HIDDEN


_P = f"{TEXT}p"
_PASSED_OVER = {
    f"{TABLE}tracked-changes",
    f"{TABLE}dde-links",
    f"{TABLE}shapes",
    f"{OFFICE}annotation",
    f"{TEXT}note",
}
_STARTS: dict[str, Callable[[Walk, Attributes], None]] = {
    f"{_STYLE}style": _start_style,
    f"{_STYLE}table-properties": _start_properties,
    f"{TABLE}table": _start_table,
    f"{TABLE}table-column": _start_column,
    f"{TABLE}table-row": _start_row,
    f"{TABLE}table-cell": _start_cell,
    f"{TABLE}covered-table-cell": _start_cell,
    _P: _start_paragraph,
    f"{TEXT}s": _spaces,
    f"{TEXT}tab": _tab,
    f"{TEXT}line-break": _line_break,
}
_ENDS: dict[str, Callable[[Walk], None]] = {
    f"{TABLE}table": _end_table,
    f"{TABLE}table-row": end_row,
    f"{TABLE}table-cell": _end_cell,
    f"{TABLE}covered-table-cell": _end_cell,
    _P: _end_paragraph,
}
