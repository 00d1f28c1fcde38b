"""Blocks of a mapping applied to a grid: the records of each resource, with their places."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeVar

from offer_opendata.issues import Issue
from offer_opendata.mapping.beside import field_of
from offer_opendata.mapping.cells import Column, converted, filled, numbered, raw_column
from offer_opendata.mapping.form import NUMBER, Block, Cells, placeholders
from offer_opendata.mapping.grid import Grid
from offer_opendata.mapping.taking import NOTHING, Taken, rows_taken
from offer_opendata.schema import Codelist, Field, Resource, Schema
from offer_opendata.stage_issues import stage_issue
from offer_opendata.tables import Source

Cell = TypeVar("Cell", str, int)


@dataclass(frozen=True)
class Batch:
    """The records that one block made: columns of canonical text, and each record's row.

    `minted` names the fields that still hold source keys, with the resource whose ids
    they stand for. `issues` are what the block had to say of its cells, each with the
    position of its record, or None where the cell became no record. `taken` are the
    rows of the grid that the block dealt with.
    """

    resource: Resource
    columns: Mapping[str, Sequence[str]]
    source: Source
    rows: Sequence[int]
    minted: Mapping[str, str]
    precedence: int
    issues: tuple[tuple[int | None, Issue], ...] = ()
    taken: Taken = NOTHING

    def key_text(self, position: int) -> str:
        """Return the key of a record as one text."""
        blank = [""] * len(self.rows)
        names = self.resource.primary_key
        return self.resource.key_text({n: self.columns.get(n, blank)[position] for n in names})


def apply_block(block: Block, grid: Grid, schema: Schema, precedence: int) -> Batch:
    """Return the records that a block makes from a grid.

    The rows kept are those that `where` and `unless_blank` allow; a field that is
    split, or a text of opening hours, makes several records from one row.
    """
    resource = schema.resources[block.resource]
    taken = rows_taken(block, grid)
    source = _source(block, grid)
    columns, noted = _columns(block, grid, taken, schema)
    rows = _picked(grid.rows, taken.places)
    said = _saying_something(block, resource, columns, len(rows))
    noted_issues = (_noted(*each, source, rows, resource) for each in noted)
    if len(said) < len(rows):
        columns = {name: _picked(column, said) for name, column in columns.items()}
    position = {old: new for new, old in enumerate(said)} if noted else {}
    issues = [(position.get(i), issue) for i, issue in chain.from_iterable(noted_issues)]
    return Batch(
        resource=resource,
        columns=columns,
        source=source,
        rows=_picked(rows, said),
        minted=_minted(block, resource),
        precedence=precedence,
        issues=(*issues, *((None, issue) for issue in taken.issues)),
        taken=taken,
    )


def _saying_something(
    block: Block, resource: Resource, columns: Mapping[str, Sequence[str]], count: int
) -> Sequence[int]:
    """Return the records of a link table that say more than whom they belong to."""
    parent = resource.descriptor.get("parent", {}).get("field")
    if parent is None or len(resource.primary_key) == 1:
        return range(count)
    constant = {cells.field for cells in block.fields if cells.value is not None}
    telling = [column for name, column in columns.items() if name not in {parent, *constant}]
    if not telling or all(all(column) for column in telling):
        return range(count)
    return [i for i, values in enumerate(zip(*telling, strict=True)) if any(values)]


def _source(block: Block, grid: Grid) -> Source:
    letters = {}
    for cells in block.fields:
        found = [grid.letter(heading) for heading in cells.headings if grid.letter(heading)]
        if found:
            letters[cells.field] = found[0]
    if block.hours:
        letters |= dict.fromkeys(("opens_at", "closes_at", "byday"), grid.letter(block.hours))
    return Source(grid.file, grid.sheet, letters, grid.transposed)


def _columns(
    block: Block, grid: Grid, taken: Taken, schema: Schema
) -> tuple[dict[str, Sequence[str]], list[tuple[str, Column]]]:
    resource = schema.resources[block.resource]
    columns = dict(taken.given)
    noted: list[tuple[str, Column]] = []
    for cells in block.fields:
        target = field_of(cells.field, resource, schema)
        texts = (
            columns[cells.field] if cells.split else _picked(raw_column(cells, grid), taken.places)
        )
        if NUMBER in (cells.template or cells.minted):
            texts = numbered(texts)
        column = converted(texts, cells, target, _codelist(cells, target, block, schema))
        columns[cells.field] = column.values
        if column.noted:
            noted.append((cells.field, column))
    if block.key:
        columns["id"] = numbered(
            _picked(filled(block.key, placeholders(block.key), grid), taken.places)
        )
    return columns, noted


def _picked(values: Sequence[Cell], places: Sequence[int]) -> Sequence[Cell]:
    if isinstance(places, range):
        return values
    return list(map(values.__getitem__, places))


def _codelist(cells: Cells, target: Field, block: Block, schema: Schema) -> Codelist | None:
    if target.codelist:
        return schema.codelists[target.codelist]
    taxonomy = next((each.value for each in block.fields if each.field == "taxonomy"), None) or ""
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


def _noted(
    field: str, column: Column, source: Source, rows: Sequence[int], resource: Resource
) -> Iterator[tuple[int, Issue]]:
    for i, text, verdict in column.noted:
        place = replace(source.place(rows[i], field), resource=resource.name, value=text)
        names = {"value": text, "becomes": verdict.value, "repair": verdict.repair}
        yield i, stage_issue(verdict.code, place, **names)
