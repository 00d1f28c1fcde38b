"""What the system refuses becomes one line: what was not done, why, what to do."""

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from offer_opendata.errors import OfferError

_FULL = "make room on that disk, then run the command again"
_BUSY = (
    "close whatever has one of its files open (a spreadsheet, a file window, offer-opendata "
    "serve), then run the command again"
)
_MOUNTED = (
    "a drive that is mounted there cannot be replaced whole: in offer.toml, under [package], "
    'let folder name a folder inside of it, such as "{name}/package"'
)
_ADVICE = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: _FULL,
    errno.EACCES: f"check that you may write there, and {_BUSY}",
    errno.EPERM: f"check that you may write there, and {_BUSY}",
    errno.ENOTEMPTY: _BUSY,
    errno.EROFS: "that disk can only be read: keep the publication on one that can be written",
    errno.EBUSY: _MOUNTED,
    errno.EXDEV: _MOUNTED,
    errno.ENOLCK: "that drive knows no locks: keep the publication on a drive of this computer",
    errno.ENOTSUP: "that drive knows no locks: keep the publication on a drive of this computer",
    errno.EIO: "the disk has a fault: keep a copy of the publication elsewhere, let somebody look "
    "at the disk, then run the command again",
}
_OTHER = "put that right, then run the command again"


@contextmanager
def explained(what: Callable[[], str], name: str) -> Iterator[None]:
    """Turn an OSError into an OfferError: `what` is not done, or stands; and what to do.

    `what` is asked afterwards, when it can look at what is there; `name` is the folder's.
    """
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        at = f'"{error.filename}": ' if error.filename else ""
        advice = _ADVICE.get(error.errno or 0, _OTHER).format(name=name)
        raise OfferError(f"{what()} ({at}{reason}); {advice}") from error


@contextmanager
def standing(what: str) -> Iterator[None]:
    """Say, where something fails after a release was published, that the release stands.

    `what` says which release, with the line to note down, as nothing else will print it.
    """
    try:
        yield
    except OfferError as error:
        raise OfferError(
            f"{what}, but {error}; the database is then made by: offer-opendata serve"
        ) from error
