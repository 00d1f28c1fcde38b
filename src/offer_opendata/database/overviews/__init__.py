"""What people ask most, put together in plain words: tables where reading must be quick, and views.

Each is a SQL file in this folder. One with a `key` is a table, filled when the database is
built: Datasette reads a table with lists (needs, districts) ten times faster than a view.
Those in `scratch/` are tables for that time only: what several overviews say of a service is
put together once, with `position`, the number of its row, by which it is found quickest.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from offer_opendata.database.statement import Line, Statement, load_statements
from offer_opendata.schema import Resource, resource_of

if TYPE_CHECKING:
    from sqlite_utils import Database


@cache
def load_overviews() -> dict[str, tuple[Statement, Resource]]:
    """Return each overview by name: its select, and its columns as a resource."""
    statements = load_statements(Path(__file__).parent)
    return {each.name: (each, resource_of(_described(each))) for each in statements}


def overview_tables() -> Iterator[tuple[Statement, Resource]]:
    """Yield the overviews that are tables."""
    return (pair for pair in load_overviews().values() if pair[1].primary_key)


def fill_overviews(database: "Database") -> None:
    """Fill the tables among the overviews, and create the views."""
    for scratch in load_statements(Path(__file__).parent / "scratch"):
        columns = ", ".join(("position integer primary key", *scratch.named("column")))
        database.conn.execute(f"create temp table {scratch.name} ({columns})")
        database.conn.execute(f"insert into {scratch.name} {scratch.sql}")
    for statement, resource in load_overviews().values():
        if resource.primary_key:
            columns = ", ".join(resource.by_name)
            database.conn.execute(f"insert into {statement.name} ({columns}) {statement.sql}")
        else:
            database.create_view(statement.name, statement.sql)


def _described(statement: Statement) -> dict[str, Any]:
    key, facets = statement.text("key"), statement.text("facets")
    return {
        "name": statement.name,
        "title": statement.text("title"),
        "description": " ".join(
            filter(None, (statement.text("description"), statement.text("caveat")))
        ),
        "fields": [_field(line) for line in statement.head if line.key == "column"],
        "primaryKey": [key] if key else [],
        "foreignKeys": [
            {"fields": name, "reference": {"resource": other, "fields": "id"}}
            for name, other in statement.named("reference").items()
        ],
        "facets": facets.split(", ") if facets else [],
        "sort": statement.text("sort"),
        "hidden": bool(statement.text("hidden")),
    }


def _field(line: Line) -> dict[str, str]:
    return {"name": line.name, "type": line.type, "description": line.text}
