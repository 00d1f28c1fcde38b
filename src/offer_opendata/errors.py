"""The one error that a person sees as a single line."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

_FULL = "make room on that disk, then run the command again"
_ALLOWED = "close it if it is open in another program, or ask for permission to change this folder"
_IN_THE_WAY = "a file stands where a folder belongs, or a folder where a file does; rename it"
_ADVICE = {
    errno.EIO: "the disk has a fault: keep a copy of the folder elsewhere, and let somebody look",
    errno.EACCES: _ALLOWED,
    errno.EPERM: _ALLOWED,
    errno.EROFS: "that disk can only be read; work in a copy of the folder elsewhere",
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EEXIST: _IN_THE_WAY,
    errno.ENOTDIR: _IN_THE_WAY,
    errno.EISDIR: _IN_THE_WAY,
    errno.ENAMETOOLONG: "choose a shorter name, or a folder nearer to the top of the disk",
}


class OfferError(Exception):
    """A situation in which the work cannot go on: what is wrong, and what to do, in one line.

    `first` is what is to be said before it: what became of an interrupted release.
    """

    first = ""


@contextmanager
def saying_first(text: str) -> Iterator[None]:
    """Let an error that ends the work be told after a text; a blank one says nothing."""
    try:
        yield
    except OfferError as error:
        error.first = error.first or text
        raise
    except OSError as error:
        told = refused(error) if text else None
        if told is None:
            raise
        told.first = text
        raise told from error


def refused(error: OSError) -> OfferError | None:
    """Return what to say where the system refuses to read or write; None where it may be a bug."""
    advice = _ADVICE.get(error.errno or 0)
    if advice is None:
        return None
    what = f'"{error.filename}" cannot be used' if error.filename else "the work stopped"
    return OfferError(f"{what} ({error.strerror}); {advice}")
