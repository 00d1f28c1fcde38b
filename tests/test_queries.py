"""The questions: each is right on records where the answer is known, and survives any input."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from hand_made import write
from offer_opendata.database import build_database
from offer_opendata.site.queries import load_queries
from small_offer import RECORDS
from test_history_queries import ANSWERS as OVER_TIME

QUERIES = {query.name: query for query in load_queries()}
RUNNING = {each["id"] for each in RECORDS["services"]} - {"closed"}

# question, what is typed, the columns looked at, the rows wanted (in order)
ANSWERS: tuple[tuple[str, Mapping[str, str], str, list[tuple[Any, ...]]], ...] = (
    (
        "services_outside_the_area",
        {},
        "answer id",
        [("names this need", "clinic"), ("open to all needs", "college")],
    ),
    ("services_outside_the_area", {"need": "hearing"}, "id", [("college",)]),
    (
        "services_by_need",
        {"need": "Autism"},
        "answer id",
        [
            ("names this need", "clinic"),
            ("names this need", "club"),
            ("names this need", "breaks"),
            ("names the wider area of need", "toddlers"),
            ("open to all needs", "college"),
            ("need not stated", "helpline"),
        ],
    ),
    (
        "services_by_need",
        {"need": "HI"},
        "answer id",
        [
            ("names this need", "careers"),
            ("open to all needs", "college"),
            ("need not stated", "helpline"),
        ],
    ),
    (
        "services_by_need",
        {},
        "answer id",
        [
            ("names needs", "clinic"),
            ("names needs", "careers"),
            ("names needs", "club"),
            ("names needs", "toddlers"),
            ("names needs", "breaks"),
            ("open to all needs", "college"),
            ("not stated", "helpline"),
        ],
    ),
    ("services_with_needs_not_stated", {}, "id", [("helpline",)]),
    ("services_by_kind", {"kind": "respite"}, "id", [("breaks",)]),
    ("services_by_kind", {}, "id", [("clinic",), ("club",), ("breaks",)]),
    ("services_for_an_age", {"age": "8"}, "id", [("clinic",), ("club",)]),
    (
        "services_for_an_age",
        {"age": "17.9"},
        "id",
        [("clinic",), ("club",), ("breaks",), ("college",)],
    ),
    ("services_for_an_age", {"age": "18"}, "id", [("clinic",), ("breaks",), ("college",)]),
    ("services_for_an_age", {"age": "26"}, "id", []),
    (
        "services_for_an_age",
        {},
        "id",
        [("clinic",), ("toddlers",), ("club",), ("breaks",), ("college",), ("careers",)],
    ),
    (
        "services_for_19_to_25",
        {},
        "id covers",
        [
            ("clinic", "all of 19 to 25"),
            ("careers", "all of 19 to 25"),
            ("college", "all of 19 to 25"),
        ],
    ),
    ("services_not_checked", {}, "id last_checked", [("helpline", None), ("clinic", "2025-01-01")]),
    (
        "services_not_checked",
        {"months": "8"},
        "id",
        [("helpline",), ("clinic",), ("college",), ("toddlers",)],
    ),
    ("services_in_a_district", {"district": "sallow vale "}, "id", [("clinic",), ("college",)]),
    ("services_in_a_district", {"district": "Brack"}, "id", [("toddlers",)]),
    (
        "services_in_a_district",
        {},
        "id",
        [("clinic",), ("college",), ("club",), ("toddlers",), ("breaks",)],
    ),
    ("free_services", {}, "id", [("helpline",), ("college",)]),
    ("free_services", {"town": "ashwick"}, "id", [("college",)]),
    ("help_without_a_diagnosis_or_plan", {}, "id", [("helpline",), ("club",)]),
    ("long_waits", {}, "id waiting_time_weeks", [("clinic", 30.0)]),
    ("long_waits", {"weeks": "17.5"}, "id", [("clinic",), ("club",)]),
    (
        "who_pays_for_services",
        {},
        "paid_for_by id provider",
        [("Wren Health", "breaks", "Acorn Trust"), ("Wrenshire Council", "clinic", "Wren Health")],
    ),
    ("who_pays_for_services", {"organization": "council"}, "id", [("clinic",)]),
    (
        "duties_without_an_answer",
        {},
        "code gap",
        [
            ("LO-CHILDCARE", "There is too little childcare."),
            ("LO-LEISURE", "No leisure for under fives."),
        ],
    ),
    (
        "what_people_said",
        {},
        "you_said answered we_did",
        [
            ("Nothing to do on Sundays.", "no", None),
            ("The clinic takes far too long.", "yes", "A second panel was set up."),
        ],
    ),
    ("what_people_said", {"word": "waiting"}, "service", [("Assessment Clinic",)]),
    (
        "step_free_places",
        {},
        "id details services",
        [("hall", "Ramp at the side.", '["Open College","Saturday Club"]')],
    ),
    ("step_free_places", {"town": "Brackham"}, "id", []),
    (
        "contact_list",
        {"provider": "wren health"},
        "id contact_of role phone email",
        [
            ("clinic", "service", "General enquiries", "01632 960002", None),
            ("clinic", "service", "Referrals", None, "referrals@health.example.org"),
            ("clinic", "provider", "General enquiries", None, "hello@health.example.org"),
        ],
    ),
    (
        "services_near",
        {"latitude": "53.001", "longitude": "-1.0"},
        "id place",
        [
            ("college", "Acorn Hall"),
            ("club", "Acorn Hall"),
            ("clinic", "Sallow Hospital"),
            ("college", "Sallow Hospital"),
            ("toddlers", "Old Library"),
        ],
    ),
    (
        "services_near",
        {"latitude": "53.0", "longitude": "-1.0", "miles": "4.1"},
        "place",
        [("Acorn Hall",), ("Acorn Hall",), ("Sallow Hospital",), ("Sallow Hospital",)],
    ),
    (
        "services_near",
        {"latitude": "53.0", "longitude": "-1.0", "miles": "1.3"},
        "place",
        [("Acorn Hall",), ("Acorn Hall",)],
    ),
    (
        "removed_services",
        {},
        "released_on service reason note decision",
        [("2026-11-02", "Swimming", "Funding ended", "The grant ran out.", "Budget 2026")],
    ),
    (
        "changes_since",
        {},
        "record action",
        [("Moderate learning difficulty", "removed"), ("Swimming", "removed")],
    ),
    ("changes_since", {"since": "2026-11-02"}, "record", []),
    (
        "changes_since",
        {"since": "2026-08-31"},
        "record field",
        [("Moderate learning difficulty", None), ("Swimming", None), ("Acorn Trust", "Name")],
    ),
    (
        "open_on_a_day",
        {"day": "Saturday"},
        "id days opens_at place",
        [("club", "Saturday", "10:00", "Acorn Hall")],
    ),
    ("open_on_a_day", {"day": "weekends"}, "id", [("club",)]),
    ("open_on_a_day", {"day": "we"}, "id", [("helpline",)]),
    ("open_on_a_day", {}, "id", [("helpline",), ("club",)]),
    (
        "services_in_a_language",
        {},
        "language id",
        [("British Sign Language", "helpline"), ("Polish", "club")],
    ),
    ("services_in_a_language", {"language": "bsl"}, "id", [("helpline",)]),
    ("services_in_a_language", {"language": "PL"}, "id", [("club",)]),
    ("how_to_ask_or_appeal", {}, "id", [("route-2",), ("route-1",)]),
    ("how_to_ask_or_appeal", {"word": "APPEAL"}, "id time_limit", [("route-1", "Two months.")]),
    (
        "reviews_due",
        {},
        "review_due kind id",
        [
            ("2026-01-01", "document", "doc-1"),
            ("2026-09-01", "stated gap", "gap-1"),
            ("2026-10-01", "service", "club"),
        ],
    ),
    ("how_decisions_are_made", {}, "id", [("clinic",)]),
    ("how_decisions_are_made", {"sector": "leisure"}, "id", []),
)
# Answers of many rows, of which only what stands out is looked at.
COUNTED = {
    "how_many_services_for_each_need": {
        "Autistic spectrum disorder": (3, 1),
        "Physical disability": (1, 0),
        "Hearing impairment": (1, 0),
        "All needs": (1, 0),
        "Wider area of need only": (1, 0),
        "Not stated": (1, 0),
    },
}
LOOKED_AT_APART = {*COUNTED, "gaps_by_age", *(name for name, *_ in OVER_TIME)}
HOSTILE = (
    '"',
    "'",
    '"" OR ""',
    "*",
    "autism* NEAR(",
    "%",
    "_",
    "-1",
    "1e999",
    "nan",
    "\x00",
    "a\x00b",
    "'; drop table services; --",
    "☃🎈",
    "x" * 10_000,
    " ",
)


@pytest.fixture(scope="module")
def offer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    folder: Path = tmp_path_factory.mktemp("offer")
    build_database(write(folder / "datapackage", RECORDS), folder / "offer.db")
    with closing(sqlite3.connect(f"file:{folder}/offer.db?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def ask(offer: sqlite3.Connection, name: str, typed: Mapping[str, str]) -> list[sqlite3.Row]:
    blank = dict.fromkeys(QUERIES[name].named("parameter"), "")
    assert set(typed) <= set(blank)
    return offer.execute(QUERIES[name].sql, {**blank, **typed}).fetchall()


@pytest.mark.parametrize(
    ("name", "typed", "columns", "wanted"),
    ANSWERS,
    ids=[f"{name}-{'-'.join(typed.values()).strip()}" for name, typed, _, _ in ANSWERS],
)
def test_the_answer_is_right(
    offer: sqlite3.Connection,
    name: str,
    typed: Mapping[str, str],
    columns: str,
    wanted: list[tuple[Any, ...]],
) -> None:
    rows = ask(offer, name, typed)
    found = [tuple(row[each] for each in columns.split()) for row in rows]
    if name == "duties_without_an_answer":
        found = [row for row in found if row[-1]]
    assert found == wanted


def test_needs_are_counted_apart(offer: sqlite3.Connection) -> None:
    rows = ask(offer, "how_many_services_for_each_need", {})
    counted = {row["need"]: (row["service_count"], row["out_of_area_count"]) for row in rows}
    assert {need: counts for need, counts in counted.items() if counts[0]} == (
        COUNTED["how_many_services_for_each_need"]
    )
    assert [row["need"] for row in rows][-3:] == [
        "All needs",
        "Wider area of need only",
        "Not stated",
    ]
    assert (
        len(rows) == len([each for each in RECORDS["terms"] if each["taxonomy"] == "sen_need"]) + 2
    )


def test_gaps_are_pairs_without_a_service(offer: sqlite3.Connection) -> None:
    gaps = {
        (row["age_band"], row["sector"]): row["service_count"]
        for row in ask(offer, "gaps_by_age", {})
    }
    assert gaps["0 to 4", "Leisure"] == 0
    assert gaps["19 to 25", "Training"] == 1
    assert {band for band, _ in gaps} == {"0 to 4", "5 to 10", "11 to 15", "16 to 18", "19 to 25"}


def test_the_duties_that_something_meets_are_not_asked_about(offer: sqlite3.Connection) -> None:
    codes = {row["code"] for row in ask(offer, "duties_without_an_answer", {})}
    duties = {each["code"] for each in RECORDS["terms"] if each["taxonomy"] == "duty"}
    assert duties - codes == {"LO-APPEAL", "LO-CARE-SB", "LO-HEALTH-ADD", "LO-TRAVEL"}


def test_everybody_running_with_a_contact_is_in_the_contact_list(offer: sqlite3.Connection) -> None:
    assert {row["id"] for row in ask(offer, "contact_list", {})} == RUNNING - {"careers"}


def test_every_question_has_a_tested_answer() -> None:
    assert {name for name, *_ in ANSWERS} | LOOKED_AT_APART == set(QUERIES)
    assert len(QUERIES) >= 14


@pytest.mark.parametrize("name", QUERIES)
def test_every_question_is_one_and_says_what_to_beware_of(name: str) -> None:
    query = QUERIES[name]
    assert query.text("title").endswith("?")
    assert query.text("description").endswith(".")
    assert query.text("caveat").endswith(".")
    assert set(query.named("parameter")) == {
        word.split(":", 1)[1] for word in _words(query.sql) if word.startswith(":")
    }
    for text in query.named("parameter").values():
        assert "blank" in text or name == "services_near"


@pytest.mark.parametrize("name", QUERIES)
def test_defunct_services_are_not_offered(offer: sqlite3.Connection, name: str) -> None:
    assert not [row for row in ask(offer, name, {}) if "closed" in tuple(row)]


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_no_question_fails_whatever_is_typed(offer: sqlite3.Connection, typed: str) -> None:
    for name, query in QUERIES.items():
        ask(offer, name, dict.fromkeys(query.named("parameter"), typed))


def _words(sql: str) -> list[str]:
    return "".join(each if each.isalnum() or each in ":_" else " " for each in sql).split()
