"""What the next command does with what an interrupted one left, and says of it."""

import datetime

from offer_opendata.errors import OfferError
from offer_opendata.package import read_descriptor
from offer_opendata.publish import disk
from offer_opendata.publish.exchange import settle
from offer_opendata.publish.place import Place


def recover(place: Place) -> str:
    """Complete or clear what an interrupted run left; return one sentence, or blank if nothing.

    The caller holds the lock. Raises OSError where the folder cannot be written.
    """
    if not is_interrupted(place):
        return ""
    settle(place)
    return interrupted(place)


def is_interrupted(place: Place) -> bool:
    """Return whether an interrupted run left anything beside the package."""
    return any(map(disk.exists, place.leftovers))


def interrupted(place: Place) -> str:
    """Return the sentence that says, after an interruption, which release stands."""
    release = release_in(place)
    if not release:
        return "An earlier release was interrupted before it was published; nothing was lost."
    return f"An earlier release was interrupted; {release} is complete and nothing was lost."


def unpublished(place: Place) -> str:
    """Return, as the beginning of a message, that nothing was published, and what stands."""
    release = release_in(place)
    return "nothing was published" + (f", and {release} stands as it was" if release else "")


def release_in(place: Place) -> str:
    """Return "the release of 2 November 2026", or blank where there is no package."""
    if not disk.exists(place.folder):
        return ""
    try:
        descriptor = read_descriptor(place.folder)
        name = str(descriptor["version"])
        day = datetime.date.fromisoformat(str(descriptor["created"])[:10])
    except (OfferError, KeyError, ValueError):
        return f'what is in "{place.folder.name}"'
    words = f"the release of {day.day} {day:%B %Y}"
    return words if name == day.isoformat() else f"{words} ({name})"
