"""Feeds through the site: the files that a release wrote, and the feed of any other record."""

import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from datasette import Response, hookimpl

from offer_opendata.feeds import (
    FOLDER,
    LATEST_RELEASES,
    MOST_ENTRIES,
    NOTE,
    OF_RECORDS,
    path_of,
    title_of,
)
from offer_opendata.feeds.atom import Feed, Source, entry_text, feed_text
from offer_opendata.feeds.entry import LONGEST, Release, entry_of, grouped
from offer_opendata.feeds.names import KINDS
from offer_opendata.history.change import HEADER, Change, change_of
from offer_opendata.history.naming import Names, label_field
from offer_opendata.schema import load_schema

DATABASE = "offer"
_TYPE = "application/atom+xml; charset=utf-8"
_SERVICES = {
    "service": "select :key as id",
    # What a provider has now, and what it had when it went.
    "provider": "select id from services where organization_id = :key union "
    "select services_past.id from services_past join changes "
    "on changes.resource = 'services' and changes.row_id = services_past.id "
    "and changes.action = 'removed' and changes.release_number = services_past.to_number "
    "where organization_id = :key",
}
_CHANGES = """
with followed as ({services})
select * from changes
where release_number > (select max(number) from releases) - :latest
and (
  (resource = 'services' and row_id in (select id from followed))
  or (parent_resource = 'services' and parent_id in (select id from followed))
  or (resource = :resource and row_id = :key)
  or (parent_resource = :resource and parent_id = :key)
)
order by release_number, sequence
"""


@hookimpl  # type: ignore[untyped-decorator]  # Datasette has no types
def register_routes() -> list[tuple[str, Any]]:
    """Return the routes below /-/feeds/ with what answers them."""
    return [
        (r"^/-/feeds/?$", index),
        (r"^/-/feeds/(?P<name>index\.html|all\.xml)$", whole),
        (r"^/-/feeds/(?P<kind>service|provider|need|district)/(?P<key>[^/]+)\.xml$", followed),
        (r"^/-/feeds/.*$", missing),
    ]


async def index(datasette: Any) -> Response:
    """Lead to the page that lists the feeds."""
    return Response.redirect(datasette.urls.path("/-/feeds/index.html"))


async def whole(datasette: Any, request: Any) -> Response:
    """Answer with the feed of everything, or the list of feeds."""
    name = request.url_vars["name"]
    text = _written(datasette, name)
    kind = "text/html; charset=utf-8" if name.endswith(".html") else _TYPE
    return _answer(text, kind)


async def followed(datasette: Any, request: Any) -> Response:
    """Answer with the feed of one service, provider, need or district."""
    kind, key = request.url_vars["kind"], unquote(request.url_vars["key"])
    text = _written(datasette, path_of(kind, key))
    if text is None:
        database = datasette.get_database(DATABASE)
        text = await database.execute_fn(lambda connection: made_feed(connection, kind, key))
    return _answer(text, _TYPE)


async def missing() -> Response:
    """Answer that there is no such feed."""
    return _answer(None, _TYPE)


def made_feed(connection: sqlite3.Connection, kind: str, key: str) -> str | None:
    """Return the feed of something that has no file, or None where there is no such thing.

    It may be empty: nothing changed lately, and a reader who follows it waits for what comes.
    """
    releases = _releases(connection)
    name = _name(connection, kind, key)
    if not releases or not name:
        return None
    source = _source(connection, releases)
    names = Names(load_schema(), lambda *place: _name(connection, *place), longest=LONGEST)
    groups = grouped(_changes(connection, kind, key)) if kind in OF_RECORDS else {}
    entries = [
        entry_text(entry_of(releases[-number], owner, found, names), source)
        for (number, owner), found in list(groups.items())[:MOST_ENTRIES]
    ]
    latest = releases[-next(iter(groups))[0] if groups else max(releases)]
    return feed_text(Feed(path_of(kind, key), title_of(name), latest.day, entries), source)


def _answer(text: str | None, content_type: str) -> Response:
    if text is None:
        return Response.text("There is no such feed.\n", status=404)
    return Response(text, content_type=content_type)


def _written(datasette: Any, path: str) -> str | None:
    file = Path(datasette.get_database(DATABASE).path).parent / FOLDER / path
    return file.read_text(encoding="utf-8") if file.is_file() else None


def _changes(connection: sqlite3.Connection, kind: str, key: str) -> list[Change]:
    typed = {"key": key, "resource": KINDS[kind], "latest": LATEST_RELEASES}
    cursor = connection.execute(_CHANGES.format(services=_SERVICES[kind]), typed)
    names = [column[0] for column in cursor.description]
    found = (dict(zip(names, row, strict=True)) for row in cursor.fetchall())
    return [change_of({name: _text(row[name]) for name in HEADER}) for row in found]


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _releases(connection: sqlite3.Connection) -> dict[int, Release]:
    rows = connection.execute("select number, release, released_on, fingerprint from releases")
    return {row[0]: Release(*row) for row in rows.fetchall()}


def _source(connection: sqlite3.Connection, releases: Mapping[int, Release]) -> Source:
    row = connection.execute("select title, publisher_name, homepage, licence from publication")
    title, publisher, homepage, licence = map(_text, row.fetchone())
    first = releases[min(releases)].fingerprint
    return Source(title, publisher, homepage, licence, first, NOTE)


def _name(connection: sqlite3.Connection, kind: str, key: str) -> str:
    """Return the name of something, the last one it had if it is gone; blank if there is none."""
    if kind in ("need", "terms"):
        taxonomy, code = json.loads(key) if kind == "terms" else ("", key)
        sql = (
            "select label from terms where code = ? and taxonomy in "
            "(?, iif(? = '', 'sen_need', ''), iif(? = '', 'area_of_need', ''))"
        )
        row = connection.execute(sql, (code, taxonomy, taxonomy, taxonomy)).fetchone()
        return _text(row and row[0])
    resource = load_schema().resources.get(KINDS.get(kind, kind))
    if resource is None or len(resource.primary_key) > 1:
        return ""
    label = label_field(resource)
    for table, order in ((resource.name, ""), (f"{resource.name}_past", "order by to_number desc")):
        sql = f"select {label} from {table} where {resource.primary_key[0]} = ? {order}"  # noqa: S608
        row = connection.execute(sql, (key,)).fetchone() if label in resource.by_name else None
        if row and row[0]:
            return str(row[0])
    return ""
