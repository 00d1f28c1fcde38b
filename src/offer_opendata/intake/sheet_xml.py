"""Walk through the XML of an .xlsx sheet, piece by piece, without building a tree."""

import html
import re
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import IO

from offer_opendata.intake import refuse
from offer_opendata.intake.archive import check_xml
from offer_opendata.intake.limits import MIB, ROW_BYTES
from offer_opendata.intake.seen import Place
from offer_opendata.intake.sheet import column_number

Pattern = re.Pattern[bytes]
OpenPart = Callable[[], IO[bytes]]

_ROOT = re.compile(rb"<(?:([\w.-]+):)?worksheet\b")
_PLACE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_NUMBER = re.compile(rb"""\br=["'](\d{1,7})["']""")
_RUN = re.compile(
    rb"<(?:\w+:)?rPh\b.*?</(?:\w+:)?rPh>|<(?:\w+:)?t\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?t>)", re.DOTALL
)
_KIND = re.compile(rb"""(?<!\w)t=["'](\w+)["']""")


@dataclass(frozen=True)
class Tags:
    """The tags of a sheet as this file writes them: most write `<c>`, some write `<x:c>`."""

    row: Pattern
    row_number: Pattern
    cell: Pattern
    value: Pattern
    formula: Pattern
    no_value: Pattern
    formula_end: bytes
    value_ends: tuple[bytes, ...]


@dataclass(frozen=True)
class Cell:
    """One cell as it is stored. `kind` is its type attribute; `value` is None if there is none."""

    place: Place
    kind: str
    value: str | None
    formula: str | None


@lru_cache
def tags_of(prefix: bytes) -> Tags:
    """Return the tags with the prefix that a file uses for them, or none."""

    def pattern(text: bytes) -> Pattern:
        return re.compile(text.replace(b"~", re.escape(prefix)), re.DOTALL)

    return Tags(
        row=pattern(rb"<~row\b[^>]*>"),
        row_number=pattern(rb"""<~row (?:[^>]*?\b)?r=["'](\d{1,7})["']"""),
        cell=pattern(rb"<~row\b([^>]*)>|<~c\b([^>]*?)(?:/>|>(.*?)</~c>)"),
        value=pattern(rb"<~v\b[^>]*?(?:/>|>(.*?)</~v>)"),
        formula=pattern(rb"<~f\b[^>]*?(?:/>|>(.*?)</~f>)"),
        no_value=pattern(
            rb"<~c\b[^>]*>\s*<~f\b(?:[^>]*/>|[^>]*>[^<]*</~f>)\s*(?:<~v\s*/>|<~v></~v>)?\s*</~c>"
        ),
        formula_end=b"</" + prefix + b"f>",
        value_ends=(b"</" + prefix + b"v>", b"</" + prefix + b"is>"),
    )


def shared_text_cells(prefix: bytes, numbers: Set[str]) -> Pattern:
    """Return the pattern of the cells that hold one of some shared texts."""
    start = rb"""\bt=["']s["'][^>/]*>\s*<~v>(?:""".replace(b"~", re.escape(prefix))
    return re.compile(start + "|".join(sorted(numbers)).encode() + rb")</")


def prefix_of(start: bytes, shown: str) -> bytes:
    """Return the prefix of a sheet's tags from its first bytes; refuse what is no sheet."""
    check_xml(start, shown)
    root = _ROOT.search(start)
    if root is None:
        raise refuse.damaged(shown)
    return root[1] + b":" if root[1] else b""


def pieces(part: IO[bytes], shown: str) -> Iterator[bytes]:
    """Yield the bytes of a part in pieces that never cut a cell in two."""
    rest = b""
    while block := part.read(MIB):
        block = rest + block
        cut = _cut(block)
        if len(block) - cut > ROW_BYTES:
            raise refuse.too_large(shown, f"one row is over {ROW_BYTES // MIB} MB")
        if cut:
            yield block[:cut]
        rest = block[cut:]
    yield rest


def cells(open_part: OpenPart, shown: str) -> Iterator[Cell]:
    """Yield each cell of a sheet that is not blank, counting where a file leaves addresses out."""
    row = column = 0
    tags = None
    with open_part() as part:
        for piece in pieces(part, shown):
            tags = tags or tags_of(prefix_of(piece, shown))
            for found in tags.cell.finditer(piece):
                if found[1] is not None:
                    number = _NUMBER.search(found[1])
                    row, column = int(number[1]) if number else row + 1, 0
                    continue
                place = _place(found[2], row, column)
                column = place[1] + 1
                if found[3]:
                    yield _cell(place, found[2], found[3], tags)


def _place(attributes: bytes, row: int, column: int) -> Place:
    found = _PLACE.search(attributes)
    return (int(found[2]), column_number(found[1].decode())) if found else (row, column)


def _cell(place: Place, attributes: bytes, body: bytes, tags: Tags) -> Cell:
    kind = _KIND.search(attributes)
    formula = tags.formula.search(body)
    value = tags.value.search(body)
    text = _text(value[1]) if value else None
    if kind and kind[1] == b"inlineStr":
        text = runs_text(body)
    return Cell(
        place, kind[1].decode() if kind else "n", text, _text(formula[1]) if formula else None
    )


def runs_text(body: bytes) -> str:
    """Return the text of runs; spaces at the ends of one count only where the file says so."""
    found = ((run[1] or b"", _text(run[2])) for run in _RUN.finditer(body))
    return "".join(text if b"preserve" in marks else text.strip() for marks, text in found)


def _text(data: bytes | None) -> str:
    return html.unescape((data or b"").decode("utf-8", "replace"))


def _cut(block: bytes) -> int:
    """Return where a block may be cut: after its last row, else after its last cell."""
    for mark in (b"row>", b"</c>", b":c>", b"/>"):
        if (at := block.rfind(mark)) >= 0:
            return at + len(mark)
    return 0
