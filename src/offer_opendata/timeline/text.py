"""A record's life in plain words, for a person to read or to quote."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial

from offer_opendata.checks.words import spoken
from offer_opendata.diff.text import MARKS, Marks, Said, value_diff
from offer_opendata.history.change import ADDED, CHANGED, NOT_STATED, REMOVED, Change
from offer_opendata.history.replay import State
from offer_opendata.history.rows import key_of
from offer_opendata.report.words import visible
from offer_opendata.schema import Resource
from offer_opendata.timeline.life import AsOf, Event, Life, Line, Place, Told
from offer_opendata.timeline.words import pointed

INSIDE = "  "


def render_text(found: Told, marks: Marks = MARKS) -> str:
    """Return the lives of the records as lines of text, the earliest release first."""
    said = partial(value_diff, marks=marks)
    lines = [line for life in found.lives for line in (*_one(life, found, said), "")]
    if len(found.lives) > 1:
        names = ", ".join(life.place[0] for life in found.lives)
        lines.append(f"Several tables have this key ({names}); name one with --resource.")
    return "\n".join(lines).rstrip("\n") + "\n"


def _one(life: Life, found: Told, said: Said) -> Iterator[str]:
    resource, key = life.place
    label = f"{life.label} ({key})" if life.label else key
    yield visible(f"{found.words.table(resource)}: {label}")
    yield ""
    if life.as_of is not None:
        yield from _as_of(life, life.as_of, found)
        return
    if life.since_first:
        yield f"{_release(found.releases[0])}: there since the first release."
    for event in life.events:
        yield f"{_release(event.release)}{_titled(event.release)}"
        yield from (f"{INSIDE}{line}" for line in _event(event, life.place, found, said))
    if not life.present:
        yield "The latest release does not have it."
    elif not life.events:
        yield "Nothing about it changed since."


def _release(release: Line) -> str:
    return f"{spoken(date.fromisoformat(release['released_on']))}, release {release['number']}"


def _titled(release: Line) -> str:
    title, note = visible(release["title"]), visible(release["note"])
    return f": {title}" if title else f": {note}" if note else ""


def _event(event: Event, place: Place, found: Told, said: Said) -> Iterator[str]:
    whole = next((c for c in event.changes if c.place == place and c.action != CHANGED), None)
    # What hangs on a record goes or comes for the same reason, which is said once.
    because = [whole if whole and _goes_with(each, whole) else each for each in event.changes]
    reasons = [_why(change, found) for change in because]
    for change, reason, following in zip(event.changes, reasons, [*reasons, ""][1:], strict=True):
        yield _change(change, place, found, said)
        if reason != following:  # one reason for several values is said once
            yield f"{INSIDE}{visible(reason)}"
    for erasure in event.erasures:
        field = found.words.field(erasure["resource"], erasure["field"])
        yield visible(f"{field}: earlier values were taken out of every release.")
        ground, role = found.words.ground(erasure["ground"]), erasure["by_role"]
        yield f"{INSIDE}{visible(f'Ground: {ground}. Decided by: {role}.')}"


def _goes_with(change: Change, whole: Change) -> bool:
    given = (change.action, change.reason, change.decision_id)
    return given == (whole.action, whole.reason, whole.decision_id) and not change.note


def _change(change: Change, place: Place, found: Told, said: Said) -> str:
    own = change.place == place
    where = "" if own else f"{visible(found.words.table(change.resource))}, "
    if change.action == CHANGED:
        which = "" if own else f"{visible(change.row_id)}, "
        field = visible(found.words.field(change.resource, change.field))
        return f"{where}{which}{field}: {said(change)}"
    what = {ADDED: "added", REMOVED: "removed"}[change.action]
    return f"{what.capitalize()}." if own else f"{where}{what}: {visible(_row(change, found))}"


def _row(change: Change, found: Told) -> str:
    """Return a row that hangs on a record in a few words: its values or its key, not its parent."""
    resource = found.words.resources.get(change.resource)
    if resource is None:
        return change.row_id
    row = change.removed_row() if change.action == REMOVED else _key(change.row_id, resource)
    return _hanging(resource, row, found.state) or change.row_id


def _key(row_id: str, resource: Resource) -> dict[str, str]:
    try:
        parts = key_of(row_id, resource)
    except ValueError:  # a table of this name had another key, long ago
        return {}
    return dict(zip(resource.primary_key, parts, strict=False))


def _values(resource: Resource, row: Mapping[str, str]) -> str:
    parent = resource.descriptor.get("parent", {}).get("field")
    return ", ".join(value for name, value in row.items() if name != parent)


def _why(change: Change, found: Told) -> str:
    said = "No reason was given."
    if change.reason != NOT_STATED:
        said = f"Reason: {found.words.reason(change.reason)}."
    if change.note:
        said += f" {change.note.rstrip('.')}."
    if change.decision_id:
        title = found.decisions.get(change.decision_id, "")
        said += f" Decision {change.decision_id}{f': {title}' if title else ''}."
    return said


def _as_of(life: Life, was: AsOf, found: Told) -> Iterator[str]:
    if was.values is None:
        yield f"{_release(was.release)}: it was not there."
        return
    day = spoken(date.fromisoformat(was.release["released_on"]))
    yield f"As it was in release {was.release['number']} of {day}:"
    yield from _fields(life.place[0], was.values, was, found)
    last = ""
    for (resource, _), row in was.rows.items():
        if resource != last:
            yield f"{INSIDE}{visible(found.words.table(resource))}:"
        said = _hanging(found.words.resources[resource], row, was.state)
        yield f"{INSIDE}{INSIDE}{visible(said)}"
        last = resource


def _hanging(resource: Resource, row: Mapping[str, str], state: State) -> str:
    parent = resource.descriptor.get("parent", {}).get("field")
    names = [name for field, name in pointed(resource, row, state).items() if field != parent]
    return f"{_values(resource, row)}{f' ({names[0]})' if names else ''}"


def _fields(resource: str, row: Mapping[str, str], was: AsOf, found: Told) -> Iterator[str]:
    names = pointed(found.words.resources[resource], row, was.state)
    for name, value in row.items():
        known = f" ({names[name]})" if name in names else ""
        yield f"{INSIDE}{visible(found.words.field(resource, name))}: {visible(value + known)}"
