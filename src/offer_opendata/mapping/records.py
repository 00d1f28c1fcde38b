"""Blocks of a mapping applied to a grid: the records of each resource, with their places."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from offer_opendata.issues import Issue
from offer_opendata.mapping.cells import (
    Column,
    converted,
    filled,
    numbered,
    parts_of,
    raw_column,
)
from offer_opendata.mapping.hours import read_hours
from offer_opendata.mapping.reading import Grid
from offer_opendata.mapping.spec import Block, Cells, placeholders
from offer_opendata.schema import Codelist, Field, Resource, Schema
from offer_opendata.stage_issues import stage_issue
from offer_opendata.tables import Source

TERMS = ("taxonomy", "code")


@dataclass(frozen=True)
class Batch:
    """The records that one block made: columns of canonical text, and each record's row.

    `minted` names the fields that still hold source keys, with the resource whose ids
    they stand for. `issues` are what the block had to say of its cells.
    """

    resource: Resource
    columns: Mapping[str, Sequence[str]]
    source: Source
    rows: Sequence[int]
    minted: Mapping[str, str]
    precedence: int
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True)
class _Taken:
    """The rows a block takes: positions in the grid, and values already split from one cell."""

    places: Sequence[int]
    given: Mapping[str, Sequence[str]]
    issues: tuple[Issue, ...] = ()


def apply_block(block: Block, grid: Grid, schema: Schema, precedence: int) -> Batch:
    """Return the records that a block makes from a grid.

    The rows kept are those that `where` and `unless_blank` allow; a field that is
    split, or a text of opening hours, makes several records from one row.
    """
    resource = schema.resources[block.resource]
    source = _source(block, grid)
    kept = _kept(block, grid)
    part = grid if len(kept) == len(grid.rows) else grid.select(kept)
    taken = _taken(block, part)
    columns, noted = _columns(block, part, taken, schema)
    rows = [part.rows[place] for place in taken.places]
    said = _saying_something(resource, columns, len(rows))
    if len(said) < len(rows):
        columns = {name: [column[i] for i in said] for name, column in columns.items()}
    made = [
        issue for each in noted for issue in _noted_issues(*each, source, rows, resource)
    ]
    return Batch(
        resource=resource,
        columns=columns,
        source=source,
        rows=[rows[i] for i in said],
        minted=_minted(block, resource),
        precedence=precedence,
        issues=(*made, *(_hours_issue(each, source, resource) for each in taken.issues)),
    )


def _saying_something(
    resource: Resource, columns: Mapping[str, Sequence[str]], count: int
) -> Sequence[int]:
    """Return the records of a link table that link to something; a blank cell says nothing."""
    parent = resource.descriptor.get("parent", {}).get("field")
    links = [name for name in resource.primary_key if name != parent and name in columns]
    if parent is None or len(resource.primary_key) == 1 or not links:
        return range(count)
    whole = zip(*(columns[name] for name in links), strict=True)
    return [i for i, values in enumerate(whole) if all(values)]


def _source(block: Block, grid: Grid) -> Source:
    letters = {}
    for cells in block.fields:
        found = [grid.letter(heading) for heading in cells.headings if grid.letter(heading)]
        if found:
            letters[cells.field] = found[0]
    if block.hours:
        letters |= dict.fromkeys(("opens_at", "closes_at", "byday"), grid.letter(block.hours))
    return Source(grid.file, grid.sheet, letters, grid.transposed)


def _kept(block: Block, grid: Grid) -> Sequence[int]:
    kept: Sequence[int] = range(len(grid.rows))
    if block.rows == "first":
        kept = [i for i in kept if grid.heads[i] == i]
    for heading, allowed in block.where:
        column = grid.column(heading) if grid.positions(heading) else ()
        kept = [i for i in kept if column and column[i] in allowed]
    if block.unless_blank:
        there = [grid.column(name) for name in block.unless_blank if grid.positions(name)]
        kept = [i for i in kept if any(column[i] for column in there)]
    return kept


def _taken(block: Block, grid: Grid) -> _Taken:
    if block.hours:
        return _by_hours(block, grid)
    split = [cells for cells in block.fields if cells.split]
    if not split:
        return _Taken(range(len(grid.rows)), {})
    texts = [raw_column(cells, grid) for cells in split]
    places: list[int] = []
    values: list[list[str]] = [[] for _ in split]
    for place, row in enumerate(zip(*texts, strict=True)):
        if any(row):
            parts = [parts_of(text, cells.split) for text, cells in zip(row, split, strict=True)]
            for together in _together(parts):
                places.append(place)
                for column, value in zip(values, together, strict=True):
                    column.append(value)
    fields = [cells.field for cells in split]
    return _Taken(places, dict(zip(fields, values, strict=True)))


def _together(parts: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    longest = max(map(len, parts))
    for i in range(longest):
        yield tuple(each[i] if i < len(each) else "" for each in parts)


def _by_hours(block: Block, grid: Grid) -> _Taken:
    texts = grid.column(block.hours) if grid.positions(block.hours) else [""] * len(grid.rows)
    read = {text: read_hours(text) for text in set(texts)}
    places = [i for i, text in enumerate(texts) for _ in read[text].schedules]
    schedules = [each for text in texts for each in read[text].schedules]
    names = ("freq", "byday", "opens_at", "closes_at", "term", "description")
    unread = [
        Issue("warning", "", row=grid.rows[i], value=line)
        for i, text in enumerate(texts)
        for line in read[text].unread
    ]
    return _Taken(places, {n: [each[n] for each in schedules] for n in names}, tuple(unread))


def _columns(
    block: Block, grid: Grid, taken: _Taken, schema: Schema
) -> tuple[dict[str, Sequence[str]], list[tuple[str, Column]]]:
    resource = schema.resources[block.resource]
    columns: dict[str, Sequence[str]] = {name: given for name, given in taken.given.items()}
    noted: list[tuple[str, Column]] = []
    for cells in block.fields:
        target = resource.by_name[cells.field]
        texts = columns[cells.field] if cells.split else _picked(raw_column(cells, grid), taken)
        if "{#}" in (cells.template or cells.minted):
            texts = numbered(texts)
        column = converted(texts, cells, target, _codelist(cells, target, block, schema))
        columns[cells.field] = column.values
        noted.append((cells.field, column))
    if block.key:
        keys = _picked(filled(block.key, placeholders(block.key), grid), taken)
        columns["id"] = numbered(keys)
    return columns, noted


def _picked(values: list[str], taken: _Taken) -> Sequence[str]:
    if isinstance(taken.places, range):
        return values
    return [values[place] for place in taken.places]


def _codelist(
    cells: Cells, target: Field, block: Block, schema: Schema
) -> Codelist | None:
    if target.codelist:
        return schema.codelists[target.codelist]
    taxonomy = next((each.value for each in block.fields if each.field == "taxonomy"), None)
    if cells.field == "code" and taxonomy in schema.taxonomies:
        return schema.codelists[schema.taxonomies[taxonomy]]
    return None


def _minted(block: Block, resource: Resource) -> dict[str, str]:
    minted = {"id": resource.name} if block.key else {}
    for cells in block.fields:
        if cells.minted:
            keys = [key for key in resource.foreign_keys if key.fields == (cells.field,)]
            minted[cells.field] = keys[0].resource if keys else resource.name
    return minted


def _noted_issues(
    field: str, column: Column, source: Source, rows: Sequence[int], resource: Resource
) -> Iterator[Issue]:
    for i, text, verdict in column.noted:
        place = replace(source.place(rows[i], field), resource=resource.name)
        names = {"value": text, "becomes": verdict.value, "repair": verdict.repair}
        yield stage_issue(verdict.code, replace(place, value=text), **names)


def _hours_issue(unread: Issue, source: Source, resource: Resource) -> Issue:
    place = replace(source.place(unread.row or 0, "opens_at"), resource=resource.name)
    return stage_issue("hours-not-read", replace(place, value=unread.value), value=unread.value)
