"""Records that went and came in one step: which pairs a person is asked about, and why."""

import json

import pytest

from offer_opendata.asking.renumbering import Proposal, proposals
from offer_opendata.history.change import Change
from texts import SCHEMA, tables

Row = dict[str, str]


def gone(resource: str, **row: str) -> Change:
    row_id = row.get("id", "-".join(row.values()))
    return Change(resource, row_id, "removed", before=json.dumps(row))


def asked(went: list[Change], **now: list[Row]) -> list[Proposal]:
    """Return what is asked where all records of today are new."""
    came = [Change(name, row.get("id", "x"), "added") for name in now for row in now[name]]
    return proposals([*went, *came], tables(now), {})


CLUB = {"name": "Judo Club", "phone": "01632 960111", "email": "judo@example.org"}
HALL = {"name": "The Hall", "postcode": "WR1 1AA", "address_1": "High Street"}


@pytest.mark.parametrize(
    ("came", "evidence"),
    [
        (CLUB, "All 3 values are the same, but for the id"),
        (CLUB | {"description": "New."}, "The same name and contact; other values: 1"),
        (CLUB | {"name": "JUDO club."}, "The same name and contact; other values: 1"),
    ],
)
def test_a_provider_is_known_by_its_name_and_contact(came: Row, evidence: str) -> None:
    (found,) = asked([gone("organizations", id="1", **CLUB)], organizations=[{"id": "2", **came}])
    assert (found.published_id, found.source_id, found.evidence) == ("1", "2", evidence)


@pytest.mark.parametrize("other", [{"phone": "01632 960999"}, {"name": "Karate Club"}])
def test_with_another_contact_or_name_it_is_another_provider(other: Row) -> None:
    came = {"id": "2", **CLUB, **other, "description": "New."}
    assert not asked([gone("organizations", id="1", **CLUB)], organizations=[came])


def test_a_place_is_known_by_its_name_and_postcode() -> None:
    went = [gone("locations", id="1", **HALL)]
    moved = {"id": "2", **HALL, "address_1": "Low Street"}
    (found,) = asked(went, locations=[moved])
    assert found.evidence == "The same name and postcode; other values: 1"
    assert not asked(went, locations=[moved | {"postcode": "WR2 2BB"}])


def test_a_service_is_known_by_its_provider_and_where_it_is() -> None:
    went = [
        gone("services", id="1", name="Judo", organization_id="a"),
        gone("organizations", id="a", name="Leisure"),
        gone("locations", id="h", **HALL),
        gone("service_at_locations", service_id="1", location_id="h"),
    ]
    now = {
        "services": [{"id": "2", "name": "Judo", "organization_id": "b", "description": "New."}],
        "organizations": [{"id": "b", "name": "Leisure"}],
        "locations": [{"id": "g", **HALL}],
        "service_at_locations": [{"service_id": "2", "location_id": "g"}],
    }
    found = {each.about: each.evidence for each in asked(went, **now)}
    # The provider and the place have other ids too, and are the same by their words.
    assert found["services", "1", "2"] == "The same name and provider and postcode; other values: 1"
    now["locations"][0]["postcode"] = "WR2 2BB"
    assert ("services", "1", "2") not in {each.about for each in asked(went, **now)}


def test_of_several_alike_none_is_asked_about() -> None:
    twins = [{"id": "2", **CLUB}, {"id": "3", **CLUB}]
    assert not asked([gone("organizations", id="1", **CLUB)], organizations=twins)


def test_the_names_of_resources_are_those_of_the_schema() -> None:
    assert {"phone", "email", "website"} <= SCHEMA.resources["organizations"].by_name.keys()
    assert {"postcode", "address_1"} <= SCHEMA.resources["locations"].by_name.keys()
