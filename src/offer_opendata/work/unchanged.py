"""Whether anything that a release is made of is other than at the last release."""

import datetime
import json
from collections.abc import Iterator
from contextlib import suppress
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


def _state(publication: Publication, day: datetime.date, withheld: bool) -> dict[str, str]:
    found = sha256(__version__.encode())
    for file in _files(publication):
        content = file.read_bytes() if file.is_file() else b"-"
        found.update(f"{file}\t{len(content)}\t".encode())
        found.update(content)
    state = {"inputs": found.hexdigest()}
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
