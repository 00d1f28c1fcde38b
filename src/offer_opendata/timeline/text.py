"""A record's life in plain words, for a person to read or to quote."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from offer_opendata.checks.words import lower_first, spoken, upper_first
from offer_opendata.diff.text import MARKS, Marks, Said, value_diff
from offer_opendata.history.change import ADDED, CHANGED, NOT_STATED, REMOVED, Change
from offer_opendata.history.words import PARTS, part
from offer_opendata.history.words import said as told
from offer_opendata.report.words import visible
from offer_opendata.timeline.life import AsOf, Event, Life, Line, Place, Told

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
        gone = Change(erasure["resource"], erasure["row_id"], CHANGED, erasure["field"])
        which = _which(gone, place, found)
        yield visible(f"{which}: earlier values were taken out of every release.")
        ground, role = found.words.ground(erasure["ground"]), erasure["by_role"]
        yield f"{INSIDE}{visible(f'Ground: {ground}. Decided by: {role}.')}"


def _goes_with(change: Change, whole: Change) -> bool:
    given = (change.action, change.reason, change.decision_id)
    return given == (whole.action, whole.reason, whole.decision_id) and not change.note


def _change(change: Change, place: Place, found: Told, said: Said) -> str:
    own = change.place == place
    if change.action != CHANGED:
        whole = {ADDED: "Added", REMOVED: "Removed"}[change.action]
        return f"{whole if own else visible(upper_first(told(change, found.names)))}."
    which = _which(change, place, found)
    plain = _plain(change, found)
    changed = (plain.before, plain.after) != (change.before, change.after)
    return f"{visible(which)}: {said(plain, whole=changed)}"  # a date or a label is one thing


def _which(change: Change, place: Place, found: Told) -> str:
    """Return the field of a change, with the record that it is of where that is another one."""
    field = found.words.field(change.resource, change.field)
    if change.place == place:
        return field
    return f"{upper_first(part(change, found.names))}, {lower_first(field)}"


def _plain(change: Change, found: Told) -> Change:
    """Return a change with its values as people say them, where both are still told apart."""
    place, row = (change.resource, change.field), found.names.row(change)
    before, after = (found.names.value(place, text, row) for text in (change.before, change.after))
    return change if before == after else replace(change, before=before, after=after)


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
            title = upper_first(PARTS.get(resource, "")) or found.words.table(resource)
            yield f"{INSIDE}{visible(title)}:"
        yield f"{INSIDE}{INSIDE}{visible(_hanging(resource, row, was, found))}"
        last = resource


def _hanging(resource: str, row: Mapping[str, str], was: AsOf, found: Told) -> str:
    """Return a row that hangs on a record in a few words."""
    said = was.names.describe(resource, row)
    return f"{found.words.taxonomy(row['taxonomy'])}: {said}" if "taxonomy" in row else said


def _fields(resource: str, row: Mapping[str, str], was: AsOf, found: Told) -> Iterator[str]:
    keys = {key.fields[-1] for key in found.words.resources[resource].foreign_keys}
    for name, value in row.items():
        said = was.names.value((resource, name), value, row)
        # Whoever follows a reference needs the id, too.
        known = f"{said} ({value})" if name in keys and said != value else said
        yield f"{INSIDE}{visible(found.words.field(resource, name))}: {visible(known)}"
