"""Erasure: the value is gone from everything, and everything else is still there and proven."""

import itertools
import json
import re
from collections.abc import Mapping

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from histories import (
    DAYS,
    PUBLICATION,
    Content,
    Shape,
    World,
    by_field,
    past_of,
    released,
    schema_of,
    series,
)
from offer_opendata.draft import Draft
from offer_opendata.errors import OfferError
from offer_opendata.history.commitments import digest, field_salt
from offer_opendata.history.erase import ErasedPlace, erase, values_at
from offer_opendata.history.find import find, matcher
from offer_opendata.history.past import DIGESTS, SALTS, Past
from offer_opendata.history.replay import rebuild, renames_by_release, state_at
from offer_opendata.history.rows import row_id
from offer_opendata.history.salts import read_digests, read_versions
from offer_opendata.mapping.identifiers import Minted
from offer_opendata.release import Wanted, make_release, next_name, next_release, seeded_salt
from offer_opendata.tables import Source, table_of
from offer_opendata.verifier import Broken, verify
from test_history_properties import FEW

SECRET = 'Jane Doe, "07700 900123"'
GONE = "[erased]"


def of_x(rows: Mapping[str, Mapping[str, str]]) -> World:
    """Return the tables of a release that has only x."""
    shape = Shape(("1st",), ("1st", "name", "note", "is"))
    return {"x": Content(shape, {(key,): row for key, row in rows.items()})}


# One invented history, small enough to read.
BO = {"2": {"name": "Bo"}}
WORLDS = [
    of_x({"1": {"name": "Ada", "note": SECRET}, **BO}),
    of_x({"1": {"name": "Ada", "note": SECRET, "is": "new"}, **BO}),
    of_x(BO),
]


def erased(
    past: Past, places: list[ErasedPlace], world: World, versions: str = ""
) -> dict[str, bytes]:
    """Return the package after an erasure, its other contents being those of a world.

    Its record says which versions lost a value; or says, wrongly, that these did.
    """
    schema, number = schema_of(world), past.number + 1
    tables = {
        name: table_of(schema.resources[name], by_field(content, name), Source("by hand"))
        for name, content in world.items()
    }
    following = next_release(
        schema, Draft(tables, (), (), Minted({}), stops=False), erase(past, places)
    )
    lost = [versions or " ".join(map(str, values_at(past, place))) for place in places]
    lines = tuple(
        (
            f"erasure-{i}",
            str(number),
            DAYS[-1],
            p.resource,
            p.row_id,
            p.field,
            "safety",
            "a role",
            v,
        )
        for i, (p, v) in enumerate(zip(places, lost, strict=True), start=1)
    )
    wanted = Wanted(next_name(DAYS[-1], past), erasures=lines)
    salt = seeded_salt("invented", number)
    return dict(make_release(PUBLICATION, schema, following, (wanted, salt)).files.files)


def chain(worlds: list[World]) -> dict[str, bytes]:
    """Return the package after releasing each world in turn."""
    files: dict[str, bytes] = {}
    for world in worlds:
        files = released(world, past_of(files) if files else None, ("A title", "A note", "officer"))
    return files


@st.composite
def secrets(draw: st.DrawFn) -> tuple[list[World], ErasedPlace]:
    """Draw a series of releases with a secret in one of them, and where it stands."""
    worlds = [dict(world) for world in draw(series())]
    places = [
        (i, name, key, column)
        for i, world in enumerate(worlds[:-1])
        for name, content in world.items()
        for key in content.rows
        for column in content.shape.columns
        if column not in content.shape.key
    ]
    assume(places)
    i, name, key, column = draw(st.sampled_from(places))
    content = worlds[i][name]
    rows = {**content.rows, key: {**content.rows[key], column: SECRET}}
    worlds[i][name] = type(content)(content.shape, rows)
    return worlds, ErasedPlace(name, row_id(key), column)


def now_called(past: Past, place: ErasedPlace, since: int) -> ErasedPlace:
    """Return the place under the name that its column has in the latest release."""
    name = place.field
    for number in range(since + 1, past.number + 1):
        for rename in renames_by_release(past).get(number, ()):
            if (rename.resource, rename.after) == (place.resource, name):
                name = f"{name}_until_{number}"  # another column took the name over
            elif (rename.resource, rename.before) == (place.resource, name):
                name = rename.after
    return ErasedPlace(place.resource, place.row_id, name)


def value_now(world: World, place: ErasedPlace) -> str:
    if place.resource not in world:
        return ""
    records = world[place.resource].records(place.resource)
    found = {row_id(key): row for key, row in records.by_key.items()}.get(place.row_id)
    named = found is not None and place.field in records.names
    return found[records.names.index(place.field)] if named and found else ""


@FEW
@given(secrets())
def test_the_value_is_gone_and_everything_else_is_rebuilt(
    drawn: tuple[list[World], ErasedPlace],
) -> None:
    worlds, place = drawn
    past = past_of(chain(worlds))
    since = next(n for n in range(1, past.number) if SECRET in str(state_at(past, n)))
    place = now_called(past, place, since)
    kept = value_now(worlds[-1], place)
    assume(kept != SECRET)
    place = ErasedPlace(place.resource, place.row_id, place.field, kept)
    files = erased(past, [place], worlds[-1])
    verify(files)
    after = past_of(files)
    for path, content in files.items():
        assert SECRET not in content.decode("utf-8"), path
        assert json.dumps(SECRET)[1:-1] not in content.decode("utf-8"), path
    for number in range(1, past.number + 1):
        check_same_but_erased(past, after, number, place)
    check_nothing_gives_it_back(after, place)


def check_same_but_erased(before: Past, after: Past, number: int, place: ErasedPlace) -> None:
    old, new = state_at(before, number), state_at(after, number)
    for resource, rows in old.items():
        assert rows.keys() == new[resource].keys()
        for key, row in rows.items():
            differing = {
                n for n in row | new[resource][key] if row.get(n) != new[resource][key].get(n)
            }
            if differing:
                assert (resource, key) == (place.resource, place.row_id)
                assert len(differing) == 1
                assert new[resource][key][differing.pop()] == GONE
    data = {k: v for k, v in rebuild(before, number).items() if k.startswith("data/")}
    rebuilt = rebuild(after, number)
    changed = [path for path, text in data.items() if rebuilt[path] != text]
    assert set(changed) <= {f"data/{place.resource}.csv"}


def check_nothing_gives_it_back(past: Past, place: ErasedPlace) -> None:
    """Whoever knows the row and the value tries every salt that there is on every digest."""
    known = {
        found for text in past.texts.values() for found in re.findall(r"[0-9a-f]{32,64}", text)
    }
    digests = {
        (version, name): kept.digest
        for version, fields in read_digests(past.files[DIGESTS]).items()
        for name, kept in fields.items()
        if not kept.salt
    }
    assert digests
    for (_, resource, key), name in digests:
        for salt in filter(lambda text: len(text) in (32, 64), known):
            as_row = digest(bytes.fromhex(salt), (resource, key, name), SECRET)
            assert as_row not in known
    for version in {version for version, _ in digests}:
        assert read_versions(past.files[SALTS])[version].salt == ""


class TestPlaces:
    def test_of_a_removed_row(self) -> None:
        past = past_of(chain(WORLDS))
        files = erased(past, [ErasedPlace("x", "1", "note")], WORLDS[-1])
        verify(files)
        assert state_at(past_of(files), 1)["x"]["1"] == {"1st": "1", "name": "Ada", "note": GONE}
        (removal,) = [
            r for r in past_of(files).texts["history/changes.csv"].split("\r\n") if "removed" in r
        ]
        assert GONE in removal

    def test_of_two_values_in_turn(self) -> None:
        worlds = [of_x({"1": {"name": "Ada", "note": note}}) for note in (SECRET, "Jane", "")]
        files = erased(past_of(chain(worlds)), [ErasedPlace("x", "1", "note")], worlds[-1])
        verify(files)
        notes = [state_at(past_of(files), number)["x"]["1"]["note"] for number in (1, 2)]
        assert notes == [GONE, GONE]

    def test_twice_in_one_row(self) -> None:
        past = past_of(chain(WORLDS))
        first = past_of(erased(past, [ErasedPlace("x", "1", "note")], WORLDS[-1]))
        files = erased(first, [ErasedPlace("x", "1", "name")], WORLDS[-1])
        verify(files)
        assert state_at(past_of(files), 2)["x"]["1"] == {
            "1st": "1",
            "name": GONE,
            "note": GONE,
            "is": "new",
        }

    def test_of_two_values_one_after_the_other(self) -> None:
        notes = ("An office", SECRET, f"{SECRET} again", "")
        worlds = [of_x({"1": {"name": "Ada", "note": note}, **BO}) for note in notes]
        files = erased(past_of(chain(worlds)), [ErasedPlace("x", "1", "note")], worlds[-1])
        verify(files)
        after = past_of(files)
        assert [state_at(after, number)["x"]["1"].get("note") for number in (1, 2, 3, 4)] == [
            *(GONE, GONE, GONE),
            None,
        ]

    def test_of_a_column_whose_name_the_key_has_since(self) -> None:
        old = Shape(("1st",), ("1st", "name"))
        worlds: list[World] = [
            {"x": Content(old, {("1",): {"1st": "1", "name": SECRET}})},
            {"x": Content(Shape(("1st",), ("1st",)), {("1",): {"1st": "1"}})},
            {"y": Content(old, {})},
            {"x": Content(Shape(("name",), ("name",)), {("1",): {"name": "1"}})},
        ]
        past = past_of(chain(worlds))
        place = ErasedPlace("x", "1", "name")
        assert values_at(past, place) == {1: SECRET}
        files = erased(past, [place], worlds[-1])
        verify(files)
        after = past_of(files)
        assert state_at(after, 1)["x"]["1"] == {"1st": "1", "name": GONE}
        assert state_at(after, 4)["x"]["1"] == {"name": "1"}

    def test_of_a_column_whose_name_another_one_took_over(self) -> None:
        key = ("1st",)

        def one(shape: Shape, **values: str) -> World:
            return {"x": Content(shape, {("1",): {"1st": "1", **values}})}

        worlds = [
            one(Shape(key, ("1st", "name", "title")), name=SECRET, title="Ms"),
            one(Shape(key, ("1st", "title")), title="Ms"),
            one(Shape(key, ("1st", "name"), {"name": "title"}), name="Ms"),
        ]
        past = past_of(chain(worlds))
        (place,) = find(past, matcher(SECRET))
        assert (place.field, place.when) == ("name_until_3", "before release 2")
        assert values_at(past, ErasedPlace("x", "1", "name")) == {1: "Ms", 2: "Ms", 3: "Ms"}
        files = erased(past, [ErasedPlace("x", "1", place.field)], worlds[-1])
        verify(files)
        after = past_of(files)
        assert [state_at(after, number)["x"]["1"] for number in (1, 2, 3)] == [
            {"1st": "1", "name": GONE, "title": "Ms"},
            {"1st": "1", "title": "Ms"},
            {"1st": "1", "name": "Ms"},
        ]

    def test_of_words_about_a_release(self) -> None:
        past = past_of(chain(WORLDS))
        files = erased(past, [ErasedPlace("releases", "2", "note")], WORLDS[-1])
        verify(files)
        rows = files["history/releases.csv"].decode().split("\r\n")
        assert [GONE in row for row in rows[1:-1]] == [False, True, False, False]

    def test_where_nothing_stood_is_refused(self) -> None:
        past = past_of(chain(WORLDS))
        for place in (("x", "9", "note"), ("x", "2", "note"), ("releases", "9", "note")):
            with pytest.raises(OfferError, match="nothing to erase"):
                erase(past, [ErasedPlace(*place)])

    def test_a_value_may_not_be_hidden_without_saying_so(self) -> None:
        past = past_of(chain(WORLDS))
        secretly = dict(
            released(WORLDS[0], erase(past, [ErasedPlace("x", "1", "note")]), ("", "", ""))
        )
        with pytest.raises(Broken, match="no erasure says so"):
            verify(secretly)

    @pytest.mark.parametrize(
        ("said", "message"),
        [
            ("2", "lacks a value, and no erasure says so"),
            ("1 2 3", ""),
            ("1 2 4", "an erased value of x 1 is still there"),
            ("1 2 3 9", "names versions that lost no value"),
        ],
    )
    def test_the_versions_that_lost_a_value_are_those_that_the_erasure_names(
        self, said: str, message: str
    ) -> None:
        # What is said today stood before, too: that it was taken out there would not be missed.
        worlds = [of_x({"1": {"note": note}, **BO}) for note in ("Now", SECRET, "Now")]
        past, place = past_of(chain(worlds)), ErasedPlace("x", "1", "note")
        files = erased(past, [place], worlds[-1], said)
        if not message:
            verify(files)
            return
        with pytest.raises(Broken, match=message):
            verify(files)

    def test_what_stands_there_today_may_stay_wherever_it_stood(self) -> None:
        worlds = [of_x({"1": {"note": note}, **BO}) for note in ("Now", SECRET, "Now")]
        files = erased(past_of(chain(worlds)), [ErasedPlace("x", "1", "note", "Now")], worlds[-1])
        verify(files)
        assert files["history/erasures.csv"].decode().splitlines()[1].endswith(",a role,2")
        place = ErasedPlace("x", "1", "note", "Now")
        with pytest.raises(Broken, match="an erased value of x 1 is still there"):
            verify(erased(past_of(chain(worlds)), [place], worlds[-1], "1 2"))

    def test_the_salt_of_another_field_does_not_open_it(self) -> None:
        row_salt = bytes(16)
        other = field_salt(row_salt, "name")
        values = itertools.product((row_salt, other, field_salt(other, "note")), (SECRET,))
        place = ("x", "1", "note")
        found = [digest(salt, place, value) for salt, value in values]
        assert len(set(found)) == 3
