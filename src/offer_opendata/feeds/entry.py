"""Entries of a feed: what one release did to one record, told in plain words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from offer_opendata.checks.words import upper_first
from offer_opendata.history.change import ADDED, CHANGED, CHECKED, ERASED, REMOVED, Change
from offer_opendata.history.naming import Names, short, titled
from offer_opendata.history.words import part, said

Owner = tuple[str, str]
# The number of a release, negative so that the latest comes first, and a record.
Group = tuple[int, Owner]
LONGEST, MOST = 300, 3


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


def grouped(changes: Iterable[Change]) -> dict[Group, list[Change]]:
    """Return the changes of each release to each record, the latest first, in order of records.

    New checks that changed nothing else are left out.
    """
    found: dict[Group, list[Change]] = {}
    for change in changes:
        if change.significance != CHECKED:
            found.setdefault((-int(change.release_number), change.owner), []).append(change)
    return {group: found[group] for group in sorted(found)}


def entry_of(release: Release, owner: Owner, changes: Sequence[Change], names: Names) -> Entry:
    """Return what a release did to a record and to what belongs to it."""
    whole = next((each for each in changes if each.place == owner and each.action != CHANGED), None)
    told = [whole] if whole else changes
    lines = [_line(change, owner, names) for change in told]
    what = {ADDED: "new", REMOVED: "no longer listed"}[whole.action] if whole else None
    reasons = names.schema.codelists["change_reason"].labels
    return Entry(
        release=release,
        owner=owner,
        title=f"{names.of(*owner)}: {what or _in_short(changes, owner, names)}",
        content=f"<ul>{''.join(lines)}</ul>"
        f"<p>Release {release.number} of {escape(release.name)}. "
        f"Fingerprint: {escape(release.fingerprint)}</p>",
        reasons={change.reason: reasons.get(change.reason, change.reason) for change in told},
    )


def _line(change: Change, owner: Owner, names: Names) -> str:
    if change.place == owner and change.action != CHANGED:
        what = "New" if change.action == ADDED else "No longer listed"
    elif change.before == change.after == ERASED:
        what = f"{_field(change, owner, names)} changed; both values were taken out of every "
        what += "release since"
    else:
        what = said(change, names)
    note = f" {change.note}" if change.note else ""
    reason = names.schema.codelists["change_reason"].labels.get(change.reason, change.reason)
    told = f"{upper_first(_one_line(what)).removesuffix('.')}."
    return f"<li>{escape(told)} <em>Reason:</em> {escape(f'{reason}.{note}')}</li>"


def _in_short(changes: Sequence[Change], owner: Owner, names: Names) -> str:
    """Return what changed in a few words: the fields, then what came and went."""
    fields = {_field(each, owner, names): None for each in changes if each.action == CHANGED}
    links = {short(said(each, names)): None for each in changes if each.action != CHANGED}
    shown, others = list(fields)[:MOST], list(links)[: max(0, MOST - len(fields))]
    parts = [f"{', '.join(shown)} changed"] if shown else []
    more = len(fields) + len(links) - len(shown) - len(others)
    return "; ".join([*parts, *others, *([f"and {more} more"] if more else [])])


def _field(change: Change, owner: Owner, names: Names) -> str:
    title = titled(names.schema, change.resource, change.field)
    return title if change.place == owner else f"{part(change, names)}, {title}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
