"""The past in the database: versions of rows that are gone, and since when today's are so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from offer_opendata.database.over_time import past_resource, since_table
from offer_opendata.database.tables import TYPES, insert_versions, quoted
from offer_opendata.errors import OfferError
from offer_opendata.history.lives import FIRST, Lives, Renames, Turn, lives, names_of_today
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
    renames: Mapping[str, Renames]


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
    columns, renames = list(resource.by_name), start.renames.get(resource.name, {})
    found = lives(turns, columns, _today(resource, rows, turns), renames)
    whole = past_resource(resource, found.columns)
    _create(database, whole)
    insert_versions(database, whole, _in_order(whole, found))
    since = [(resource.name, row, number) for row, number in found.since.items()]
    insert_versions(database, since_table(), since)
    return whole


def _renames(package: Package) -> list[tuple[int, Rename]]:
    if not (package.folder / RENAMES).is_file():
        return []
    text = read_file(package.folder, RENAMES).decode("utf-8")
    return [(int(number), Rename(*rename)) for number, *rename in parsed(lines(text)[1:])]


def _today(
    resource: Resource, rows: Sequence[Sequence[str]], turns: Sequence[Turn]
) -> dict[str, Sequence[str]]:
    """Return the rows of today to which something happened, by row_id."""
    wanted = {turn[0] for turn in turns}
    if not wanted:
        return {}
    places = map(list(resource.by_name).index, resource.primary_key)
    ids = row_ids([[row[place] for row in rows] for place in places])
    return {row_id: row for row_id, row in zip(ids, rows, strict=True) if row_id in wanted}


def _create(database: "Database", table: Resource) -> None:
    # Not strict: where a number was erased the text [erased] stands, and what was a number in
    # one version of the data model may be a text in another.
    columns = [f"{quoted(f.name)} {_DECLARED[TYPES.get(f.type, str)]}" for f in table.fields]
    key = f"primary key ({', '.join(map(quoted, table.primary_key))})"
    database.conn.execute(
        f"create table {quoted(table.name)} ({', '.join([*columns, key])}) without rowid"
    )


def _in_order(table: Resource, found: Lives) -> list[Sequence[Any]]:
    """Return the versions as rows of their table: its columns, and from when until when."""
    truths = [place for place, field in enumerate(table.fields) if field.type == "boolean"]
    width = len(found.columns)
    rows: list[Sequence[Any]] = []
    for _, values, start, end in sorted(found.versions, key=itemgetter(0, 2)):
        row: list[Any] = [*values, *[""] * (width - len(values)), start, end]
        for place in truths:
            row[place] = _TRUTH.get(row[place], row[place])
        rows.append(row)
    return rows
