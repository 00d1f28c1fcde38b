"""The command `erase`, as a data officer meets it: found, refused, erased, not published again."""

import shlex
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import openpyxl
import pytest
from click.testing import CliRunner, Result

from faults import quick
from offer_opendata.answers.answer import shortened
from offer_opendata.cli import main
from offer_opendata.errors import OfferError
from offer_opendata.package import read_package
from offer_opendata.verifier import read_folder, verify
from offer_opendata.work.kept import holds_any
from publications import CLUBS, MAPPING, OFFER, make_publication, tree

SECRET = "jane.doe@example.org"
LEAKED = CLUBS.replace("judo@example.org", SECRET)
BY = ("--by", "Data protection officer")


@pytest.fixture(autouse=True)
def quick_commands() -> Iterator[None]:
    with quick():
        yield


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A publication whose first release holds what should not have been published."""
    folder = make_publication(tmp_path / "wrenshire", {"sources/clubs.csv": LEAKED})
    assert run("release", folder, "--date", "2026-11-02").exit_code == 0
    return folder


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


def erase(folder: Path, *places: str) -> Result:
    return run("erase", *places, "--dir", folder, "--date", "2026-11-09", *BY)


def corrected(folder: Path, clubs: str = CLUBS) -> None:
    make_publication(folder, {"sources/clubs.csv": clubs})


def holding(folder: Path, text: str) -> list[str]:
    return [name for name, content in tree(folder).items() if text.encode() in content]


def erasures(folder: Path) -> list[tuple[str, ...]]:
    return list(read_package(folder / "datapackage").tables["erasures"].rows)


class TestFind:
    def test_every_place_is_listed_with_the_command_that_erases_it(self, folder: Path) -> None:
        said = run("erase", "--find", "JANE.doe@example", "--dir", folder).output
        assert '  offer-opendata erase services CLUB-1 email --by "ROLE"    (published now)' in said
        assert "sources/clubs.csv › D2" in said

    def test_what_was_removed_long_ago_is_found(self, folder: Path) -> None:
        corrected(folder, "\n".join([CLUBS.splitlines()[0], *CLUBS.splitlines()[2:]]) + "\n")
        assert run("release", folder, "--date", "2026-11-03").exit_code == 0
        said = run("erase", "--find", SECRET, "--dir", folder).output
        assert 'erase services CLUB-1 email --by "ROLE"    (before release 2)' in said
        assert "sources/" not in said

    def test_a_value_made_of_two_cells_is_found_in_its_sources(self, tmp_path: Path) -> None:
        mapping = MAPPING.replace('email = "Mail"', 'phone = "{Std} {Num}"')
        clubs = "Ref,Club,About,Std,Num,From,To,Needs,Checked\n1,Judo,Judo.,01632,960123,5,11,HI,\n"
        files = {"mappings/clubs.toml": mapping, "sources/clubs.csv": clubs}
        folder = make_publication(tmp_path / "two", files)
        assert run("release", folder, "--date", "2026-11-02").exit_code == 0
        said = run("erase", "--find", "01632960123", "--dir", folder).output
        assert "erase services CLUB-1 phone" in said
        assert "sources/clubs.csv › D2" in said

    def test_nowhere(self, folder: Path) -> None:
        said = run("erase", "--find", "Sherlock Holmes", "--dir", folder).output
        assert said.startswith('"Sherlock Holmes" stands nowhere')

    def test_what_is_written_can_be_typed(self, folder: Path) -> None:
        said = run("erase", "--find", SECRET, "--dir", folder).output
        (line,) = (each for each in said.splitlines() if "offer-opendata erase" in each)
        corrected(folder)
        program, *words = shlex.split(line.partition("    (")[0])
        assert program == "offer-opendata"
        result = run(*words, "--dir", folder, "--date", "2026-11-09")
        assert result.exit_code == 0, result.output
        assert holding(folder, SECRET) == []

    @pytest.mark.parametrize("text", ["", "  "])
    def test_a_blank_is_nothing_to_look_for(self, folder: Path, text: str) -> None:
        result = run("erase", "--find", text, "--dir", folder)
        assert (result.exit_code, result.output.count("\n")) == (2, 1)
        assert "there is nothing to look for" in result.output

    def test_two_letters_are_too_few(self, folder: Path) -> None:
        result = run("erase", "--find", "ab", "--dir", folder)
        assert (result.exit_code, result.output.count("\n")) == (2, 1)


class TestErase:
    def test_the_value_is_in_no_file_and_no_database_page(self, folder: Path) -> None:
        assert holding(folder, SECRET)
        run("preview", folder, "--date", "2026-11-02")
        corrected(folder)
        result = erase(folder, "services", "CLUB-1", "email")
        assert result.exit_code == 0, result.output
        assert "Erased from every release: services CLUB-1 email" in result.output
        assert "backups" in result.output
        assert holding(folder, SECRET) == []
        verify(read_folder(folder / "datapackage"))
        (line,) = erasures(folder)
        assert line[1:] == (
            *("2", "2026-11-09", "services", "CLUB-1", "email"),
            *("personal-data", "Data protection officer", "1"),
        )
        (change,) = read_package(folder / "datapackage").tables["changes"].rows
        assert "[erased]" in change
        assert "erasure" in change

    def test_the_history_in_the_database_says_that_it_was_erased(self, folder: Path) -> None:
        corrected(folder)
        erase(folder, "services", "CLUB-1", "email")
        with sqlite3.connect(folder / "build" / "2026-11-09" / "offer.db") as database:
            rows = database.execute(
                "select email from services_history where id = 'CLUB-1' order by from_number"
            ).fetchall()
        database.close()
        assert rows == [("[erased]",), ("judo@example.org",)]

    def test_a_correction_may_have_been_released_before(self, folder: Path) -> None:
        corrected(folder)
        assert run("release", folder, "--date", "2026-11-05").exit_code == 0
        refused = erase(folder, "services", "CLUB-1", "email")
        assert (refused.exit_code, refused.output.count("\n")) == (2, 1)
        assert "--keep-current" in refused.output
        result = erase(folder, "services", "CLUB-1", "email", "--keep-current")
        assert result.exit_code == 0, result.output
        assert 'email (all but "judo@example.org", which the sources say now)' in result.output
        assert holding(folder, SECRET) == []
        told = run("history", "CLUB-1", folder).output
        assert "[-[erased]-] {+judo@example.org+}" in told
        assert "Ground: personal data. Decided by: Data protection officer." in told

    def test_the_right_value_is_not_erased_in_place_of_the_wrong_one(self, tmp_path: Path) -> None:
        folder = make_publication(tmp_path / "later")
        assert run("release", folder, "--date", "2026-11-02").exit_code == 0
        corrected(folder, LEAKED)  # the mistake came with a later release
        assert run("release", folder, "--date", "2026-11-05").exit_code == 0
        before = tree(folder / "datapackage")
        result = erase(folder, "services", "CLUB-1", "email")
        assert (result.exit_code, result.output.count("\n")) == (2, 1)
        assert f'the sources still say "{SECRET}"' in result.output
        assert tree(folder / "datapackage") == before

    def test_it_waits_for_the_sources(self, folder: Path) -> None:
        before = tree(folder / "datapackage")
        result = erase(folder, "services", "CLUB-1", "email")
        assert (result.exit_code, result.output.count("\n")) == (2, 1)
        assert f'the sources still say "{SECRET}" (sources/clubs.csv › D2)' in result.output
        assert tree(folder / "datapackage") == before

    def test_two_values_one_after_the_other_read_as_such(self, folder: Path) -> None:
        corrected(folder, LEAKED.replace(SECRET, f"2.{SECRET}"))
        assert run("release", folder, "--date", "2026-11-03").exit_code == 0
        corrected(folder)
        assert erase(folder, "services", "CLUB-1", "email").exit_code == 0
        said = run("history", "CLUB-1", "--dir", folder).output
        assert "[erased] (one value and the next, both taken out since)" in said
        assert "Ground: personal data. Decided by: Data protection officer." in said

    @pytest.mark.parametrize(
        ("places", "said"),
        [
            (("services", "CLUB-1", "id"), "part of the key"),
            (("services", "CLUB-1", "colour"), 'no field "colour"'),
            (("services", "CLUB-1", "e-mail"), 'did you mean "email"?'),
            (("organizations", "leisure", "telephone"), 'did you mean "phone"?'),
            (("organisations", "leisure", "phone"), 'did you mean "organizations"?'),
            (("servces", "CLUB-1", "email"), 'no table "servces"; did you mean "services"?'),
            (("nonsense", "CLUB-1", "email"), "list every place with: offer-opendata erase --find"),
            (("services", "CLUB-9", "email"), "nothing to erase at services CLUB-9 email"),
            (("services", "CLUB-1"), "three words"),
            (("releases", "1", "fingerprint"), "only title and note and released_by_role"),
            ((), "three words"),
        ],
        ids=[
            *("key", "field", "title", "other title", "table title", "table", "nothing like it"),
            *("record", "two words", "release", "nothing"),
        ],
    )
    def test_what_cannot_be_erased_is_one_line(
        self, folder: Path, places: tuple[str, ...], said: str
    ) -> None:
        corrected(folder)
        before = tree(folder / "datapackage")
        result = erase(folder, *places)
        assert (result.exit_code, result.output.count("\n")) == (2, 1), result.output
        assert said in result.output
        assert tree(folder / "datapackage") == before

    def test_a_role_has_to_decide(self, folder: Path) -> None:
        corrected(folder)
        result = run("erase", "services", "CLUB-1", "email", "--dir", folder)
        assert (result.exit_code, result.output.count("\n")) == (2, 1)
        assert "by role and not by name" in result.output

    def test_wrong_places_are_said_before_that_nobody_decided(self, folder: Path) -> None:
        for places, said in (
            (["services", "CLUB-1"], "three words"),
            (["services", "CLUB-1", "colour"], 'no field "colour"'),
        ):
            result = run("erase", *places, "--dir", folder)
            assert (result.exit_code, result.output.count("\n")) == (2, 1)
            assert said in result.output

    def test_the_guard_holds_for_an_erasure_too(self, tmp_path: Path) -> None:
        heading, judo, *_ = LEAKED.splitlines()
        clubs = [judo.replace("1,Judo", f"{number},Judo {number}") for number in range(1, 21)]
        many = {"sources/clubs.csv": "\n".join([heading, *clubs]) + "\n"}
        folder = make_publication(tmp_path / "many", many)
        assert run("release", folder, "--date", "2026-11-02").exit_code == 0
        corrected(folder, "\n".join([heading, clubs[0].replace(SECRET, "j@example.org")]) + "\n")
        before = tree(folder / "datapackage")
        result = erase(folder, "services", "CLUB-1", "email", "--and-release")
        assert result.exit_code == 1, result.output
        assert "19 of 20 services would go" in " ".join(result.output.split()), result.output
        assert tree(folder / "datapackage") == before

    def test_fixed_salts_are_for_the_invented_example(self, tmp_path: Path) -> None:
        files = {"offer.toml": OFFER.replace("E10999901", "E10000008"), "sources/clubs.csv": LEAKED}
        folder = make_publication(tmp_path / "real", files)
        assert run("release", folder, "--date", "2026-11-02").exit_code == 0
        make_publication(folder, {**files, "sources/clubs.csv": CLUBS})
        result = run(
            *("erase", "services", "CLUB-1", "email", "--dir", folder, *BY),
            *("--date", "2026-11-09", "--seed", "guessable"),
        )
        assert result.exit_code == 2
        assert "invented example only" in result.output


class TestOtherChanges:
    """What else waits in the sources is published only where somebody says so."""

    OTHER = CLUBS.replace("swim@", "pool@") + "3,Art,Painting.,art@example.org,5,8,ASD,\n"

    def test_they_stop_it_and_are_listed(self, folder: Path) -> None:
        corrected(folder, self.OTHER)
        before = tree(folder / "datapackage")
        result = erase(folder, "services", "CLUB-1", "email")
        assert result.exit_code == 1, result.output
        first, *rest = result.output.splitlines()
        assert first.startswith("Nothing was erased: other changes are waiting")
        assert "--and-release" in first
        assert rest[1:] == [
            "Added: services",
            "  Art (CLUB-3), with needs and categories (1)",
            "",
            "Changed: services",
            "  Swimming: e-mail address changed from swim@example.org to pool@example.org",
            "",
            "No reason stated: 2",
        ]
        assert SECRET not in result.output
        assert tree(folder / "datapackage") == before
        assert (folder / "build" / "2026-11-02" / "offer.db").is_file()

    def test_many_are_not_all_listed(self, folder: Path) -> None:
        more = (f"{i},Art {i},Painting {i}.,art@example.org,5,8,ASD,\n" for i in range(3, 15))
        corrected(folder, CLUBS + "".join(more))
        said = erase(folder, "services", "CLUB-1", "email").output
        assert "  and 4 more\n" in said
        assert said.endswith("Every line: offer-opendata preview\n")

    def test_they_are_released_with_it_where_that_is_asked(self, folder: Path) -> None:
        corrected(folder, self.OTHER)
        result = erase(folder, "services", "CLUB-1", "email", "--and-release")
        assert result.exit_code == 0, result.output
        assert result.output.splitlines()[1:4] == [
            f"Release 2026-11-09 is in {folder / 'datapackage'}.",
            "Added: services (1); Changed: services (1); No reason stated, 2.",
            "Note this line down somewhere else; it proves that nothing else was changed:",
        ]
        assert holding(folder, SECRET) == []
        assert holding(folder / "datapackage" / "data", "pool@example.org")

    def test_or_released_before_it(self, folder: Path) -> None:
        corrected(folder, self.OTHER)
        assert run("release", folder, "--date", "2026-11-05").exit_code == 0
        result = erase(folder, "services", "CLUB-1", "email", "--keep-current")
        assert result.exit_code == 0, result.output
        assert "Release 2026-11-09" not in result.output

    def test_another_description_of_the_package_is_another_change(self, folder: Path) -> None:
        titled = OFFER.replace("Wrenshire SEND Local Offer", "Wrenshire for all")
        make_publication(folder, {"offer.toml": titled})
        result = erase(folder, "services", "CLUB-1", "email")
        assert result.exit_code == 1, result.output
        assert "What the package says of itself" in result.output
        assert erase(folder, "services", "CLUB-1", "email", "--and-release").exit_code == 0

    def test_a_second_place_is_no_other_change(self, folder: Path) -> None:
        corrected(folder, CLUBS.replace("swim@", "pool@"))
        result = erase(folder, *("services", "CLUB-1", "email", "services", "CLUB-2", "email"))
        assert result.exit_code == 0, result.output


class TestOnATerminal:
    """Somebody who sits there sees what goes for ever, and types yes."""

    @pytest.fixture(autouse=True)
    def terminal(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("offer_opendata.cli.shared.is_answered", lambda: True)

    def typed(self, folder: Path, answer: str) -> Result:
        words = ("services", "CLUB-1", "email", "--dir", str(folder), "--date", "2026-11-09")
        said = ["erase", *words, *BY]
        return CliRunner().invoke(main, said, input=answer)

    def test_what_goes_is_shown_with_its_releases(self, folder: Path) -> None:
        corrected(folder, LEAKED.replace(SECRET, f"2.{SECRET}").replace("Judo in", "Judo  in"))
        assert run("release", folder, "--date", "2026-11-03").exit_code == 0
        corrected(folder, LEAKED.replace("Swimming, one", "Swimming, two"))
        assert run("release", folder, "--date", "2026-11-04").exit_code == 0
        corrected(folder, CLUBS.replace("Swimming, one", "Swimming, two"))
        result = self.typed(folder, "Yes\n")
        assert result.exit_code == 0, result.output
        assert result.output.splitlines()[:5] == [
            "This goes for ever, from the history too:",
            "  services CLUB-1 email: 2 values",
            f'    "{SECRET}" (in releases 1, 3)',
            f'    "2.{SECRET}" (in release 2)',
            "Type yes to go on: Yes",
        ]
        assert holding(folder, SECRET) == []

    @pytest.mark.parametrize("answer", ["no\n", "\n", "y\n"])
    def test_nothing_else_is_a_yes(self, folder: Path, answer: str) -> None:
        corrected(folder)
        before = tree(folder / "datapackage")
        result = self.typed(folder, answer)
        assert result.exit_code == 1
        assert result.output.endswith("Nothing was erased.\n")
        assert tree(folder / "datapackage") == before
        assert (folder / "build" / "2026-11-02" / "offer.db").is_file()

    def test_what_is_refused_is_not_asked_about(self, folder: Path) -> None:
        corrected(folder, TestOtherChanges.OTHER)
        assert "Type yes" not in self.typed(folder, "yes\n").output


class TestWhatIsKept:
    """Answers and sources are the publisher's own: what they still hold is said, not changed."""

    def test_answers_that_hold_it_are_named_by_sheet_and_cell(self, folder: Path) -> None:
        book = openpyxl.Workbook()
        book.active.title = "Changed"
        book.active["B4"] = SECRET
        book.active["C5"] = f"E-mail address changed from {SECRET.upper()} to nothing"
        book.active["D6"] = "judo@example.org"
        (folder / "answers").mkdir(exist_ok=True)
        book.save(folder / "answers" / "week 2.xlsx")
        kept = (folder / "answers" / "week 2.xlsx").read_bytes()
        corrected(folder)
        said = erase(folder, "services", "CLUB-1", "email").output
        places = ["  answers/week 2.xlsx › Changed!B4", "  answers/week 2.xlsx › Changed!C5"]
        lines = said.splitlines()
        at = lines.index(places[0])
        assert lines[at - 2].startswith("It still stands in files that you keep")
        assert lines[at : at + 3] == [
            *places,
            "Copies may still live where this tool cannot reach:",
        ]
        assert (folder / "answers" / "week 2.xlsx").read_bytes() == kept

    def test_so_are_sources(self, folder: Path) -> None:
        corrected(folder, CLUBS.replace("quiet corner", f"quiet corner (ask {SECRET})"))
        said = erase(folder, "services", "CLUB-1", "email", "--and-release").output
        assert "  sources/clubs.csv › C2\nCopies" in said

    def test_a_note_in_the_answers_is_found_by_what_it_said(self, folder: Path) -> None:
        about = "resource,row_id,field,reason,note,release\n"
        answer = "services,CLUB-1,email,Correction,Jane left.,1\n"
        corrected(folder)
        make_publication(folder, {"answers/week.csv": about + answer})
        assert run("release", folder, "--date", "2026-11-03").exit_code == 0
        (place,) = (
            line.split(" --by ")[0].removeprefix("  offer-opendata erase ")
            for line in run("erase", "--find", "Jane left", "--dir", folder).output.splitlines()
            if line.startswith("  offer-opendata erase changes")
        )
        said = erase(folder, *shlex.split(place)).output
        assert "  answers/week.csv › E2\nCopies" in said

    def test_a_short_value_is_looked_for_as_a_whole_cell_only(self, folder: Path) -> None:
        old = {"answers/old.csv": "was,becomes\n5,6\n15,2026-05-05\n"}
        make_publication(folder, {"sources/clubs.csv": LEAKED.replace(",5,11,", ",6,11,"), **old})
        said = erase(folder, "services", "CLUB-1", "minimum_age").output
        assert [line for line in said.splitlines() if "answers/old.csv" in line] == [
            "  answers/old.csv › A2"
        ]

    def test_a_long_value_is_found_as_a_question_shows_it(self, folder: Path) -> None:
        long = "Judo " * 80
        holds = holds_any([long.strip()])
        assert holds(shortened(long))
        assert holds(f"before {long} after")
        assert not holds("Judo")

    def test_an_answer_that_cannot_be_read_does_not_hide_the_erasure(self, folder: Path) -> None:
        corrected(folder)
        refuse = OfferError("the file is damaged")
        with patch("offer_opendata.work.erasing.kept_places", side_effect=refuse):
            result = erase(folder, "services", "CLUB-1", "email")
        assert result.exit_code == 0, result.output
        assert "Erased from every release: services CLUB-1 email" in result.output
        assert "with: offer-opendata erase --find TEXT (the file is damaged)." in result.output

    def test_nothing_is_said_where_nothing_holds_it(self, folder: Path) -> None:
        corrected(folder)
        assert "still stands" not in erase(folder, "services", "CLUB-1", "email").output


class TestAfterwards:
    @pytest.fixture
    def erased(self, folder: Path) -> Path:
        corrected(folder, CLUBS.replace("judo@example.org", ""))
        assert erase(folder, "services", "CLUB-1", "email").exit_code == 0
        corrected(folder, CLUBS.replace("judo@example.org", "dojo@example.org"))
        return folder

    def test_nothing_is_published_there_again(self, erased: Path) -> None:
        result = run("release", erased, "--date", "2026-11-10")
        assert (result.exit_code, result.output.count("\n")) == (2, 1)
        assert "services CLUB-1 email was erased" in result.output
        assert "publish one there again (sources/clubs.csv › D2); leave it" in result.output

    def test_a_preview_refuses_it_in_the_same_words_and_writes_nothing(self, erased: Path) -> None:
        corrected(erased, LEAKED)  # an issue tells this value, so that a report would hold it
        before = tree(erased / "build")
        result = run("preview", erased, "--date", "2026-11-10")
        assert (result.exit_code, result.output.count("\n")) == (2, 1)
        assert "publish one there again (sources/clubs.csv › D2); leave it" in result.output
        assert tree(erased / "build") == before
        assert result.output == run("release", erased, "--date", "2026-11-10").output

    def test_nor_with_a_record_that_comes_back(self, folder: Path) -> None:
        heading, judo, swimming = CLUBS.splitlines()
        corrected(folder, f"{heading}\n{swimming}\n")
        assert run("release", folder, "--date", "2026-11-03").exit_code == 0
        assert erase(folder, "services", "CLUB-1", "email").exit_code == 0
        corrected(folder)
        before = tree(folder / "datapackage")
        result = run("release", folder, "--date", "2026-11-10")
        assert (result.exit_code, result.output.count("\n")) == (2, 1)
        assert "services CLUB-1 email was erased" in result.output
        assert "(sources/clubs.csv › D2)" in result.output
        assert tree(folder / "datapackage") == before
        assert run("preview", folder, "--date", "2026-11-10").output == result.output
        blank = judo.replace("judo@example.org", "")
        corrected(folder, f"{heading}\n{blank}\n{swimming}\n")
        assert run("release", folder, "--date", "2026-11-10").exit_code == 0

    def test_an_exception_in_other_columns_is_none(self, erased: Path) -> None:
        text = "resource,row_id,field,why\nservices,CLUB-1,email,New office.\n"
        make_publication(erased, {"answers/exceptions.csv": text})
        corrected(erased, CLUBS.replace("judo@example.org", "dojo@example.org"))
        result = run("release", erased, "--date", "2026-11-10")
        assert result.exit_code == 2
        assert "needs the columns resource, row_id, field, by_role, why" in result.output

    def test_but_for_an_exception_that_somebody_recorded(self, erased: Path) -> None:
        text = "resource,row_id,field,by_role,why\nservices,CLUB-1,email,SEND manager,New office.\n"
        make_publication(erased, {"answers/exceptions.csv": text})
        corrected(erased, CLUBS.replace("judo@example.org", "dojo@example.org"))
        result = run("release", erased, "--date", "2026-11-10")
        assert result.exit_code == 0, result.output
        assert holding(erased / "datapackage" / "data", "dojo@example.org")

    def test_an_exception_without_a_reason_is_none(self, erased: Path) -> None:
        text = "resource,row_id,field,by_role,why\nservices,CLUB-1,email,SEND manager,\n"
        make_publication(erased, {"answers/exceptions.csv": text})
        corrected(erased, CLUBS.replace("judo@example.org", "dojo@example.org"))
        result = run("release", erased, "--date", "2026-11-10")
        assert result.exit_code == 2
        assert "say who decided and why" in result.output
