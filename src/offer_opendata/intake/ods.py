"""Read .ods workbooks: every cell with its address, from the file's own XML.

The parser that reads Excel's files loses tabs, true and false, errors and long
durations of this format, so it is not used here.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.parsers import expat

from offer_opendata.intake import refuse
from offer_opendata.intake.archive import open_archive
from offer_opendata.intake.limits import MIB
from offer_opendata.intake.ods_table import OdsTable
from offer_opendata.intake.ods_walk import Walk, characters, doctype, end, start
from offer_opendata.intake.pack import pack
from offer_opendata.intake.seen import Seen, address, comments_note, hidden_notes, sheet_notes
from offer_opendata.intake.wire import PackedSheet


def read_ods(path: Path, shown: str) -> Iterator[PackedSheet]:
    """Yield the sheets of an .ods workbook."""
    with open_archive(path, shown) as archive:
        try:
            with archive.open("content.xml") as content:
                yield from map(_sheet, _tables(content, shown))
        except (expat.ExpatError, KeyError) as error:
            raise refuse.damaged(shown) from error


def _tables(content: IO[bytes], shown: str) -> Iterator[OdsTable]:
    """Yield each sheet as soon as the file has been read to its end."""
    walk = Walk(shown)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: start(walk, name, attributes)
    parser.EndElementHandler = lambda name: end(walk, name)
    parser.CharacterDataHandler = lambda text: characters(walk, text)
    parser.StartDoctypeDeclHandler = lambda *_: doctype(shown)
    while block := content.read(MIB):
        parser.Parse(block)
        yield from walk.finished
        walk.finished.clear()
    parser.Parse(b"", True)


def _sheet(table: OdsTable) -> PackedSheet:
    seen = Seen(0, {}, table.hidden_rows, table.hidden_columns)
    notes = sheet_notes(table.hidden, table.merged) + hidden_notes(seen, table.rows)
    if table.comments:
        notes.append(comments_note([address(place) for place in table.comments]))
    return pack(table.name, table.rows, notes + table.notes)
