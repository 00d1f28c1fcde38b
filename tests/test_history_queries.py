"""The questions about the past: each is right over a package with several releases."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from hand_made import Records
from offer_opendata.database import build_database
from offer_opendata.schema import load_schema
from offer_opendata.site.queries import load_queries
from release_series import At, all_of, because, with_rows, with_values, without, write_releases
from small_offer import RECORDS

QUERIES = {query.name: query for query in load_queries()}
START: Records = {
    name: rows for name, rows in RECORDS.items() if name not in ("releases", "changes")
}
SWIM = {
    "id": "swim",
    "organization_id": "gala",
    "name": "Swimming",
    "sector": "leisure",
    "status": "active",
    "phone": "01632 960066",
}


def releases() -> list[At]:
    """Return five releases; Swimming and its provider come in 2 and go in 4, Breaks in 5."""
    second = with_rows(START, "organizations", {"id": "gala", "name": "Gala"})
    second = with_rows(second, "services", SWIM)
    second = with_rows(second, "languages", {"service_id": "swim", "language": "pl"})
    third = with_values(second, "services", {"id": "club"}, phone="01632 960077", minimum_age="8")
    third = with_values(third, "services", {"id": "swim"}, name="Swim School")
    fourth = without(without(third, "languages", service_id="swim"), "services", id="swim")
    fourth = without(fourth, "organizations", id="gala")
    fifth = fourth
    for name, key in (
        ("service_terms", "service_id"),
        ("service_at_locations", "service_id"),
        ("service_commissioners", "service_id"),
        ("cost_options", "service_id"),
        ("services", "id"),
    ):
        fifth = without(fifth, name, **{key: "breaks"})
    wrong = because("correction", "A digit was wrong.", field="phone")
    older = because("decision", "Cabinet, 2 March.", field="minimum_age")
    return [
        At("2026-01-01", START),
        At("2026-02-01", second, because("opened")),
        At("2026-03-01", third, all_of(wrong, older)),
        At("2026-03-01.2", fourth, because("funding-ended", "The grant ran out.")),
        At("2026-05-01", fifth, because("duplicate")),
    ]


# question, what is typed, the columns looked at, the rows wanted (in order)
ANSWERS: tuple[tuple[str, Mapping[str, str], str, list[tuple[Any, ...]]], ...] = (
    ("services_as_of", {"date": "2025-12-31"}, "id", []),
    (
        "services_as_of",
        {"date": "2026-01-31"},
        "release name",
        [
            ("2026-01-01", "Assessment Clinic"),
            ("2026-01-01", "Careers Advice"),
            ("2026-01-01", "Helpline"),
            ("2026-01-01", "Open College"),
            ("2026-01-01", "Saturday Club"),
            ("2026-01-01", "Talking Toddlers"),
            ("2026-01-01", "Weekend Breaks"),
        ],
    ),
    (
        "services_as_of",
        {"date": "2026-02-28"},
        "id name provider minimum_age phone",
        [
            ("clinic", "Assessment Clinic", "Wren Health", None, "01632 960002"),
            ("careers", "Careers Advice", "Wrenshire Council", 19, None),
            ("helpline", "Helpline", "Wrenshire Council", None, "01632 960004"),
            ("college", "Open College", "Wrenshire Council", 16.0, None),
            ("club", "Saturday Club", "Acorn Trust", 5.0, "01632 960001"),
            ("swim", "Swimming", "Gala", None, "01632 960066"),
            ("toddlers", "Talking Toddlers", "Acorn Trust", None, None),
            ("breaks", "Weekend Breaks", "Acorn Trust", 8.5, None),
        ],
    ),
    (
        "services_as_of",
        {"date": "2026-03-01"},  # the second release of that day
        "release id",
        [
            ("2026-03-01.2", each)
            for each in ("clinic", "careers", "helpline", "college", "club", "toddlers", "breaks")
        ],
    ),
    (
        "services_as_of",
        {},
        "release id",
        [
            ("2026-05-01", each)
            for each in ("clinic", "careers", "helpline", "college", "club", "toddlers")
        ],
    ),
    (
        "providers_as_of",
        {"date": "2026-02-14"},
        "id name service_count",
        [
            ("acorn", "Acorn Trust", 3),
            ("council", "Wrenshire Council", 3),
            ("gala", "Gala", 1),
            ("health", "Wren Health", 1),
        ],
    ),
    ("providers_as_of", {}, "id service_count", [("council", 3), ("acorn", 2), ("health", 1)]),
    ("providers_as_of", {"date": "2025-01-01"}, "id", []),
    (
        "services_at_each_release",
        {},
        "number released_on listed running came went",
        [
            (1, "2026-01-01", 8, 7, 0, 0),
            (2, "2026-02-01", 9, 8, 1, 0),
            (3, "2026-03-01", 9, 8, 0, 0),
            (4, "2026-03-01", 8, 7, 0, 1),
            (5, "2026-05-01", 7, 6, 0, 1),
        ],
    ),
    (
        "what_was_lost",
        {},
        "kind reduction name before after reason note",
        [
            ("lost", "Minimum age raised", "Saturday Club", "5", "8", "Decision",
             "Cabinet, 2 March."),
            ("lost", "Service removed", "Swim School", "Swim School", None, "Funding ended",
             "The grant ran out."),
            ("tidied", "Service removed", "Weekend Breaks", "Weekend Breaks", None, "Duplicate",
             None),
        ],
    ),
    ("what_was_lost", {"since": "2026-03-01"}, "kind service_id", [("tidied", "breaks")]),
    ("what_was_lost", {"since": "2026-05-01"}, "kind", []),
    (
        "losses_at_each_release",
        {},
        "released_on kind reduction reductions services without_a_reason",
        [
            ("2026-05-01", "tidied", "Service removed", 1, 1, 0),
            ("2026-03-01", "lost", "Service removed", 1, 1, 0),
            ("2026-03-01", "lost", "Minimum age raised", 1, 1, 0),
        ],
    ),
    (
        "corrections",
        {},
        "wrong_since corrected_on days record field wrong_value right_value note",
        [
            ("2026-01-01", "2026-03-01", 59, "Saturday Club", "Telephone", "01632 960001",
             "01632 960077", "A digit was wrong."),
        ],
    ),
    ("corrections", {"word": "PHONE"}, "record", [("Saturday Club",)]),
    ("corrections", {"word": "telephone"}, "what record", [("Services", "Saturday Club")]),
    ("corrections", {"word": "swim"}, "record", []),
    (
        "removed_services",
        {},
        "released_on service provider reason note kind id",
        [
            ("2026-05-01", "Weekend Breaks", "Acorn Trust", "Duplicate", None, "tidied", "breaks"),
            ("2026-03-01", "Swim School", "Gala", "Funding ended", "The grant ran out.", "lost",
             "swim"),
        ],
    ),
    (
        "changes_since",
        {"since": "2026-02-28"},
        "what record action field before after",
        [
            ("Services", "Saturday Club", "changed", "Youngest age", "5", "8"),
            ("Services", "Saturday Club", "changed", "Telephone", "01632 960001", "01632 960077"),
            ("Services", "Swim School", "changed", "Name", "Swimming", "Swim School"),
        ],
    ),
    (
        "what_happened_to_a_service",
        {"service": "swimming"},
        "released_on service what record action field before after reason",
        [
            ("2026-03-01", "Swim School", "Languages", "Polish", "removed", None, None, None,
             "Funding ended"),
            ("2026-03-01", "Swim School", "Services", "Swim School", "removed", None, None, None,
             "Funding ended"),
            ("2026-03-01", "Swim School", "Services", "Swim School", "changed", "Name",
             "Swimming", "Swim School", "Not stated"),
            ("2026-02-01", "Swim School", "Languages", "Polish", "added", None, None, None,
             "Opened"),
            ("2026-02-01", "Swim School", "Services", "Swim School", "added", None, None, None,
             "Opened"),
        ],
    ),
    ("what_happened_to_a_service", {"service": "helpline"}, "action", []),
)  # fmt: skip


@pytest.fixture(scope="module")
def offer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    folder: Path = tmp_path_factory.mktemp("offer")
    build_database(write_releases(folder / "p", releases()), folder / "offer.db")
    with closing(sqlite3.connect(f"file:{folder}/offer.db?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


@pytest.mark.parametrize(
    ("name", "typed", "columns", "wanted"),
    ANSWERS,
    ids=[f"{name}-{'-'.join(typed.values())}" for name, typed, _, _ in ANSWERS],
)
def test_the_answer_is_right(
    offer: sqlite3.Connection,
    name: str,
    typed: Mapping[str, str],
    columns: str,
    wanted: list[tuple[Any, ...]],
) -> None:
    blank = dict.fromkeys(QUERIES[name].named("parameter"), "")
    assert set(typed) <= set(blank)
    rows = offer.execute(QUERIES[name].sql, {**blank, **typed}).fetchall()
    found = [tuple(row[each] for each in columns.split()) for row in rows]
    if name == "changes_since":
        found = [row for row in found if row[0] == "Services" and row[2] == "changed"]
    assert found == wanted


def test_without_a_word_every_removed_service_is_told(offer: sqlite3.Connection) -> None:
    sql = QUERIES["what_happened_to_a_service"].sql
    found = {row["service"] for row in offer.execute(sql, {"service": ""})}
    assert found == {"Swim School", "Weekend Breaks"}


LINKS = {
    "service_terms": ({"taxonomy": "sen_need", "code": "PD"}, "Physical disability"),
    "service_areas": ({"area_code": "E07999901"}, "North Wren"),
    "service_at_locations": ({"location_id": "ward"}, "Sallow Hospital"),
    "service_commissioners": ({"organization_id": "health"}, "Wren Health"),
    "languages": ({"language": "pl"}, "Polish"),
    "assurances": ({"checked_on": "2026-01-02", "by_role": "provider", "how": "E-mail",
                    "result": "unchanged"}, "2026-01-02"),
    "contacts": ({"id": "k", "role": "enquiries", "name": "Front desk"}, "Front desk"),
    "cost_options": ({"id": "c", "option": "A day", "amount": "4"}, "A day"),
    "schedules": ({"id": "t", "freq": "WEEKLY", "byday": "MO", "opens_at": "09:00",
                   "closes_at": "10:00"}, "09:00 to 10:00"),
    "urls": ({"id": "u", "url": "https://www.example.org/", "label": "Leaflet"}, "Leaflet"),
}  # fmt: skip


def test_what_hangs_on_a_service_is_told_in_words_when_it_comes_and_when_it_goes(
    tmp_path: Path,
) -> None:
    """Every table that hangs on services is here, but one that is named by its decision."""
    hanging = {
        name for name, each in load_schema().resources.items()
        if each.descriptor.get("parent", {}).get("resource") == "services"
    }  # fmt: skip
    assert {*LINKS, "decision_services"} == hanging
    gone = dict(START)
    for name in LINKS:
        gone = without(gone, name, service_id="helpline") if name in gone else {**gone, name: ()}
    there = gone
    for name, (values, _) in LINKS.items():
        there = with_rows(there, name, {"service_id": "helpline", **values})
    series = [At("2026-01-01", gone), At("2026-02-01", there), At("2026-03-01", gone)]
    build_database(write_releases(tmp_path / "p", series), tmp_path / "offer.db")
    with closing(sqlite3.connect(tmp_path / "offer.db")) as offer:
        offer.row_factory = sqlite3.Row
        names = {"service": "helpline"}
        found = offer.execute(QUERIES["what_happened_to_a_service"].sql, names).fetchall()
        titles = dict(offer.execute("select resource, title from titles where field = '*'"))
    assert not [row for row in found if any("{" in str(cell) or "[" in str(cell) for cell in row)]
    told = {(row["what"], row["record"], row["action"]) for row in found}
    for name, (_, record) in LINKS.items():
        assert (titles[name], record, "removed") in told, name
        assert (titles[name], record, "added") in told or name == "assurances", name


def test_changes_are_told_in_words(tmp_path: Path) -> None:
    """No code, no name of a column, no key of another record is left."""
    before = with_rows(
        START,
        "schedules",
        {"id": "t", "service_id": "club", "freq": "MONTHLY", "byday": "1TH", "term": "term_time"},
    )
    after = with_values(before, "schedules", {"id": "t"}, byday="-1FR,MO", term="all_year")
    after = with_values(
        after, "services", {"id": "club"}, free="true", status="inactive", organization_id="health"
    )
    dear = with_rows(START, "cost_options", {"id": "c", "service_id": "club", "amount": "4"})
    dearer = with_values(dear, "cost_options", {"id": "c"}, amount="4.5")
    told = changes_between(tmp_path / "a", before, after)
    assert {each[1:] for each in told} >= {
        ("Opening times", "Days", "first Thursday", "last Friday, Monday"),
        ("Opening times", "Time of year", "Term time", "All year"),
        ("Services", "Status", "Active", "Inactive"),
        ("Services", "Provider", "Acorn Trust", "Wren Health"),
    }
    assert [each[4] for each in told if each[2].startswith("Free")] == ["yes"]
    (price,) = changes_between(tmp_path / "b", dear, dearer)
    assert price[3:] == ("£4.00", "£4.50")


def changes_between(folder: Path, before: Records, after: Records) -> list[tuple[Any, ...]]:
    series = [At("2026-01-01", before), At("2026-02-01", after)]
    build_database(write_releases(folder / "p", series), folder / "offer.db")
    with closing(sqlite3.connect(folder / "offer.db")) as offer:
        rows = offer.execute(QUERIES["changes_since"].sql, {"since": ""}).fetchall()
    return [(row[2], row[1], *row[5:8]) for row in rows]


@pytest.mark.parametrize("column", ["minimum_age", "maximum_age"])
def test_whole_years_have_no_point(offer: sqlite3.Connection, column: str) -> None:
    rows = offer.execute(QUERIES["services_as_of"].sql, {"date": "28/2/2026"}).fetchall()
    ages = [row[column] for row in rows if row[column] is not None]
    assert ages
    assert all(type(age) is int or age % 1 for age in ages)
    assert {row["sector"] for row in rows} >= {"Leisure", "Health"}
