"""An unpacked copy of a workbook for the parser: the very bytes that were looked through.

python-calamine reads each sheet twice, the second time as far as the list of merged cells, which
stands behind all the others, and unpacks it both times. In the copy nothing is packed, and
each sheet begins with an empty list, at which the second reading ends: that saves more than a
third of its time. The merged cells are those that were seen in the file itself.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain, repeat
from pathlib import Path
from shutil import copyfileobj
from typing import IO
from zipfile import ZipFile

from offer_opendata.intake import refuse
from offer_opendata.intake.limits import MIB
from offer_opendata.intake.scan import Part, scan
from offer_opendata.intake.seen import Seen
from offer_opendata.intake.wire import NO_ROOM

_UNREAD = (".bin", ".emf", ".gif", ".jpeg", ".jpg", ".png", ".vml", ".wmf")
_CELLS = re.compile(rb"<((?:[\w.-]+:)?)sheetData\b")
_NOTHING_MERGED = rb"<\1mergeCells></\1mergeCells>\g<0>"


@contextmanager
def unpacked(
    archive: ZipFile, parts: Mapping[str, Part], shown: str
) -> Iterator[tuple[Path, dict[str, Seen]]]:
    """Give the path of a copy of a workbook, and what was seen in each of its sheets.

    `parts` are the sheets of cells, by the names of their parts. Pictures and macros are
    left out. Raises OfferError where there is no room for the copy.
    """
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = Path(folder) / "copy.xlsx"
        try:
            seen = dict(_copied(archive, parts, path))
        except OSError as error:
            raise refuse.no_room(shown) if error.errno in NO_ROOM else error from error
        yield path, seen


def _copied(archive: ZipFile, parts: Mapping[str, Part], path: Path) -> Iterator[tuple[str, Seen]]:
    with ZipFile(path, "w") as copy:
        for name in archive.NameToInfo:
            if name in parts:
                with copy.open(name, "w") as target:
                    yield name, scan(parts[name], _marked(target))
            elif not name.lower().endswith(_UNREAD):
                with archive.open(name) as source, copy.open(name, "w") as target:
                    copyfileobj(source, target, MIB)


def _marked(target: IO[bytes]) -> Callable[[bytes], object]:
    """Return what writes the pieces of a sheet, of which the first has the beginning."""
    changes = chain([lambda first: _CELLS.sub(_NOTHING_MERGED, first, count=1)], repeat(bytes))
    return lambda piece: target.write(next(changes)(piece))
