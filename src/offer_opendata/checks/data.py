"""What a check gets to see, and what it gives back."""

from collections.abc import Hashable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Protocol

from offer_opendata.issues import Severity
from offer_opendata.schema import Field, Schema
from offer_opendata.tables import Finding, Table, Tables, empty_table

Problem = tuple[str, str] | None
Findings = Iterator[Finding]

STOPPED = frozenset(("inactive", "defunct"))


@dataclass(frozen=True)
class Data:
    """The tables to check, the schema they follow, and the day of the release.

    `not_people` are names in comments that somebody looked at: no person is called so.
    """

    tables: Tables
    schema: Schema
    released_on: date
    not_people: tuple[str, ...] = ()

    @cached_property
    def distinct(self) -> Mapping[str, Mapping[str, Set[str]]]:
        """The different values of each field of each resource, blank ones left out."""
        return {
            resource: {name: _filled(column) for name, column in table.columns.items()}
            for resource, table in self.tables.items()
        }

    def table(self, name: str) -> Table:
        """Return the table of a resource, without records where there is none."""
        return self.tables.get(name) or empty_table(self.schema.resources[name])

    def rows(self, name: str, *fields: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield the position of each record with its values in the fields."""
        columns = self.table(name).columns
        return enumerate(zip(*(columns[field] for field in fields), strict=True))

    def different(self, table: Table, names: Sequence[str]) -> Set[Hashable]:
        """Return the different keys of a table's records, as `keys` has them; blank is none."""
        if len(names) == 1 and not _is_number(table, names[0]):
            return self.distinct.get(table.resource.name, {}).get(names[0], frozenset())
        return set(keys(table, names)) - {""}

    def sourced(self) -> Iterator[Table]:
        """Yield the tables that come from sources; the tool's own are not the officer's to mend."""
        return (table for table in self.tables.values() if not table.resource.generated)

    def ago(self, days: int) -> str:
        """Return the day that lies so many days before the release, as text."""
        return (self.released_on - timedelta(days=days)).isoformat()

    @cached_property
    def running(self) -> Sequence[int]:
        """The position of each service that has not stopped."""
        statuses = self.table("services").columns["status"]
        return [index for index, status in enumerate(statuses) if status not in STOPPED]


class ValueCheck(Protocol):
    """A module with a rule about one value, whatever record it stands in.

    It may also have `SIGNS`, texts, and `HINTS`, patterns, of which one occurs in every value
    that breaks the rule, so that whole columns are passed at once; `quick(field)`, which
    returns what tells of most right values that they are right, without a call from Python
    for each; and `PRIVATE`, where the value must not be repeated in a report.
    """

    @property
    def CODE(self) -> str: ...  # noqa: D102, N802 - constants of a module

    @property
    def SEVERITY(self) -> Severity: ...  # noqa: D102, N802 - constants of a module

    def applies(self, field: Field, /) -> bool: ...  # noqa: D102 - said in each module

    def problem(self, value: str, field: Field, schema: Schema, /) -> Problem: ...  # noqa: D102


class TableCheck(Protocol):
    """A module with a rule between values: of one record, of a table, or of several."""

    @property
    def CODE(self) -> str: ...  # noqa: D102, N802 - constants of a module

    @property
    def SEVERITY(self) -> Severity: ...  # noqa: D102, N802 - constants of a module

    def find(self, data: Data, /) -> Findings: ...  # noqa: D102 - said in each module


def at_values(table: Table, name: str, problems: Mapping[str, tuple[str, str]]) -> Findings:
    """Yield a finding for each cell of a field that holds one of the values with a problem."""
    if problems:
        for index, value in enumerate(table.columns[name]):
            if value in problems:
                yield Finding(table.resource.name, index, name, value, *problems[value])


def keys(table: Table, names: Sequence[str]) -> Sequence[Hashable]:
    """Return for each record the value of a field, or the values of several, numbers as numbers."""
    columns = [_comparable(table, name) for name in names]
    return columns[0] if len(columns) == 1 else list(zip(*columns, strict=True))


def place(table: Table, index: int, name: str) -> str:
    """Return where a value was read, as reports say it: `returns.xlsx › Data Capture!P27`."""
    return table.sources[index].place(table.rows[index], name).place or "the mapping"


def _filled(column: Sequence[str]) -> Set[str]:
    values = set(column)
    values.discard("")
    return values


def _comparable(table: Table, name: str) -> Sequence[Hashable]:
    column = table.columns[name]
    return [_number(value) for value in column] if _is_number(table, name) else column


def _is_number(table: Table, name: str) -> bool:
    return table.resource.by_name[name].type in {"integer", "number"}


def _number(value: str) -> Hashable:
    try:
        return Decimal(value)
    except InvalidOperation:
        return value
