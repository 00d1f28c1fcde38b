"""`diff` and `history`: what auditors ask of packages, their own or anybody's."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from offer_opendata.diff import Comparison, compare_sides, read_sides, render
from offer_opendata.diff.text import COLOURS, render_text
from offer_opendata.errors import OfferError
from offer_opendata.history.past import RELEASES, Past, read_past
from offer_opendata.history.rows import lines, parsed
from offer_opendata.publication import SETTINGS, load_publication
from offer_opendata.schema import load_schema, resource_of
from offer_opendata.timeline import Told, told
from offer_opendata.timeline import render as render_life
from offer_opendata.timeline.text import render_text as render_life_text
from offer_opendata.verifier import Broken, CannotRun, read_folder, verify


def compared(names: tuple[str, str], folder: Path, keys: Sequence[str]) -> Comparison:
    """Return what differs between two releases of the package in `folder`, packages or files."""
    before, after = read_sides(names, keys, load_schema(), lambda: package_in(folder))
    return compare_sides(before, after)


def differences(comparison: Comparison, form: str, *, colour: bool = False) -> str:
    """Return a comparison as text, JSON or HTML; only text knows colour."""
    if colour and form == "text":
        return render_text(comparison, load_schema(), COLOURS)
    return render(comparison, load_schema(), form)


def lived(folder: Path, wanted: tuple[str, str], as_of: str) -> Told:
    """Return the life of the records with a key, and a resource if one is named; see `told`."""
    return told(package_in(folder), load_schema(), wanted, as_of)


def life_said(found: Told, form: str, *, colour: bool = False) -> str:
    """Return lives as text or JSON; only text knows colour."""
    if colour and form == "text":
        return render_life_text(found, COLOURS)
    return render_life(found, form)


def package_in(folder: Path) -> Past:
    """Return the released package of a publication folder, or of a package folder.

    A package that does not stand in a publication of ours is anybody's: its history is
    verified before anything is said of it. Raises OfferError where it does not hold.
    """
    if (folder / SETTINGS).is_file():
        return read_past(load_publication(folder, load_schema()).package)
    check_holds(folder)
    past = read_past(folder)
    _check_described(past, folder)
    return past


def check_holds(folder: Path) -> None:
    """Raise OfferError where a folder is no package, or its history does not hold."""
    try:
        verify(read_folder(folder))
    except CannotRun as problem:
        raise OfferError(str(problem)) from None
    except Broken as problem:
        raise OfferError(f'the history in "{folder}" does not hold: {problem}') from None


def _check_described(past: Past, folder: Path) -> None:
    """Raise OfferError where a descriptor has something other than texts in its places."""
    kept = [past.texts[path] for path in past.texts if path.startswith("history/descriptors/")]
    found = [past.descriptor, *map(json.loads, kept)]
    try:
        for stated in (each for descriptor in found for each in descriptor["resources"]):
            resource = resource_of({**stated["schema"], "name": stated["name"]})
            "".join([resource.title, *(field.title for field in resource.fields)])
        for release in parsed(lines(past.texts[RELEASES]))[1:]:
            date.fromisoformat(release[2])
    except (AttributeError, KeyError, TypeError, ValueError):
        raise OfferError(f'the descriptor of the package in "{folder}" is not plain') from None
