"""The past in the database: versions of rows that are gone, and since when today's are so."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from offer_opendata.database.over_time import past_resource, since_table
from offer_opendata.database.tables import TYPES, insert_versions, quoted
from offer_opendata.errors import OfferError
from offer_opendata.history.lives import FIRST, Row, Turn, Version, lives, names_of_today
from offer_opendata.history.past import RENAMES
from offer_opendata.history.rows import lines, parsed, row_ids
from offer_opendata.history.step import Rename
from offer_opendata.package import Package, read_file
from offer_opendata.schema import Resource

if TYPE_CHECKING:
    from sqlite_utils import Database

_DECLARED = {int: "integer", float: "real", str: "text"}
_TRUTH = {"true": "1", "false": "0"}
# What happened is asked of the table that was just filled; its index has it in this order.
_TURNS = """
select row_id, release_number, action, ifnull(field, ''), ifnull(before, ''), ifnull(after, '')
from changes where resource = ? and release_number > ?
order by release_number desc, sequence desc
"""


@dataclass(frozen=True)
class Beginning:
    """The release that history begins with, and which columns have another name since.

    A draft, and a package without a history, begin with themselves.
    """

    first: int
    renames: Mapping[str, Mapping[int, Row]]


def beginning_of(package: Package) -> Beginning:
    """Return where the history of a package begins; raise OfferError where it makes no sense."""
    if "releases" not in package.names or not package.table("releases").rows:
        return Beginning(package.descriptor["offer"]["number"], {})
    try:
        return Beginning(FIRST, names_of_today(_renames(package)))
    except (ValueError, TypeError) as error:
        raise OfferError(
            f'"{package.folder / RENAMES}" cannot be read ({error}); '
            "check the package with: offer-opendata verify"
        ) from None


def create_since(database: "Database") -> None:
    """Create the table of since when the rows of today are as they are."""
    _create(database, since_table())


def fill_past(
    database: "Database", resource: Resource, rows: Sequence[Sequence[str]], start: Beginning
) -> Resource:
    """Create and fill the table of the versions of a resource that are gone; note since when.

    `rows` are those of today; what happened to them is in `changes` already. Returns what the
    table is like: it also has the columns that the resource had once.
    """
    turns = database.conn.execute(_TURNS, (resource.name, start.first)).fetchall()
    found = lives(turns, _today(resource, rows, turns), start.renames.get(resource.name, {}))
    whole = past_resource(resource, _names(found.versions))
    _create(database, whole)
    insert_versions(database, whole, list(_values(whole, found.versions)))
    since = [(resource.name, row, number) for row, number in found.since.items()]
    insert_versions(database, since_table(), since)
    return whole


def _names(versions: Iterable[Version]) -> list[str]:
    shapes = dict.fromkeys(tuple(version.values) for version in versions)
    return list(dict.fromkeys(chain.from_iterable(shapes)))


def _renames(package: Package) -> list[tuple[int, Rename]]:
    if not (package.folder / RENAMES).is_file():
        return []
    text = read_file(package.folder, RENAMES).decode("utf-8")
    return [(int(number), Rename(*rename)) for number, *rename in parsed(lines(text)[1:])]


def _today(
    resource: Resource, rows: Sequence[Sequence[str]], turns: Sequence[Turn]
) -> dict[str, Row]:
    """Return the rows of today to which something happened, by row_id."""
    wanted = {turn[0] for turn in turns}
    if not wanted:
        return {}
    names = list(resource.by_name)
    places = map(names.index, resource.primary_key)
    ids = row_ids([[row[place] for row in rows] for place in places])
    return {
        row_id: dict(zip(names, row, strict=False))
        for row_id, row in zip(ids, rows, strict=True)
        if row_id in wanted
    }


def _create(database: "Database", table: Resource) -> None:
    # Not strict: where a number was erased the text [erased] stands, and what was a number in
    # one version of the data model may be a text in another.
    columns = [f"{quoted(f.name)} {_DECLARED[TYPES.get(f.type, str)]}" for f in table.fields]
    key = f"primary key ({', '.join(map(quoted, table.primary_key))})"
    database.conn.execute(
        f"create table {quoted(table.name)} ({', '.join([*columns, key])}) without rowid"
    )


def _values(table: Resource, versions: Iterable[Version]) -> Iterator[tuple[Any, ...]]:
    *names, _, _ = table.by_name
    truths = [field.name for field in table.fields if field.type == "boolean"]
    for _, row, start, end in sorted(versions, key=itemgetter(0, 2)):
        said = {name: _TRUTH.get(row.get(name, ""), row.get(name)) for name in truths}
        values = {**row, **said} if said else row
        yield *map(values.get, names), start, end
