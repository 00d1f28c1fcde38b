"""Read the plain rows of an .ods sheet quickly; whatever is not plain goes through the parser.

Nearly every row of a large sheet is a run of blank cells, texts and numbers of
one paragraph each. Such a row is read here, without an event for each of its tags.
"""

import re
from functools import lru_cache
from html import unescape
from xml.parsers.expat import XMLParserType

from offer_opendata.intake.limits import COLUMNS
from offer_opendata.intake.ods_cells import OFFICE, SHOWN_TYPE, ods_text, value_text
from offer_opendata.intake.ods_walk import TABLE, TEXT, Walk, count_of, end_row

_ROW_START, _ROW_END = "<table:table-row", "</table:table-row>"
_ROW_HEAD = re.compile(r"<table:table-row\b([^<>]*)(?<!/)>")
_CELL_START, _CELL_END = "<table:table-cell", "</text:p></table:table-cell>"
_TEXT_START = "><text:p>"
_MARKS = ("-spanned=", "\t", "\r", "\n", "&#")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)")
_USUAL_VALUE = re.compile(
    r' office:value-type="(float|date)" office:(?:date-)?value="([^"&]*)" calcext:value-type="\1"'
)
_ATTRIBUTE = re.compile(r'([a-z]+):([\w-]+)="([^"&]*)"')
_CALCEXT = SHOWN_TYPE.removesuffix("value-type")
PREFIXES = {"office": OFFICE, "table": TABLE, "text": TEXT}
_NAMES = {**PREFIXES, "calcext": _CALCEXT}


def feed(parser: XMLParserType, walk: Walk, piece: str) -> None:
    """Hand a piece of the file on, row by row where its rows are plain."""
    marks = [mark for mark in _MARKS if mark in piece]
    *rows, after = piece.split(_ROW_END)
    for row in rows:
        at = max(row.rfind(_ROW_START), 0)
        if at:
            parser.Parse(row[:at])
        head = _ROW_HEAD.match(row, at)
        inner = row[head.end() :] if head else ""
        cells = None if any(mark in inner for mark in marks) else _plain(inner)
        if cells is None or not (head and walk.table) or walk.cell is not None or walk.passing:
            parser.Parse(row[at:] + _ROW_END)
            continue
        walk.row = _attributes(head[1])
        walk.table.row = cells
        end_row(walk)
    parser.Parse(after)


def _plain(inner: str) -> list[str] | None:
    """Return the cells of a row up to the last filled one, or None if it is not plain."""
    if "&" in inner and _ENTITY.search(inner):
        return None
    before, *parts = inner.split(_CELL_START)
    cells: list[str] = []
    blank = 0
    for part in parts:
        written, mark, text = part.removesuffix(_CELL_END).partition(_TEXT_START)
        if "<" in written or "<" in text or not (mark or part.endswith("/>")):
            return None
        text, count = (
            _cell(written, text)
            if 'value="' in written or "&" in text
            else (text, _repeats(written))
        )
        if text:
            cells += [""] * blank + [text] * count
            blank = 0
        elif "table:formula=" in written or len(cells) > COLUMNS:
            return None
        else:
            blank += count
    return None if before else cells


def _cell(written: str, shown: str) -> tuple[str, int]:
    """Return the text of a cell that has a value or entities, and how often it is repeated."""
    usual = _USUAL_VALUE.search(written)
    if usual and "-repeated=" not in written:
        return value_text(usual[1], usual[2], shown), 1
    attributes = _attributes(written)
    count = count_of(attributes, f"{TABLE}number-columns-repeated")
    return ods_text(attributes, unescape(shown)), count


@lru_cache
def _repeats(written: str) -> int:
    return count_of(_attributes(written), f"{TABLE}number-columns-repeated")


def _attributes(written: str) -> dict[str, str]:
    """Return attributes under their full names, as the parser gives them."""
    return {
        _NAMES.get(prefix, prefix) + name: value
        for prefix, name, value in _ATTRIBUTE.findall(written)
    }
