"""A finished package takes its place whole or not at all, whatever is interrupted or full."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from offer_opendata.errors import OfferError, saying_first
from offer_opendata.package import DESCRIPTOR
from offer_opendata.publish import disk
from offer_opendata.publish.exchange import put_in_place, settle
from offer_opendata.publish.foreign import refuse_foreign
from offer_opendata.publish.lock import let_go, take
from offer_opendata.publish.place import Place, place_of
from offer_opendata.publish.recover import (
    interrupted,
    is_interrupted,
    recover,
    release_in,
    unpublished,
)
from offer_opendata.publish.trouble import explained, standing

__all__ = ["publish", "recovered", "replace_file", "standing", "writing"]


@contextmanager
def writing(package: Path) -> Iterator[str]:
    """Hold the lock of a package folder: one command at a time makes releases of it.

    Completes or clears what an interrupted command left, and yields the sentence to say
    of it, or blank; an error from within carries that sentence. Raises OfferError at once
    where another command holds the lock, and where the folder that is to hold the package
    cannot be written.
    """
    place = place_of(package)
    with explained(lambda: unpublished(place), package.name):
        disk.make_folder(place.folder.parent)
        lock = take(place.lock)
    if lock is None:
        raise OfferError(
            f'another command is publishing in "{package}" at this moment, and this one has '
            "changed nothing; wait until that one has ended"
        )
    try:
        with explained(lambda: unpublished(place), package.name):
            said = recover(place)
        with saying_first(said):
            yield said
    finally:
        let_go(lock, place.lock)


def publish(files: Mapping[str, bytes], package: Path, check: Callable[[Path], None]) -> None:
    """Put a package in its place, whole or not at all; the caller is inside `writing`.

    `files` are its files by their paths. They are written beside the place, and the disk
    has them before `check` looks at that folder; it may raise OfferError, and is the
    last moment at which nothing has happened. Raises OfferError where the disk refuses
    or where files that the tool did not make would be lost, and says what then stands.
    """
    place = place_of(package)
    with explained(lambda: _outcome(place, files), package.name):
        try:
            with explained(lambda: unpublished(place), package.name):
                refuse_foreign(place.folder, files)
                settle(place)
                _stage(files, place.new)
                check(place.new)
            put_in_place(place)
        finally:
            # What was staged in vain, or the package that was replaced. If the disk refuses
            # even that, it lies beside the package until the next command clears it away.
            with suppress(OSError):
                settle(place)


def replace_file(path: Path, content: bytes) -> None:
    """Replace one file, or make it: it holds the old content or the new, and never a part.

    A link is followed. Raises OfferError where the disk refuses, and says what then stands.
    """
    file = path.resolve()
    staged = file.with_name(f".{file.name}.new")
    with explained(lambda: _written(path, content), path.name):
        disk.make_folder(file.parent)
        disk.remove(staged)
        try:
            disk.write(staged, content)
            disk.rename(staged, file)
        finally:
            with suppress(OSError):
                disk.remove(staged)
        disk.sync_folder(file.parent)


def recovered(package: Path) -> str:
    """Return, for commands that only read, which release stands after an interrupted one.

    Blank where none was interrupted, or where a command is publishing at this moment.
    Completes or clears what was left; where the folder cannot be written it is left.
    """
    place = place_of(package)
    if not is_interrupted(place):
        return ""
    try:
        lock = take(place.lock)
        if lock is None:
            return ""
        try:
            return recover(place)
        finally:
            let_go(lock, place.lock)
    except OSError:
        return interrupted(place)


def _stage(files: Mapping[str, bytes], folder: Path) -> None:
    disk.make_folder(folder)
    for path, content in files.items():
        file = folder / path
        disk.make_folder(file.parent)
        disk.write(file, content)
    for each in sorted({(folder / path).parent for path in files} | {folder}):
        disk.sync_folder(each)


def _outcome(place: Place, files: Mapping[str, bytes]) -> str:
    if disk.exists(place.marker):
        return "the release is checked and complete, and the next command puts it in its place"
    published = _holds(place.folder / DESCRIPTOR, files.get(DESCRIPTOR, b""))
    if published is None:
        return "whether the release was published is not known, as the disk does not answer"
    if published:
        return f"{release_in(place)} is in its place and complete, but the disk does not confirm it"
    return unpublished(place)


def _written(path: Path, content: bytes) -> str:
    said = {
        None: "may be written or not, as the disk does not answer",
        True: "is written, but the disk does not confirm it",
        False: "was not written",
    }
    return f'"{path}" {said[_holds(path, content)]}'


def _holds(file: Path, content: bytes) -> bool | None:
    try:
        return file.read_bytes() == content
    except FileNotFoundError:
        return False
    except OSError:
        return None
