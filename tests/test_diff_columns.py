"""Two releases between which a column had other names, and tables that cannot be compared."""

from types import SimpleNamespace
from typing import Any

import pytest

from offer_opendata.diff import comparison, render
from offer_opendata.diff.comparison import ColumnDiff, compare_sides
from offer_opendata.diff.html import MANY
from offer_opendata.diff.sides import Side
from offer_opendata.history.change import Change
from offer_opendata.history.rows import Records
from offer_opendata.history.step import Rename
from offer_opendata.schema import Resource, load_schema, resource_of

PAST: Any = SimpleNamespace()
NAMED = "clubs"


def shaped(*names: str, key: str = "id") -> Resource:
    fields = [{"name": name, "type": "string", "title": name.title()} for name in names]
    return resource_of({"name": NAMED, "title": "Clubs", "fields": fields, "primaryKey": [key]})


def side(number: int, resource: Resource, *rows: tuple[str, ...], past: Any = PAST) -> Side:
    tables = {NAMED: Records(resource, rows)}
    kind = "release" if past else "package"
    return Side(kind, f"Release {number}", tables, past=past, number=number)


@pytest.fixture(autouse=True)
def history(monkeypatch: pytest.MonkeyPatch) -> None:
    """A column is renamed twice; its value changes with the first new name, and only then."""
    renames = {2: [Rename(NAMED, "tel", "phone")], 3: [Rename(NAMED, "phone", "voice")]}
    why = Change(
        NAMED, "judo", "changed", "phone", "1", "2", reason="correction", release_number="2"
    )
    monkeypatch.setattr(comparison, "renames_by_release", lambda _: renames)
    monkeypatch.setattr(comparison, "changes_by_release", lambda _: {2: [why]})


OLD = side(1, shaped("id", "tel", "note"), ("judo", "1", "a"))
NEW = side(3, shaped("id", "voice", "note"), ("judo", "2", "b"))


def test_a_column_renamed_twice_is_one_column_and_keeps_its_reason() -> None:
    (table,) = compare_sides(OLD, NEW).tables
    assert table.columns == (ColumnDiff("voice", "Voice", "renamed", 0, "tel"),)
    (record,) = table.records
    found = {each.field: (each.before, each.after, each.reason) for each in record.changes}
    assert found == {"voice": ("1", "2", "correction"), "note": ("a", "b", "")}


def test_backwards_it_has_its_first_name_again_and_no_reason() -> None:
    (table,) = compare_sides(NEW, OLD).tables
    assert table.columns == (ColumnDiff("tel", "Tel", "renamed", 0, "voice"),)
    (record,) = table.records
    found = {each.field: (each.before, each.after, each.reason) for each in record.changes}
    assert found == {"tel": ("2", "1", ""), "note": ("b", "a", "")}


def test_of_another_package_the_history_says_nothing() -> None:
    other = side(3, shaped("id", "voice", "note"), ("judo", "2", "b"), past=SimpleNamespace())
    (table,) = compare_sides(OLD, other).tables
    assert {(each.name, each.action, each.values) for each in table.columns} == {
        ("voice", "added", 1),
        ("tel", "removed", 1),
    }


def test_a_table_with_another_key_is_left_out_and_every_form_says_so() -> None:
    one = side(1, shaped("id", "tel"), ("judo", "1"), past=None)
    other = side(3, shaped("id", "voice", key="voice"), ("judo", "2"), past=None)
    found = compare_sides(one, other)
    assert (found.tables, found.left_out) == ((), ("clubs: its key is another one on either side",))
    for form in ("text", "json", "html"):
        said = render(found, load_schema(), form)
        assert "clubs: its key is another one on either side" in said


def test_very_many_records_of_a_kind_are_folded_on_the_page() -> None:
    none = side(3, shaped("id", "tel", "note"))
    for count, folded in ((MANY, False), (MANY + 1, True)):
        rows = [(f"club-{i:03}", f"{i}", "") for i in range(count)]
        found = compare_sides(side(1, shaped("id", "tel", "note"), *rows), none)
        page = render(found, load_schema(), "html")
        assert (f"<summary>Removed: {count}</summary>" in page) == folded
        assert f"club-{count - 1:03}" in page


def test_a_value_of_which_only_the_spacing_differs_is_said_to_be_that() -> None:
    fields = shaped("id", "tel", "note")
    one, other = side(1, fields, ("judo", "1", "a b")), side(3, fields, ("judo", "1", "a  b"))
    page = render(compare_sides(one, other), load_schema(), "html")
    assert "(only spacing or line breaks differ)" in page
