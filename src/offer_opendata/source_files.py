"""The files that a publication reads: its sources and its postcode file, found by their names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from glob import glob
from pathlib import Path
from typing import Any

from offer_opendata.errors import OfferError
from offer_opendata.folders import MARKS, files_below, files_in

OWN = "own"


@dataclass(frozen=True)
class SourceFiles:
    """One source: its files, as written and as found, and the mapping that reads them.

    `origin` is a code of the list `origin`: from whom its knowledge comes.
    """

    files: tuple[Path, ...]
    shown: tuple[str, ...]
    mapping: str
    origin: str = OWN


@dataclass(frozen=True)
class PostcodeFile:
    """A table of postcodes, the mapping that reads it, and the attribution its licence asks."""

    file: Path
    shown: str
    mapping: str
    attribution: str


def source_files(folder: Path, content: Mapping[str, Any], place: str) -> SourceFiles:
    """Return a source as `offer.toml` states it, patterns such as `sources/*.csv` resolved.

    Raises OfferError, naming the `place` of the source, where no file has such a name.
    """
    named = content.get("files") or [content["file"]]
    found = list(dict.fromkeys(file for name in named for file in _matching(folder, name, place)))
    return SourceFiles(
        files=tuple(found),
        shown=tuple(shown_name(folder, file) for file in found),
        mapping=content["mapping"],
        origin=content.get("origin", OWN),
    )


def postcode_file(folder: Path, content: Mapping[str, Any] | None) -> PostcodeFile | None:
    """Return the postcode file that `offer.toml` states, or None where it states none."""
    if content is None:
        return None
    file = folder / content["file"]
    return PostcodeFile(
        file, shown_name(folder, file), content["mapping"], content.get("attribution", "")
    )


def missing(file: Path, shown: str) -> OfferError:
    """Return the error for a source that is not there, with the file that may be meant."""
    inside = file.parent.is_dir()
    names = sorted(each.name for each in file.parent.iterdir()) if inside else []
    hint = meant(file.name, [name for name in names if not name.startswith(MARKS)])
    where = shown if "/" in shown else file.as_posix()
    return OfferError(f"{where} is not there; {hint or 'check its name and folder'}")


def meant(name: str, known: Sequence[str]) -> str:
    """Return the question whether a like name is meant, or blank where there is none."""
    folded = {each.casefold(): each for each in known}
    close = get_close_matches(name.casefold(), folded, 1, cutoff=0.75)
    return f'did you mean "{folded[close[0]]}"?' if close else ""


def shown_name(folder: Path, file: Path) -> str:
    """Return the name by which people know a file: from the folder, if it is inside."""
    try:
        return file.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError:
        return file.name


def _check_readable(folder: Path, name: str) -> None:
    """Raise OfferError where a folder in which a pattern looks cannot be read."""
    fixed, wild = name.partition("*")[0], name.partition("*")[2]
    look = files_below if "/" in wild or "**" in name else files_in
    look(folder / fixed.rpartition("/")[0])


def _matching(folder: Path, name: str, place: str) -> list[Path]:
    if "*" not in name:
        return [folder / name]
    _check_readable(folder, name)
    # Path.glob knows no absolute patterns.
    named = glob(name, root_dir=folder, recursive=True)  # noqa: PTH207
    paths = sorted(folder / path for path in named)
    found = [path for path in paths if path.is_file() and not path.name.startswith(MARKS)]
    if not found:
        raise OfferError(f'{place}: no file is called "{name}"; check the name and the folder')
    return found
