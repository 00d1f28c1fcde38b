"""Rows that go on with an earlier record, by a reference to its key or by a blank key."""

from collections.abc import Sequence
from dataclasses import replace

from offer_opendata.mapping.form import Continuation
from offer_opendata.mapping.grid import Grid
from offer_opendata.stage_issues import stage_issue


def continued(continuation: Continuation | None, grid: Grid) -> Grid:
    """Return the grid with the first row of its record for each row, and that row's key.

    A row that goes on with a record which is not there is an issue.
    """
    if continuation is None or not grid.positions(continuation.key):
        return grid
    (place,) = grid.positions(continuation.key)
    keys = grid.columns[place]
    if continuation.reference:
        heads, lost = _by_reference(keys, grid.column(continuation.reference))
        (place_lost, *_) = grid.positions(continuation.reference) or [place]
    else:
        heads, lost = _by_blank(keys)
        place_lost = place
    issues = [
        stage_issue(
            "no-record-to-continue",
            replace(grid.place(grid.rows[i], place_lost), value=grid.columns[place_lost][i]),
            heading=continuation.reference or continuation.key,
        )
        for i in lost
    ]
    grid = grid.with_columns({place: [keys[head] for head in heads]})
    return replace(grid, heads=heads, issues=(*grid.issues, *issues))


def _by_reference(keys: Sequence[str], references: Sequence[str]) -> tuple[list[int], list[int]]:
    first: dict[str, int] = {}
    for i, key in enumerate(keys):
        if not references[i]:
            first.setdefault(key, i)
    heads = [first.get(reference, i) if reference else i for i, reference in enumerate(references)]
    return heads, [
        i for i, reference in enumerate(references) if reference and reference not in first
    ]


def _by_blank(keys: Sequence[str]) -> tuple[list[int], list[int]]:
    heads: list[int] = []
    for i, key in enumerate(keys):
        heads.append(i if key or not heads else heads[-1])
    return heads, [i for i, head in enumerate(heads) if not keys[head]]
