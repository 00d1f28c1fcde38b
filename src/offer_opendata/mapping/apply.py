"""A mapping applied to a source's workbooks: records, and what was left unread."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from offer_opendata.errors import OfferError
from offer_opendata.intake.sheet import Note, Workbook, letter
from offer_opendata.issues import Issue
from offer_opendata.mapping.cells import converted
from offer_opendata.mapping.form import Cells, MappingSpec, TableSpec
from offer_opendata.mapping.grid import Grid
from offer_opendata.mapping.leftovers import Reading, leftovers
from offer_opendata.mapping.reading import read_tables
from offer_opendata.mapping.records import Batch, apply_block
from offer_opendata.mapping.renamed import renamed_sheets
from offer_opendata.schema import Schema
from offer_opendata.stage_issues import stage_issue
from offer_opendata.tables import Source

Part = tuple[TableSpec, Grid]
_OF_ROWS = ("cell-comments", "merged-cells")


@dataclass(frozen=True)
class SheetRead:
    """How much of a sheet was read: rows that hold data, and rows a mapping leaves out.

    `headings` are by the letter of their column, or the number of their row where the
    sheet is transposed.
    """

    file: str
    sheet: str
    rows: int
    left_out: int
    headings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Applied:
    """What a mapping made of one source; each batch keeps the issues of its own records."""

    batches: tuple[Batch, ...]
    issues: tuple[Issue, ...]
    sheets: tuple[SheetRead, ...]


def apply_mapping(mapping: MappingSpec, workbooks: Sequence[Workbook], schema: Schema) -> Applied:
    """Return the records that a mapping makes of a source's workbooks.

    Every column that is neither used nor ignored, every cell that no block took, every
    sheet and file that no table reads, and everything the reader noted is told. Raises
    OfferError where no table finds its sheet.
    """
    readings = [
        Reading(spec, grid, [apply_block(b, grid, schema, mapping.precedence) for b in spec.blocks])
        for spec in mapping.tables
        for grid in read_tables(spec, workbooks, mapping)
    ]
    if not readings and workbooks and len(mapping.tables) > 1:
        raise _nothing_known(mapping, workbooks)
    parts = [part for each in readings for part in _parts(each.spec, each.grid)]
    issues = [issue for reading in readings for issue in reading.grid.issues]
    issues += leftovers(readings, schema.codelists["private_heading"])
    issues += (issue for book in workbooks for issue in _notes(book, parts))
    issues += renamed_sheets(mapping, workbooks, [grid for _, grid in parts])
    return Applied(
        batches=(*_constants(mapping, schema), *(b for each in readings for b in each.batches)),
        issues=tuple(issues),
        sheets=tuple(_sheets(readings, workbooks, parts)),
    )


def _nothing_known(mapping: MappingSpec, workbooks: Sequence[Workbook]) -> OfferError:
    names = ", ".join(book.file for book in workbooks)
    wanted = ", ".join(f'"{spec.sheet}"' for spec in mapping.tables[:3])
    return OfferError(
        f"{names} has none of the sheets that {mapping.shown} reads ({wanted}, …); "
        "check that it is the right file, or give it a mapping of its own"
    )


def _parts(spec: TableSpec, grid: Grid) -> Iterator[Part]:
    """Yield a table, and those that were looked up for it."""
    yield spec, grid
    for lookup, other in grid.looked_up:
        yield from _parts(lookup.table, other)


def _constants(mapping: MappingSpec, schema: Schema) -> Iterator[Batch]:
    for record in mapping.records:
        resource = schema.resources[record["resource"]]
        columns = {}
        for name, text in record.items():
            if name != "resource":
                target = resource.by_name[name]
                codelist = schema.codes(target)
                columns[name] = converted([text.strip()], Cells(name), target, codelist).values
        yield Batch(resource, columns, Source(mapping.shown), [0], {}, mapping.precedence)


def _sheets(
    readings: Sequence[Reading], workbooks: Sequence[Workbook], parts: Sequence[Part]
) -> Iterator[SheetRead]:
    grids = [each.grid for each in readings]
    read = {(grid.file, grid.sheet) for grid in grids}
    # A sheet that was only looked things up in is read as well; once, however often.
    looked_up = {(grid.file, grid.sheet): grid for _, grid in parts}
    grids += [grid for place, grid in looked_up.items() if place not in read]
    for grid in grids:
        headings = dict(zip(grid.letters[: grid.own], grid.headings, strict=False))
        yield SheetRead(grid.file, grid.sheet, len(grid.rows), grid.left_out, headings)
    for book in workbooks:
        for sheet in book.sheets:
            if (book.file, sheet.name) not in looked_up:
                rows = sum(any(map(str.strip, row)) for row in sheet.rows)
                yield SheetRead(book.file, sheet.name, 0, rows)


def _notes(book: Workbook, parts: Sequence[Part]) -> Iterator[Issue]:
    mine = [(spec, grid) for spec, grid in parts if grid.file == book.file]
    if not mine:
        yield stage_issue("file-not-read", Issue("warning", "", book.file))
    for sheet in book.sheets:
        here = [(spec, grid) for spec, grid in mine if grid.sheet == sheet.name]
        for note in sheet.notes:
            if any(_matters(note, spec, grid) for spec, grid in here):
                yield _note_issue(book.file, sheet.name, note)


def _matters(note: Note, spec: TableSpec, grid: Grid) -> bool:
    """Whether a note is about data: not a comment on a heading, nor cells that are filled down."""
    if note.code not in _OF_ROWS or note.row is None or grid.transposed:
        return True
    filled = [grid.letter(heading) for heading in spec.fill_down if grid.positions(heading)]
    is_filled = note.column is not None and letter(note.column) in filled
    return note.row in grid.rows and not is_filled


def _note_issue(file: str, sheet: str, note: Note) -> Issue:
    column = "" if note.column is None else letter(note.column)
    place = Issue("warning", "", file, sheet, note.row, column)
    return stage_issue(note.code, replace(place, value=note.value), value=note.value)
