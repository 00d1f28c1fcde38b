"""The guard: much that would go at once, and columns that would be empty."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offer_opendata.history.change import ADDED, CHANGED, REMOVED, Change
from offer_opendata.history.guard import Allowed, Emptied, guard, is_too_much

NOTHING = Allowed()


def removal(resource: str, id_: str, **row: str) -> Change:
    return Change(resource, id_, REMOVED, before=json.dumps({"id": id_, **row}))


def ids(count: int, first: int = 0) -> list[str]:
    return [f"s{number}" for number in range(first, first + count)]


def services(left: list[str]) -> dict[str, dict[str, list[str]]]:
    return {"services": {"id": left}, "organizations": {"id": []}}


@pytest.mark.parametrize(
    ("removed", "of", "stops"),
    [
        (5, 6, False),  # five are never many
        (6, 119, True),  # 5.04%
        (6, 120, False),  # exactly 5%
        (6, 121, False),
        (7, 139, True),
        (7, 140, False),
        (6, 6, True),
    ],
)
def test_more_than_five_and_more_than_five_per_cent(removed: int, of: int, stops: bool) -> None:
    assert is_too_much(removed, of) is stops
    changes = [removal("services", each) for each in ids(removed)]
    found = guard(changes, services(ids(of - removed, removed)), {}, NOTHING)
    assert bool(found) is stops
    if stops:
        assert [(each.ids, each.of) for each in found.removals] == [(tuple(ids(removed)), of)]


def test_added_records_do_not_make_the_last_release_larger() -> None:
    # 119 services before; one hundred new ones would hide the six that go.
    changes = [removal("services", each) for each in ids(6)]
    changes += [Change("services", f"n{number}", ADDED) for number in range(100)]
    left = [*ids(113, 6), *(f"n{number}" for number in range(100))]
    (found,) = guard(changes, services(left), {}, NOTHING).removals
    assert found.of == 119


def test_a_source_that_loses_much_is_seen_in_a_large_publication() -> None:
    every = ids(1000)
    sources = {
        ("services", each): "small.xlsx" if i < 20 else "big.xlsx" for i, each in enumerate(every)
    }
    changes = [removal("services", each) for each in every[:6]]
    (found,) = guard(changes, services(every[6:]), sources, NOTHING).removals
    assert (found.source, len(found.ids), found.of) == ("small.xlsx", 6, 20)
    assert not guard(changes, services(every[6:]), {}, NOTHING), "without the file: overall only"


def test_only_services_and_organisations_are_counted() -> None:
    changes = [removal("contacts", f"c{number}") for number in range(50)]
    assert not guard(changes, {"contacts": {"id": ["c99"]}}, {}, NOTHING)


@pytest.mark.parametrize(("allowed", "stops"), [(8, False), (7, True), (9, True), (0, True)])
def test_the_count_must_match(allowed: int, stops: bool) -> None:
    changes = [removal("services", each) for each in ids(7)]
    changes.append(removal("organizations", "o1"))
    found = guard(changes, services(ids(20, 7)), {}, Allowed(allowed))
    assert bool(found) is stops
    assert found.removed == 8


def test_a_count_that_is_allowed_in_vain_stops_too() -> None:
    found = guard([removal("services", "s1")], services(ids(50)), {}, Allowed(14))
    assert found.is_miscounted
    assert not found.removals


class TestEmptied:
    changes = (
        Change("services", "a", CHANGED, "phone", "01632 960001", ""),
        Change("services", "b", CHANGED, "phone", "01632 960002", ""),
    )

    def test_a_column_that_loses_all_its_values(self) -> None:
        tables = {"services": {"id": ["a", "b"], "phone": ["", ""]}}
        found = guard(self.changes, tables, {}, NOTHING)
        assert found.emptied == (Emptied("services", "phone", 2),)
        assert not guard(self.changes, tables, {}, Allowed(None, ("services.phone",)))

    def test_one_value_that_is_left_is_enough(self) -> None:
        tables = {"services": {"id": ["a", "b", "c"], "phone": ["", "", "01632 960003"]}}
        assert not guard(self.changes, tables, {}, NOTHING)

    def test_a_single_value_is_no_column(self) -> None:
        tables = {"services": {"id": ["a", "b"], "phone": ["", ""]}}
        assert not guard(self.changes[:1], tables, {}, NOTHING)

    def test_values_that_go_with_their_records_count(self) -> None:
        changes = [removal("services", each, alert="Closed today") for each in ("a", "b")]
        tables = {"services": {"id": ["c"], "alert": [""]}}
        assert [each.name for each in guard(changes, tables, {}, NOTHING).emptied] == [
            "services.alert"
        ]

    def test_a_table_that_loses_all_its_records_is_said_once(self) -> None:
        changes = [removal("contacts", each, phone="01632 960001") for each in ("a", "b")]
        found = guard(changes, {"contacts": {"id": [], "phone": []}}, {}, NOTHING)
        assert found.emptied == (Emptied("contacts", "", 2),)

    def test_lists_that_the_tool_completes_do_not_count(self) -> None:
        changes = [Change("terms", each, CHANGED, "source", "a", "") for each in ("a", "b")]
        tables = {"terms": {"code": ["a", "b"], "source": ["", ""]}}
        assert not guard(changes, tables, {}, NOTHING)

    def test_what_is_allowed_in_vain_stops(self) -> None:
        found = guard((), {"services": {"id": ["a"]}}, {}, Allowed(None, ("services.phone",)))
        assert found.not_emptied == ("services.phone",)
        assert found


@given(st.integers(0, 60), st.integers(0, 2000))
def test_the_guard_stops_just_where_both_limits_are_passed(removed: int, left: int) -> None:
    changes = [removal("services", each) for each in ids(removed)]
    found = guard(changes, services(ids(left, removed)), {}, NOTHING)
    share = 100 * removed / (removed + left) if removed + left else 0.0
    several_and_none_left = removed > 1 and not left
    assert bool(found) is ((removed > 5 and share > 5) or several_and_none_left)
    assert not guard(
        changes,
        services(ids(left, removed)),
        {},
        Allowed(removed, ("services",) if several_and_none_left else ()),
    )
