"""Which rows of a grid a block takes, and what it finds several times in one row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, repeat, zip_longest
from operator import itemgetter

from offer_opendata.issues import Issue
from offer_opendata.mapping.cells import parts_of, raw_column
from offer_opendata.mapping.form import Block, Cells
from offer_opendata.mapping.grid import Grid
from offer_opendata.mapping.hours import read_hours
from offer_opendata.stage_issues import stage_issue

SCHEDULE = ("freq", "byday", "opens_at", "closes_at", "term", "description")


@dataclass(frozen=True)
class Taken:
    """The positions in a grid that a block takes, one for each record it makes.

    `given` are values that were already split from a cell, by field. `looked_at` are
    the positions whose cells the block has dealt with, be it by leaving them out as
    the mapping says. Both are a range where every row counts.
    """

    places: Sequence[int]
    looked_at: Sequence[int]
    given: Mapping[str, Sequence[str]] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()


NOTHING = Taken((), ())


def rows_taken(block: Block, grid: Grid) -> Taken:
    """Return the rows that a block allows, its cells with several values split."""
    kept: Sequence[int] = range(len(grid.rows))
    if block.rows == "first":
        kept = [i for i in kept if grid.heads[i] == i]
    not_wanted: set[int] = set()
    for heading, allowed in block.where:
        column = grid.column(heading)
        not_wanted.update(i for i in range(len(column)) if column[i] not in allowed)
    if not_wanted:
        kept = [i for i in kept if i not in not_wanted]
    if block.unless_blank:
        columns = [grid.column(heading) for heading in block.unless_blank]
        kept = [i for i in kept if any(column[i] for column in columns)]
    taken = _by_hours(block, grid, kept) if block.hours else _by_parts(block, grid, kept)
    if not not_wanted:
        return taken
    looked_at = [*taken.looked_at, *not_wanted]
    return Taken(taken.places, looked_at, taken.given, taken.issues)


def _by_parts(block: Block, grid: Grid, kept: Sequence[int]) -> Taken:
    split = [cells for cells in block.fields if cells.split]
    if not split:
        return Taken(kept, kept)
    if len(split) == 1:
        return _by_parts_of_one(split[0], grid, kept)
    texts = [raw_column(cells, grid) for cells in split]
    rows = list(zip(*texts, strict=True))
    parts = {
        row: [parts_of(text, cells.split) for text, cells in zip(row, split, strict=True)]
        for row in set(rows)
    }
    together = {row: _together(parts[row]) for row in parts}
    found = [together[rows[i]] for i in kept]
    places = list(chain.from_iterable(map(repeat, kept, map(len, found))))
    values = list(chain.from_iterable(found))
    given = {cells.field: list(map(itemgetter(n), values)) for n, cells in enumerate(split)}
    uneven = {row for row in parts if _uneven(parts[row])}
    issues = [_uneven_issue(split, grid, i) for i in kept if rows[i] in uneven] if uneven else []
    return Taken(places, places, given, tuple(issues))


def _by_parts_of_one(cells: Cells, grid: Grid, kept: Sequence[int]) -> Taken:
    """Return what one cell holds several times: the same as with several cells, but quicker."""
    texts = raw_column(cells, grid)
    parts = {
        text: list(dict.fromkeys(filter(None, parts_of(text, cells.split)))) for text in set(texts)
    }
    found = [parts[texts[i]] for i in kept]
    places = list(chain.from_iterable(map(repeat, kept, map(len, found))))
    return Taken(places, places, {cells.field: list(chain.from_iterable(found))})


def _together(parts: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Return the first values of all cells, the second ones, …, each once; blanks say nothing."""
    return [row for row in dict.fromkeys(zip_longest(*parts, fillvalue="")) if any(row)]


def _uneven(parts: Sequence[Sequence[str]]) -> bool:
    filled = [each for each in parts if any(each)]
    ends = {max(i for i, value in enumerate(each) if value) for each in filled}
    return len(ends) > 1 and len({len(each) for each in filled}) > 1


def _uneven_issue(split: Sequence[Cells], grid: Grid, place: int) -> Issue:
    headings = [heading for cells in split for heading in cells.headings]
    (first, *_) = [i for heading in headings for i in grid.positions(heading)]
    at = replace(grid.place(grid.rows[place], first), value=grid.columns[first][place])
    return stage_issue("lists-of-different-length", at, headings=" and ".join(headings))


def _by_hours(block: Block, grid: Grid, kept: Sequence[int]) -> Taken:
    texts = grid.column(block.hours)
    read = {text: read_hours(text) for text in {texts[i] for i in kept}}
    places = [i for i in kept for _ in read[texts[i]].schedules]
    schedules = [each for i in kept for each in read[texts[i]].schedules]
    given = {name: [each[name] for each in schedules] for name in SCHEDULE}
    unread = [(i, line) for i in kept for line in read[texts[i]].unread]
    issues = tuple(_hours_issue(block.hours, grid, *each) for each in unread)
    return Taken(places, [i for i in kept if texts[i]], given, issues)


def _hours_issue(heading: str, grid: Grid, place: int, line: str) -> Issue:
    (column, *_) = grid.positions(heading)
    at = replace(grid.place(grid.rows[place], column), value=line)
    return stage_issue("hours-not-read", at, value=line)
