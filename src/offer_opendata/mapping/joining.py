"""Another table's columns added to a grid by key."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from offer_opendata.issues import Issue
from offer_opendata.mapping.form import Lookup
from offer_opendata.mapping.grid import Grid
from offer_opendata.stage_issues import stage_issue


def joined(grid: Grid, other: Grid, lookup: Lookup) -> Grid:
    """Return the grid with the columns of another one, each row with those of its key.

    A row of the other table whose key nobody here has, or which has the key of an
    earlier row and says something else, is an issue: what it holds is not published.
    """
    here, there = lookup.on
    keys, wanted = other.column(there), grid.column(here)
    first: dict[str, int] = {}
    for i, key in enumerate(keys):
        if key:
            first.setdefault(key, i)
    places = [first.get(key) for key in wanted]
    added = (["" if i is None else column[i] for i in places] for column in other.columns)
    headings = (lookup.prefix + heading if heading else "" for heading in other.headings)
    return replace(
        grid,
        headings=(*grid.headings, *headings),
        letters=(*grid.letters, *[grid.letter(here)] * len(other.letters)),
        columns=(*grid.columns, *added),
        looked_up=(*grid.looked_up, (lookup, other)),
        issues=(*grid.issues, *other.issues, *_unused(grid, other, lookup, first)),
    )


def _unused(grid: Grid, other: Grid, lookup: Lookup, first: Mapping[str, int]) -> Iterator[Issue]:
    here, there = lookup.on
    wanted, keys = frozenset(grid.column(here)), other.column(there)
    (place,) = other.positions(there)
    for i, key in enumerate(keys):
        at = replace(other.place(other.rows[i], place), value=key)
        if not key or key not in wanted:
            yield stage_issue("looked-up-by-nobody", at, value=key, heading=here, there=grid.name)
        elif first[key] != i and _differ(other.columns, first[key], i):
            row = other.rows[first[key]]
            yield stage_issue("looked-up-twice", at, value=key, heading=there, row=row)


def _differ(columns: Sequence[Sequence[str]], one: int, other: int) -> bool:
    return any(column[one] != column[other] for column in columns)
