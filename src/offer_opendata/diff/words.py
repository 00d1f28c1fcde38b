"""The values of a comparison as people say them: labels, names and dates in place of codes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from offer_opendata.diff.comparison import Comparison, RecordDiff, TableDiff
from offer_opendata.diff.sides import Side
from offer_opendata.history.change import REMOVED, Change
from offer_opendata.history.naming import Names, label_of
from offer_opendata.history.rows import key_of
from offer_opendata.schema import Field, Resource, Schema


@dataclass(frozen=True)
class Words:
    """How values of either side are said; what records are called, each side knows for itself."""

    schema: Schema
    before: Names
    after: Names

    def change(self, table: TableDiff, change: Change) -> tuple[Change, bool]:
        """Return a change in words, and whether they are others: then each value is one thing.

        Two values that would be said alike stay as they are.
        """
        place = (table.resource.name, change.field)
        row = self.after.row(change)
        before = self.before.value(place, change.before, row)
        after = self.after.value(place, change.after, row)
        if before == after:
            return change, False
        said = replace(change, before=before, after=after)
        return said, said != change

    def values(self, table: TableDiff, record: RecordDiff) -> Iterator[tuple[str, str]]:
        """Yield title and value of each field of a whole record, without its key: its name."""
        for name, value in record.values.items():
            if name not in table.resource.primary_key:
                said = self._names(record).value((table.resource.name, name), value, record.values)
                yield table.title_of(name), said

    def name(self, table: TableDiff, record: RecordDiff) -> str:
        """Return how a person knows a record: its name with its key, or the key alone."""
        parts = key_of(record.row_id, table.resource)
        pairs = zip(table.resource.primary_key, parts, strict=True)
        coded = [self._label(table, record, *pair) for pair in pairs]
        called = ", ".join(filter(None, (record.label, *coded)))
        key = ", ".join(parts)
        return f"{called} ({key})" if called else key

    def _label(self, table: TableDiff, record: RecordDiff, name: str, part: str) -> str:
        """Return what a code in a key means, where the key is of no other record that tells it."""
        pointing = {each for key in table.resource.foreign_keys for each in key.fields}
        said = self._names(record).value((table.resource.name, name), part, {})
        return "" if name in pointing or said == part else said

    def _names(self, record: RecordDiff) -> Names:
        return self.before if record.action == REMOVED else self.after


def words_of(comparison: Comparison, schema: Schema) -> Words:
    """Return the words for a comparison; codes are read where both sides state which there are."""
    one, other = comparison.before, comparison.after
    known = {
        name: _read(
            resource, [side.tables[name].resource for side in (one, other) if name in side.tables]
        )
        for name, resource in schema.resources.items()
    }
    within = replace(schema, resources=known)
    names = (Names(within, _named(side, known), longest=None) for side in (one, other))
    return Words(schema, *names)


def _read(resource: Resource, stated: list[Resource]) -> Resource:
    """Return our resource with the code lists of those fields whose codes each side states."""
    fields = tuple(
        each if _is_coded(each, stated) else replace(each, codelist="") for each in resource.fields
    )
    return replace(resource, fields=fields)


def _is_coded(field: Field, stated: list[Resource]) -> bool:
    found = [each.by_name[field.name] for each in stated if field.name in each.by_name]
    return all("enum" in each.constraints for each in found)


def _named(side: Side, known: Mapping[str, Resource]) -> Callable[[str, str], str]:
    def named(name: str, key: str) -> str:
        records = side.tables.get(name)
        if records is None or len(records.resource.primary_key) != len(known[name].primary_key):
            return ""
        row = records.by_key.get(tuple(key_of(key, records.resource)))
        return label_of(known[name], dict(zip(records.names, row, strict=True))) if row else ""

    return named
