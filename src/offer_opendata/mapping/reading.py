"""The reading part of a mapping: a sheet becomes a grid of named columns."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import PurePath

from offer_opendata.intake.sheet import Sheet, Workbook, column_number, letter
from offer_opendata.mapping.continuing import continued
from offer_opendata.mapping.form import MappingSpec, TableSpec
from offer_opendata.mapping.grid import Grid, tidy
from offer_opendata.mapping.headings import check_columns, heading_row
from offer_opendata.mapping.joining import joined

__all__ = ["Grid", "read_table", "read_tables", "sheet_of", "tidy"]


def read_tables(spec: TableSpec, workbooks: Sequence[Workbook], mapping: MappingSpec) -> list[Grid]:
    """Return the grids that `spec` describes: one for each file of the source that it reads.

    A table that names no file reads every file that no other table of the mapping
    names. Raises OfferError, naming the mapping's line, for a file, a sheet or a
    column that is not there or is there twice.
    """
    books = _books(spec, workbooks, mapping)
    grids = (_read(spec, book, workbooks, mapping) for book in books)
    return [grid for grid in grids if grid is not None]


def read_table(spec: TableSpec, workbooks: Sequence[Workbook], mapping: MappingSpec) -> Grid | None:
    """Return the grid of the first file, or None where an optional sheet is not there."""
    return next(iter(read_tables(spec, workbooks, mapping)), None)


def sheet_of(spec: TableSpec, book: Workbook, mapping: MappingSpec) -> Sheet | None:
    """Return the sheet that a table stands in, or None where it may be missing and is.

    A CSV file is a sheet of its own name: `Services.csv` is the sheet Services.
    """
    if not spec.sheet:
        return book.sheets[0] if book.sheets else None
    names = [tidy(sheet.name or PurePath(book.file).stem) for sheet in book.sheets]
    if tidy(spec.sheet) in names:
        return book.sheets[names.index(tidy(spec.sheet))]
    if spec.optional:
        return None
    close = get_close_matches(spec.sheet, names, 1)
    hint = f'did you mean "{close[0]}"?' if close else f"its sheets are {', '.join(names)}"
    raise mapping.mistake((*spec.path, "sheet"), f'{book.file} has no sheet "{spec.sheet}"; {hint}')


def _books(
    spec: TableSpec, workbooks: Sequence[Workbook], mapping: MappingSpec
) -> Sequence[Workbook]:
    if not spec.file:
        named = [name for table in mapping.tables for name in _files_named(table)]
        free = [book for book in workbooks if not any(_is_called(book, name) for name in named)]
        return free or workbooks
    books = [book for book in workbooks if _is_called(book, spec.file)]
    if not books:
        known = ", ".join(book.file for book in workbooks)
        raise mapping.mistake(
            (*spec.path, "file"), f'the source has no file "{spec.file}"; it has {known}'
        )
    return books


def _files_named(spec: TableSpec) -> Iterator[str]:
    if spec.file:
        yield spec.file
    for lookup in spec.lookup:
        yield from _files_named(lookup.table)


def _is_called(book: Workbook, name: str) -> bool:
    return book.file == name or book.file.endswith(f"/{name}")


def _read(
    spec: TableSpec, book: Workbook, workbooks: Sequence[Workbook], mapping: MappingSpec
) -> Grid | None:
    sheet = sheet_of(spec, book, mapping)
    if sheet is None:
        return None
    grid = _grid(spec, book, sheet, mapping)
    grid = _without_nulls(spec.nulls, _filled_down(spec.fill_down, grid))
    for lookup in spec.lookup:
        check_columns(lookup.on[:1], spec, grid, mapping)
        there = _books(lookup.table, workbooks, mapping)[0] if lookup.table.file else book
        other = _read(lookup.table, there, workbooks, mapping)
        grid = joined(grid, other, lookup) if other else grid
    check_columns(spec.used, spec, grid, mapping)
    grid = continued(spec.continuation, grid)
    for heading, kept in spec.where:
        if grid.positions(heading):
            column = grid.column(heading)
            grid = grid.select([i for i in range(len(column)) if column[grid.heads[i]] in kept])
    return grid


def _grid(spec: TableSpec, book: Workbook, sheet: Sheet, mapping: MappingSpec) -> Grid:
    # Where the records stand in columns, `columns` says which of them count.
    records, cells = slice(0, None), slice(*_column_range(spec))
    columns = sheet.columns
    if spec.transposed:
        records, cells = cells, records
        columns = tuple(zip(*columns, strict=True))
    name = f"{book.file} › {sheet.name}" if sheet.name else book.file
    found = heading_row(spec, columns[cells], mapping, name)
    trimmed = [list(map(str.strip, column)) for column in columns[cells]]
    numbers = _data_rows(spec, trimmed, found, records)
    top = [column[found - 1] if found else "" for column in columns]
    letters = list(map(_row_number if spec.transposed else letter, range(len(columns))))
    headings = tuple(map(tidy, top[cells]))
    return Grid(
        file=book.file,
        sheet=sheet.name,
        headings=headings,
        letters=tuple(letters[cells]),
        columns=tuple(_picked(column, numbers) for column in trimmed),
        rows=numbers,
        heads=range(len(numbers)),
        own=len(headings),
        transposed=spec.transposed,
        beside={
            letters[i]: tidy(top[i])
            for i in sorted(set(range(len(columns))) - set(range(len(columns))[cells]))
            if any(map(str.strip, _picked(columns[i], numbers)))
        },
    )


def _row_number(position: int) -> str:
    return str(position + 1)


def _column_range(spec: TableSpec) -> tuple[int, int | None]:
    if not spec.columns:
        return 0, None
    first, _, last = spec.columns.partition(":")
    return column_number(first), column_number(last or first) + 1


def _data_rows(
    spec: TableSpec, columns: Sequence[Sequence[str]], heading: int, records: slice
) -> list[int]:
    """Return the numbers of the rows that count and in which something stands."""
    said = list(map(any, zip(*columns, strict=True)))
    first, last = max(spec.first, heading + 1), spec.last or len(said)
    return [
        number
        for number in range(1, len(said) + 1)[records]
        if said[number - 1] and first <= number <= last and number not in spec.skip
    ]


def _picked(column: Sequence[str], numbers: Sequence[int]) -> Sequence[str]:
    """Return the cells of some rows, which mostly follow each other."""
    if numbers and numbers[-1] - numbers[0] == len(numbers) - 1:
        return column[numbers[0] - 1 : numbers[-1]]
    return [column[number - 1] for number in numbers]


def _filled_down(headings: Iterable[str], grid: Grid) -> Grid:
    places = {place for heading in headings for place in grid.positions(heading)}
    return grid.with_columns({place: _fill(grid.columns[place]) for place in places})


def _fill(cells: Sequence[str]) -> list[str]:
    filled: list[str] = []
    for cell in cells:
        filled.append(cell or (filled[-1] if filled else ""))
    return filled


def _without_nulls(nulls: Sequence[str], grid: Grid) -> Grid:
    if not nulls:
        return grid
    blank = dict.fromkeys(nulls, "")
    return grid.with_columns(
        {i: [blank.get(cell, cell) for cell in column] for i, column in enumerate(grid.columns)}
    )
