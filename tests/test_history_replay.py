"""Going back, by hand: which release is meant, and histories that do not fit their data."""

import pytest

from histories import Content, Shape, past_of, released
from offer_opendata.errors import OfferError
from offer_opendata.history.change import ADDED, CHANGED, REMOVED, Change
from offer_opendata.history.past import read_past
from offer_opendata.history.replay import rebuild, release_number, undo
from offer_opendata.package import PackageFiles, write_package

WORDS = ("", "", "")


def packages(*names: str) -> list[dict[str, bytes]]:
    """Return a release for each name that a club has: the first two on one day."""
    found: list[dict[str, bytes]] = []
    for name in names:
        world = {"x": Content(Shape(("id",), ("id", "name")), {("c1",): {"name": name}})}
        found.append(released(world, past_of(found[-1]) if found else None, WORDS))
    return found


@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        ("1", 1),
        ("3", 3),
        ("2026-01-05", 2),
        ("2026-01-05.1", 1),
        ("2026-01-05.2", 2),
        ("2026-01-20", 2),
        ("2026-02-02", 3),
        ("2099-01-01", 3),
    ],
)
def test_a_release_is_a_number_a_name_or_a_day(wanted: str, number: int) -> None:
    assert release_number(past_of(packages("A", "B", "C")[-1]), wanted) == number


@pytest.mark.parametrize(
    "wanted", ["0", "4", "9", "2025-12-31", "2026", "1 April", "", "2026-02-03.2"]
)
def test_what_is_no_release_is_refused(wanted: str) -> None:
    with pytest.raises(OfferError, match="there is no release"):
        release_number(past_of(packages("A", "B", "C")[-1]), wanted)


def test_a_package_on_the_disk_gives_every_earlier_one_whole(tmp_path) -> None:
    made = packages("A", "B", "A")
    write_package(PackageFiles({}, made[-1]), tmp_path)
    past = read_past(tmp_path)
    for number, package in enumerate(made, start=1):
        rebuilt = rebuild(past, number)
        assert {path: text.encode("utf-8") for path, text in rebuilt.items()} == package


@pytest.mark.parametrize(
    "change",
    [
        Change("x", "c2", ADDED),
        Change("x", "c1", REMOVED, before="{}"),
        Change("x", "c2", CHANGED, "name", "A", "B"),
        Change("x", "c1", CHANGED, "name", "A", "another"),
    ],
)
def test_a_change_that_does_not_fit_is_refused(change: Change) -> None:
    with pytest.raises(OfferError, match="does not agree with the data"):
        undo({"x": {"c1": {"id": "c1", "name": "B"}}}, [change])


def test_undoing_leaves_the_state_as_it_was() -> None:
    state = {"x": {"c1": {"id": "c1", "name": "B"}, "c2": {"id": "c2"}}}
    changes = [Change("x", "c1", CHANGED, "name", "", "B"), Change("x", "c2", ADDED)]
    assert undo(state, changes) == {"x": {"c1": {"id": "c1"}}}
    assert state == {"x": {"c1": {"id": "c1", "name": "B"}, "c2": {"id": "c2"}}}
