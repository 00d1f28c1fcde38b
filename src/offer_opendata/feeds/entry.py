"""Entries of a feed: what one release did to one record, told in plain words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from offer_opendata.history.change import ADDED, CHANGED, CHECKED, ERASED, REMOVED, Change
from offer_opendata.history.rows import key_of
from offer_opendata.schema import Resource, Schema

Owner = tuple[str, str]
Names = Callable[[str, str], str]
# The number of a release, negative so that the latest comes first, and a record.
Group = tuple[int, Owner]
LONGEST = 300


@dataclass(frozen=True)
class Release:
    """A release as a feed names it."""

    number: int
    name: str
    day: str
    fingerprint: str


@dataclass(frozen=True)
class Entry:
    """What a release did to a record and to what belongs to it; `content` is HTML.

    `reasons` are codes with their labels.
    """

    release: Release
    owner: Owner
    title: str
    content: str
    reasons: Mapping[str, str]


@dataclass(frozen=True)
class Words:
    """What names things to people: the schema, and the names of records by resource and key."""

    schema: Schema
    named: Names

    def reason(self, code: str) -> str:
        """Return a reason in words."""
        return self.schema.codelists["change_reason"].labels.get(code, code)

    def resource(self, name: str) -> str:
        """Return a resource in words."""
        known = self.schema.resources.get(name)
        return known.title if known else name

    def field(self, resource: str, name: str) -> str:
        """Return a field in words."""
        known = self.schema.resources.get(resource)
        field = known.by_name.get(name) if known else None
        if known and name == known.descriptor.get("label"):
            return "Name"  # such a column is headed by what it names, as in Service
        return field.title if field else name


def grouped(changes: Iterable[Change]) -> dict[Group, list[Change]]:
    """Return the changes of each release to each record, the latest first, in order of records.

    New checks that changed nothing else are left out.
    """
    found: dict[Group, list[Change]] = {}
    for change in changes:
        if change.significance != CHECKED:
            found.setdefault((-int(change.release_number), change.owner), []).append(change)
    return {group: found[group] for group in sorted(found)}


def entry_of(release: Release, owner: Owner, changes: Sequence[Change], words: Words) -> Entry:
    """Return what a release did to a record and to what belongs to it."""
    own = [change for change in changes if change.place == owner]
    whole = next((change for change in own if change.action != CHANGED), None)
    told = [whole] if whole else changes
    lines = [_line(change, owner, words) for change in told]
    fields = {_subject(change, words): None for change in changes}
    what = {ADDED: "new", REMOVED: "no longer listed"}[whole.action] if whole else _listed(fields)
    name = words.named(*owner) or owner[1]
    return Entry(
        release=release,
        owner=owner,
        title=f"{name}: {what}",
        content=f"<ul>{''.join(lines)}</ul>"
        f"<p>Release {release.number} of {escape(release.name)}. "
        f"Fingerprint: {escape(release.fingerprint)}</p>",
        reasons={change.reason: words.reason(change.reason) for change in told},
    )


def _line(change: Change, owner: Owner, words: Words) -> str:
    subject = _subject(change, words)
    if change.place == owner and change.action != CHANGED:
        what = "New." if change.action == ADDED else "No longer listed."
    elif change.before == change.after == ERASED:
        what = f"{subject} changed; both values were taken out of every release since."
    elif change.action == CHANGED:
        what = f"{subject}: was {_value(change.before)}, is {_value(change.after)}."
    else:
        what = f"{subject} {change.action}: {_record(change, words)}."
    note = f" {change.note}" if change.note else ""
    reason = words.reason(change.reason)
    return f"<li>{escape(_one_line(what))} <em>Reason:</em> {escape(f'{reason}.{note}')}</li>"


def _subject(change: Change, words: Words) -> str:
    if change.action == CHANGED:
        return words.field(change.resource, change.field)
    return words.resource(change.resource)


def _record(change: Change, words: Words) -> str:
    """Return what a row of a link table or another part of a record is called."""
    resource = words.schema.resources.get(change.resource)
    if resource is None:
        return change.row_id
    row = change.removed_row() if change.action == REMOVED else _key(change, resource)
    label = row.get(str(resource.descriptor.get("label", "")), "")
    return label or ", ".join(_parts(resource, row, words)) or change.row_id


def _parts(resource: Resource, row: Mapping[str, str], words: Words) -> Iterable[str]:
    parent = resource.descriptor.get("parent", {}).get("field")
    for key in resource.foreign_keys:
        values = [row.get(name, "") for name in key.fields]
        if key.fields != (parent,) and all(values):
            text = values[0] if len(values) == 1 else "\t".join(values)
            yield words.named(key.resource, text) or values[-1]
    for field in resource.fields:
        labels = words.schema.codes(field)
        if (
            field.name in resource.primary_key
            and labels
            and not _is_reference(resource, field.name)
        ):
            yield labels.labels.get(row.get(field.name, ""), row.get(field.name, ""))


def _is_reference(resource: Resource, name: str) -> bool:
    return any(name in key.fields for key in resource.foreign_keys)


def _key(change: Change, resource: Resource) -> dict[str, str]:
    return dict(zip(resource.primary_key, key_of(change.row_id, resource), strict=False))


def _value(text: str) -> str:
    if not text:
        return "blank"
    return f"“{text if len(text) <= LONGEST else text[:LONGEST] + '…'}”"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _listed(subjects: Iterable[str]) -> str:
    found = list(subjects)
    more = f" and {len(found) - 3} more" if len(found) > 3 else ""
    return f"{', '.join(found[:3])}{more} changed"
