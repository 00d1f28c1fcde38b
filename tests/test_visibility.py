"""A protected address is nowhere: not in a table, not in an issue."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offer_opendata.issues import Issue
from offer_opendata.tables import Table
from offer_opendata.visibility import Visible, with_default, without_protected
from texts import SCHEMA, applied, merged, said, tables

PLACE = {
    "id": "p",
    "name": "Secret House",
    "location_type": "physical",
    "description": "Secret description",
    "address_1": "1 Secret Street",
    "address_2": "Secret flat",
    "city": "Ely",
    "county": "Cambridgeshire",
    "postcode": "ZZ12 3AB",
    "country": "GB",
    "latitude": "52.399",
    "longitude": "0.262",
    "coordinates_source": "typed",
    "uprn": "10000000001",
    "local_authority_code": "E10000003",
    "district_code": "E07000009",
    "ward_code": "E05002712",
}
AREA = {
    "id": "p", "location_type": "physical", "city": "Ely", "county": "Cambridgeshire",
    "postcode": "ZZ12", "country": "GB", "local_authority_code": "E10000003",
    "district_code": "E07000009", "ward_code": "E05002712",
}  # fmt: skip
NOTHING = {"id": "p", "location_type": "physical"}


def shown(seen: str, *issues: Issue, **changes: str) -> tuple[dict[str, str], Visible]:
    made = tables({"locations": [{**PLACE, "address_visibility": seen, **changes}]})
    visible = without_protected(made, issues)
    record = visible.tables["locations"].record(0)
    assert record.pop("address_visibility") == seen
    return {name: text for name, text in record.items() if text}, visible


def test_every_field_of_a_place_is_thought_of() -> None:
    names = {field.name for field in SCHEMA.resources["locations"].fields}
    assert names == {*PLACE, "address_visibility"}


@pytest.mark.parametrize(
    ("seen", "left"),
    [
        ("full", PLACE),
        ("area_only", AREA),
        ("hidden", NOTHING),
        ("", NOTHING),
        ("Full", NOTHING),
        ("ful", NOTHING),
        ("area only", NOTHING),
    ],
)
def test_what_is_left_of_an_address(seen: str, left: dict[str, str]) -> None:
    assert shown(seen)[0] == left


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("ZZ1 2AB", "ZZ1"), ("ZZ1A 2AB", "ZZ1A"), ("ZZ12AB", ""), ("ZZ1", ""), ("", ""),
        ("1 Secret Street", ""), ("ZZ1 2AB, 1 Secret Street", ""), ("ZZ1 2ABC", ""),
    ],
)  # fmt: skip
def test_only_the_first_half_of_a_whole_postcode_is_left(typed: str, left: str) -> None:
    assert shown("area_only", postcode=typed)[0].get("postcode", "") == left


def test_each_protection_is_told_once_without_the_address() -> None:
    assert said(shown("area_only")[1].issues) == [
        "repaired locations!R2 address-area-only: Of the address of p only the town, the areas and "
        "the first half of the postcode are published."
    ]
    assert said(shown("hidden")[1].issues) == [
        "repaired locations!R2 address-hidden: Nothing of the address of p is published."
    ]
    assert said(shown("full")[1].issues) == []
    assert said(shown("ful")[1].issues) == []  # that it is no such word is for the checks to say


def problem(field: str, value: str, **changes: object) -> Issue:
    issue = Issue(
        "error",
        "some-problem",
        "offer.xlsx",
        "locations",
        2,
        "E",
        "locations",
        "p",
        field,
        value,
        f'"{value}" is wrong.',
        f'Correct "{value}".',
    )
    return replace(issue, **changes)  # type: ignore[arg-type]


SECRET = "1 Secret Street"


@pytest.mark.parametrize(
    "changes", [{}, {"id": ""}, {"row": 99}, {"file": "other.csv", "sheet": ""}]
)
def test_an_issue_of_a_protected_address_says_where_and_not_what(
    changes: dict[str, object],
) -> None:
    _, visible = shown("hidden", problem("address_1", SECRET, **changes))
    told, _ = visible.issues
    assert (told.severity, told.code, told.value) == ("warning", "protected-cell", "")
    assert told.field == "address_1"
    assert "Secret" not in repr(visible.issues)
    assert told.message.endswith(
        "has a problem (some-problem); its value is not shown, because the address is protected."
    )


def test_what_may_be_seen_may_be_told() -> None:
    for seen, field in (
        ("full", "address_1"),
        ("area_only", "city"),
        ("hidden", "address_visibility"),
    ):
        issue = problem(field, "x")
        assert shown(seen, issue)[1].issues[0] == issue
    for issue in (
        problem("name", "x", resource="services"),
        problem("address_1", "x", id="q", row=3),
        problem("", "x"),
    ):
        assert shown("hidden", issue)[1].issues[0] == issue


TOML = """
[[table]]
[[table.row]]
resource = "locations"
id = "Id"
address_1 = { column = "Street", repair = ["one-line"] }
postcode = { column = "Postcode", values = { X = "x" } }
city = { column = "Town", values = { Ely = "Ely" } }
address_visibility = "Show"
"""


def pipeline(text: str) -> tuple[Table, str]:
    made, issues = merged(applied(TOML, text))
    visible = without_protected(with_default(made, issues), issues)
    return visible.tables["locations"], repr((visible.issues, visible.tables["locations"].columns))


@pytest.mark.parametrize(
    "text",
    [
        "Id,Street,Postcode,Town,Show\n1,SECRET  1,SECRET,SECRET,hidden",
        "Id,Street,Postcode,Town,Show\n1,SECRET 1,SECRET,SECRET,hidden\n1,SECRET  2,SECRET2,,",
        "Id,Street,Postcode,Town,Show\n1,SECRET 1,,,full\n1,SECRET  2,,,hidden",
        "Id,Street,Postcode,Town,Show\n1,SECRET 1,,,hidden\n1,SECRET  2,,,full",
        "Id,Street,Postcode,Town,Show\n,SECRET  1,SECRET,SECRET,hidden",
        "Id,Street,Postcode,Town,Show\n1,SECRET  1,SECRET,SECRET,Hiden",
        "Id,Street,Postcode,Town,Show\n1,SECRET  1,SECRET,SECRET,",
        "Id,Street,Postcode,Town,Show\n1,SECRET  1,SECRET,,area_only",
        "Id,Street,Postcode,Town,Show\n1,,,,hidden\n1,SECRET  1,,,",
    ],
)
def test_from_a_sheet_to_the_report_nothing_of_it_is_seen(text: str) -> None:
    assert "SECRET" in repr(merged(applied(TOML, text)))
    assert "SECRET" not in pipeline(text)[1]


def test_where_two_cells_disagree_the_address_is_hidden_and_the_conflict_told() -> None:
    text = "Id,Street,Postcode,Town,Show\n1,SECRET 1,,,full\n1,SECRET  2,,,hidden"
    table, told = pipeline(text)
    assert table.columns["address_visibility"] == ["hidden"]
    assert "conflicting-values" in told
    assert "address-hidden" in told


def test_any_other_problem_hides_nothing() -> None:
    issues = (
        problem("address_visibility", "Full"),
        problem("city", "x", code="conflicting-values"),
    )
    assert shown("full", *issues)[0] == PLACE


CHILDMINDER = {
    "organizations": [
        {"id": "c", "organization_type": "childminder"},
        {"id": "o", "organization_type": "charity"},
    ],
    "services": [{"id": "sc", "organization_id": "c"}, {"id": "so", "organization_id": "o"}],
    "service_at_locations": [
        {"service_id": "sc", "location_id": "home"}, {"service_id": "so", "location_id": "hall"},
        {"service_id": "sc", "location_id": "said"}, {"service_id": "so", "location_id": "home"},
    ],
    "locations": [{"id": "home"}, {"id": "hall"}, {"id": "said", "address_visibility": "full"}],
}  # fmt: skip


def test_a_childminders_home_is_shown_by_its_area_unless_said_otherwise() -> None:
    made = with_default(tables(CHILDMINDER))
    assert made["locations"].columns["address_visibility"] == ["area_only", "", "full"]


@given(st.text(min_size=1))
def test_any_other_word_than_full_protects(seen: str) -> None:
    made = tables({"locations": [{**PLACE, "address_visibility": seen}]})
    record = without_protected(made, ()).tables["locations"].record(0)
    assert (record["address_1"] == PLACE["address_1"]) == (seen == "full")
