"""Batches into tables: equal records are one, and a key with two values is said."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from offer_opendata.issues import Issue
from offer_opendata.mapping.records import Batch
from offer_opendata.schema import Resource, Schema
from offer_opendata.stage_issues import stage_issue
from offer_opendata.tables import Source, Table, empty_table


def merge(batches: Iterable[Batch], schema: Schema) -> tuple[dict[str, Table], list[Issue]]:
    """Return one table for each resource that a source may fill, and the issues of its records.

    Records with the same key are one. A blank says nothing against a value; two
    values are a conflict: the batch of higher precedence wins, and where neither is
    higher the conflict is an error that names both cells. What the batches had to say
    of their cells comes with the id of the record.
    """
    gathered: dict[str, list[Batch]] = {}
    issues: list[Issue] = []
    for batch in batches:
        gathered.setdefault(batch.resource.name, []).append(batch)
        issues += _identified(batch)
    tables: dict[str, Table] = {}
    for name, resource in schema.resources.items():
        if not resource.generated:
            ordered = sorted(gathered.get(name, []), key=lambda batch: -batch.precedence)
            tables[name], found = _merged(resource, ordered)
            issues += found
    return tables, issues


def _identified(batch: Batch) -> Iterator[Issue]:
    for position, issue in batch.issues:
        yield issue if position is None else replace(issue, id=batch.key_text(position))


def _merged(resource: Resource, batches: Sequence[Batch]) -> tuple[Table, list[Issue]]:
    if not batches:
        return empty_table(resource), []
    table = _joined(resource, batches)
    if len(set(table.keys)) == len(table):
        return table, []
    return _deduplicated(table, [batch.precedence for batch in batches for _ in batch.rows])


def _joined(resource: Resource, batches: Sequence[Batch]) -> Table:
    columns: dict[str, list[str]] = {field.name: [] for field in resource.fields}
    sources: list[Source] = []
    rows: list[int] = []
    for batch in batches:
        blank = [""] * len(batch.rows)
        for name, column in columns.items():
            column.extend(batch.columns.get(name, blank))
        sources.extend([batch.source] * len(batch.rows))
        rows.extend(batch.rows)
    return Table(resource, columns, sources, rows)


def _deduplicated(table: Table, ranks: Sequence[int]) -> tuple[Table, list[Issue]]:
    first: dict[tuple[str, ...], int] = {}
    columns = {name: list(column) for name, column in table.columns.items()}
    whole = replace(table, columns=columns)
    origins: dict[tuple[int, str], int] = {}
    keep: list[int] = []
    issues: list[Issue] = []
    for i, key in enumerate(table.keys):
        # Records without a key are not one record: each is for the checks to find.
        if "" in key or first.setdefault(key, i) == i:
            keep.append(i)
            continue
        for name in _combined(columns, (first[key], i), origins):
            holder = origins.get((first[key], name), first[key])
            issues.append(_conflict(whole, name, (holder, i), ranks))
    moved = {at: (table.sources[i], table.rows[i]) for at, i in origins.items()}
    return replace(whole, moved=moved).select(keep), issues


def _combined(
    columns: dict[str, list[str]], pair: tuple[int, int], origins: dict[tuple[int, str], int]
) -> list[str]:
    """Fill the blanks of the first record from the second; return the fields that differ."""
    kept, again = pair
    differing = []
    for name, column in columns.items():
        if column[again] and not column[kept]:
            column[kept] = column[again]
            origins[kept, name] = again
        elif column[again] and column[again] != column[kept]:
            differing.append(name)
    return differing


def _conflict(table: Table, field: str, pair: tuple[int, int], ranks: Sequence[int]) -> Issue:
    kept, again = pair
    code = "other-source-wins" if ranks[kept] > ranks[again] else "conflicting-values"
    other, value = (table.columns[field][i] for i in pair)
    key = table.resource.key_text(table.record(again))
    place = replace(table.place(again, field), resource=table.resource.name, id=key, value=value)
    there = table.place(kept, field).place
    title = table.resource.by_name[field].title
    return stage_issue(code, place, id=key, value=value, other=other, there=there, title=title)
