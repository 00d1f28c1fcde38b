"""Records and values as people call them: names, labels and dates in place of ids and codes."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from offer_opendata.checks.words import lower_first, spoken
from offer_opendata.history.change import REMOVED, Change
from offer_opendata.history.rows import row_id, row_ids
from offer_opendata.schema import Field, Resource, Schema

NAMING = ("name", "title", "label", "statement", "summary", "what_changed")
LONGEST, BEFORE = 70, 25
_YES_NO = {"true": "yes", "false": "no"}


@dataclass(frozen=True)
class Names:
    """What each record is called: by resource and row_id."""

    schema: Schema
    known: Mapping[str, Mapping[str, str]]

    def of(self, resource: str, row: str) -> str:
        """Return the name of a record, or its id where it has none."""
        return short(self.known.get(resource, {}).get(row, "") or row)

    def value(self, place: tuple[str, str], value: str, row: Mapping[str, str]) -> str:
        """Return the value of a field (its resource and name) as one says it.

        `row` is the record it stands in, as far as that is known: a code is read by its list.
        """
        resource = self.schema.resources.get(place[0])
        field = resource.by_name.get(place[1]) if resource else None
        if resource is None or field is None or not value:
            return short(value)
        for key in resource.foreign_keys:
            if field.name == key.fields[-1] and all(row.get(name) for name in key.fields[:-1]):
                parts = [*(row[name] for name in key.fields[:-1]), value]
                return (
                    self.of(key.resource, row_id(parts)) if len(parts) == 1 else self._term(parts)
                )
        return self._plain(field, value)

    def describe(self, resource: str, row: Mapping[str, str]) -> str:
        """Return in a few words what a record says that has no name of its own."""
        known = self.schema.resources.get(resource)
        skipped = {"id", "taxonomy"} | (
            {known.descriptor["parent"]["field"]}
            if known and known.descriptor.get("parent")
            else set()
        )
        skipped |= set(known.descriptor.get("exactlyOne", ())) if known else set()
        said = [
            self.value((resource, name), value, row)
            for name, value in row.items()
            if value and name not in skipped
        ]
        return short(", ".join(said[:3]))

    def _term(self, parts: Sequence[str]) -> str:
        return self.known.get("terms", {}).get(row_id(parts), "") or parts[-1]

    def _plain(self, field: Field, value: str) -> str:
        if field.codelist:
            return self.schema.codelists[field.codelist].labels.get(value, value)
        if field.type == "boolean":
            return _YES_NO.get(value, value)
        if field.type == "date":
            try:
                return spoken(date.fromisoformat(value))
            except ValueError:
                return value
        return short(value)


def names_of(
    schema: Schema, columns: Mapping[str, Mapping[str, Sequence[str]]], changes: Iterable[Change]
) -> Names:
    """Return the names of records: in tables, held by column, and of those that changes remove."""
    known: dict[str, dict[str, str]] = {}
    for name, resource in schema.resources.items():
        if name in columns:
            known[name] = _named(resource, columns[name])
    for change in changes:
        if change.action == REMOVED:
            row = change.removed_row()
            called = next((row[name] for name in NAMING if row.get(name)), "")
            known.setdefault(change.resource, {}).setdefault(change.row_id, called)
    return Names(schema, known)


def short(text: str) -> str:
    """Return a text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"


def from_difference(before: str, after: str) -> tuple[str, str]:
    """Return two texts, of long ones only from shortly before the place where they part."""
    if not (before and after) or max(len(before), len(after)) <= LONGEST:
        return before, after
    same = next(
        (i for i, (one, other) in enumerate(zip(before, after, strict=False)) if one != other),
        min(len(before), len(after)),
    )
    start = before.find(" ", max(0, same - BEFORE), same) + 1 if same > BEFORE else 0
    return (f"…{before[start:]}", f"…{after[start:]}") if start else (before, after)


def titled(schema: Schema, resource: str, field: str = "") -> str:
    """Return the title of a resource or a field as it stands inside a sentence."""
    known = schema.resources.get(resource)
    if known is None:
        return field or resource
    if not field:
        return lower_first(known.title)
    return lower_first(known.by_name[field].title) if field in known.by_name else field


def row_of(change: Change, resource: Resource | None) -> dict[str, str]:
    """Return what a change tells of the record it is about: all of a removed one, else its key."""
    if change.action == REMOVED:
        return change.removed_row()
    if resource is None or len(resource.primary_key) == 1:
        return {}
    return dict(zip(resource.primary_key, json.loads(change.row_id), strict=True))


def _named(resource: Resource, columns: Mapping[str, Sequence[str]]) -> dict[str, str]:
    named = [columns[name] for name in NAMING if name in columns]
    if not named:
        return {}
    ids = row_ids([columns[name] for name in resource.primary_key])
    called = (next(filter(None, cells), "") for cells in zip(*named, strict=True))
    return dict(zip(ids, called, strict=True))
