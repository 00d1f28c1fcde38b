"""Going back: every earlier release rebuilt from the current package, by undoing changes."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from offer_opendata.canonical_json import sha256
from offer_opendata.descriptor import descriptor_text
from offer_opendata.errors import OfferError
from offer_opendata.history.change import ADDED, CHANGED, REMOVED, Change, change_of
from offer_opendata.history.past import (
    CHANGES,
    DIGESTS,
    ERASURES,
    RELEASES,
    RENAMES,
    SALTS,
    Past,
    descriptor_path,
    key_path,
    record_path,
)
from offer_opendata.history.rows import csv_text, key_of, lines, parsed, row_id
from offer_opendata.history.step import Rename
from offer_opendata.package import DESCRIPTOR
from offer_opendata.schema import Resource, resource_of

Row = dict[str, str]
State = dict[str, dict[str, Row]]
OWN = ("releases", "changes", "erasures")


def undo(state: State, changes: Iterable[Change], renames: Iterable[Rename] = ()) -> State:
    """Return the state before some changes; what they do not touch is shared with `state`.

    A state holds rows by resource and row_id, each by field, blanks left out. Raises
    OfferError where a change does not fit what is there.
    """
    before = {name: dict(rows) for name, rows in state.items()}
    copied: set[tuple[str, str]] = set()
    for change in reversed(list(changes)):
        rows = before.setdefault(change.resource, {})
        if change.action == CHANGED and change.place not in copied and change.row_id in rows:
            rows[change.row_id] = dict(rows[change.row_id])
            copied.add(change.place)
        _undo(rows, change)
    for rename in renames:
        rows = before.get(rename.resource, {})
        rows.update({key: _renamed(row, rename) for key, row in rows.items()})
    return before


def changes_by_release(past: Past) -> dict[int, list[Change]]:
    """Return the changes of each release that has some."""
    found: dict[int, list[Change]] = {}
    header, *rows = parsed(lines(past.texts[CHANGES]))
    for row in rows:
        found.setdefault(int(row[0]), []).append(change_of(dict(zip(header, row, strict=True))))
    return found


def renames_by_release(past: Past) -> dict[int, list[Rename]]:
    """Return the columns that each release renamed."""
    found: dict[int, list[Rename]] = {}
    for number, *rename in parsed(lines(past.texts[RENAMES])[1:]):
        found.setdefault(int(number), []).append(Rename(*rename))
    return found


def current_state(past: Past) -> State:
    """Return the state of the latest release, without the tables of its history."""
    return {
        each["name"]: _rows(resource_of({**each["schema"], "name": each["name"]}), text)
        for each in past.descriptor["resources"]
        if each["name"] not in OWN and (text := past.texts[each["path"]])
    }


def state_at(past: Past, number: int) -> State:
    """Return the state of a release; values erased since read `[erased]`."""
    _check_number(past, number)
    changes, renames = changes_by_release(past), renames_by_release(past)
    state = current_state(past)
    for later in range(past.number, number, -1):
        state = undo(state, changes.get(later, ()), renames.get(later, ()))
    return state


def rebuild(past: Past, number: int) -> dict[str, str]:
    """Return every file of an earlier release by path, as texts.

    Data files and descriptor are byte for byte those of that day, but that values erased
    since read `[erased]`. Signatures are no texts: see `Past.signatures_until`.
    """
    state, record = state_at(past, number), record_of(past, number)
    descriptor = descriptor_at(past, number)
    texts = {path: _until(past.texts[path], number) for path in _GROWING}
    for each in descriptor["resources"]:
        if each["name"] not in OWN:
            resource = resource_of({**each["schema"], "name": each["name"]})
            texts[each["path"]] = table_text(resource, state.get(each["name"], {}))
    for earlier in range(1, number + 1):
        for path in (record_path(earlier), descriptor_path(earlier), key_path(earlier)):
            texts |= {path: past.texts[path]} if path in past.texts else {}
    texts |= {path: past.texts[path] for path in past.texts if path.endswith(".py")}
    return {**texts, DESCRIPTOR: _whole(descriptor, record, texts)}


def record_of(past: Past, number: int) -> Mapping[str, Any]:
    """Return what a release sealed."""
    _check_number(past, number)
    return dict(json.loads(past.texts[record_path(number)]))


def descriptor_at(past: Past, number: int) -> dict[str, Any]:
    """Return the sealed descriptor of a release."""
    wanted = record_of(past, number)["descriptor"]
    for earlier in range(number, 0, -1):
        text = past.texts.get(descriptor_path(earlier), "")
        if text and sha256(text.encode("utf-8")) == wanted:
            return dict(json.loads(text))
    raise OfferError(f"the descriptor of release {number} is missing from the package")


def resource_at(past: Past, number: int, name: str) -> Resource:
    """Return a table as the descriptor of a release describes it."""
    for each in descriptor_at(past, number)["resources"]:
        if each["name"] == name:
            return resource_of({**each["schema"], "name": name, "group": ""})
    raise OfferError(f"release {number} has no table {name}")


def release_number(past: Past, wanted: str) -> int:
    """Return the number of a release from its number, its name, or a day.

    A day means the last release on or before it, and 2026-04-01.1 the first on that day.
    Raises OfferError where there is none.
    """
    header, *rows = parsed(lines(past.texts[RELEASES]))
    releases = [dict(zip(header, row, strict=True)) for row in rows]
    for each in releases:
        name = each["release"] if "." in each["release"] else f"{each['release']}.1"
        if wanted in (each["number"], name):
            return int(each["number"])
    early = [each for each in releases if _DAY.fullmatch(wanted) and each["released_on"] <= wanted]
    if not early:
        raise OfferError(
            f'there is no release "{wanted}"; give a number from 1 to {past.number}, or a day '
            f"such as {past.day} that is not before {releases[0]['released_on']}"
        )
    return int(early[-1]["number"])


def table_text(resource: Resource, rows: Mapping[str, Mapping[str, str]]) -> str:
    """Return a table in canonical form from its rows by row_id."""
    names = [field.name for field in resource.fields]
    order = sorted(rows, key=lambda text: key_of(text, resource))
    return csv_text([names, *([rows[key].get(name, "") for name in names] for key in order)])


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_GROWING = (RELEASES, CHANGES, ERASURES, RENAMES, SALTS, DIGESTS)


def _undo(rows: dict[str, Row], change: Change) -> None:
    row = rows.get(change.row_id)
    if change.action == ADDED and row is not None:
        del rows[change.row_id]
    elif change.action == REMOVED and row is None:
        rows[change.row_id] = change.removed_row()
    elif change.action == CHANGED and row and row.get(change.field, "") == change.after:
        row.pop(change.field, None)
        if change.before:
            row[change.field] = change.before
    else:
        raise OfferError(
            f"the history of {change.resource} {change.row_id} does not agree with the data; "
            "check the package with: offer-opendata verify"
        )


def _renamed(row: Row, rename: Rename) -> Row:
    return {rename.before if name == rename.after else name: row[name] for name in row}


def _rows(resource: Resource, text: str) -> dict[str, Row]:
    names, *rows = parsed(lines(text))
    places = [names.index(name) for name in resource.primary_key]
    return {
        row_id([row[place] for place in places]): {
            name: value for name, value in zip(names, row, strict=True) if value
        }
        for row in rows
    }


def _until(text: str, number: int) -> str:
    header, *rows = parsed(lines(text))
    column = header.index("number" if "number" in header else "release_number")
    return csv_text([header, *(row for row in rows if int(row[column]) <= number)])


def _whole(descriptor: dict[str, Any], record: Mapping[str, Any], texts: Mapping[str, str]) -> str:
    descriptor["version"] = record["release"]
    descriptor["created"] = f"{record['date']}T00:00:00Z"
    descriptor["offer"] |= {"number": record["number"], "release": record["release"]}
    for each in descriptor["resources"]:
        content = texts[each["path"]].encode("utf-8")
        each |= {"hash": f"sha256:{sha256(content)}", "bytes": len(content)}
    return descriptor_text(descriptor)


def _check_number(past: Past, number: int) -> None:
    if not 1 <= number <= past.number:
        raise OfferError(f"there is no release {number}; the latest is {past.number}")
