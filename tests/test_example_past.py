"""The example's earlier releases: each story of example/past/README.md is found by its reader."""

import itertools
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner

from offer_opendata.cli import main
from offer_opendata.database import build_database
from offer_opendata.example import WRITTEN, invented_number, steps
from offer_opendata.history.change import Change
from offer_opendata.history.past import read_past
from offer_opendata.history.replay import changes_by_release
from offer_opendata.site.queries import load_queries
from offer_opendata.verifier import read_folder, verify
from publications import tree

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "datapackage"
QUERIES = {query.name: query.sql for query in load_queries()}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    file = tmp_path_factory.mktemp("example") / "offer.db"
    build_database(PACKAGE, file)
    with closing(sqlite3.connect(file)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


@pytest.fixture(scope="module")
def changes() -> dict[int, list[Change]]:
    return changes_by_release(read_past(PACKAGE))


def asked(database: sqlite3.Connection, name: str, **typed: str) -> list[sqlite3.Row]:
    """Return what a ready-made question answers."""
    return database.execute(QUERIES[name], typed).fetchall()


def life(id_: str) -> str:
    """Return what the command says of a record's life."""
    done = CliRunner().invoke(main, ["history", id_, str(PACKAGE)])
    assert done.exit_code == 0, done.output
    return done.output


def test_the_verifier_holds_with_fingerprints_noted_before_and_after_the_erasure(
    database: sqlite3.Connection,
) -> None:
    noted = [row[0] for row in database.execute("select fingerprint from releases order by number")]
    days = [step.day.isoformat() for step in steps(ROOT / "example")]
    assert len(noted) == len(days) == 8
    files = read_folder(PACKAGE)
    for number in (1, 4, 7):
        result = verify(files, noted[number - 1])
        assert result.noted == days[number - 1]
        assert (list(result.names), list(result.fingerprints)) == (days, noted)


def test_records_went_for_different_reasons_one_of_them_unstated(
    database: sqlite3.Connection,
) -> None:
    found = database.execute(
        "select row_id, reason, decision_id, origin from changes "
        "where resource = 'services' and action = 'removed'"
    )
    assert {tuple(row) for row in found} == {
        ("S-0131", "duplicate", None, "own"),
        ("S-0803", "withheld", None, "tool"),
        ("S-0509", "funding-ended", "X-0008", "own"),
        ("S-0414", "not-stated", None, "own"),
        ("S-0048", "provider-withdrew", None, "own"),
    }


def test_what_was_lost_is_apart_from_what_was_only_tidied(database: sqlite3.Connection) -> None:
    found = {
        (row["kind"], row["rule"], row["service_id"])
        for row in database.execute("select * from reductions")
    }
    assert {each for each in found if each[0] == "tidied"} == {
        ("tidied", "service-removed", "S-0131"),
        ("tidied", "service-removed", "S-0803"),
    }
    assert found >= {
        ("lost", "service-removed", "S-0509"),
        ("lost", "service-removed", "S-0414"),
        ("lost", "service-closed", "S-0315"),
        ("lost", "charge-introduced", "S-0412"),
        ("lost", "price-raised", "S-0502"),
        ("lost", "need-dropped", "S-0404"),
        ("lost", "hours-cut", "S-0507"),
        ("lost", "maximum-age-lowered", "S-0409"),
        ("lost", "place-dropped", "S-0403"),
        ("lost", "referrals-closed", "S-0002"),
    }


def test_you_said_we_decided_and_the_service_changed(database: sqlite3.Connection) -> None:
    found = database.execute(
        "select comments.id, responses.id, decisions.id, changes.row_id, changes.field "
        "from comments join responses on responses.comment_id = comments.id "
        "join decisions on decisions.id = responses.decision_id "
        "join changes on changes.decision_id = decisions.id "
        "where changes.resource = 'services' and changes.field = 'opening_hours' "
        "and comments.published_on < responses.responded_on "
        "and responses.responded_on < decisions.decided_on"
    )
    assert [tuple(row) for row in found] == [
        ("C-0008", "A-0008", "X-0007", "S-0609", "opening_hours")
    ]
    told = life("S-0609")
    assert "Opening hours: Mondays{+ and Wednesdays+} 6.30pm" in told
    assert "Decision X-0007: Evening classes on two days a week." in told


def test_as_many_entries_were_corrected_as_the_answer_to_parents_says(
    database: sqlite3.Connection,
) -> None:
    found = asked(database, "corrections", word="")
    by_parents = [row for row in found if "page-by-page" in (row["note"] or "")]
    assert len({row["record"] for row in by_parents}) == len(by_parents) == 27
    answer = database.execute("select action from responses where id = 'A-0010'").fetchone()[0]
    assert "Correct the 27." in answer
    wrong = next(row for row in found if row["field"] == "Youngest age")
    assert (wrong["wrong_since"], wrong["corrected_on"], wrong["days"]) == (
        "2025-12-01",
        "2026-07-06",
        217,
    )
    assert (wrong["record"], wrong["wrong_value"], wrong["right_value"]) == (
        "Wheelchair service",
        "5",
        "2.5",
    )


def test_a_withheld_record_came_back_with_the_word_for_it() -> None:
    told = life("S-0803")
    assert "2 March 2026, release 2: Spring\n  Removed." in told
    assert "Reason: Withheld." in told
    _, back = told.split("1 June 2026, release 3: After the budget\n")
    assert back.startswith("  Added.\n")
    assert "Reason: Correction." in back


def test_a_place_that_was_numbered_afresh_kept_its_id() -> None:
    kept = (ROOT / "example/answers/ids.csv").read_text(encoding="utf-8").splitlines()
    assert "locations,L-0135,L-0035" in kept
    assert "Nothing about it changed since." in life("L-0035")
    assert not [name for name, content in tree(PACKAGE).items() if b"L-0135" in content]


def test_a_round_of_checks_is_nothing_but_checks(changes: dict[int, list[Change]]) -> None:
    assert len(changes[7]) > 200
    assert {each.significance for each in changes[7]} == {"checked"}


def test_the_erased_number_is_nowhere(database: sqlite3.Connection, changes) -> None:
    hidden = re.compile(
        rb"07700 ?" + invented_number().encode() + rb"|" + invented_number().encode()
    )
    page = database.execute("pragma database_list").fetchone()["file"]
    texts = {**tree(PACKAGE), **tree(ROOT / "example"), "offer.db": Path(page).read_bytes()}
    held = [
        name for name, content in texts.items() for part in opened(content) if hidden.search(part)
    ]
    assert held == []
    assert [each.before for each in changes[4] if each.row_id in ("S-0005", "K-0005")] == [
        "[erased]",
        "[erased]",
    ]
    erasures = database.execute(
        "select release_number, resource, row_id, field, ground from erasures"
    )
    assert [tuple(row) for row in erasures] == [
        (5, "contacts", "K-0005", "phone", "personal-data"),
        (5, "services", "S-0005", "phone", "personal-data"),
    ]
    assert changes.get(5, []) == []
    gone = "elephone: earlier values were taken out of every release."
    told = [line.strip() for line in life("S-0005").splitlines() if gone in line]
    assert told == [f"Contact (SENCO), t{gone}", f"T{gone}"]


def opened(content: bytes) -> list[bytes]:
    """Return a file's bytes, and those of every file in it where it is a workbook."""
    if not content.startswith(b"PK"):
        return [content]
    with zipfile.ZipFile(BytesIO(content)) as pack:
        return [content, *(pack.read(name) for name in pack.namelist())]


def test_an_earlier_folder_holds_only_what_differs_from_the_next_later_one() -> None:
    made = steps(ROOT / "example")
    for step, later in itertools.pairwise(made):
        folder = ROOT / "example" / "past" / step.day.isoformat()
        for name in tree(folder).keys() - {"release.toml"}:
            assert step.files[name] != later.files.get(name), f"{step.day}: {name}"
    assert list(tree(ROOT / "example" / "past" / made[-1].day.isoformat())) == ["release.toml"]
    assert not made[0].files.keys() & set(WRITTEN)


def test_the_table_of_stories_names_only_what_there_is(database: sqlite3.Connection) -> None:
    text = (ROOT / "example/past/README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\b[A-Z]-\d{4}\b", text))
    known = {row["row_id"] for row in database.execute("select row_id from changes")}
    for table in ("services", "locations", "decisions", "comments", "responses"):
        known |= {row["id"] for row in database.execute(f"select id from {table}")}
    assert len(named) > 20
    assert named - known == set()
    days = re.findall(r"\[(\d{4}-\d\d-\d\d)\]", text)
    assert days == [step.day.isoformat() for step in steps(ROOT / "example")]
