"""Records and values as people call them: names, labels and dates in place of ids and codes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from offer_opendata.checks.words import lower_first, spoken
from offer_opendata.history.change import ADDED, REMOVED, Change
from offer_opendata.history.rows import key_of, row_id, row_ids
from offer_opendata.schema import Field, Resource, Schema

NAMING = ("name", "title", "label", "statement", "summary", "what_changed")
LONGEST, BEFORE, FIRST_FEW = 70, 25, 3
DAYS = ("schedules", "byday")
NEEDLESS = {("interval", "1")}  # each week, each month
_WHICH = {"": "", "1": "first ", "2": "second ", "3": "third ", "4": "fourth ", "5": "fifth "}
_WHICH |= {"-1": "last ", "-2": "last but one "}
_YES_NO = {"true": "yes", "false": "no"}
Row = Mapping[str, str]
Known = Mapping[str, Mapping[str, str]]


def nothing_known(_: Change) -> Row:
    """Return nothing: a change alone does not tell what a record held when it came."""
    return {}


@dataclass(frozen=True)
class Names:
    """What each record is called, by resource and row_id, and how its values are said.

    `came` gives the record that an addition brought, where that is known. Texts are cut at
    `longest` letters; None means that everything is told whole.
    """

    schema: Schema
    named: Callable[[str, str], str]
    came: Callable[[Change], Row] = nothing_known
    longest: int | None = LONGEST

    def of(self, resource: str, row: str) -> str:
        """Return the name of a record, or its id where it has none."""
        return self._cut(self.named(resource, row) or row)

    def value(self, place: tuple[str, str], value: str, row: Row) -> str:
        """Return the value of a field (its resource and name) as one says it.

        `row` is the record it stands in, as far as that is known: a code is read by its list.
        """
        resource = self.schema.resources.get(place[0])
        field = resource.by_name.get(place[1]) if resource else None
        if resource is None or field is None or not value:
            return self._cut(value)
        for key in resource.foreign_keys:
            if field.name == key.fields[-1] and all(row.get(name) for name in key.fields[:-1]):
                parts = [*(row[name] for name in key.fields[:-1]), value]
                return self._cut(self.named(key.resource, row_id(parts)) or value)
        if place == DAYS:
            return _days(self.schema.codelists["week_day"].labels, value)
        return self._plain(field, value)

    def describe(self, resource: str, row: Row) -> str:
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
            if value and name not in skipped and (name, value) not in NEEDLESS
        ]
        return self._cut(", ".join(said if self.longest is None else said[:FIRST_FEW]))

    def row(self, change: Change) -> Row:
        """Return what is known of a record: all of one that went or came, else its key."""
        if change.action == REMOVED:
            return change.removed_row()
        came = self.came(change) if change.action == ADDED else {}
        resource = self.schema.resources.get(change.resource)
        if came or resource is None or len(resource.primary_key) == 1:
            return came
        try:
            return dict(zip(resource.primary_key, key_of(change.row_id, resource), strict=False))
        except ValueError:  # a table of this name had another key, long ago
            return {}

    def _plain(self, field: Field, value: str) -> str:
        if field.codelist:
            return _labels(self.schema.codelists[field.codelist].labels, value)
        if field.type == "boolean":
            return _YES_NO.get(value, value)
        if field.type == "date":
            try:
                return spoken(date.fromisoformat(value))
            except ValueError:
                return value
        return self._cut(value)

    def _cut(self, text: str) -> str:
        return text if self.longest is None else short(text, self.longest)


def _labels(labels: Mapping[str, str], value: str) -> str:
    codes = value.split(",")  # such as days of the week
    return ", ".join(labels[each] for each in codes) if labels.keys() >= set(codes) else value


def day_words(labels: Mapping[str, str]) -> dict[str, str]:
    """Return what each code of a day is called, such as first Thursday for 1TH."""
    return {
        f"{n}{code}": f"{which}{day}" for n, which in _WHICH.items() for code, day in labels.items()
    }


def _days(labels: Mapping[str, str], value: str) -> str:
    words, codes = day_words(labels), value.split(",")
    return ", ".join(words[each] for each in codes) if words.keys() >= set(codes) else value


def known_names(
    schema: Schema, columns: Mapping[str, Mapping[str, Sequence[str]]], changes: Iterable[Change]
) -> Known:
    """Return the names of records: in tables, held by column, and of those that changes remove."""
    known: dict[str, dict[str, str]] = {}
    for name, resource in schema.resources.items():
        if name in columns:
            known[name] = _named(resource, columns[name])
    for change in changes:
        if change.action == REMOVED:
            called = label_of(schema.resources.get(change.resource), change.removed_row())
            known.setdefault(change.resource, {}).setdefault(change.row_id, called)
    return known


def names_of(
    schema: Schema, columns: Mapping[str, Mapping[str, Sequence[str]]], changes: Iterable[Change]
) -> Names:
    """Return what records are called, in tables held by column, or by changes that remove them."""
    kept = tuple(changes)
    return names_in(schema, columns, known_names(schema, columns, kept))


def names_in(
    schema: Schema, columns: Mapping[str, Mapping[str, Sequence[str]]], known: Known
) -> Names:
    """Return what records are called whose names are known; the tables tell what came."""
    places: dict[str, dict[str, int]] = {}

    def came(change: Change) -> Row:
        held, resource = columns.get(change.resource), schema.resources.get(change.resource)
        if not held or resource is None or len(resource.primary_key) > 1:
            return {}
        if change.resource not in places:
            ids = held[resource.primary_key[0]]
            places[change.resource] = {text: at for at, text in enumerate(ids)}
        at = places[change.resource].get(change.row_id)
        return {} if at is None else {name: cells[at] for name, cells in held.items()}

    return Names(schema, lambda resource, row: known.get(resource, {}).get(row, ""), came)


def label_fields(resource: Resource | None) -> tuple[str, ...]:
    """Return the fields by which people know a record of a resource, the best first."""
    own = resource.descriptor.get("label") if resource else None
    return (own, *NAMING) if own and own not in NAMING else NAMING


def label_field(resource: Resource | None) -> str:
    """Return the one field that a table of a resource is headed by."""
    return str(resource.descriptor.get("label", "name")) if resource else "name"


def label_of(resource: Resource | None, row: Row) -> str:
    """Return the name by which people know a record, if it has one."""
    return next((row[name] for name in label_fields(resource) if row.get(name)), "")


def short(text: str, longest: int = LONGEST) -> str:
    """Return a text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def from_difference(before: str, after: str, longest: int | None) -> tuple[str, str]:
    """Return two texts, of long ones only from shortly before the place where they part."""
    if longest is None or not (before and after) or max(len(before), len(after)) <= longest:
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
    if field == "name" == known.descriptor.get("label"):
        return field  # such a column is headed by what it names, as in Service
    return lower_first(known.by_name[field].title) if field in known.by_name else field


def _named(resource: Resource, columns: Mapping[str, Sequence[str]]) -> dict[str, str]:
    named = [columns[name] for name in label_fields(resource) if name in columns]
    if not named:
        return {}
    ids = row_ids([columns[name] for name in resource.primary_key])
    called = (next(filter(None, cells), "") for cells in zip(*named, strict=True))
    return dict(zip(ids, called, strict=True))
