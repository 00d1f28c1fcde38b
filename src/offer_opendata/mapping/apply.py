"""A mapping applied to a source's workbooks: records, and what was left unread."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from offer_opendata.intake.sheet import Note, Workbook, letter
from offer_opendata.issues import Issue
from offer_opendata.mapping.reading import Grid, read_table, tidy
from offer_opendata.mapping.records import Batch, apply_block
from offer_opendata.mapping.spec import MappingSpec, TableSpec
from offer_opendata.schema import Codelist, Schema
from offer_opendata.stage_issues import stage_issue
from offer_opendata.tables import Source


@dataclass(frozen=True)
class SheetRead:
    """How much of a sheet was read: rows that hold data, and rows a mapping leaves out."""

    file: str
    sheet: str
    rows: int
    left_out: int


@dataclass(frozen=True)
class Applied:
    """What a mapping made of one source."""

    batches: tuple[Batch, ...]
    issues: tuple[Issue, ...]
    sheets: tuple[SheetRead, ...]


def apply_mapping(mapping: MappingSpec, workbooks: Sequence[Workbook], schema: Schema) -> Applied:
    """Return the records that a mapping makes of a source's workbooks.

    Every column that is neither used nor ignored, every row that no block took and
    everything the reader noted is an issue.
    """
    batches = [_constants(mapping, schema)] if mapping.records else []
    batches = [batch for each in batches for batch in each]
    issues: list[Issue] = [issue for book in workbooks for issue in _notes(book, mapping)]
    sheets: list[SheetRead] = []
    for spec in mapping.tables:
        grid = read_table(spec, workbooks, mapping)
        if grid is None:
            continue
        made = [apply_block(block, grid, schema, mapping.precedence) for block in spec.blocks]
        batches += made
        issues += [issue for batch in made for issue in batch.issues]
        issues += _columns_left(spec, grid, schema.codelists["private_heading"])
        issues += _rows_left(grid, made)
        sheets.append(SheetRead(grid.file, grid.sheet, len(grid.rows), grid.left_out))
    return Applied(tuple(batches), tuple(issues), tuple(sheets))


def _constants(mapping: MappingSpec, schema: Schema) -> list[Batch]:
    source = Source(mapping.shown)
    return [
        Batch(
            resource=schema.resources[record["resource"]],
            columns={name: [str(text)] for name, text in record.items() if name != "resource"},
            source=source,
            rows=[0],
            minted={},
            precedence=mapping.precedence,
        )
        for record in mapping.records
    ]


def looks_private(heading: str, private: Codelist) -> bool:
    """Whether a heading holds words that mean a column nobody should publish."""
    words = " ".join(re.findall(r"[a-z0-9]+", heading.casefold()))
    for row in private.rows:
        code = " ".join(row["code"].replace("_", " ").split())
        if code == words or (row["match"] != "whole" and f" {code} " in f" {words} "):
            return True
    return False


def _columns_left(spec: TableSpec, grid: Grid, private: Codelist) -> Iterator[Issue]:
    used = {place for heading in spec.used for place in grid.positions(heading)}
    ignored = {place for heading in spec.ignore for place in grid.positions(heading)}
    for place, heading in enumerate(grid.headings):
        if "." in heading and any(heading.startswith(f"{each.name}.") for each in spec.lookup):
            continue
        filled = next((i for i, cell in enumerate(grid.columns[place]) if cell), None)
        if place in used | ignored or filled is None:
            continue
        yield _column_issue(heading, grid, place, private)


def _column_issue(heading: str, grid: Grid, place: int, private: Codelist) -> Issue:
    code = "private-column" if looks_private(heading, private) else "column-not-used"
    shown = f'"{heading}"' if heading else f"column {grid.letters[place]}, which has no heading,"
    at = Issue("warning", "", grid.file, grid.sheet, None, grid.letters[place])
    return stage_issue(code, at, heading=shown)


def _rows_left(grid: Grid, batches: Sequence[Batch]) -> Iterator[Issue]:
    taken = {row for batch in batches for row in batch.rows}
    for row in grid.rows:
        if row not in taken:
            yield stage_issue("row-not-used", Source(grid.file, grid.sheet).place(row, ""))


def _notes(book: Workbook, mapping: MappingSpec) -> Iterator[Issue]:
    read = {tidy(spec.sheet) for spec in mapping.tables}
    for position, sheet in enumerate(book.sheets):
        if tidy(sheet.name) in read or ("" in read and position == 0):
            for note in sheet.notes:
                yield _note_issue(book.file, sheet.name, note)


def _note_issue(file: str, sheet: str, note: Note) -> Issue:
    column = "" if note.column is None else letter(note.column)
    place = Issue("warning", "", file, sheet, note.row, column)
    return stage_issue(note.code, replace(place, value=note.value), value=note.value)
