"""The databases: one for each release, a new file each time, and one for the draft; and feeds."""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from offer_opendata.history.past import record_path
from offer_opendata.package import last_release
from offer_opendata.publication import Publication
from offer_opendata.tables import Table

Known = Mapping[str, Table]
NOTHING_KNOWN: Known = {}


def database_of(publication: Publication, release: str) -> Path:
    """Return where the database of a release stands."""
    return publication.build / release / "offer.db"


def is_of(package: Path, database: Path) -> bool:
    """Tell whether a database was made of the release in a folder: by its fingerprint.

    A draft has none, and is made together with its database.
    """
    if not database.is_file() or not _is_released(package):
        return database.is_file()
    latest = "select fingerprint from releases order by number desc limit 1"
    try:
        with closing(sqlite3.connect(database)) as connection:
            found = connection.execute(latest).fetchone()
    except sqlite3.Error:
        return False
    return found is not None and found[0] == last_release(package)[2]


def build(
    package: Path, database: Path, tell: Callable[[str], None], known: Known = NOTHING_KNOWN
) -> None:
    """Build the database of a package, and beside it the feeds of a released one.

    The database comes last: where it stands, what belongs to it does. `known` are tables
    that were just written, by the hash of their files.
    """
    from offer_opendata.database import build_database

    tell("Building the database")
    if _is_released(package):
        from offer_opendata.feeds import write_feeds

        write_feeds(package, database.parent)
    build_database(package, database, known)


def _is_released(package: Path) -> bool:
    return (package / record_path(1)).is_file()
