"""Whatever tables hold and however they change: comparing, undoing and going back agree."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from histories import (
    KEYS,
    Content,
    Shape,
    World,
    contents,
    csv_of,
    later,
    past_of,
    released,
    series,
    state_of,
    text_of,
)
from offer_opendata.history import walk
from offer_opendata.history.change import ADDED, CHANGED, REMOVED, Change
from offer_opendata.history.compare import compare, compare_csv
from offer_opendata.history.replay import rebuild, release_number
from offer_opendata.history.replay import undo as undone
from offer_opendata.history.rows import Records, csv_text, lines, parsed, row_id
from offer_opendata.history.step import Rename, renames_between
from offer_opendata.verifier import verify
from texts import CELLS

CALM = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
FEW = settings(CALM, max_examples=60)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Records, Records, dict[str, str]]:
    """Draw a table before and after, and the columns that have another name since."""
    before = draw(contents())
    after = draw(later(before))
    old, new = before.records("t"), after.records("t")
    return old, new, renames_between(old.resource, new.resource)


@CALM
@given(pairs())
def test_undoing_what_changed_gives_the_table_before(
    drawn: tuple[Records, Records, dict[str, str]],
) -> None:
    before, after, renames = drawn
    changes = compare(before, after, renames)
    names = [Rename("t", *each) for each in renames.items()]
    assert undone(state_of(after), changes, names) == state_of(before)


@CALM
@given(pairs())
def test_changes_say_what_stands_in_both_tables(
    drawn: tuple[Records, Records, dict[str, str]],
) -> None:
    before, after, renames = drawn
    olds, news = state_of(before)["t"], state_of(after)["t"]
    for change in compare(before, after, renames):
        old, new = olds.get(change.row_id), news.get(change.row_id)
        if change.action == CHANGED:
            was = {now: name for name, now in renames.items()}.get(change.field, change.field)
            assert old is not None
            assert new is not None
            assert (old.get(was, ""), new.get(change.field, "")) == (change.before, change.after)
            assert change.before != change.after
        else:
            assert (old is None, new is None) == (change.action == ADDED, change.action == REMOVED)


@CALM
@given(contents())
def test_a_table_does_not_differ_from_itself(content: Content) -> None:
    table = content.records("t")
    assert compare(table, table) == []
    assert (
        compare_csv((table.resource, csv_of(table)), (table.resource, csv_of(table)), {})[0] == []
    )


@CALM
@given(pairs())
def test_comparing_the_other_way_round_mirrors(
    drawn: tuple[Records, Records, dict[str, str]],
) -> None:
    before, after, renames = drawn
    forth = compare(before, after, renames)
    back = compare(after, before, {now: name for name, now in renames.items()})
    was = {now: name for name, now in renames.items()}
    assert sorted(mirrored(each, was) for each in forth) == sorted(map(seen, back))


def mirrored(change: Change, was: dict[str, str]) -> tuple[str, ...]:
    actions = {ADDED: REMOVED, REMOVED: ADDED, CHANGED: CHANGED}
    field = was.get(change.field, change.field)
    turned = replace(change, before=change.after, after=change.before, field=field)
    return seen(replace(turned, action=actions[change.action]))


def seen(change: Change) -> tuple[str, ...]:
    """Return a change without the whole row, which only a removal holds."""
    values = (change.before, change.after) if change.action == CHANGED else ("", "")
    return (change.row_id, change.action, change.field, *values, change.significance)


@CALM
@given(pairs())
def test_texts_compare_as_their_tables(drawn: tuple[Records, Records, dict[str, str]]) -> None:
    before, after, renames = drawn
    changes, fresh = compare_csv(
        (before.resource, csv_of(before)), (after.resource, csv_of(after)), renames
    )
    assert changes == compare(before, after, renames)
    touched = {each.row_id for each in changes if each.action != REMOVED}
    rows = {row_id(key): row for key, row in after.by_key.items()}
    expected = rows if renames else {key: rows[key] for key in rows if key in touched}
    assert {row_id(key): row for key, row in fresh.by_key.items()} == expected


@CALM
@given(st.lists(st.tuples(KEYS, CELLS), max_size=12), st.data())
def test_lines_that_stand_in_only_one_file_are_found_in_any_order(
    rows: list[tuple[str, str]], data: st.DataObject
) -> None:
    others = st.lists(st.tuples(KEYS, CELLS), max_size=3)
    sides = [
        set(rows) - data.draw(st.sets(st.sampled_from(rows) if rows else st.nothing()))
        | set(data.draw(others))
        for _ in range(2)
    ]
    before, after = (
        csv_text([("id", "name"), *data.draw(st.permutations(sorted(side)))]).encode("utf-8")
        for side in sides
    )
    with pytest.MonkeyPatch.context() as patch:  # so that stretches end everywhere
        patch.setattr(walk, "LEAST", data.draw(st.sampled_from([1, 2, 8])))
        patch.setattr(walk, "MOST", 8)
        gone, come = map(parsed, walk.differing(before, after))
    assert sorted(gone) == sorted(sides[0] - sides[1])
    assert sorted(come) == sorted(sides[1] - sides[0])


@CALM
@given(contents())
def test_canonical_csv_is_read_as_it_was_written(content: Content) -> None:
    table = content.records("t")
    header, *rows = parsed(lines(text_of(table)))
    assert (header, rows) == (table.names, list(table.rows))


@FEW
@given(series(), st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=6, max_size=6))
def test_every_release_is_rebuilt_and_the_last_package_verifies(
    worlds: list[World], words: list[tuple[str, str, str]]
) -> None:
    packages: list[dict[str, bytes]] = []
    for world, said in zip(worlds, words, strict=False):
        packages.append(released(world, past_of(packages[-1]) if packages else None, said))
    last = past_of(packages[-1])
    for number, package in enumerate(packages, start=1):
        rebuilt = {path: text.encode("utf-8") for path, text in rebuild(last, number).items()}
        assert rebuilt == package
        assert len(verify(package, since=past_of(package).fingerprint).names) == number
        assert release_number(last, past_of(package).name) in (number, number + 1)
    noted = verify(packages[-1], since=past_of(packages[0]).fingerprint)
    assert noted.noted == past_of(packages[0]).name


@FEW
@given(series())
def test_releases_that_change_nothing_are_rebuilt_too(worlds: list[World]) -> None:
    one = released(worlds[0], None, ("", "", ""))
    same = released(worlds[0], past_of(one), ("", "", ""))
    assert past_of(same).record["state"] == past_of(one).record["state"]
    rebuilt = rebuild(past_of(same), 1)
    assert {path: text.encode("utf-8") for path, text in rebuilt.items()} == one
    assert len(verify(same).names) == 2


def test_a_row_that_reads_like_the_heading_is_a_row() -> None:
    resource = Shape(("id",), ("id", "name")).resource("t")
    heading, other = b"id,name\r\n", b"x,y\r\n"
    changes, _ = compare_csv((resource, heading + heading + other), (resource, heading + other), {})
    assert [(each.action, each.row_id) for each in changes] == [(REMOVED, "id")]


def test_a_heading_with_a_line_break_in_it_is_one_line() -> None:
    resource = Shape(("a\r\nb",), ("a\r\nb", "name")).resource("t")
    heading = csv_text([("a\r\nb", "name")]).encode("utf-8")
    before, after = heading + b"1,x\r\n2,y\r\n", heading + b"2,y\r\n"
    changes, _ = compare_csv((resource, before), (resource, after), {})
    assert [(each.action, each.row_id) for each in changes] == [(REMOVED, "1")]
