"""The lives of the rows of a table: the versions that are gone, and since when each has today's."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from offer_opendata.errors import OfferError
from offer_opendata.history.change import ADDED, CHANGED, REMOVED
from offer_opendata.history.step import Rename

FIRST = 1
Renames = Mapping[int, Mapping[str, str]]


class Turn(NamedTuple):
    """What a line of `changes` did to a row, under the names that columns had then."""

    row_id: str
    number: int
    action: str
    field: str
    before: str
    after: str


class Version(NamedTuple):
    """A version of a row that is gone: `to_number` is the first release without it.

    `values` stand in the order of the columns of `Lives`; those at the end may lack, and are blank.
    """

    row_id: str
    values: Sequence[str]
    from_number: int
    to_number: int


@dataclass(frozen=True)
class Lives:
    """The versions that are gone, and since which release each row has the values of today.

    `columns` are those of today and then those that rows had once. Rows of today that are the
    same since the first release are in neither.
    """

    columns: Sequence[str]
    versions: Sequence[Version]
    since: Mapping[str, int]


def lives(
    turns: Iterable[Turn],
    columns: Sequence[str],
    today: Mapping[str, Sequence[str]],
    renames: Renames,
) -> Lives:
    """Return the lives of the rows of one table from what happened to them.

    `turns` come the latest first; `today` holds at least those rows that have turns and are
    still there, each with its values of `columns`. `renames` tells for each release which columns
    have another name since (old name to new). Every version is told under the names of today;
    a column that is gone and whose name another one has today is told as `name_until_5`, 5
    being the release that gave its name away. Raises OfferError where a change does not fit
    what is there.
    """
    places = {name: place for place, name in enumerate(columns)}
    versions: list[Version] = []
    since: dict[str, int] = {}
    by_row: dict[str, list[Turn]] = {}
    for turn in _under_todays_names(turns, renames):
        by_row.setdefault(turn[0], []).append(turn)
    for row_id, found in by_row.items():
        row = today.get(row_id)
        if row is not None:
            since[row_id] = found[0][1]
        _add_life(versions, places, found, row)
    return Lives(list(places), versions, since)


def names_of_today(renames: Iterable[tuple[int, Rename]]) -> dict[str, Renames]:
    """Return the renames of each resource by release, as `lives` takes them."""
    found: dict[str, dict[int, dict[str, str]]] = {}
    for number, each in renames:
        found.setdefault(each.resource, {}).setdefault(number, {})[each.before] = each.after
    return {resource: dict(by_number) for resource, by_number in found.items()}


def _add_life(
    versions: list[Version],
    places: dict[str, int],
    turns: Sequence[Turn],
    today: Sequence[str] | None,
) -> None:
    """Add the versions that a row had; `today` has its values now, None where it is gone."""
    row = None if today is None else list(today)
    later = turns[0][1]
    for turn in turns:
        row_id, number, action, field, before, after = turn
        if number != later:
            if row is not None:
                versions.append(Version(row_id, row.copy(), number, later))
            later = number
        if action == CHANGED and row is not None:
            place = places.setdefault(field, len(places))
            row += [""] * (place + 1 - len(row))
            if row[place] != after:
                raise _disagrees(turn)
            row[place] = before
        elif action == REMOVED and row is None:
            row = _values(_whole(turn), places)
        elif action == ADDED and row is not None:
            row = None
        else:
            raise _disagrees(turn)
    if row is not None and later != FIRST:
        versions.append(Version(turns[0][0], row, FIRST, later))


def _values(record: Mapping[str, str], places: dict[str, int]) -> list[str]:
    """Return the values of a record at their places; a column of long ago gets the next one."""
    for name in record:
        places.setdefault(name, len(places))
    return [record.get(name, "") for name in places]


def _under_todays_names(turns: Iterable[Turn], renames: Renames) -> Iterable[Turn]:
    if not renames:
        return turns
    return (_renamed(Turn(*turn), renames) for turn in turns)


def _renamed(turn: Turn, renames: Renames) -> Turn:
    if turn.action == REMOVED:
        whole = _whole(turn).items()
        values = {name_today(name, turn.number, renames): value for name, value in whole}
        return turn._replace(before=json.dumps(values))
    return turn._replace(field=name_today(turn.field, turn.number, renames))


def name_today(name: str, number: int, renames: Renames) -> str:
    """Return what a column of some release is called today, as `lives` tells it."""
    for later in sorted(each for each in renames if each > number):
        names = renames[later]
        if name not in names and name in names.values():
            return f"{name}_until_{later}"
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
