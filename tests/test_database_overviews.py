"""The overviews: what is derived, and that nothing is guessed."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from hand_made import write
from offer_opendata.database import build_database
from offer_opendata.database.overviews import load_overviews
from offer_opendata.database.statement import parse_statement
from offer_opendata.schema import load_schema
from small_offer import RECORDS


@pytest.fixture(scope="module")
def offer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    folder = tmp_path_factory.mktemp("offer")
    build_database(write(folder / "datapackage", RECORDS), folder / "offer.db")
    with closing(sqlite3.connect(folder / "offer.db")) as connection:
        yield connection


def column(offer: sqlite3.Connection, table: str, name: str) -> dict[str, Any]:
    return dict(offer.execute(f"select id, {name} from {table}").fetchall())


@pytest.mark.parametrize("name", load_overviews())
def test_every_column_is_described_in_order_and_typed(offer: sqlite3.Connection, name: str) -> None:
    _, resource = load_overviews()[name]
    cursor = offer.execute(f"select * from {name}")
    assert [each[0] for each in cursor.description] == list(resource.by_name)
    kinds = {"integer": int, "number": float}
    for row in cursor:
        for field, value in zip(resource.fields, row, strict=True):
            assert value is None or isinstance(value, kinds.get(field.type, str)), field.name
    for field in resource.fields:
        assert field.description.endswith("."), field.name
    for facet in resource.descriptor["facets"]:
        assert facet.strip("[]") in resource.by_name, facet


def test_every_overview_has_rows_for_these_records(offer: sqlite3.Connection) -> None:
    for name in load_overviews():
        assert offer.execute(f"select count(*) from {name}").fetchone()[0], name


# ---- service_overview


def test_in_or_out_of_area_follows_from_the_places(offer: sqlite3.Connection) -> None:
    assert column(offer, "service_overview", "area") == {
        "club": "in area",
        "closed": "in area",
        "toddlers": "in area",  # by a code that the publisher had before
        "clinic": "out of area",
        "college": "both",
        "helpline": "not known",  # a place to ring, not to go to
        "breaks": "not known",  # a place whose council nobody knows
        "careers": "not known",  # no place
    }


def test_named_needs_open_to_all_and_not_stated_are_kept_apart(offer: sqlite3.Connection) -> None:
    answers = column(offer, "service_overview", "needs_answer")
    assert answers.pop("college") == "open to all needs"
    assert answers.pop("helpline") == "not stated"
    assert set(answers.values()) == {"names needs"}
    needs = column(offer, "service_overview", "needs")
    assert needs["helpline"] is None
    assert json.loads(needs["college"]) == ["All needs"]
    assert json.loads(needs["breaks"]) == ["Autistic spectrum disorder", "Physical disability"]
    assert json.loads(needs["toddlers"]) == ["Communication and interaction"]


def test_the_last_check_is_one_that_somebody_answered(offer: sqlite3.Connection) -> None:
    assert column(offer, "service_overview", "last_checked") == {
        "club": "2026-09-01",  # later than its assurance of March
        "clinic": "2025-01-01",
        "college": "2025-11-02",
        "helpline": None,  # asked in October, no reply
        "toddlers": "2026-03-01",  # the request of October does not count
        "breaks": "2026-05-02",
        "closed": None,
        "careers": "2026-10-01",
    }


def test_freshness_is_counted_from_the_release(offer: sqlite3.Connection) -> None:
    assert column(offer, "service_overview", "checked") == {
        "club": "in the last 6 months",
        "breaks": "in the last 6 months",  # to the day
        "careers": "in the last 6 months",
        "toddlers": "6 to 12 months ago",
        "college": "6 to 12 months ago",  # to the day
        "clinic": "more than a year ago",
        "helpline": "no check recorded",
        "closed": "no check recorded",
    }


def test_ages_and_costs_are_in_words(offer: sqlite3.Connection) -> None:
    ages = column(offer, "service_overview", "ages")
    assert (ages["club"], ages["clinic"], ages["breaks"]) == ("5 to 17", "up to 25", "8.5 to 18")
    assert ages["helpline"] == "Everybody"
    costs = column(offer, "service_overview", "cost")
    assert costs["club"] == "£2.50 a session"
    assert costs["breaks"] == "Night: £12.50 each; Meals are extra"
    assert (costs["college"], costs["toddlers"]) == ("Free", None)
    free = column(offer, "service_overview", "free")
    assert (free["club"], free["college"], free["toddlers"]) == ("no", "yes", "not stated")


def test_a_lowest_age_alone_is_said(tmp_path: Path) -> None:
    services = [{**each, "maximum_age": ""} for each in RECORDS["services"]]
    build_database(write(tmp_path / "p", {**RECORDS, "services": services}), tmp_path / "offer.db")
    with closing(sqlite3.connect(tmp_path / "offer.db")) as changed:
        assert column(changed, "service_overview", "ages")["careers"] == "from 19"


# ---- the others


def test_places_say_what_they_are_and_what_is_given_there(offer: sqlite3.Connection) -> None:
    assert column(offer, "place_overview", "area") == {
        "hall": "in area",
        "old": "in area",
        "ward": "out of area",
        "secret": "not known",
        "online": "not known",
    }
    services = column(offer, "place_overview", "services")
    assert json.loads(services["hall"]) == ["Open College", "Saturday Club"]
    addresses = column(offer, "place_overview", "address")
    assert (addresses["hall"], addresses["secret"]) == ("1 Oak Lane, Ashwick, WN1 1AA", None)


def test_providers_count_running_services_and_checks(offer: sqlite3.Connection) -> None:
    rows = offer.execute(
        "select id, service_count, checked_count, commissioned_count from provider_overview"
    )
    assert rows.fetchall() == [("acorn", 3, 3, 0), ("council", 3, 2, 1), ("health", 1, 0, 1)]


def test_a_service_counts_in_every_age_band_it_touches(offer: sqlite3.Connection) -> None:
    counts = {
        (band, sector): count
        for band, sector, count in offer.execute("select * from age_gaps")
        if count
    }
    assert counts == {
        ("0 to 4", "Childcare"): 1,
        **{
            (band, "Health"): 1
            for band in ("0 to 4", "5 to 10", "11 to 15", "16 to 18", "19 to 25")
        },
        **{(band, "Leisure"): 1 for band in ("5 to 10", "11 to 15", "16 to 18")},
        **{(band, "Social care"): 1 for band in ("5 to 10", "11 to 15", "16 to 18")},
        **{(band, "Preparing for adulthood"): 1 for band in ("16 to 18", "19 to 25")},
        ("19 to 25", "Training"): 1,
        ("ages not stated", "Information and advice"): 1,
    }


def test_a_comment_without_an_answer_is_shown_too(offer: sqlite3.Connection) -> None:
    rows = offer.execute(
        "select comment_id, answered, service, we_did, decision from you_said_we_did"
    )
    assert sorted(rows) == [
        ("com-1", "yes", "Assessment Clinic", "A second panel was set up.", "Budget 2026"),
        ("com-2", "no", None, None, None),
    ]


def test_changes_name_the_record_and_the_service(offer: sqlite3.Connection) -> None:
    rows = offer.execute("select record, service_id, service, reason, decision from change_log")
    assert sorted(rows, key=str) == [
        ("Acorn Trust", None, None, "Renamed", None),
        ("Moderate learning difficulty", "club", "Saturday Club", "Correction", None),
        ("Saturday Club", "club", "Saturday Club", "Form only", None),
        ("Swimming", "swim", "Swimming", "Funding ended", "Budget 2026"),
    ]


def test_an_erased_name_does_not_break_the_log(tmp_path: Path) -> None:
    changes = [
        {**each, "before": '{"id": "swim", "name": "[erased]"}'}
        if each["row_id"] == "swim"
        else each
        for each in RECORDS["changes"]
    ]
    build_database(write(tmp_path / "p", {**RECORDS, "changes": changes}), tmp_path / "offer.db")
    with closing(sqlite3.connect(tmp_path / "offer.db")) as changed:
        records = changed.execute("select record from change_log where action = 'removed'")
        assert sorted(records) == [("Moderate learning difficulty",), ("[erased]",)]


def test_duties_are_met_declared_missing_or_not_spoken_of(offer: sqlite3.Connection) -> None:
    rows = offer.execute(
        "select code, answer, gap from duty_coverage where answer <> ?", ["nothing is said"]
    )
    assert sorted(rows) == [
        ("LO-APPEAL", "something is there", None),
        ("LO-CARE-SB", "something is there", None),
        ("LO-CHILDCARE", "gap declared", "There is too little childcare."),
        ("LO-HEALTH-ADD", "something is there", None),
        # Its only service is defunct; the latest statement is shown.
        ("LO-LEISURE", "gap declared", "No leisure for under fives."),
        ("LO-TRAVEL", "something is there", None),
    ]
    (every,) = offer.execute("select count(*) from duty_coverage").fetchone()
    assert every == len(load_schema().codelists["duty"].rows)


# ---- the files


def test_a_line_that_is_not_of_a_head_is_named() -> None:
    with pytest.raises(ValueError, match=r"odd\.sql: '-- Titel' is not a line of a head"):
        parse_statement("odd", "-- Titel\nselect 1")
    with pytest.raises(ValueError, match="is not a line of a head"):
        parse_statement("odd", "--   more of nothing\nselect 1")


def test_a_head_may_go_on_over_lines() -> None:
    found = parse_statement(
        "ages", "-- title: One\n--   two\n-- column age (number): Age.\nselect 1\n"
    )
    assert (found.text("title"), found.text("sort"), found.sql) == ("One two", "", "select 1")
    assert found.named("column") == {"age": "Age."}
    assert found.head[1].type == "number"
    assert parse_statement("bare", "-- title: Nothing else").sql == ""
