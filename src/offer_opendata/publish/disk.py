"""Every operation on files that publishing makes, so that a test can count and break each one."""

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

_HERE = -100  # AT_FDCWD: paths are taken as they are
_EXCHANGE = 2  # RENAME_EXCHANGE


def write(path: Path, content: bytes) -> None:
    """Write a new file and wait until the disk has it; there must be none of that name."""
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the names in a folder, where the system lets a program ask."""
    if os.name == "nt":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # network drives may have no such call
            raise
    finally:
        os.close(opened)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it that are missing, and wait until the disk has them."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def rename(old: Path, new: Path) -> None:
    """Give a file or folder another name; a file of that name is replaced in one step."""
    old.replace(new)


def exchange(one: Path, other: Path) -> None:
    """Let two folders change names in one step, or raise OSError where the system cannot."""
    import ctypes

    call = (
        getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if os.name != "nt" else None
    )
    if call is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    if call(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(other))


def remove(path: Path) -> None:
    """Remove a file, or a folder with all that is in it; links are not followed."""
    if not is_folder(path):
        path.unlink(missing_ok=True)
        return
    for each in sorted(path.iterdir()):
        remove(each)
    path.rmdir()


def exists(path: Path) -> bool:
    """Return whether there is anything of that name, be it a link that leads nowhere."""
    return os.path.lexists(path)


def is_folder(path: Path) -> bool:
    """Return whether the path is a folder, and no link to one."""
    return exists(path) and stat.S_ISDIR(path.lstat().st_mode)


def entries_below(folder: Path) -> Iterator[Path]:
    """Yield whatever is below a folder and is not a folder; links are not followed."""
    for each in sorted(folder.iterdir()):
        if is_folder(each):
            yield from entries_below(each)
        else:
            yield each
