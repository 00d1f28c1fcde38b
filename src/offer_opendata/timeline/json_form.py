"""A record's life as JSON, in the form that `schema/history.schema.json` describes."""

import json
from typing import Any

from offer_opendata import __version__
from offer_opendata.history.change import REMOVED, Change
from offer_opendata.timeline.life import AsOf, Event, Life, Line, Told

SCHEMA = "history.schema.json"
VERSION = 1


def render_json(found: Told) -> str:
    """Return the lives of the records as a JSON document."""
    past = found.past
    document = {
        "$schema": SCHEMA,
        "version": VERSION,
        "tool_version": __version__,
        "package": {
            "title": str(past.descriptor.get("title", "")),
            "number": past.number,
            "release": past.name,
            "fingerprint": past.fingerprint,
        },
        "records": [_life(life, found) for life in found.lives],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _life(life: Life, found: Told) -> dict[str, Any]:
    resource, key = life.place
    record = {
        "resource": resource,
        "row_id": key,
        "label": life.label,
        "present": life.present,
        "since_first": life.since_first,
        "releases": [_event(event, found) for event in life.events],
    }
    return {**record, "as_of": _as_of(life.as_of)} if life.as_of else record


def _release(release: Line) -> dict[str, Any]:
    words = {name: release[name] for name in ("title", "note") if release[name]}
    return {
        "number": int(release["number"]),
        "release": release["release"],
        "date": release["released_on"],
        **words,
    }


def _event(event: Event, found: Told) -> dict[str, Any]:
    return {
        **_release(event.release),
        "changes": [_change(change, found) for change in event.changes],
        "erasures": [dict(each) for each in event.erasures],
    }


def _change(change: Change, found: Told) -> dict[str, Any]:
    line = {name: value for name, value in vars(change).items() if value}
    line.pop("release_number")
    if change.action == REMOVED:
        line = {**line, "values": change.removed_row()}
        line.pop("before")
    title = {"title": found.words.field(change.resource, change.field)} if change.field else {}
    return {**line, **title, "sequence": int(change.sequence)}


def _as_of(was: AsOf) -> dict[str, Any]:
    return {
        **_release(was.release),
        "values": None if was.values is None else dict(was.values),
        "rows": [
            {"resource": resource, "row_id": key, "values": dict(row)}
            for (resource, key), row in was.rows.items()
        ],
    }
