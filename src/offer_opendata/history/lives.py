"""The lives of the rows of a table: the versions that are gone, and since when each has today's."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from offer_opendata.errors import OfferError
from offer_opendata.history.change import ADDED, CHANGED, REMOVED
from offer_opendata.history.step import Rename

Row = Mapping[str, str]
FIRST = 1


class Turn(NamedTuple):
    """What a line of `changes` did to a row, under the names that columns had then."""

    row_id: str
    number: int
    action: str
    field: str
    before: str
    after: str


class Version(NamedTuple):
    """A version of a row that is gone: `to_number` is the first release without it."""

    row_id: str
    values: Row
    from_number: int
    to_number: int


@dataclass(frozen=True)
class Lives:
    """The versions that are gone, and since which release each row has the values of today.

    Rows of today that are the same since the first release are in neither.
    """

    versions: Sequence[Version]
    since: Mapping[str, int]


def lives(turns: Iterable[Turn], today: Mapping[str, Row], renames: Mapping[int, Row]) -> Lives:
    """Return the lives of the rows of one table from what happened to them.

    `turns` come the latest first; `today` holds at least those rows that have
    turns and are still there, each by field. `renames` tells for each release which columns
    have another name since (old name to new). Every version is told under the names of today;
    a column that is gone and whose name another one has today is told as `name_until_5`, 5
    being the release that gave its name away. Raises OfferError where a change does not fit
    what is there.
    """
    versions: list[Version] = []
    since: dict[str, int] = {}
    by_row: dict[str, list[Turn]] = {}
    for turn in _under_todays_names(turns, renames):
        by_row.setdefault(turn[0], []).append(turn)
    for row_id, found in by_row.items():
        if row_id in today:
            since[row_id] = found[0][1]
        _add_life(versions, row_id, found, today.get(row_id))
    return Lives(versions, since)


def names_of_today(renames: Iterable[tuple[int, Rename]]) -> dict[str, dict[int, Row]]:
    """Return the renames of each resource by release, as `lives` takes them."""
    found: dict[str, dict[int, dict[str, str]]] = {}
    for number, each in renames:
        found.setdefault(each.resource, {}).setdefault(number, {})[each.before] = each.after
    return {resource: dict(by_number) for resource, by_number in found.items()}


def _add_life(versions: list[Version], row_id: str, turns: Sequence[Turn], row: Row | None) -> None:
    """Add the versions that a row had; `row` is that of today, None where there is none."""
    later = turns[0][1]
    for turn in turns:
        _, number, action, field, before, after = turn
        if number != later:
            if row is not None:
                versions.append(Version(row_id, row, number, later))
            later = number
        if action == CHANGED and row is not None and row.get(field, "") == after:
            row = {**row, field: before}
        elif action == REMOVED and row is None:
            row = _whole(turn)
        elif action == ADDED and row is not None:
            row = None
        else:
            raise _disagrees(turn)
    if row is not None and later != FIRST:
        versions.append(Version(row_id, row, FIRST, later))


def _under_todays_names(turns: Iterable[Turn], renames: Mapping[int, Row]) -> Iterable[Turn]:
    if not renames:
        return turns
    return (_renamed(Turn(*turn), renames) for turn in turns)


def _renamed(turn: Turn, renames: Mapping[int, Row]) -> Turn:
    later = {number: renames[number] for number in sorted(renames) if number > turn.number}
    if turn.action == REMOVED:
        values = {_today(name, later): value for name, value in _whole(turn).items()}
        return turn._replace(before=json.dumps(values))
    return turn._replace(field=_today(turn.field, later))


def _today(name: str, later: Mapping[int, Row]) -> str:
    for number, names in later.items():
        if name not in names and name in names.values():
            return f"{name}_until_{number}"
        name = names.get(name, name)
    return name


def _whole(turn: Turn) -> dict[str, str]:
    try:
        return dict(json.loads(turn[4]))
    except (ValueError, TypeError):
        raise _disagrees(turn) from None


def _disagrees(turn: Turn) -> OfferError:
    return OfferError(
        f'the history of the record "{turn[0]}" does not agree with the data, at release '
        f"{turn[1]}; check the package with: offer-opendata verify"
    )
