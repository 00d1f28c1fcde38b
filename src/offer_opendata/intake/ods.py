"""Read .ods workbooks: every cell with its address, from the file's own XML.

The parser that reads Excel's files loses tabs, true and false, errors and long
durations of this format, so it is not used here.
"""

from codecs import getincrementaldecoder
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import IO
from xml.parsers import expat

from offer_opendata.intake import refuse
from offer_opendata.intake.archive import open_archive
from offer_opendata.intake.limits import MIB, ROW_BYTES
from offer_opendata.intake.ods_rows import PREFIXES, feed
from offer_opendata.intake.ods_table import OdsTable
from offer_opendata.intake.ods_walk import Walk, characters, doctype, end, start
from offer_opendata.intake.pack import pack
from offer_opendata.intake.seen import Seen, address, comment_notes, hidden_notes, sheet_notes
from offer_opendata.intake.wire import PackedSheet

_ROW_END = "</table:table-row>"


def read_ods(path: Path, shown: str) -> Iterator[PackedSheet]:
    """Yield the sheets of an .ods workbook."""
    with open_archive(path, shown) as archive:
        try:
            with archive.open("content.xml") as content:
                yield from map(_sheet, _tables(content, shown))
        except (expat.ExpatError, KeyError, ValueError) as error:
            raise refuse.damaged(shown) from error


def _tables(content: IO[bytes], shown: str) -> Iterator[OdsTable]:
    """Yield each sheet as soon as the file has been read to its end."""
    walk = Walk(shown)
    parser = _parser(walk)
    plain = False
    for number, piece in enumerate(_pieces(content, shown)):
        # the first piece declares the prefixes; a comment could hide what looks like a row
        plain = _has_usual_prefixes(piece) if number == 0 else plain and "<!" not in piece
        if plain:
            feed(parser, walk, piece)
        else:
            parser.Parse(piece)
        yield from walk.finished
        walk.finished.clear()
    parser.Parse("", True)


def _parser(walk: Walk) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = partial(start, walk)
    parser.EndElementHandler = partial(end, walk)
    parser.CharacterDataHandler = partial(characters, walk)
    parser.StartDoctypeDeclHandler = partial(doctype, walk.shown)
    return parser


def _pieces(content: IO[bytes], shown: str) -> Iterator[str]:
    """Yield the text of a part in pieces that end where a row ends."""
    decoder = getincrementaldecoder("utf-8")()
    rest = ""
    while block := content.read(MIB):
        rest += decoder.decode(block)
        cut = rest.rfind(_ROW_END) + len(_ROW_END)
        if cut >= len(_ROW_END):
            yield rest[:cut]
            rest = rest[cut:]
        if len(rest) > ROW_BYTES:
            raise refuse.too_large(shown, f"one row is over {ROW_BYTES // MIB} MB")
    yield rest + decoder.decode(b"", True)


def _has_usual_prefixes(start: str) -> bool:
    """Say whether the file uses the prefixes that all programs use, and no comments yet."""
    return "<!" not in start and all(
        f'xmlns:{prefix}="{name.strip()}"' in start for prefix, name in PREFIXES.items()
    )


def _sheet(table: OdsTable) -> PackedSheet:
    seen = Seen(0, {}, table.hidden_rows, table.hidden_columns)
    notes = sheet_notes(table.hidden, table.merged) + hidden_notes(seen, table.rows)
    if table.comments:
        notes += comment_notes([address(place) for place in table.comments])
    return pack(table.name, table.rows, notes + table.notes)
