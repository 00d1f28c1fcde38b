"""The how-to guides about the past: every query gives what it promises, every path is there."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from offer_opendata.database import build_database
from offer_opendata.feeds import LATEST_RELEASES, MOST_ENTRIES, MOST_OF_RECORDS
from release_series import write_releases
from test_history_queries import releases

GUIDES = Path(__file__).resolve().parents[1] / "docs" / "how-to"
HISTORY = (GUIDES / "ask-the-history.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"^```sql\n(.*?)^```$", HISTORY, re.DOTALL | re.MULTILINE)
SECTORS = {"childcare": 1, "health": 1, "information_advice": 1, "leisure": 2,
           "preparing_for_adulthood": 1, "social_care": 1, "training": 1}  # fmt: skip

# The first line of a query, the rows that it gives.
ANSWERS: dict[str, Any] = {
    "Which services were for children under five only, at release 2?": [
        ("toddlers", "Talking Toddlers", 4.0)
    ],
    "How many services were listed on 14 February 2026?": [(9,)],
    "Every version of one service, with the days from which each was published.": [
        ("2026-01-01", "Saturday Club", "01632 960001", 5.0),
        ("2026-03-01", "Saturday Club", "01632 960077", 8.0),
    ],
    "Services in each sector at each release.": [
        (1, "2026-01-01", sector, count) for sector, count in SECTORS.items()
    ],
    "What was given as the reason, and how often nobody gave one?": [
        ("Duplicate", 9), ("Funding ended", 3), ("Opened", 3), ("Correction", 1),
        ("Decision", 1), ("Not stated", 1),
    ],
    "How many services lost something, and at how many was a record only tidied?": [
        ("lost", 2), ("tidied", 1)
    ],
}  # fmt: skip


def question(query: str) -> str:
    return query.splitlines()[0].removeprefix("-- ")


@pytest.fixture(scope="module")
def offer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    folder = tmp_path_factory.mktemp("offer")
    build_database(write_releases(folder / "p", releases()), folder / "offer.db")
    with closing(sqlite3.connect(folder / "offer.db")) as connection:
        yield connection


@pytest.mark.parametrize("query", QUERIES, ids=list(map(str, range(len(QUERIES)))))
def test_a_query_of_the_guide_answers_its_question(offer: sqlite3.Connection, query: str) -> None:
    wanted = ANSWERS[question(query)]
    assert offer.execute(query).fetchall()[: len(wanted) or None] == wanted


def test_every_query_of_the_guide_is_tried() -> None:
    assert list(map(question, QUERIES)) == list(ANSWERS)


def test_the_guide_names_tables_and_kinds_that_are(offer: sqlite3.Connection) -> None:
    names = {name for (name,) in offer.execute("select name from sqlite_master").fetchall()}
    for name in ("reductions", "reduction_rules", "tidying_reasons", "change_log",
                 "services_at_release", "services_history", "service_terms_history"):  # fmt: skip
        assert name in names
    kinds = {kind for (kind,) in offer.execute("select distinct unsaid from reduction_rules")}
    for kind in {"lost", "tidied", *kinds} - {None}:
        assert f"| {kind} |" in HISTORY


def test_the_guide_to_feeds_says_how_many() -> None:
    text = " ".join((GUIDES / "follow-changes.md").read_text(encoding="utf-8").split())
    assert f"the latest {LATEST_RELEASES} releases, and at most {MOST_ENTRIES} entries" in text
    assert f"the {MOST_OF_RECORDS} services and providers" in text
