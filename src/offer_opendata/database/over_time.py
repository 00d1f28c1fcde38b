"""Views that show every version of the records of a resource, and a service at every release."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from offer_opendata.database.tables import quoted
from offer_opendata.history.replay import OWN
from offer_opendata.schema import Resource, Schema, resource_of

AT_RELEASE = "services"


def is_followed(resource: Resource) -> bool:
    """Tell whether a resource has a history: all have but those that are history themselves."""
    return resource.name not in OWN


def past_tables(schema: Schema) -> dict[str, Resource]:
    """Return the inner tables that hold the past, by name."""
    followed = (each for each in schema.resources.values() if is_followed(each))
    tables = [since_table(), *(past_resource(each) for each in followed)]
    return {each.name: each for each in tables}


def over_time_views(schema: Schema) -> dict[str, Resource]:
    """Return what each view over time is like, by name."""
    followed = [each for each in schema.resources.values() if is_followed(each)]
    views = [*map(history_resource, followed), at_release_resource(schema.resources[AT_RELEASE])]
    return {each.name: each for each in views}


def past_resource(resource: Resource, former: Iterable[str] = ()) -> Resource:
    """Return the table of the versions that are gone; `former` may name columns of long ago."""
    return resource_of(
        {
            "name": f"{resource.name}_past",
            "title": f"{resource.title}: versions that are gone",
            "description": f"Versions of {resource.name} that the latest release no longer has; "
            f"{resource.name}_history has them and those of today.",
            "fields": _fields(resource, former),
            "primaryKey": [*resource.primary_key, "from_number"],
            "hidden": True,
        }
    )


def history_resource(resource: Resource, former: Iterable[str] = ()) -> Resource:
    """Return the view of every version of a resource's records."""
    return resource_of(
        {
            "name": f"{resource.name}_history",
            "title": f"{resource.title}, over time",
            "description": f"Every version of every record of {resource.name} since the first "
            "release, with the releases that have it. As it was at release 3: where from_number "
            "<= 3 and (to_number is null or to_number > 3). A value that was erased since reads "
            "[erased].",
            "fields": _fields(resource, former),
            "facets": resource.descriptor.get("facets", ()),
        }
    )


def at_release_resource(resource: Resource) -> Resource:
    """Return the view that has each record once for every release that had it."""
    return resource_of(
        {
            "name": f"{resource.name}_at_release",
            "title": f"{resource.title} at each release",
            "description": f"The records of {resource.name} as they were at each release, once "
            "for every release that had them: for counting over time. Choose one release, or "
            "group by number.",
            "fields": [*_words()["releases"], *(each.descriptor for each in resource.fields)],
        }
    )


@cache
def since_table() -> Resource:
    """Return the table that tells since when records of today are as they are."""
    return resource_of(_words()["since"])


def history_view(resource: Resource, whole: Resource, first: int) -> str:
    """Return the SQL of the view of every version; `whole` is the table of those that are gone.

    Records of today that nothing happened to are so since the release `first`.
    """
    names = list(whole.by_name)[:-2]
    today = [_column(resource, name) for name in names]
    columns = ", ".join(map(quoted, whole.by_name))
    return (
        f"create view {quoted(resource.name + '_history')} as\n"
        f"select {', '.join(today)},\n"
        f"  ifnull(since.from_number, {first}) as from_number, null as to_number\n"
        f"from {quoted(resource.name)} as today\n"
        f"left join {since_table().name} as since\n"
        f"  on since.resource = '{resource.name}' and since.row_id = {_row_id(resource)}\n"
        f"union all\n"
        f"select {columns} from {quoted(whole.name)}"
    )


def at_release_view(resource: Resource) -> str:
    """Return the SQL of the view that has each record once for every release that had it."""
    releases = ", ".join(f"releases.{quoted(each['name'])}" for each in _words()["releases"])
    columns = ", ".join(f"version.{quoted(name)}" for name in resource.by_name)
    return (
        f"create view {quoted(resource.name + '_at_release')} as\n"
        f"select {releases}, {columns}\n"
        f"from releases join {quoted(resource.name + '_history')} as version\n"
        "  on version.from_number <= releases.number\n"
        "  and (version.to_number is null or version.to_number > releases.number)"
    )


def _fields(resource: Resource, former: Iterable[str]) -> list[Mapping[str, Any]]:
    gone = [{"name": name} for name in former if name not in resource.by_name]
    own = [each.descriptor for each in resource.fields]
    return [*own, *gone, *_words()["versions"]]


def _column(resource: Resource, name: str) -> str:
    column = quoted(name)
    return f"today.{column}" if name in resource.by_name else f"null as {column}"


def _row_id(resource: Resource) -> str:
    parts: Sequence[str] = [f"today.{quoted(name)}" for name in resource.primary_key]
    if len(parts) == 1:
        return parts[0]
    return "'[' || " + " || ', ' || ".join(f"json_quote({part})" for part in parts) + " || ']'"


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("past.toml").read_text(encoding="utf-8"))
