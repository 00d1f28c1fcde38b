"""What a release was made of, and whether any of it is other than at the last release."""

import datetime
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from offer_opendata import __version__
from offer_opendata.errors import OfferError
from offer_opendata.folders import files_in
from offer_opendata.package import DESCRIPTOR
from offer_opendata.publication import SETTINGS, TEMPLATE, Publication
from offer_opendata.publish import replace_file
from offer_opendata.schema import schema_folder

if TYPE_CHECKING:
    from offer_opendata.draft import Draft

KNOWN = "unchanged.json"


def is_known(publication: Publication, day: datetime.date) -> bool:
    """Tell whether all is as when a release was last made of it, or found to say nothing new.

    Looks at the bytes of the settings, sources, mappings, answers, schema and released
    package. What is withheld may depend on the day, so with that policy the day counts too.
    """
    known = publication.build / KNOWN
    try:
        kept = json.loads(known.read_text(encoding="utf-8"))
        return bool(kept == _state(publication, day, "withheld" in kept))
    except (OSError, OfferError, ValueError):
        return False  # what cannot be read is read again, where its error is explained


def remember(publication: Publication, day: datetime.date, draft: "Draft") -> None:
    """Keep in build/ what the last release was made of."""
    withheld = any(issue.severity == "error" for issue in draft.issues)
    # Without it, the next command takes longer to find that nothing changed; that is all.
    with suppress(OSError, OfferError):
        text = json.dumps(_state(publication, day, withheld))
        replace_file(publication.build / KNOWN, text.encode("utf-8"))


@dataclass(frozen=True)
class Since:
    """The sources that are other than at the last release, and those that are not there."""

    changed: tuple[str, ...]
    missing: tuple[str, ...]


def since_release(publication: Publication) -> Since:
    """Return which sources changed since the last release, and which are missing.

    A source is judged by its content where what the release was made of is remembered, and
    by the time at which it was written where it is not.
    """
    kept, descriptor = _kept_sources(publication), publication.package / DESCRIPTOR
    released = descriptor.stat().st_mtime if descriptor.is_file() else 0.0
    files = [
        pair for each in publication.sources for pair in zip(each.files, each.shown, strict=True)
    ]
    there = [(file, shown) for file, shown in files if file.is_file()]
    changed = [
        shown
        for file, shown in there
        if (_is_other(publication, file, kept) if kept else file.stat().st_mtime > released)
    ]
    missing = [shown for file, shown in files if (file, shown) not in there]
    named = {_key(publication, file) for file, _ in files}
    # What a pattern such as sources/*.csv no longer finds is named by nothing else.
    gone = [key for key in kept if key not in named and not (publication.folder / key).exists()]
    return Since(tuple(changed), (*missing, *gone))


def _kept_sources(publication: Publication) -> dict[str, str]:
    """Return the digests of the sources of the last release; nothing where they are not known."""
    try:
        kept = json.loads((publication.build / KNOWN).read_text(encoding="utf-8"))
        if kept["package"] == _digest(publication.package / DESCRIPTOR):
            return dict(kept["sources"])
    except (OSError, ValueError, KeyError, TypeError):
        pass  # an earlier version kept less
    return {}


def _is_other(publication: Publication, file: Path, kept: Mapping[str, str]) -> bool:
    try:
        return kept.get(_key(publication, file)) != _digest(file)
    except OSError:
        return True  # the next check says why it cannot be read


def _key(publication: Publication, file: Path) -> str:
    inside = file.is_relative_to(publication.folder)
    return (file.relative_to(publication.folder) if inside else file).as_posix()


def _digest(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()


def _state(publication: Publication, day: datetime.date, withheld: bool) -> dict[str, object]:
    digests = {file: _digest(file) if file.is_file() else "-" for file in _files(publication)}
    found = sha256(__version__.encode())
    for file, digest in digests.items():
        found.update(f"\t{file}\t{digest}".encode())
    files = [file for source in publication.sources for file in source.files]
    state: dict[str, object] = {
        "inputs": found.hexdigest(),
        "package": digests[publication.package / DESCRIPTOR],
        "sources": {_key(publication, file): digests[file] for file in files},
    }
    return {**state, "withheld": day.isoformat()} if withheld else state


def _files(publication: Publication) -> Iterator[Path]:
    folder = publication.folder
    yield folder / SETTINGS
    yield publication.package / DESCRIPTOR
    for source in publication.sources:
        yield from source.files
        if source.mapping != TEMPLATE:
            yield folder / source.mapping
    if publication.postcodes:
        yield publication.postcodes.file
        yield folder / publication.postcodes.mapping
    yield from files_in(folder / "answers")
    yield from sorted(path for path in schema_folder().rglob("*") if path.is_file())
