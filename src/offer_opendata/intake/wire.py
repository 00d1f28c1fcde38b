"""How the reading process hands sheets to its parent: plain text between separators.

A sheet is one line of JSON (name, notes, number of bytes) and then its cells in
UTF-8, column after column, joined by the ASCII separators for units and records, so
that the parent only has to split. Nothing in it can run code, as a pickle could.
"""

import errno
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from offer_opendata.errors import OfferError
from offer_opendata.intake import refuse
from offer_opendata.intake.limits import OUTPUT_BYTES
from offer_opendata.intake.sheet import Note, Sheet

NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
DISK_FULL = 3
"""The exit code of a reading process that had no room to write even why it stopped."""
CELL_END = "\x1f"
COLUMN_END = "\x1e"


@dataclass(frozen=True)
class PackedSheet:
    """One sheet as it is written: its cells joined by the separators, in UTF-8."""

    name: str
    data: bytes
    notes: tuple[Note, ...] = ()


def unpack(data: bytes) -> tuple[tuple[str, ...], ...]:
    """Return the columns of packed cells."""
    # Decoded one by one, as a single wide letter makes all the text around it wide.
    columns = data.split(COLUMN_END.encode()) if data else ()
    return tuple(tuple(column.decode().split(CELL_END)) for column in columns)


def write_sheets(sheets: Iterable[PackedSheet], out: IO[bytes], shown: str) -> None:
    """Write sheets one after the other, and then a line that says that all are there."""
    total = 0
    for sheet in sheets:
        total += len(sheet.data)
        if total > OUTPUT_BYTES:
            raise refuse.too_much_text(shown)
        head = {
            "name": sheet.name,
            "bytes": len(sheet.data),
            "notes": [[note.code, note.value, note.row, note.column] for note in sheet.notes],
        }
        out.write(json.dumps(head).encode() + b"\n" + sheet.data)
    out.write(b'{"complete": true}\n')


def write_refusal(line: str, out: IO[bytes]) -> None:
    """Write the line that says why the file was not read."""
    out.write(json.dumps({"refused": line}).encode() + b"\n")


def read_sheets(source: IO[bytes]) -> Iterator[Sheet]:
    """Yield the sheets that were written.

    Raises the OfferError of a refusal, and EOFError if the last line is not there.
    """
    while line := source.readline():
        head = json.loads(line)
        if "complete" in head:
            return
        if "refused" in head:
            raise OfferError(head["refused"])
        notes = tuple(Note(*each) for each in head["notes"])
        yield Sheet(head["name"], unpack(source.read(head["bytes"])), notes)
    raise EOFError
