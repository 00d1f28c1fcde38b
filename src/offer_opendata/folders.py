"""What is in a folder; one that cannot be read is an error, and not an empty one.

`Path.glob` and `glob.glob` pass over a folder that the system does not let them read: answers
would not count, and sources that somebody shut away would be records that are gone.
"""

import os
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from offer_opendata.errors import OfferError

MARKS = ("~$", ".~lock.")
"""How the names of files begin that spreadsheet programs lay beside a file that is open."""


def files_in(folder: Path) -> list[Path]:
    """Return the files in a folder by their names; none where there is no such folder.

    Raises OfferError where the folder cannot be read.
    """
    return _files(islice(os.walk(folder, onerror=_refuse), 1))


def files_below(folder: Path) -> list[Path]:
    """Return the files in a folder and in the folders in it, links to folders left out.

    Raises OfferError where one of them cannot be read.
    """
    return _files(os.walk(folder, onerror=_refuse))


def is_open(path: Path) -> bool:
    """Return whether a spreadsheet program has laid its mark of an open file beside a file."""
    name = path.name
    if name.startswith(MARKS):  # a mark itself, which would be taken for its own
        return False
    marks = (f"~${name}", f"~${name[2:]}", f".~lock.{name}#")
    return any(path.with_name(mark).exists() for mark in marks)


def _files(found: Iterable[tuple[str, list[str], list[str]]]) -> list[Path]:
    return sorted(Path(where, name) for where, _, names in found for name in names)


def _refuse(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError | NotADirectoryError):
        at = error.filename or "a folder of the publication"
        raise OfferError(
            f'"{at}" cannot be read ({error.strerror}); check that you may read that folder, '
            "then try again"
        ) from error
