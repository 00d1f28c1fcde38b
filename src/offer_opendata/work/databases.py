"""The databases: one for each release, a new file each time, and one for the draft."""

from collections.abc import Callable
from pathlib import Path

from offer_opendata.publication import Publication


def database_of(publication: Publication, release: str) -> Path:
    """Return where the database of a release stands."""
    return publication.build / release / "offer.db"


def build(package: Path, database: Path, tell: Callable[[str], None]) -> None:
    """Build the database of a package."""
    from offer_opendata.database import build_database

    tell("Building the database")
    build_database(package, database)
