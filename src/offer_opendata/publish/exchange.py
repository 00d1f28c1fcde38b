"""A finished package takes its place: in one step where the system can, else in two renames.

In one step (`renameat2` on Linux), the place holds the old package until it holds the new one.
In two renames there is a moment with nothing in place, so a marker is written first: from then
on the new package is the one that stands, and whoever comes next completes the way (`settle`).
"""

import errno

from offer_opendata.publish import disk
from offer_opendata.publish.place import Place

# What systems and file systems answer that cannot exchange two folders; in old containers EPERM.
_CANNOT = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EXDEV, errno.EPERM)
_MARKER = "The folder that ends in .new is complete. The next command puts it in its place.\n"


def put_in_place(place: Place) -> None:
    """Put the package staged in `place.new` in its place, and wait until the disk knows.

    Raises OSError with the old package still in place, or with the marker there.
    """
    if not disk.exists(place.folder):
        disk.rename(place.new, place.folder)
    elif not _exchanged(place):
        _two_renames(place)
    disk.sync_folder(place.folder.parent)


def settle(place: Place) -> None:
    """Complete what a marker says is to be completed, then clear away everything else.

    Each step may be the last one before a power cut: nothing is removed before the disk has
    what makes it needless. Raises OSError, and can then be called again.
    """
    if not any(map(disk.exists, place.leftovers)):
        return
    if disk.exists(place.marker):
        if disk.exists(place.new):
            _finish(place)
        elif not disk.exists(place.folder) and disk.exists(place.old):
            disk.rename(place.old, place.folder)
        _remove_marker(place)
    disk.sync_folder(place.folder.parent)
    disk.remove(place.new)
    disk.remove(place.old)


def _exchanged(place: Place) -> bool:
    try:
        disk.exchange(place.new, place.folder)
    except OSError as error:
        if error.errno in _CANNOT:
            return False
        raise
    return True


def _two_renames(place: Place) -> None:
    try:
        disk.write(place.marker, _MARKER.encode())
        disk.sync_folder(place.folder.parent)
        _finish(place)
    except OSError:
        _take_back(place)
        raise


def _finish(place: Place) -> None:
    if disk.exists(place.folder):
        disk.rename(place.folder, place.old)
    disk.rename(place.new, place.folder)


def _take_back(place: Place) -> None:
    if not disk.exists(place.folder):
        disk.rename(place.old, place.folder)
    _remove_marker(place)


def _remove_marker(place: Place) -> None:
    # In this order: a marker beside a folder that is half removed would put that one in place.
    disk.sync_folder(place.folder.parent)
    disk.remove(place.marker)
    disk.sync_folder(place.folder.parent)
