"""What differs between two sides: table by table, record by record, with the reasons known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from offer_opendata.diff.sides import Side
from offer_opendata.history.change import ADDED, CHANGED, REMOVED, Change
from offer_opendata.history.compare import compare
from offer_opendata.history.replay import changes_by_release, renames_by_release
from offer_opendata.history.rows import Records, Row, filled, key_of, row_id
from offer_opendata.schema import Resource

RENAMED = "renamed"
LABELS = ("name", "title", "label")
Why = Mapping[tuple[str, str, str], Change]


@dataclass(frozen=True)
class ColumnDiff:
    """A column that only one side has, or that has another name (`was`), with its values."""

    name: str
    title: str
    action: str
    values: int
    was: str = ""


@dataclass(frozen=True)
class RecordDiff:
    """A record that was added, removed or changed; `values` are those of an added or removed one.

    `changes` are the values that differ, or the one change of the whole record.
    """

    row_id: str
    label: str
    action: str
    values: Mapping[str, str]
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class TableDiff:
    """What differs in one table; `resource` is the later description of it."""

    resource: Resource
    columns: tuple[ColumnDiff, ...]
    records: tuple[RecordDiff, ...]

    def count(self, action: str) -> int:
        """Return how many records were added, removed or changed."""
        return sum(record.action == action for record in self.records)

    def title_of(self, name: str) -> str:
        """Return the title of a field, as the later side has it where it has the field."""
        gone = {column.name: column.title for column in self.columns}
        field = self.resource.by_name.get(name)
        return field.title if field else gone.get(name, name)


@dataclass(frozen=True)
class Comparison:
    """Two sides and the tables in which they differ; `left_out` could not be compared."""

    before: Side
    after: Side
    tables: tuple[TableDiff, ...]
    left_out: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether there is any difference at all."""
        return bool(self.tables)

    @property
    def is_of_one_release(self) -> bool:
        """Whether both sides are one and the same release of one package."""
        one, other = self.before, self.after
        return one.past is not None and one.past is other.past and one.number == other.number


def compare_sides(before: Side, after: Side) -> Comparison:
    """Return what differs between two sides.

    Of two releases of one package, columns that were renamed between them are the same
    column, and each difference has the reason that was given for it last.
    """
    why, renames = _between(before, after)
    left_out, tables = [*before.left_out, *after.left_out], []
    for name in dict.fromkeys((*after.tables, *before.tables)):
        one, other = before.tables.get(name), after.tables.get(name)
        old, new = one or _empty(other), other or _empty(one)
        known = _usable(old, new, renames.get(name, {}))
        key = tuple(known.get(each, each) for each in old.resource.primary_key)
        if key != new.resource.primary_key:
            left_out.append(f"{name}: its key is another one on either side")
            continue
        table = _named(_table(old, new, known, why), (after, before))
        if table.records or table.columns:
            tables.append(table)
    return Comparison(before, after, tuple(tables), tuple(left_out))


def _empty(records: Records | None) -> Records:
    if records is None:
        raise ValueError("a table that is on neither side")
    return Records(records.resource, ())


def _usable(old: Records, new: Records, renames: Mapping[str, str]) -> dict[str, str]:
    return {
        was: now
        for was, now in renames.items()
        if was in old.names and now in new.names and now not in old.names and was != now
    }


def _between(before: Side, after: Side) -> tuple[Why, Mapping[str, Mapping[str, str]]]:
    """Return the last reason for each value, and the renamed columns, from one release on."""
    if before.past is None or before.past is not after.past:
        return {}, {}
    first, last = sorted((before.number, after.number))
    changes, renamed = changes_by_release(after.past), renames_by_release(after.past)
    why: dict[tuple[str, str, str], Change] = {}
    names: dict[str, dict[str, str]] = {}
    for number in range(first + 1, last + 1):
        for each in renamed.get(number, ()):
            found = names.setdefault(each.resource, {})
            was = next((old for old, now in found.items() if now == each.before), each.before)
            found[was] = each.after
            why = {
                _moved(place, (each.resource, each.before), each.after): c
                for place, c in why.items()
            }
        why |= {(*each.place, each.field): each for each in changes.get(number, ())}
    if before.number > after.number:
        return {}, {table: {now: was for was, now in each.items()} for table, each in names.items()}
    return why, names


def _moved(place: tuple[str, str, str], column: tuple[str, str], name: str) -> tuple[str, str, str]:
    return (*place[:2], name) if (place[0], place[2]) == column else place


def _table(old: Records, new: Records, renames: Mapping[str, str], why: Why) -> TableDiff:
    changes = [_because(each, why) for each in compare(old, new, renames)]
    columns = tuple(_columns(old, new, renames, changes))
    rows = {**_by_id(old), **_by_id(new)}
    records = [
        _record(rows[place], list(found))
        for place, found in groupby(changes, key=lambda change: change.row_id)
    ]
    return TableDiff(new.resource, columns, tuple(records))


def _because(change: Change, why: Why) -> Change:
    known = why.get((*change.place, change.field)) or why.get((*change.place, ""))
    if known is None:
        return replace(change, reason="")
    return replace(
        change,
        reason=known.reason,
        note=known.note,
        decision_id=known.decision_id,
        release_number=known.release_number,
    )


def _by_id(records: Records) -> dict[str, tuple[Records, Row]]:
    return {row_id(key): (records, row) for key, row in records.by_key.items()}


def _record(found: tuple[Records, Row], changes: list[Change]) -> RecordDiff:
    records, row = found
    values = dict(filled(records.names, row))
    first = changes[0]
    whole = values if first.action != CHANGED else {}
    return RecordDiff(first.row_id, _label(values), first.action, whole, tuple(changes))


def _named(table: TableDiff, sides: tuple[Side, ...]) -> TableDiff:
    """Return a table in which a record without a name is called by what it points to."""
    resource = table.resource
    records = []
    for record in table.records:
        row = _row(sides, resource.name, key_of(record.row_id, resource))
        pointed = (
            _label(_row(sides, key.resource, tuple(row.get(name, "") for name in key.fields)))
            for key in resource.foreign_keys
            if not record.label
        )
        records.append(replace(record, label=record.label or ", ".join(filter(None, pointed))))
    return replace(table, records=tuple(records))


def _row(sides: tuple[Side, ...], name: str, key: Row) -> dict[str, str]:
    for side in sides:
        records = side.tables.get(name)
        row = records.by_key.get(key) if records else None
        if records and row:
            return dict(zip(records.names, row, strict=True))
    return {}


def _label(row: Mapping[str, str]) -> str:
    return next((row[name] for name in LABELS if row.get(name)), "")


def _columns(
    old: Records, new: Records, renames: Mapping[str, str], changes: list[Change]
) -> Iterable[ColumnDiff]:
    was = {now: name for name, now in renames.items()}
    counts: dict[str, int] = {}
    for change in changes:
        counts[change.field] = counts.get(change.field, 0) + 1
    for name, field in new.resource.by_name.items():
        if name in was:
            yield ColumnDiff(name, field.title, RENAMED, 0, was[name])
        elif name not in old.names:
            yield ColumnDiff(name, field.title, ADDED, counts.get(name, 0))
    for name, field in old.resource.by_name.items():
        if name not in new.names and name not in renames:
            yield ColumnDiff(name, field.title, REMOVED, counts.get(name, 0))
