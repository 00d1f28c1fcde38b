"""What people type into questions: understood, or told in one row how to write it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from offer_opendata.database import build_database
from offer_opendata.site.queries import load_queries
from offer_opendata.site.typed import SHOWN, kinds
from release_series import write_releases
from test_history_queries import releases

QUERIES = {query.name: query for query in load_queries()}
TYPED = [
    (query.name, line.name, line.type)
    for query in load_queries()
    for line in query.head
    if line.key == "parameter" and line.type in kinds()
]
DAY = "is not a day that can be read: write it as 2026-04-01"
NUMBER = "is not a number that can be read: write it in figures, such as 12"
READ: tuple[tuple[str, str, Any], ...] = (
    ("day", "2026-06-30", "2026-06-30"),
    ("day", "30/06/2026", "2026-06-30"),
    ("day", "1/4/2026", "2026-04-01"),
    ("day", "01/4/2026", "2026-04-01"),
    ("day", " 1/12/2026 ", "2026-12-01"),
    ("day", "29/02/2028", "2028-02-29"),
    ("day", "", ""),
    ("day", "  ", ""),
    ("number", "7", 7.0),
    ("number", " 17.9", 17.9),
    ("number", "", ""),
    ("degrees", "-1.12", -1.12),
    ("degrees", "53", 53.0),
    ("degrees", "", ""),
    ("weekday", "SA", "SA"),
    ("weekday", "Thurs", "TH"),
    ("weekday", "sundays", "SU"),
    ("weekday", "weekend", "SA,SU"),
    ("weekday", "", ""),
)
UNREAD = {
    "day": (
        "2026-13-45", "2026-02-30", "29/02/2026", "31/6/2026", "0/1/2026", "1/4/26", "1 April 2026",
        "2026-4-1", "2026", "04-01-2026", "1/4/2026/5", "today", "2026-04-01T10:00",
    ),
    "number": ("seven", "-1", "7 years", ".", "1.2.3", "1e999", "1" * 10, "7;8"),
    "degrees": ("north", "-", "--1", "1-", "181", "53° 28'", "."),
    "weekday": ("sausage", "S", "30/06/2026", "today", "xsaturday", "%"),
}  # fmt: skip


@pytest.fixture(scope="module")
def offer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    folder: Path = tmp_path_factory.mktemp("offer")
    build_database(write_releases(folder / "p", releases()), folder / "offer.db")
    with closing(sqlite3.connect(f"file:{folder}/offer.db?mode=ro", uri=True)) as connection:
        yield connection


def ask(offer: sqlite3.Connection, name: str, **typed: str) -> list[tuple[Any, ...]]:
    blank = dict.fromkeys(QUERIES[name].named("parameter"), "")
    return [tuple(row) for row in offer.execute(QUERIES[name].sql, {**blank, **typed})]


@pytest.mark.parametrize(("kind", "typed", "value"), READ)
def test_what_was_typed_is_understood(kind: str, typed: str, value: Any) -> None:
    assert read(kind, typed) == value


@pytest.mark.parametrize(
    ("kind", "typed"), [(kind, typed) for kind, each in UNREAD.items() for typed in each]
)
def test_what_cannot_be_read_is_nothing(kind: str, typed: str) -> None:
    assert read(kind, typed) is None


def read(kind: str, typed: str) -> Any:
    with closing(sqlite3.connect(":memory:")) as empty:
        return empty.execute(kinds()[kind].sql, {"typed": typed}).fetchone()[1]


def test_every_parameter_that_is_a_day_or_a_number_is_of_a_kind() -> None:
    assert {kind for _, _, kind in TYPED} == set(kinds()) == set(UNREAD)
    plain = {
        line.name
        for query in load_queries()
        for line in query.head
        if line.key == "parameter" and line.type not in kinds()
    }
    assert not plain & {name for _, name, _ in TYPED}
    assert plain == {
        "district", "kind", "language", "need", "organization", "provider", "sector", "service",
        "town", "word",
    }  # fmt: skip
    assert len(TYPED) == 11


@pytest.mark.parametrize(("question", "parameter", "kind"), TYPED)
def test_one_row_says_how_to_write_what_cannot_be_read(
    offer: sqlite3.Connection, question: str, parameter: str, kind: str
) -> None:
    for typed in UNREAD[kind]:
        (row,) = ask(offer, question, **{parameter: typed})
        assert row[0] == f'"{typed}" {kinds()[kind].text("unread")}'
        assert set(row[1:]) == {None}


def test_the_row_is_in_words_and_short(offer: sqlite3.Connection) -> None:
    assert ask(offer, "services_as_of", date="1 April 2026")[0][0] == f'"1 April 2026" {DAY}'
    assert ask(offer, "services_for_an_age", age="seven")[0][0] == f'"seven" {NUMBER}'
    (row,) = ask(offer, "what_was_lost", since="x" * 10_000)
    assert row[0] == f'"{"x" * SHOWN}…" {DAY}'
    (row,) = ask(offer, "services_near", latitude="53", longitude="west", miles="ten")
    assert row[0].startswith('"west" is not')  # the first one


@pytest.mark.parametrize(
    ("question", "parameter"), [(name, each) for name, each, kind in TYPED if kind == "day"]
)
def test_a_day_means_the_same_in_both_forms(
    offer: sqlite3.Connection, question: str, parameter: str
) -> None:
    plain = ask(offer, question, **{parameter: "2026-02-28"})
    assert len(plain) > 1
    assert ask(offer, question, **{parameter: "28/2/2026"}) == plain
    assert ask(offer, question, **{parameter: " 28/02/2026 "}) == plain
    assert ask(offer, question, **{parameter: "2027-01-01"}) != plain
