"""Batches into tables: equal records are one, and a key with two values is said."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from offer_opendata.issues import Issue
from offer_opendata.mapping.records import Batch
from offer_opendata.schema import Resource, Schema
from offer_opendata.stage_issues import stage_issue
from offer_opendata.tables import Source, Table, empty_table


def merge(batches: Iterable[Batch], schema: Schema) -> tuple[dict[str, Table], list[Issue]]:
    """Return one table for each resource that a source may fill, and the conflicts.

    Records with the same key are one. A blank says nothing against a value; two
    values are a conflict: the batch of higher precedence wins, and where neither is
    higher the conflict is an error that names both cells.
    """
    gathered: dict[str, list[Batch]] = {}
    for batch in batches:
        gathered.setdefault(batch.resource.name, []).append(batch)
    tables: dict[str, Table] = {}
    issues: list[Issue] = []
    for name, resource in schema.resources.items():
        if not resource.generated:
            ordered = sorted(gathered.get(name, []), key=lambda batch: -batch.precedence)
            tables[name], found = _merged(resource, ordered)
            issues += found
    return tables, issues


def _merged(resource: Resource, batches: Sequence[Batch]) -> tuple[Table, list[Issue]]:
    if not batches:
        return empty_table(resource), []
    table = _joined(resource, batches)
    ranks = [batch.precedence for batch in batches for _ in batch.rows]
    if len(set(table.keys)) == len(table):
        return table, []
    return _deduplicated(table, ranks)


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
    repeats: list[tuple[int, int]] = []
    keep: list[int] = []
    for i, key in enumerate(table.keys):
        if "" in key or key not in first:
            first.setdefault(key, i)
            keep.append(i)
        else:
            repeats.append((first[key], i))
    columns = {name: list(column) for name, column in table.columns.items()}
    whole = replace(table, columns=columns)
    issues = [
        issue for kept, again in repeats for issue in _combine(whole, columns, kept, again, ranks)
    ]
    return whole.select(keep), issues


def _combine(
    table: Table,
    columns: Mapping[str, list[str]],
    kept: int,
    again: int,
    ranks: Sequence[int],
) -> Iterator[Issue]:
    for name, column in columns.items():
        if not column[kept]:
            column[kept] = column[again]
        elif column[again] and column[again] != column[kept]:
            wins = ranks[kept] > ranks[again]
            code = "other-source-wins" if wins else "conflicting-values"
            yield _conflict(code, table, name, (kept, again))


def _conflict(code: str, table: Table, field: str, pair: tuple[int, int]) -> Issue:
    kept, again = pair
    here = table.sources[again].place(table.rows[again], field)
    there = table.sources[kept].place(table.rows[kept], field)
    record = table.record(again)
    key = table.resource.key_text(record)
    place = replace(here, resource=table.resource.name, id=key, value=record[field])
    title = table.resource.by_name[field].title
    other = table.columns[field][kept]
    return stage_issue(
        code, place, id=key, value=record[field], other=other, there=there.place, title=title
    )
