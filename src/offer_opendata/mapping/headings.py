"""The headings of a table: the row they stand in, and that each one used stands there once."""

from collections.abc import Sequence
from difflib import get_close_matches

from offer_opendata.errors import OfferError
from offer_opendata.mapping.form import MappingSpec, TableSpec
from offer_opendata.mapping.grid import Grid, tidy

SEARCHED_ROWS = 40
FEW, MANY = 5, 2


def heading_row(
    spec: TableSpec, columns: Sequence[Sequence[str]], mapping: MappingSpec, name: str
) -> int:
    """Return the number of the row that holds the headings, from 1; 0 where there are none.

    Without a declared row it is the first one that holds most of the headings named in
    the mapping; one heading of many may be a word by chance. Raises OfferError where no
    row holds them. `name` is of file and sheet.
    """
    height = len(columns[0]) if columns else 0
    if spec.headings is not None:
        if spec.headings > height:
            raise mapping.mistake(
                (*spec.path, "headings"),
                f"{name} has only {height} rows, so row {spec.headings} cannot hold the headings",
            )
        return spec.headings
    named = [tidy(heading) for heading in (*spec.used, *spec.ignore) if heading[0] != "="]
    if not named:
        return 0 if spec.used else min(height, 1)
    wanted = frozenset(named)
    first = zip(*(column[:SEARCHED_ROWS] for column in columns), strict=True)
    counts = [len(wanted.intersection(map(tidy, row))) for row in first]
    best = max(counts, default=0)
    if best >= (MANY if len(wanted) > FEW else 1):
        return counts.index(best) + 1
    filled = any(any(map(str.strip, column)) for column in columns)
    if spec.optional and not (filled and len(wanted) > FEW):
        return 0
    raise _no_headings(spec, named, mapping, name)


def _no_headings(
    spec: TableSpec, named: Sequence[str], mapping: MappingSpec, name: str
) -> OfferError:
    shown = ", ".join(f'"{heading}"' for heading in dict.fromkeys(named[:4]))
    advice = "put the headings back" if spec.optional else "say which row does with headings = "
    return mapping.mistake(
        spec.path,
        f"none of the first {SEARCHED_ROWS} rows of {name} holds the headings that the mapping "
        f"names ({shown}, …); {advice}",
    )


def check_columns(
    headings: Sequence[str], spec: TableSpec, grid: Grid, mapping: MappingSpec
) -> None:
    """Raise OfferError for a heading that the grid lacks, unless it may, or has twice."""
    for heading in headings:
        places = grid.positions(heading)
        if len(places) > 1:
            letters = " and ".join(grid.letters[place] for place in places)
            what = "rows" if grid.transposed else "columns"
            message = (
                f"stands in {what} {letters} of {grid.name}; take one out or call it something "
                "else, or say in a mapping of your own which one with position"
            )
            raise _mistake(spec, heading, mapping, message)
        if not places and not spec.optional and not _may_be_missing(spec, heading):
            raise _mistake(spec, heading, mapping, _not_there(heading, spec, grid))


def _may_be_missing(spec: TableSpec, heading: str) -> bool:
    optional = [lookup.prefix for lookup in spec.lookup if lookup.table.optional]
    return heading.startswith(tuple(optional))


def _not_there(heading: str, spec: TableSpec, grid: Grid) -> str:
    close = get_close_matches(tidy(heading), [name for name in grid.headings if name], 1)
    fields = [cells for block in spec.blocks for cells in block.fields]
    alone = not heading.startswith("=") and any(cells.columns == (heading,) for cells in fields)
    fixed = f'; a text that is the same in every record is {{ value = "{heading}" }}'
    hint = f'; did you mean "{close[0]}"?' if close else fixed if alone else ""
    return f"is not a column of {grid.name}{hint}"


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
    for lookup in spec.lookup:
        if heading == lookup.on[0]:
            return lookup.table.path
    return spec.path
