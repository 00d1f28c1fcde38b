"""What a mapping left unread: columns, rows and cells that no record was made of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import compress

from offer_opendata.issues import Issue
from offer_opendata.mapping.form import Block, TableSpec
from offer_opendata.mapping.grid import Grid
from offer_opendata.mapping.records import Batch
from offer_opendata.schema import Codelist
from offer_opendata.stage_issues import stage_issue
from offer_opendata.tables import Source

Cell = tuple[str, int]


@dataclass(frozen=True)
class Reading:
    """One table as read: its grid, and the batch that each block made of it."""

    spec: TableSpec
    grid: Grid
    batches: Sequence[Batch]


def leftovers(readings: Sequence[Reading], private: Codelist) -> Iterator[Issue]:
    """Yield an issue for every column, row and cell with something in it that is not published.

    What one table leaves, another table on the same sheet may read.
    """
    sheets: dict[tuple[str, str], list[Reading]] = {}
    for each in readings:
        sheets.setdefault((each.grid.file, each.grid.sheet), []).append(each)
    for together in sheets.values():
        for each in together:
            others = [other for other in together if other is not each]
            yield from _columns_left(each, others, private)
            yield from _cells_left(each, others)
            for lookup, other in each.grid.looked_up:
                names = [
                    name.removeprefix(lookup.prefix)
                    for name in each.spec.used
                    if name.startswith(lookup.prefix)
                ]
                spec = replace(lookup.table, fill_down=(*lookup.table.used, *names))
                yield from _columns_left(Reading(spec, other, ()), (), private)


def looks_private(heading: str, private: Codelist) -> bool:
    """Whether a heading holds words that mean a column nobody should publish."""
    words = " ".join(re.findall(r"[a-z0-9]+", heading.casefold()))
    for row in private.rows:
        code = " ".join(row["code"].replace("_", " ").split())
        if code == words or (row["match"] != "whole" and f" {code} " in f" {words} "):
            return True
    return False


def _known(reading: Reading) -> set[int]:
    headings = (*reading.spec.used, *reading.spec.ignore)
    return {place for heading in headings for place in reading.grid.positions(heading)}


def _columns_left(
    reading: Reading, others: Sequence[Reading], private: Codelist
) -> Iterator[Issue]:
    grid, known = reading.grid, _known(reading)
    elsewhere = {cell for other in others for cell in _cells_of(other, _known(other))}
    for place in range(grid.own):
        cells = zip(grid.rows, grid.columns[place], strict=True)
        letter = grid.letters[place]
        if place not in known and any(
            cell and (letter, row) not in elsewhere for row, cell in cells
        ):
            at = grid.place(0, place)
            yield _column_issue(at, grid.headings[place], letter, private)
    read = {letter for other in others for letter in other.grid.letters[: other.grid.own]}
    for letter, heading in grid.beside.items():
        if letter not in read:
            at = Issue("warning", "", grid.file, grid.sheet, None, letter)
            yield _column_issue(at, heading, letter, private)


def _cells_of(reading: Reading, places: set[int]) -> Iterator[Cell]:
    grid = reading.grid
    for place in places:
        if place < grid.own:
            yield from ((grid.letters[place], row) for row in grid.rows)


def _column_issue(at: Issue, heading: str, letter: str, private: Codelist) -> Issue:
    code = "private-column" if looks_private(heading, private) else "column-not-used"
    what = "column" if at.column else "row"
    nameless = f"{what.capitalize()} {letter}, which has no heading,"
    return stage_issue(code, at, column=f'The {what} "{heading}"' if heading else nameless)


def _cells_left(reading: Reading, others: Sequence[Reading]) -> Iterator[Issue]:
    grid = reading.grid
    lost = _lost(reading)
    if lost and others:
        elsewhere = {cell for other in others for cell in _cells_of(other, _known(other))}
        elsewhere -= {
            (other.grid.letters[c], other.grid.rows[r]) for other in others for r, c in _lost(other)
        }
        lost = [(r, c) for r, c in lost if (grid.letters[c], grid.rows[r]) not in elsewhere]
    made = {place for batch in reading.batches for place in batch.taken.places}
    for row in sorted({row for row, _ in lost} - made):
        whole = Source(grid.file, grid.sheet, {}, grid.transposed)
        yield stage_issue("row-not-used", whole.place(grid.rows[row], ""))
    for row, column in lost:
        if row in made:
            at = grid.place(grid.rows[row], column)
            yield stage_issue("cell-not-used", at, heading=grid.headings[column] or at.column)


def _lost(reading: Reading) -> list[tuple[int, int]]:
    """Return the cells (row, column) of used columns that no block dealt with."""
    grid = reading.grid
    lost = []
    for place, rows in sorted(_dealt_with(reading).items()):
        if rows is None:
            continue
        column, heads = grid.columns[place], grid.heads
        left = sorted(set(compress(range(len(column)), column)) - rows)
        # A further row of a record may repeat what its first row says.
        lost += [(i, place) for i in left if heads[i] not in rows or column[heads[i]] != column[i]]
    return lost


def _dealt_with(reading: Reading) -> dict[int, set[int] | None]:
    """Return, for each column that a block uses, the rows dealt with; None for all of them."""
    grid = reading.grid
    dealt: dict[int, set[int] | None] = {}
    for block, batch in zip(reading.spec.blocks, reading.batches, strict=True):
        looked_at = batch.taken.looked_at
        for place in _used_by(block, grid):
            before = dealt.get(place, set())
            whole = before is None or isinstance(looked_at, range)
            dealt[place] = None if whole else {*(before or ()), *looked_at}
    return dealt


def _used_by(block: Block, grid: Grid) -> set[int]:
    headings = [heading for cells in block.fields for heading in cells.headings]
    headings += [block.hours] if block.hours else []
    places = {place for heading in headings for place in grid.positions(heading)}
    return {place for place in places if place < grid.own}
