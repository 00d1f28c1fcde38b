"""`history`: one record's life in plain words, and as it was on a day."""

import json
import re
from pathlib import Path
from shutil import copytree

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from offer_opendata.cli import main
from offer_opendata.history.change import ADDED, CHANGED, Change
from offer_opendata.history.words import said as words_said
from offer_opendata.schema import load_schema
from offer_opendata.timeline.words import Words, names_at
from offer_opendata.work.asking import compared, differences, life_said, lived
from released import make_released

ROOT = Path(__file__).parents[1]
RULES = json.loads(
    (Path(__file__).parents[1] / "schema" / "history.schema.json").read_text(encoding="utf-8")
)


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    return make_released(tmp_path_factory.mktemp("released"))


def run(*arguments: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["history", *map(str, arguments)])
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.exit_code, done.output


def document(*arguments: str | Path) -> dict:
    found = json.loads(run(*arguments, "--format", "json")[1])
    Draft202012Validator(RULES, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(found)
    return found


def test_a_record_that_was_removed_is_found_with_what_hung_on_it(folder) -> None:
    assert run("CLUB-1", folder) == (
        0,
        "Services: Judo (CLUB-1)\n"
        "\n"
        "2 November 2026, release 1: there since the first release.\n"
        "20 November 2026, release 2: Autumn\n"
        "  Removed.\n"
        "    Reason: Funding ended. The hall was sold. Decision dec-7.\n"
        "  No longer for: Autistic spectrum disorder.\n"
        "  No longer for: Hearing impairment.\n"
        "  Check taken out: 1 September 2026, Provider, by e-mail, Unchanged.\n"
        "    No reason was given.\n"
        "The latest release does not have it.\n",
    )


def test_changed_values_word_by_word(folder) -> None:
    said = run("CLUB-2", folder)[1]
    assert "  Description: Swimming, [-one helper-]{+two helpers+} for [-two-]{+three+} " in said
    assert (
        "23 November 2026, release 3\n"
        "  E-mail address: [-swim@example.org-] {+pool@example.org+}\n"
        "    Reason: Update from the provider.\n"
        "  Youngest age: [-8-] {+6+}\n"
        "    No reason was given.\n"
    ) in said


def test_dates_and_labels_change_whole_and_what_came_is_told_as_it_was_then() -> None:
    """Told from the example: opening times, prices and checks have no names in their keys."""
    said = run("S-0803", ROOT / "datapackage")[1]
    assert "  Last checked: [-24 October 2025-] {+30 August 2026+}\n" in said
    assert "  Opening times added: Monthly, last Sunday, 14:00, 16:30, All year.\n" in said
    assert "  Checked: 30 August 2026, Provider, by e-mail, Unchanged.\n" in said
    price = run("S-0404", ROOT / "datapackage")[1]
    assert "  Price (Lesson), valid from: [-1 April 2025-] {+1 April 2026+}\n" in price


def test_no_code_of_a_term_table_or_reason_is_left_in_a_life(folder) -> None:
    codes = {"sen_need", "all_needs", "provider-update", "not-stated", "service_terms", "true"}
    for key in ("CLUB-1", "CLUB-2", "CLUB-3"):
        said = run(key, folder)[1] + run(key, folder, "--as-of", "3")[1]
        assert not codes & set(re.findall(r"[\w-]+", said)), said


def test_a_row_that_came_is_told_with_the_values_of_then() -> None:
    came = Change("cost_options", "c1", ADDED, parent_resource="services", parent_id="s")
    amount = Change("cost_options", "c1", CHANGED, "amount", "4", "5")
    state = {"cost_options": {"c1": {"id": "c1", "option": "A day", "amount": "5"}}}
    names = names_at(state, (came, amount), Words(load_schema(), {}, {}))
    assert words_said(came, names) == "price added: A day, 4"
    assert words_said(amount, names) == "price in pounds changed from 4 to 5"


def test_a_terminal_shows_the_words_in_colour(folder) -> None:
    found = lived(folder, ("CLUB-2", ""), "")
    said = life_said(found, "text", colour=True)
    assert "Swimming, \x1b[31;9mone helper\x1b[0m\x1b[32;4mtwo helpers\x1b[0m for" in said
    differ = compared(("1", "3"), folder, ())
    assert "\x1b[31;9mone helper\x1b[0m" in differences(differ, "text", colour=True)
    assert "\x1b" not in differences(differ, "html", colour=True)


def test_a_need_that_was_dropped_is_on_the_timeline_of_its_service(folder) -> None:
    said = run("CLUB-3", folder)[1]
    assert "release 2: Autumn\n  Added.\n" in said
    assert "since the first release" not in said
    assert "release 3\n  No longer for: Hearing impairment.\n" in said


@pytest.mark.parametrize("when", ["1", "2026-11-02", "2026-11-19"])
def test_as_it_was_with_everything_that_hung_on_it(folder, when: str) -> None:
    said = run("CLUB-1", folder, "--as-of", when)[1]
    assert "As it was in release 1 of 2 November 2026:\n  Service id: CLUB-1\n" in said
    assert "  Provider: Wrenshire Leisure (leisure)\n" in said
    assert "  Sector: Leisure\n" in said
    assert said.endswith(
        "  Needs and categories:\n"
        "    Needs: Autistic spectrum disorder\n"
        "    Needs: Hearing impairment\n"
        "  Checks made:\n"
        "    1 September 2026, Provider, by e-mail, Unchanged\n"
    )


def test_as_of_a_release_that_did_not_have_it(folder) -> None:
    said = run("CLUB-1", folder, "--as-of", "2026-11-20")[1]
    assert said.endswith("20 November 2026, release 2: it was not there.\n")
    assert document("CLUB-1", folder, "--as-of", "2")["records"][0]["as_of"]["values"] is None


def test_the_json_says_all_of_it(folder) -> None:
    found = document("CLUB-1", folder, "--as-of", "1")
    (judo,) = found["records"]
    assert (judo["label"], judo["present"], judo["since_first"]) == ("Judo", False, True)
    (second,) = judo["releases"]
    assert (second["number"], second["date"], second["title"]) == (2, "2026-11-20", "Autumn")
    removal, *links = second["changes"]
    assert removal["values"]["name"] == "Judo"
    assert (removal["reason"], removal["note"]) == ("funding-ended", "The hall was sold.")
    assert [each["resource"] for each in links] == ["service_terms", "service_terms", "assurances"]
    assert judo["as_of"]["values"]["maximum_age"] == "11"
    assert len(judo["as_of"]["rows"]) == 3


def test_the_row_of_a_link_table_has_a_life_of_its_own(folder) -> None:
    said = run('["CLUB-3", "sen_need", "HI"]', folder)[1]
    assert said.startswith('Service terms: ["CLUB-3", "sen_need", "HI"]\n')
    assert "release 2: Autumn\n  Added.\n" in said
    assert "release 3\n  Removed.\n" in said


def test_a_key_of_several_tables_and_one_of_none(folder) -> None:
    assert run("leisure", folder, "--resource", "organizations")[0] == 0
    assert run("leisure", folder, "--resource", "services")[0] == 2
    code, said = run("CLUB-9", folder)
    assert code == 2
    assert 'no release ever had a record "CLUB-9"; did you mean CLUB-' in said


def test_a_package_without_its_publication_is_verified_first(folder, tmp_path) -> None:
    theirs = copytree(folder / "datapackage", tmp_path / "theirs")
    assert run("CLUB-1", theirs) == run("CLUB-1", folder)
    (theirs / "history" / "salts.csv").unlink()
    code, said = run("CLUB-1", theirs)
    assert (code, "does not hold: history/salts.csv is missing" in said) == (2, True)
    assert run("CLUB-1", tmp_path)[0] == 2
