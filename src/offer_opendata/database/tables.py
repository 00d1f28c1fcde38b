"""Tables of the database: created from their Table Schema, filled and indexed."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence, Set
from graphlib import TopologicalSorter
from itertools import chain
from typing import TYPE_CHECKING, Any

from offer_opendata.errors import OfferError
from offer_opendata.schema import Field, Resource

if TYPE_CHECKING:
    from sqlite_utils import Database

# Booleans are 1 and 0, as everywhere in SQLite, so that `where free` and `sum(free)` work;
# the overviews say yes, no and not stated.
TYPES: Mapping[str, type] = {"integer": int, "number": float, "boolean": int}
# Running a statement costs more than a row does, so one statement takes as many rows as have
# about so many values.
_PARAMETERS = 450
_TEXT = "nullif(?, '')"
_BOOLEAN = (
    "case ? when 'true' then 1 when 'false' then 0 when '' then null else 'not a boolean' end"
)


def create_tables(database: "Database", resources: Sequence[Resource]) -> None:
    """Create a strict table for each resource, with its key, foreign keys and required values."""
    for resource in _in_reference_order(resources):
        statement = database.create_table_sql(
            resource.name,
            {field.name: TYPES.get(field.type, str) for field in resource.fields},
            pk=resource.primary_key,
            not_null={
                *resource.primary_key,
                *(field.name for field in resource.fields if field.required),
            },
            foreign_keys=[
                (key.fields, key.resource, key.references) for key in resource.foreign_keys
            ],
            strict=True,
        )
        if _is_link(resource):
            # Little but its key: kept in the order of the key it is half as large.
            statement = statement.replace(") STRICT;", ") STRICT, WITHOUT ROWID;")
        database.conn.execute(statement)


def insert_rows(
    database: "Database",
    name: str,
    fields: Sequence[Field],
    rows: Sequence[Sequence[Any]],
    full: Set[str] = frozenset(),
) -> None:
    """Insert rows of text; blank becomes NULL, and a value that is not of its type is refused.

    `full` are fields without a blank, which need not be asked for one.
    """
    plain = {field.name: "?" if field.name in full else _TEXT for field in fields}
    marks = plain | {field.name: _BOOLEAN for field in fields if field.type == "boolean"}
    try:
        _insert(database, name, marks, rows)
    except sqlite3.Error as error:
        raise OfferError(f"the table {name} cannot be filled: {error}") from error


def insert_versions(database: "Database", table: Resource, rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows that were once of their types, or never had one; blank becomes NULL."""
    _insert(database, table.name, dict.fromkeys(table.by_name, _TEXT), rows)


def _insert(
    database: "Database", name: str, marks: Mapping[str, str], rows: Sequence[Sequence[Any]]
) -> None:
    values = f"({', '.join(marks.values())})"
    columns = ", ".join(map(quoted, marks))
    start = f"insert into {quoted(name)} ({columns}) values "  # noqa: S608 quoted
    at_once = max(1, _PARAMETERS // len(marks))
    many = start + ", ".join([values] * at_once)
    cells = chain.from_iterable(rows)
    database.conn.executemany(many, zip(*[cells] * (at_once * len(marks)), strict=False))
    database.conn.executemany(start + values, rows[len(rows) // at_once * at_once :])


def create_indexes(database: "Database", resource: Resource) -> None:
    """Index the foreign keys, and the facets and other fields as the schema wants it."""
    wanted = set(_indexed(resource))
    for columns in dict.fromkeys(_indexed(resource)):
        others = (wanted - {columns}) | {resource.primary_key}
        if not any(columns == other[: len(columns)] for other in others):
            database.table(resource.name).create_index(columns)


def check_references(database: "Database") -> None:
    """Raise OfferError where a row points at a record that is not there."""
    broken = database.conn.execute("pragma foreign_key_check").fetchall()
    if broken:
        table, _, other, _ = broken[0]
        raise OfferError(
            f"{len(broken)} references point at nothing, the first from {table} to {other}; "
            "check the package"
        )


def _is_link(resource: Resource) -> bool:
    first = (resource.primary_key or ("",))[0]
    owners = {key.fields for key in resource.foreign_keys}
    return len(resource.primary_key) > 1 and (first,) in owners


def _indexed(resource: Resource) -> Iterator[tuple[str, ...]]:
    yield from (key.fields for key in resource.foreign_keys)
    # A facet on a list, written `[needs]`, is no field: it looks inside the values, and no index
    # helps it.
    facets = resource.descriptor.get("facets", ())
    for field in resource.fields:
        if field.descriptor.get("index", field.name in facets):
            yield (field.name,)


def _in_reference_order(resources: Sequence[Resource]) -> list[Resource]:
    by_name = {resource.name: resource for resource in resources}
    others = {
        resource.name: [key.resource for key in resource.foreign_keys if key.resource != name]
        for name, resource in by_name.items()
    }
    return [by_name[name] for name in TopologicalSorter(others).static_order()]


def quoted(name: str) -> str:
    """Return a name as SQL writes it, whatever it holds."""
    return '"' + name.replace('"', '""') + '"'
