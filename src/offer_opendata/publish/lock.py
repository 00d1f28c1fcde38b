"""One writer at a time: a lock that the system itself lets go of when a process dies."""

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path

_TRIES = 10
_TAKEN = (errno.EACCES, errno.EDEADLK) if os.name == "nt" else (errno.EAGAIN, errno.EWOULDBLOCK)
_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


def take(file: Path) -> int | None:
    """Lock a file, which is made, and return it opened; None at once where another has it.

    Raises OSError where the file cannot be made or the drive knows no locks.
    """
    for _ in range(_TRIES):
        opened = os.open(file, _FLAGS, 0o666)
        try:
            locked = _locked(opened)
            if locked and _is_still_there(opened, file):
                return opened
        except OSError:
            os.close(opened)
            raise
        os.close(opened)
        if not locked:
            return None
    return None


def let_go(opened: int, file: Path) -> None:
    """Remove a lock's file and let go of it.

    Removed while it is held: whoever locks it next sees that its name has gone, and tries
    again. Windows keeps a file that is open; an empty one stays there, in nobody's way.
    """
    try:
        with suppress(OSError):
            file.unlink()
    finally:
        os.close(opened)


def _locked(opened: int) -> bool:
    try:
        _lock(opened)
    except OSError as error:
        if error.errno in _TAKEN:
            return False
        raise
    return True


def _lock(opened: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(opened, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_still_there(opened: int, file: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(opened), file.stat())
    except FileNotFoundError:
        return False
