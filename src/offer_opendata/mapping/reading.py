"""The reading part of a mapping: a sheet becomes a grid of named columns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property

from offer_opendata.errors import OfferError
from offer_opendata.intake.sheet import Sheet, Workbook, column_number, letter
from offer_opendata.mapping.spec import MappingSpec, TableSpec

SEARCHED_ROWS = 40


@dataclass(frozen=True)
class Grid:
    """A table as found: one heading and one sequence of trimmed cells per column.

    `rows` are the spreadsheet's row numbers of the records; where the sheet is
    transposed they are its column numbers, and `letters` hold row numbers. `heads`
    gives, for each row, the position of the first row of its record.
    """

    file: str
    sheet: str
    headings: tuple[str, ...]
    letters: tuple[str, ...]
    columns: tuple[Sequence[str], ...]
    rows: Sequence[int]
    heads: Sequence[int]
    transposed: bool = False
    left_out: int = 0

    @cached_property
    def _by_heading(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for i, heading in enumerate(self.headings):
            if heading:
                found.setdefault(heading, []).append(i)
        return found

    def positions(self, heading: str) -> list[int]:
        """Return where a heading stands; `=C` means the column with that letter."""
        if heading.startswith("="):
            return [i for i, name in enumerate(self.letters) if name == heading[1:]]
        return self._by_heading.get(tidy(heading), [])

    def column(self, heading: str) -> Sequence[str]:
        """Return the cells of a heading that is known to stand there once."""
        return self.columns[self.positions(heading)[0]]

    def letter(self, heading: str) -> str:
        """Return the letter of a heading's column, or nothing where it is not in the sheet."""
        found = self.positions(heading)
        return self.letters[found[0]] if found else ""

    def select(self, keep: Sequence[int]) -> "Grid":
        """Return the grid with only the records at the given positions."""
        place = {old: new for new, old in enumerate(keep)}
        return replace(
            self,
            columns=tuple([column[i] for i in keep] for column in self.columns),
            rows=[self.rows[i] for i in keep],
            heads=[place.get(self.heads[i], place[i]) for i in keep],
            left_out=self.left_out + len(self.rows) - len(keep),
        )


def tidy(heading: str) -> str:
    """Return a heading on one line, with single spaces."""
    return " ".join(heading.split())


def read_table(spec: TableSpec, workbooks: Sequence[Workbook], mapping: MappingSpec) -> Grid | None:
    """Return the grid that `spec` describes, or None where an optional sheet is not there.

    Raises OfferError, naming the mapping's line, for a sheet or a column that the
    file does not have or has twice.
    """
    found = _find_sheet(spec, workbooks, mapping)
    if found is None:
        return None
    workbook, sheet = found
    grid = _grid(spec, workbook, _oriented(spec, sheet), mapping)
    _check_columns(spec, grid, mapping)
    for lookup in spec.lookup:
        other = read_table(lookup.table, workbooks, mapping)
        if other is not None:
            grid = _joined(grid, other, lookup.name, lookup.on)
    return grid


def _find_sheet(
    spec: TableSpec, workbooks: Sequence[Workbook], mapping: MappingSpec
) -> tuple[Workbook, Sheet] | None:
    books = [book for book in workbooks if not spec.file or book.file.endswith(spec.file)]
    if not books:
        known = ", ".join(book.file for book in workbooks)
        raise mapping.mistake(
            (*spec.path, "file"), f'the source has no file "{spec.file}"; it has {known}'
        )
    book = books[0]
    if not spec.sheet:
        return (book, book.sheets[0]) if book.sheets else None
    named = [sheet for sheet in book.sheets if tidy(sheet.name) == tidy(spec.sheet)]
    if named or spec.optional:
        return (book, named[0]) if named else None
    names = [sheet.name for sheet in book.sheets]
    close = get_close_matches(spec.sheet, names, 1)
    hint = f'did you mean "{close[0]}"?' if close else f"its sheets are {', '.join(names)}"
    raise mapping.mistake(
        (*spec.path, "sheet"), f'{book.file} has no sheet "{spec.sheet}"; {hint}'
    )


def _oriented(spec: TableSpec, sheet: Sheet) -> list[tuple[str, ...]]:
    width = max(map(len, sheet.rows), default=0)
    rows = [row if len(row) == width else row + ("",) * (width - len(row)) for row in sheet.rows]
    return list(zip(*rows, strict=True)) if spec.transposed else rows


def _grid(
    spec: TableSpec, workbook: Workbook, rows: list[tuple[str, ...]], mapping: MappingSpec
) -> Grid:
    start, end = _column_range(spec)
    heading_row = _heading_row(spec, rows, mapping, workbook)
    headings = [tidy(cell) for cell in rows[heading_row - 1][start:end]] if heading_row else []
    numbers = _data_rows(spec, rows, heading_row, slice(start, end))
    columns = list(zip(*(rows[number - 1][start:end] for number in numbers), strict=True))
    count = len(columns) if numbers else len(headings)
    name = str if spec.transposed else _letter
    grid = Grid(
        file=workbook.file,
        sheet=_sheet_name(spec, workbook),
        headings=tuple((headings + [""] * count)[:count]),
        letters=tuple(name(start + i + (1 if spec.transposed else 0)) for i in range(count)),
        columns=tuple(list(map(str.strip, column)) for column in columns) or ((),) * count,
        rows=numbers,
        heads=range(len(numbers)),
        transposed=spec.transposed,
    )
    return _narrowed(spec, grid)


def _letter(column: int) -> str:
    return letter(column)


def _sheet_name(spec: TableSpec, workbook: Workbook) -> str:
    return spec.sheet or workbook.sheets[0].name


def _column_range(spec: TableSpec) -> tuple[int, int | None]:
    if not spec.columns:
        return 0, None
    first, _, last = spec.columns.partition(":")
    return column_number(first), column_number(last or first) + 1


def _heading_row(
    spec: TableSpec, rows: list[tuple[str, ...]], mapping: MappingSpec, workbook: Workbook
) -> int:
    if spec.headings is not None:
        if spec.headings > len(rows):
            raise mapping.mistake(
                (*spec.path, "headings"),
                f"{workbook.file} has only {len(rows)} rows here, so row {spec.headings} "
                "cannot hold the headings",
            )
        return spec.headings
    wanted = {tidy(name) for name in (*spec.used, *spec.ignore) if not name.startswith("=")}
    if not wanted:
        return 1 if rows else 0
    counts = [len(wanted.intersection(map(tidy, row))) for row in rows[:SEARCHED_ROWS]]
    best = max(counts, default=0)
    if best == 0 and not spec.optional:
        raise mapping.mistake(
            spec.path,
            f"{workbook.file}{' › ' + spec.sheet if spec.sheet else ''}: no row holds the headings "
            f"that the mapping names ({', '.join(sorted(wanted)[:4])}, …); say where with headings = ",
        )
    return counts.index(best) + 1 if best else 0


def _data_rows(
    spec: TableSpec, rows: list[tuple[str, ...]], heading_row: int, columns: slice
) -> list[int]:
    first = max(spec.first, heading_row + 1)
    last = spec.last or len(rows)
    return [
        number
        for number in range(first, min(last, len(rows)) + 1)
        if number not in spec.skip and any(cell and not cell.isspace() for cell in rows[number - 1][columns])
    ]


def _narrowed(spec: TableSpec, grid: Grid) -> Grid:
    grid = _filled_down(spec.fill_down, grid)
    grid = _without_nulls(spec.nulls, grid)
    grid = _continued(spec, grid)
    for heading, kept in spec.where:
        if grid.positions(heading):
            column = grid.column(heading)
            grid = grid.select([i for i, cell in enumerate(column) if column[grid.heads[i]] in kept])
    return grid


def _filled_down(headings: Iterable[str], grid: Grid) -> Grid:
    places = {place for heading in headings for place in grid.positions(heading)}
    return _with_columns(grid, {place: _fill(grid.columns[place]) for place in places})


def _fill(cells: Sequence[str]) -> list[str]:
    filled: list[str] = []
    for cell in cells:
        filled.append(cell or (filled[-1] if filled else ""))
    return filled


def _without_nulls(nulls: Sequence[str], grid: Grid) -> Grid:
    if not nulls:
        return grid
    blank = dict.fromkeys(nulls, "")
    return replace(
        grid, columns=tuple([blank.get(cell, cell) for cell in column] for column in grid.columns)
    )


def _continued(spec: TableSpec, grid: Grid) -> Grid:
    if spec.continuation is None or not grid.positions(spec.continuation.key):
        return grid
    (place, *_) = grid.positions(spec.continuation.key)
    keys = list(grid.columns[place])
    if spec.continuation.reference:
        references = grid.column(spec.continuation.reference)
        keys = [reference or key for key, reference in zip(keys, references, strict=True)]
        first = {key: i for i, key in reversed(list(enumerate(keys))) if not references[i]}
        heads = [first.get(key, i) for i, key in enumerate(keys)]
    else:
        keys, heads = _fill(keys), []
        for i, key in enumerate(grid.columns[place]):
            heads.append(i if key or not heads else heads[-1])
    return replace(_with_columns(grid, {place: keys}), heads=heads)


def _with_columns(grid: Grid, columns: dict[int, list[str]]) -> Grid:
    if not columns:
        return grid
    return replace(
        grid, columns=tuple(columns.get(i, column) for i, column in enumerate(grid.columns))
    )


def _check_columns(spec: TableSpec, grid: Grid, mapping: MappingSpec) -> None:
    looked_up = tuple(f"{lookup.name}." for lookup in spec.lookup)
    for heading in spec.used:
        places = grid.positions(heading)
        if len(places) == 1 or heading.startswith(looked_up or "\0"):
            continue
        if len(places) > 1:
            letters = " and ".join(grid.letters[place] for place in places)
            raise _mistake(spec, heading, mapping, f"stands in columns {letters} of {_name(grid)}; "
                           "say which one with position")
        if not spec.optional:
            raise _mistake(spec, heading, mapping, _not_there(heading, grid))


def _not_there(heading: str, grid: Grid) -> str:
    close = get_close_matches(tidy(heading), [name for name in grid.headings if name], 1)
    hint = f'; did you mean "{close[0]}"?' if close else ""
    return f"is not a column of {_name(grid)}{hint}"


def _name(grid: Grid) -> str:
    return f"{grid.file} › {grid.sheet}" if grid.sheet else grid.file


def _mistake(spec: TableSpec, heading: str, mapping: MappingSpec, message: str) -> OfferError:
    shown = f"column {heading[1:]}" if heading.startswith("=") else f'"{heading}"'
    return mapping.mistake(_path_of(spec, heading), f"{shown} {message}")


def _path_of(spec: TableSpec, heading: str) -> tuple[str | int, ...]:
    for block in spec.blocks:
        for cells in block.fields:
            if heading in cells.headings:
                return (*block.path, cells.field)
        if heading in block.headings:
            return block.path
    return spec.path


def _joined(grid: Grid, other: Grid, name: str, on: tuple[str, str]) -> Grid:
    here, there = on
    rows = {key: i for i, key in reversed(list(enumerate(other.column(there)))) if key}
    places = [rows.get(key) for key in grid.column(here)]
    added = [["" if i is None else column[i] for i in places] for column in other.columns]
    return replace(
        grid,
        headings=(*grid.headings, *(f"{name}.{heading}" for heading in other.headings)),
        letters=(*grid.letters, *([grid.letter(here)] * len(other.letters))),
        columns=(*grid.columns, *added),
    )
