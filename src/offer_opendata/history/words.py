"""What a release changes, in words that a councillor could read."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from offer_opendata.history.change import (
    ADDED,
    CHANGED,
    CHECKED,
    COSMETIC,
    LISTS,
    NOT_STATED,
    REMOVED,
    Change,
)
from offer_opendata.history.naming import Names, from_difference, short, titled
from offer_opendata.schema import Schema

TIDIED = frozenset(("duplicate", "published-in-error", "withheld"))
SENTENCE = 4  # so many words; a date or a telephone number has fewer
FIRST = ("services", "organizations", "locations")
_NEEDS = ("no longer for", "now also for")
_UNDER = ("no longer listed under", "now also listed under")
_TERMS = {"sen_need": _NEEDS, "area_of_need": _NEEDS}
_LINKS: Mapping[str, tuple[str, str]] = {
    "service_areas": ("no longer for people in", "now also for people in"),
    "service_at_locations": ("no longer at", "now also at"),
    "service_commissioners": ("no longer paid for by", "now also paid for by"),
    "languages": ("no longer in", "now also in"),
    "location_features": ("no longer has", "now also has"),
    "contacts": ("contact removed", "contact added"),
    "urls": ("link removed", "link added"),
    "cost_options": ("price removed", "price added"),
    "schedules": ("opening times removed", "opening times added"),
    "organization_identifiers": ("identifier removed", "identifier added"),
    "assurances": ("check taken out", "checked"),
    "responses": ("response removed", "response added"),
    "decision_services": ("no longer affected by the decision", "affected by the decision"),
}


# What tables are called in a sentence whose titles are words of our own.
PARTS: Mapping[str, str] = {
    "service_terms": "needs and categories",
    "document_terms": "categories",
    "route_terms": "needs and categories",
    "service_areas": "areas served",
    "service_at_locations": "places where it is given",
    "decision_services": "decisions",
}


@dataclass(frozen=True)
class Told:
    """What happened to one kind of record: a heading and one line for each."""

    title: str
    lines: tuple[str, ...]


def told(changes: Sequence[Change], names: Names) -> tuple[Told, ...]:
    """Return what changes say, grouped, the most important first.

    Removed records come first, then new ones, then what changed on which; records that
    were only tidied away, changes of form, and new checks stand apart.
    """
    whole = {change.place: change for change in changes if change.action != CHANGED}
    own = [change for change in changes if not _is_part(change, whole)]
    parts = Counter(
        (*change.owner, change.resource) for change in changes if _is_part(change, whole)
    )
    groups: dict[str, list[str]] = {}
    for change in sorted(own, key=lambda each: _rank(each, names)):
        if change.significance not in (CHECKED, COSMETIC) and change.resource not in LISTS:
            line = _whole(change, names, parts) if _is_root(change) else _value(change, names)
            groups.setdefault(_title(change, names), []).append(line)
    return (*(Told(title, tuple(lines)) for title, lines in groups.items()), *_counted(own))


def text_of(groups: Iterable[Told], most: int | None = None) -> str:
    """Return the groups as text; of each at most some lines, and how many are left out."""
    blocks, counts = list[str](), list[str]()
    for group in groups:
        shown = group.lines[:most]
        left = len(group.lines) - len(shown)
        more = [f"  and {left:,} more"] if left else []
        block = "\n".join([group.title, *(f"  {line}" for line in shown), *more])
        (blocks if group.lines else counts).append(block)
    return "\n\n".join([*blocks, "\n".join(counts)] if counts else blocks)


def in_short(changes: Sequence[Change], names: Names) -> str:
    """Return how much each group has, on one line; blank where nothing changed."""
    groups = [
        f"{each.title} ({len(each.lines):,})" if each.lines else each.title.replace(": ", ", ")
        for each in told(changes, names)
    ]
    return f"{'; '.join(groups)}.\n" if groups else ""


def said(change: Change, names: Names) -> str:
    """Return what one change says of the record whose timeline shows it."""
    row = names.row(change)
    if change.action != CHANGED:
        lost, gained = _phrases(change, row, names.schema)
        # An id says nothing to a reader; of what has neither name nor values it is all there is.
        called = names.describe(change.resource, row) or names.named(*change.place)
        what = called or ("" if change.parent_id else change.row_id)
        return f"{gained if change.action == ADDED else lost}{': ' if what else ''}{what}"
    title = titled(names.schema, change.resource, change.field)
    if change.parent_id:
        title = f"{part(change, names)}, {title}"
    place = (change.resource, change.field)
    texts = from_difference(change.before, change.after, names.longest)
    before, after = (names.value(place, text, row) for text in texts)
    if not after:
        return f"{title} taken out (it was {before})"
    if not before:
        return f"{title} added: {after}"
    # Without marks nobody sees where a sentence ends and ours goes on.
    mark = '"' * (max(len(text.split()) for text in (before, after)) >= SENTENCE)
    return f"{title} changed from {mark}{before}{mark} to {mark}{after}{mark}"


def part(change: Change, names: Names) -> str:
    """Return what a record is that hangs on another one, with its name if it has one."""
    kind = _phrases(change, names.row(change), names.schema)[0].removesuffix(" removed")
    called = names.named(*change.place)
    return f"{kind} ({short(called)})" if called else kind


def _phrases(change: Change, row: Mapping[str, str], schema: Schema) -> tuple[str, str]:
    if "taxonomy" in row and change.parent_id:
        return _TERMS.get(row["taxonomy"], _UNDER)
    title = titled(schema, change.resource)
    return _LINKS.get(change.resource, (f"{title} removed", f"{title} added"))


def _is_root(change: Change) -> bool:
    return change.action != CHANGED and not change.parent_id


def _is_part(change: Change, whole: Mapping[tuple[str, str], Change]) -> bool:
    """Tell whether a change says no more than that its owner came or went."""
    owner = whole.get(change.owner)
    return bool(change.parent_id and owner and owner.action == change.action)


def _rank(change: Change, names: Names) -> tuple[object, ...]:
    resource, row = change.owner
    order = (*FIRST, *names.schema.resources)
    kind = (change.action if _is_root(change) else CHANGED, change.reason in TIDIED)
    kinds = ((REMOVED, False), (ADDED, False), (CHANGED, False))
    place = order.index(resource) if resource in order else len(order)
    first = kinds.index(kind) if kind in kinds else len(kinds)
    return first, place, names.of(resource, row).casefold(), row, int(change.sequence or 0)


def _title(change: Change, names: Names) -> str:
    kind = titled(names.schema, change.owner[0])
    if not _is_root(change):
        return f"Changed: {kind}"
    if change.action == REMOVED and change.reason in TIDIED:
        return f"Tidied, and not a loss: {kind}"
    return f"{change.action.capitalize()}: {kind}"


def _whole(change: Change, names: Names, parts: Mapping[tuple[str, str, str], int]) -> str:
    hanging = [
        f"{PARTS.get(resource) or titled(names.schema, resource)} ({count})"
        for (*place, resource), count in parts.items()
        if tuple(place) == change.place
    ]
    beside = f", with {', '.join(hanging)}" if hanging else ""
    return f"{names.of(*change.place)} ({change.row_id}){beside}{_why(change, names.schema)}"


def _value(change: Change, names: Names) -> str:
    return f"{names.of(*change.owner)}: {said(change, names)}{_why(change, names.schema)}"


def _why(change: Change, schema: Schema) -> str:
    if change.reason == NOT_STATED:
        return ""
    label = schema.codelists["change_reason"].labels.get(change.reason, change.reason)
    return f" [{label}]"


def _counted(changes: Sequence[Change]) -> Iterator[Told]:
    form = sum(change.significance == COSMETIC for change in changes)
    checks = {each.owner for each in changes if each.significance == CHECKED}
    lists = sum(change.resource in LISTS for change in changes)
    unstated = sum(
        change.reason == NOT_STATED
        and change.significance not in (CHECKED, COSMETIC)
        and change.resource not in LISTS
        for change in changes
    )
    for count, title in (
        (form, "Capitals, spacing and punctuation only"),
        (len(checks), "Checked again, and nothing else"),
        (lists, "Lists of areas and terms"),
        (unstated, "No reason stated"),
    ):
        if count:
            yield Told(f"{title}: {count:,}", ())
