"""A record's life: the releases that changed it or what hangs on it, and why they did."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from offer_opendata.errors import OfferError
from offer_opendata.history.change import ADDED, REMOVED, Change, parent_of
from offer_opendata.history.naming import Names, label_of
from offer_opendata.history.past import ERASURES, RELEASES, Past
from offer_opendata.history.replay import (
    State,
    changes_by_release,
    current_state,
    release_number,
    state_at,
)
from offer_opendata.history.rows import lines, parsed
from offer_opendata.schema import Schema
from offer_opendata.timeline.words import Words, names_at, words_of

Place = tuple[str, str]
Line = Mapping[str, str]


@dataclass(frozen=True)
class Event:
    """What one release did to a record and to what hangs on it; `release` is its line."""

    release: Line
    changes: tuple[Change, ...]
    erasures: tuple[Line, ...]


@dataclass(frozen=True)
class AsOf:
    """A record as a release had it, None if it was not there, and the rows that hung on it.

    `names` are those that records had then.
    """

    release: Line
    values: Mapping[str, str] | None
    rows: Mapping[Place, Mapping[str, str]]
    names: Names


@dataclass(frozen=True)
class Life:
    """One record: its name, whether the latest release has it, and what happened to it.

    `since_first` tells that the first release had it already.
    """

    place: Place
    label: str
    present: bool
    since_first: bool
    events: tuple[Event, ...]
    as_of: AsOf | None = None


@dataclass(frozen=True)
class Told:
    """The lives of every record that has the key asked for, and the words to tell them in.

    `names` are those of today, and the last ones of what is gone.
    """

    past: Past
    names: Names
    words: Words
    releases: tuple[Line, ...]
    lives: tuple[Life, ...]
    decisions: Mapping[str, str]


def told(past: Past, schema: Schema, wanted: tuple[str, str], as_of: str) -> Told:
    """Return what a package tells of the records with a key.

    `wanted` is the key and a resource, blank for any; `as_of` is a release or a day, or
    blank. Raises OfferError where there never was such a record.
    """
    state, words = current_state(past), words_of(past, schema)
    changes = [each for found in changes_by_release(past).values() for each in found]
    places = _places(state, changes, wanted)
    if not places:
        raise _unknown(state, changes, wanted)
    releases = tuple(_lines(past.texts[RELEASES]))
    was = None
    if as_of:
        number = release_number(past, as_of)
        was = (releases[number - 1], state_at(past, number))
    erasures = list(_lines(past.texts[ERASURES]))
    lives = []
    for place in places:
        own = [each for each in changes if touches(each, place, words)]
        events = tuple(_events(releases, own, [each for each in erasures if _at(each, own, place)]))
        lives.append(_life(place, state, events, _as_of(place, was, words) if was else None))
    names = names_at(state, changes, words)
    return Told(past, names, words, releases, tuple(lives), _decisions(state, changes))


def touches(change: Change, place: Place, words: Words) -> bool:
    """Tell whether a change belongs on the timeline of a record: it, or a row that hangs on it.

    A row that moved from one record to another belongs on the timelines of both.
    """
    if place in (change.place, change.owner):
        return True
    resource = words.resources.get(change.resource)
    return bool(
        resource
        and change.before == place[1]
        and parent_of(resource, {change.field: change.before}) == place
    )


def hanging(state: State, place: Place, words: Words) -> dict[Place, Mapping[str, str]]:
    """Return the rows that hang on a record, by their place."""
    return {
        (name, key): row
        for name, rows in state.items()
        if name in words.resources and words.resources[name].descriptor.get("parent")
        for key, row in sorted(rows.items())
        if parent_of(words.resources[name], row) == place
    }


def _places(state: State, changes: list[Change], wanted: tuple[str, str]) -> list[Place]:
    key, resource = wanted
    found = dict.fromkeys((name, key) for name, rows in state.items() if key in rows)
    found |= dict.fromkeys(change.place for change in changes if change.row_id == key)
    return [place for place in found if resource in ("", place[0])]


def _unknown(state: State, changes: list[Change], wanted: tuple[str, str]) -> OfferError:
    key, resource = wanted
    known = {row for name, rows in state.items() if resource in ("", name) for row in rows}
    known |= {change.row_id for change in changes if resource in ("", change.resource)}
    near = get_close_matches(key, sorted(known), n=3, cutoff=0.7)
    where = f" in {resource}" if resource else ""
    meant = (
        f"; did you mean {' or '.join(near)}?" if near else "; ids stand in the first column of "
    )
    meant += "" if near else "the tables, such as data/services.csv"
    return OfferError(f'no release ever had a record "{key}"{where}{meant}')


def _lines(text: str) -> Iterator[Line]:
    header, *rows = parsed(lines(text))
    return (dict(zip(header, row, strict=True)) for row in rows)


def _at(erasure: Line, own: list[Change], place: Place) -> bool:
    at = (erasure["resource"], erasure["row_id"])
    return at == place or any(at == change.place for change in own)


def _events(
    releases: tuple[Line, ...], changes: list[Change], erasures: list[Line]
) -> Iterator[Event]:
    for release in releases:
        number = release["number"]
        own = tuple(each for each in changes if each.release_number == number)
        gone = tuple(each for each in erasures if each["release_number"] == number)
        if own or gone:
            yield Event(release, own, gone)


def _life(place: Place, state: State, events: tuple[Event, ...], as_of: AsOf | None) -> Life:
    name, key = place
    own = [each for event in events for each in event.changes if each.place == place]
    coming = [each.action for each in own if each.action in (ADDED, REMOVED)]
    row = state.get(name, {}).get(key)
    last = next((each.removed_row() for each in reversed(own) if each.action == REMOVED), {})
    return Life(
        place=place,
        label=label_of(None, last if row is None else row),
        present=row is not None,
        since_first=coming[:1] != [ADDED],
        events=events,
        as_of=as_of,
    )


def _as_of(place: Place, was: tuple[Line, State], words: Words) -> AsOf:
    release, state = was
    row = state.get(place[0], {}).get(place[1])
    order = words.resources[place[0]].by_name if place[0] in words.resources else {}
    names = names_at(state, (), words)
    # Going back puts a value that changed behind the others.
    values = row and {name: row[name] for name in (*order, *row) if name in row}
    return AsOf(release, values, hanging(state, place, words) if values else {}, names)


def _decisions(state: State, changes: list[Change]) -> dict[str, str]:
    removed = (each for each in changes if each.resource == "decisions" and each.action == REMOVED)
    found = {each.row_id: label_of(None, each.removed_row()) for each in removed}
    return found | {key: label_of(None, row) for key, row in state.get("decisions", {}).items()}
