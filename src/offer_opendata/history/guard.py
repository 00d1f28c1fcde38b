"""The guard: a release that would take out very much at once is stopped until somebody agrees."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from offer_opendata.history.change import ADDED, CHANGED, LISTS, REMOVED, Change

GUARDED = ("services", "organizations")
MORE_THAN, PERCENT = 5, 5
Columns = Mapping[str, Mapping[str, Sequence[str]]]


@dataclass(frozen=True)
class Removals:
    """Records of one resource that would go: out of how many, from one source or from all."""

    resource: str
    source: str
    ids: tuple[str, ...]
    of: int


@dataclass(frozen=True)
class Emptied:
    """A column that would lose all its values, or a table (no field) all its records."""

    resource: str
    field: str
    held: int

    @property
    def name(self) -> str:
        """What a person allows: `services.phone`."""
        return f"{self.resource}.{self.field}" if self.field else self.resource


@dataclass(frozen=True)
class Allowed:
    """What a person allows: how many removals exactly (None: says nothing), and emptied columns."""

    removals: int | None = None
    emptied: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refused:
    """What stops a release, and is false where nothing does.

    `removed` counts every guarded record that would go; `not_emptied` are columns that were
    allowed to lose all values and would not.
    """

    removals: tuple[Removals, ...]
    emptied: tuple[Emptied, ...]
    removed: int
    allowed: Allowed
    not_emptied: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.removals or self.emptied or self.is_miscounted or self.not_emptied)

    @property
    def is_miscounted(self) -> bool:
        """Whether a number of removals was allowed that is not the number there would be."""
        return self.allowed.removals not in (None, self.removed)


def guard(
    changes: Sequence[Change],
    tables: Columns,
    sources: Mapping[tuple[str, str], str],
    allowed: Allowed,
) -> Refused:
    """Return what stops a release: nothing, or exactly what would go.

    More than 5 and more than 5% of the services or organisations, of all of them or of those
    from one source, and a column that held several values and would hold none. `tables` are
    the new tables by column; `sources` says where each record of the last release came from.
    What is allowed must be what would happen: the count of removals, each emptied column.
    """
    gone = _by_resource(change for change in changes if change.action == REMOVED)
    removed = sum(len(gone.get(resource, ())) for resource in GUARDED)
    emptied = list(_emptied(changes, tables))
    removals = [] if allowed.removals == removed else _removals(gone, changes, tables, sources)
    names = {each.name for each in emptied}
    return Refused(
        removals=tuple(removals),
        emptied=tuple(each for each in emptied if each.name not in allowed.emptied),
        removed=removed,
        allowed=allowed,
        not_emptied=tuple(name for name in allowed.emptied if name not in names),
    )


def _removals(
    gone: Mapping[str, Sequence[str]],
    changes: Sequence[Change],
    tables: Columns,
    sources: Mapping[tuple[str, str], str],
) -> list[Removals]:
    added = Counter(change.resource for change in changes if change.action == ADDED)
    found = []
    for resource in GUARDED:
        ids = gone.get(resource, ())
        now = len(tables[resource]["id"]) if resource in tables else 0
        found.append(Removals(resource, "", tuple(ids), now - added[resource] + len(ids)))
        every = Counter(source for (name, _), source in sources.items() if name == resource)
        by_source: dict[str, list[str]] = {}
        for each in ids:
            by_source.setdefault(sources.get((resource, each), ""), []).append(each)
        found += (
            Removals(resource, source, tuple(theirs), every[source])
            for source, theirs in sorted(by_source.items())
            if source
        )
    return [each for each in found if is_too_much(len(each.ids), each.of)]


def is_too_much(removed: int, of: int) -> bool:
    """Tell whether so many removals out of so many records need somebody's word."""
    return removed > MORE_THAN and removed * 100 > of * PERCENT


def _emptied(changes: Iterable[Change], tables: Columns) -> Iterator[Emptied]:
    held: Counter[tuple[str, str]] = Counter()
    rows: Counter[str] = Counter()
    for change in changes:
        if change.resource in LISTS:
            continue
        if change.action == CHANGED and not change.after:
            held[change.resource, change.field] += 1
        elif change.action == REMOVED:
            rows[change.resource] += 1
            held.update((change.resource, name) for name in change.removed_row())
    for resource, count in rows.items():
        if count > 1 and not _rows_of(tables, resource):
            yield Emptied(resource, "", count)
    for (resource, field), count in held.items():
        column = tables.get(resource, {}).get(field, ())
        if count > 1 and column and not any(column):
            yield Emptied(resource, field, count)


def _rows_of(tables: Columns, resource: str) -> int:
    columns: Collection[Sequence[str]] = tables.get(resource, {}).values()
    return len(next(iter(columns), ()))


def _by_resource(changes: Iterable[Change]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for change in changes:
        found.setdefault(change.resource, []).append(change.row_id)
    return found
