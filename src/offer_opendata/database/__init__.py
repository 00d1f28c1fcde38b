"""From a package folder to the SQLite database that Datasette serves."""

import os
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from offer_opendata.database.facts import fact_rows, fact_tables
from offer_opendata.database.over_time import (
    AT_RELEASE,
    at_release_view,
    history_view,
    is_followed,
)
from offer_opendata.database.overviews import fill_overviews, overview_tables
from offer_opendata.database.past import beginning_of, create_since, fill_past
from offer_opendata.database.search import index_search
from offer_opendata.database.stored import Stored, stored_parts, stored_resources, stored_table
from offer_opendata.database.tables import (
    check_references,
    create_indexes,
    create_tables,
    insert_rows,
)
from offer_opendata.errors import OfferError
from offer_opendata.package import Package, open_package
from offer_opendata.schema import load_schema
from offer_opendata.tables import Table

if TYPE_CHECKING:
    from sqlite_utils import Database

# Nobody reads the file before it is complete and moved, so it needs no journal on disk; with
# 64 MiB of cache nothing is written twice.
_PRAGMAS = """
pragma page_size = 8192;
pragma journal_mode = memory;
pragma synchronous = off;
pragma cache_size = -65536;
"""


def build_database(
    package_folder: Path, file: Path, known: Mapping[str, Table] | None = None
) -> None:
    """Write the package in a folder as a new SQLite file; readers of an old one keep it.

    Only the package folder is read. Whoever has just written it may say which tables its
    files hold, by their hashes, so that they need not be read again. The database is
    written beside its place and moved there when it is complete, so that it is the old one
    or the new one and never half of one. The same package gives the same bytes with the
    same version of SQLite.
    """
    package = open_package(package_folder, known)  # one table after the other is in memory
    new = file.with_name(f"{file.name}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        new.unlink(missing_ok=True)
        with closing(sqlite3.connect(new)) as connection:
            _fill(connection, package)
        _sync(new)
        new.replace(file)
    except (OSError, sqlite3.Error) as error:
        raise OfferError(
            f'the database "{file}" cannot be written ({error}); '
            "if Datasette is running, stop it and try again"
        ) from error
    finally:
        with suppress(OSError):  # what was to be said is said already
            new.unlink(missing_ok=True)


def _fill(connection: sqlite3.Connection, package: Package) -> None:
    from sqlite_utils import Database  # a tenth of a second, a third of it for dateutil

    connection.executescript(_PRAGMAS)
    # Plug-ins of sqlite-utils stay out: the database depends on the package alone.
    database = Database(connection, execute_plugins=False)
    with database.atomic():
        _fill_tables(database, package)
        fill_overviews(database)
        for _, overview in overview_tables():
            create_indexes(database, overview)
        index_search(database)
    check_references(database)


def _fill_tables(database: "Database", package: Package) -> None:
    schema = load_schema()
    stored = stored_resources(package, schema)
    tables = [*(each.resource for each in stored), *fact_tables()]
    overviews = (resource for _, resource in overview_tables())
    create_tables(database, [*tables, *overviews])
    _fill_resources(database, package, stored)
    for resource, rows in fact_rows(package.descriptor, schema):
        insert_rows(database, resource.name, resource.fields, rows)
        create_indexes(database, resource)


def _fill_resources(database: "Database", package: Package, stored: Sequence[Stored]) -> None:
    ours = load_schema().resources
    start = beginning_of(package)
    create_since(database)
    # The history comes first: the past of the others is asked of it.
    for each in sorted(stored, key=lambda each: is_followed(each.resource)):
        resource = ours.get(each.resource.name, each.resource)
        if not is_followed(each.resource):
            for part in stored_parts(package, each):
                insert_rows(database, each.resource.name, each.fields, part)
            create_indexes(database, resource)
            continue
        table = stored_table(package, each)
        insert_rows(database, each.resource.name, each.fields, table.rows, table.full)
        create_indexes(database, resource)
        whole = fill_past(database, each.resource, table.rows, start)
        database.conn.execute(history_view(each.resource, whole, start.first))
    database.conn.execute(at_release_view(ours[AT_RELEASE]))


def _sync(file: Path) -> None:
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())
