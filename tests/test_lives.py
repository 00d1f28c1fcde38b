"""The lives of rows: with what is left today, they give back every state that there was."""

import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offer_opendata.errors import OfferError
from offer_opendata.history.change import Change
from offer_opendata.history.compare import compare
from offer_opendata.history.lives import Lives, Turn, Version, lives, names_of_today
from offer_opendata.history.rows import Records, row_id
from offer_opendata.history.step import Rename
from offer_opendata.schema import Resource, resource_of

State = Mapping[str, Mapping[str, str]]
NAMES = ("id", "name")
CELLS = st.sampled_from(["", "[erased]", "=1+1", "2.50", "{}"]) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=5
)
KEYS = st.sampled_from(["a", "b", "é\r\n", '"', "[erased]"])
STATES = st.lists(
    st.dictionaries(KEYS, st.fixed_dictionaries({"name": CELLS, "phone": CELLS}), max_size=4),
    min_size=1,
    max_size=5,
)


def table(*names: str, key: Sequence[str] = ("id",)) -> Resource:
    fields = [{"name": name} for name in (*key, *names)]
    return resource_of({"name": "things", "fields": fields, "primaryKey": list(key)})


def records(resource: Resource, state: State) -> Records:
    names = [field.name for field in resource.fields][1:]
    return Records(
        resource, [(key, *(row.get(name, "") for name in names)) for key, row in state.items()]
    )


def turns(releases: Sequence[Sequence[Change]]) -> list[Turn]:
    """Return what happened in releases 2, 3 and so on, the latest first."""
    found = [
        Turn(change.row_id, number, change.action, change.field, change.before, change.after)
        for number, changes in enumerate(releases, start=2)
        for change in changes
    ]
    return found[::-1]


def filled(row: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in row.items() if value}


def told(found: Lives, version: Version) -> dict[str, str]:
    """Return the values of a version by column, without those that are blank."""
    return filled(dict(zip(found.columns, version.values, strict=False)))


def at(found: Lives, today: State, number: int) -> dict[str, dict[str, str]]:
    """Return the rows at a release, as `<resource>_history` tells them."""
    gone = {
        each.row_id: told(found, each)
        for each in found.versions
        if each.from_number <= number < each.to_number
    }
    still = {key: filled(row) for key, row in today.items() if found.since.get(key, 1) <= number}
    assert not set(gone) & set(still)
    return {**gone, **still}


@settings(max_examples=200, deadline=None)
@given(STATES)
def test_every_state_is_there_at_its_release_and_nothing_twice(states: list[State]) -> None:
    resource = table("name", "phone")
    steps = [
        compare(records(resource, before), records(resource, after))
        for before, after in pairwise(states)
    ]
    today = {key: {"id": key, **row} for key, row in states[-1].items()}
    columns = ["id", "name", "phone"]
    rows = {key: [row[name] for name in columns] for key, row in today.items()}
    found = lives(turns(steps), columns, rows, {})
    for number, state in enumerate(states, start=1):
        wanted = {key: filled({"id": key, **row}) for key, row in state.items()}
        assert at(found, today, number) == wanted
    for each in found.versions:
        assert 1 <= each.from_number < each.to_number <= len(states)


def test_what_never_changed_has_neither_versions_nor_a_since() -> None:
    assert lives([], NAMES, {"a": ["a", ""]}, {}) == Lives(["id", "name"], [], {})


def test_a_record_that_came_back_has_a_gap() -> None:
    whole = json.dumps({"id": "a", "name": "One"})
    found = lives(
        [Turn("a", 4, "added", "", "", ""), Turn("a", 3, "removed", "", whole, "")],
        NAMES,
        {"a": ["a", "Two"]},
        {},
    )
    assert [each[1:] for each in found.versions] == [(["a", "One"], 1, 3)]
    assert found.since == {"a": 4}


def test_versions_are_told_under_the_names_of_today() -> None:
    changed = [
        Turn("a", 5, "changed", "title", "Three", "Four"),
        Turn("b", 4, "removed", "", json.dumps({"id": "b", "label": "Gone"}), ""),
        Turn("a", 3, "changed", "label", "Two", "Three"),
        Turn("a", 2, "changed", "name", "One", "Two"),
    ]
    renames = names_of_today(
        [(3, Rename("things", "name", "label")), (5, Rename("things", "label", "title"))]
    )
    found = lives(changed, ("id", "title"), {"a": ["a", "Four"]}, renames["things"])
    assert [(told(found, each)["title"], *each[2:]) for each in found.versions] == [
        ("Three", 3, 5),
        ("Two", 2, 3),
        ("One", 1, 2),
        ("Gone", 1, 4),
    ]


def test_a_column_that_gave_its_name_away_is_kept_apart() -> None:
    changed = [Turn("a", 2, "changed", "name", "Old words", "")]
    renames = {4: {"title": "name"}}
    found = lives(changed, NAMES, {"a": ["a", "New words"]}, renames)
    (version,) = found.versions
    assert told(found, version) == {"id": "a", "name": "New words", "name_until_4": "Old words"}


BROKEN: Mapping[str, Any] = {
    "another value": Turn("a", 2, "changed", "name", "One", "Three"),
    "added and not there": Turn("b", 2, "added", "", "", ""),
    "removed and there": Turn("a", 2, "removed", "", "{}", ""),
    "changed and not there": Turn("b", 2, "changed", "name", "x", "y"),
    "a record that is none": Turn("b", 2, "removed", "", "[erased]", ""),
    "a record that is a number": Turn("b", 2, "removed", "", "3", ""),
    "an unknown action": Turn("a", 2, "moved", "", "", ""),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_history_that_does_not_fit_is_refused(what: str) -> None:
    with pytest.raises(OfferError, match="does not agree with the data, at release 2; check"):
        lives([BROKEN[what]], NAMES, {"a": ["a", "Two"]}, {})


def test_the_key_of_several_parts_is_its_row_id() -> None:
    key = ("s", 'né"ed', "\\")
    assert json.loads(row_id(key)) == list(key)
