"""What a person decides between preview and release: asked once, read back, and counted once."""

import csv
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from faults import quick
from offer_opendata.cli import main
from publications import MAPPING, OFFER, make_publication, tree

HEAD = "Ref,Club,About,Mail,From,To,Needs,Checked\n"
FIRST, SECOND, THIRD = (["--date", day] for day in ("2026-11-02", "2026-11-05", "2026-11-09"))


def club(number: int, **said: str) -> str:
    cells = {
        "ref": str(number),
        "name": f"Club {number}",
        "about": f"Sport for group {number}.",
        "mail": f"club{number}@example.org",
        "lowest": "5",
        "highest": str(10 + number),
        "needs": "ASD;HI",
        "checked": "2026-09-01",
    }
    return ",".join((cells | said).values()) + "\n"


CLUBS = HEAD + "".join(club(number) for number in range(1, 13))


def without(*numbers: int) -> str:
    return HEAD + "".join(club(number) for number in range(1, 13) if number not in numbers)


@pytest.fixture(autouse=True)
def quick_commands() -> Iterator[None]:
    with quick():
        yield


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with quick():
        folder = tmp_path_factory.mktemp("once") / "wrenshire"
        make_publication(folder, {"sources/clubs.csv": CLUBS})
        assert run("release", folder, *FIRST).exit_code == 0
    return folder


@pytest.fixture
def folder(once: Path, tmp_path: Path) -> Path:
    """A publication with one release of twelve clubs."""
    return Path(shutil.copytree(once, tmp_path / "wrenshire"))


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments], catch_exceptions=False)


def source(folder: Path, text: str) -> None:
    make_publication(folder, {"sources/clubs.csv": text, "offer.toml": _offer(folder)})


def _offer(folder: Path) -> str:
    return (folder / "offer.toml").read_text(encoding="utf-8")


def changes(folder: Path) -> list[dict[str, str]]:
    """Return the changes of the last release."""
    path = folder / "datapackage" / "history" / "changes.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row for row in rows if row["release_number"] == rows[-1]["release_number"]]


def questions(folder: Path, sheet: str) -> list[dict[str, str]]:
    """Return the lines of a sheet of to-decide.xlsx, as openpyxl reads them."""
    book = openpyxl.load_workbook(folder / "build" / "to-decide.xlsx")
    rows = [[str(cell or "") for cell in row] for row in book[sheet].values]
    start = next(i for i, row in enumerate(rows) if "Resource" in row)
    return [dict(zip(rows[start], row, strict=True)) for row in rows[start + 1 :]]


def answer(
    folder: Path, said: Mapping[str, Callable[[dict[str, str]], str]], name: str = "mine.xlsx"
) -> None:
    """Fill in to-decide.xlsx as an officer does, and save it in answers/.

    `said` gives for a heading what is written below it, from the line of the question.
    """
    book = openpyxl.load_workbook(folder / "build" / "to-decide.xlsx")
    for sheet in book:
        rows = list(sheet.iter_rows())
        start = next(
            (i for i, row in enumerate(rows) if "Resource" in {c.value for c in row}), None
        )
        if start is None:
            continue
        for row in rows[start + 1 :]:
            line = {str(h.value): str(c.value or "") for h, c in zip(rows[start], row, strict=True)}
            for heading, cell in zip(rows[start], row, strict=True):
                if str(heading.value) in said:
                    cell.value = said[str(heading.value)](line)
    (folder / "answers").mkdir(exist_ok=True)
    book.save(folder / "answers" / name)


class TestQuestions:
    def test_a_service_that_goes_is_one_question_with_what_hangs_on_it(self, folder: Path) -> None:
        source(folder, without(4))
        assert run("preview", folder, *SECOND).exit_code == 0
        (line,) = questions(folder, "Removed")
        assert line["Record"] == "Club 4 (services)"
        assert line["What happens"] == "removed, with 3 that hang on it"
        assert questions(folder, "Changed") == []

    def test_each_value_and_each_new_record_is_a_line_and_spelling_is_none(
        self, folder: Path
    ) -> None:
        text = CLUBS.replace("club2@", "office@").replace("Club 3,", "CLUB 3,")
        source(folder, text + club(13))
        run("preview", folder, *SECOND)
        lines = {line["Record id"]: line["What happens"] for line in questions(folder, "Changed")}
        assert lines == {
            "CLUB-2": "e-mail address changed from club2@example.org to office@example.org",
            "CLUB-13": "added, with 3 that hang on it",
        }

    def test_a_drop_down_offers_every_reason_that_a_person_may_give(self, folder: Path) -> None:
        source(folder, without(4))
        run("preview", folder, *SECOND)
        book = openpyxl.load_workbook(folder / "build" / "to-decide.xlsx")
        (rule, *_) = [
            each for each in book["Removed"].data_validations.dataValidation if "C4" in each.sqref
        ]
        place = rule.formula1.partition("!")[2].replace("$", "")
        offered = [row[0].value for row in book["Lists"][place]]
        assert "Funding ended" in offered
        assert not {"Withheld", "Erasure", "Not stated"} & set(offered)
        assert len(offered) == 20

    def test_what_was_answered_is_read_back_and_stands_below_what_was_not(
        self, folder: Path
    ) -> None:
        source(folder, without(3, 4))
        run("preview", folder, *SECOND)
        answer(
            folder,
            {
                "Why?": lambda line: "Closed" if line["Record id"] == "CLUB-3" else "",
                "Note for readers": lambda line: (
                    "The hall was sold, “as is”; 50% = half"
                    if line["Record id"] == "CLUB-3"
                    else ""
                ),
            },
        )
        assert "1 reason." in run("preview", folder, *SECOND).output
        open_, done = questions(folder, "Removed")
        assert (open_["Record id"], open_["Why?"]) == ("CLUB-4", "")
        assert (done["Record id"], done["Why?"]) == ("CLUB-3", "Closed")
        assert done["Note for readers"] == "The hall was sold, “as is”; 50% = half"

    def test_the_same_questions_give_the_same_bytes(self, folder: Path) -> None:
        source(folder, without(4))
        run("preview", folder, *SECOND)
        first = (folder / "build" / "to-decide.xlsx").read_bytes()
        run("preview", folder, *SECOND)
        assert (folder / "build" / "to-decide.xlsx").read_bytes() == first


class TestReasons:
    def test_a_reason_covers_all_that_hangs_on_a_record_and_its_note_stands_once(
        self, folder: Path
    ) -> None:
        source(folder, without(4).replace("club2@", "office@"))
        run("preview", folder, *SECOND)
        answer(
            folder,
            {
                "Why?": lambda line: "Closed" if line["Record id"] == "CLUB-4" else "correction",
                "Note for readers": lambda line: (
                    "The hall was sold." if line["Record id"] == "CLUB-4" else ""
                ),
            },
        )
        assert run("release", folder, *SECOND).exit_code == 0
        found = [(row["row_id"], row["reason"], row["note"]) for row in changes(folder)]
        assert ("CLUB-2", "correction", "") in found
        gone = [each for each in found if "CLUB-4" in each[0]]
        assert len(gone) == 4
        assert {reason for _, reason, _ in gone} == {"closed"}
        assert [each for each in gone if each[2]] == [("CLUB-4", "closed", "The hall was sold.")]

    def test_an_answer_counts_for_one_release_only(self, folder: Path) -> None:
        source(folder, CLUBS.replace("club2@", "office@"))
        run("preview", folder, *SECOND)
        answer(folder, {"Why?": lambda _: "correction"})
        run("release", folder, *SECOND)
        source(folder, CLUBS.replace("club2@", "desk@"))
        result = run("release", folder, *THIRD)
        assert result.exit_code == 0
        assert "stale-answer" not in result.output, "it has counted, and is no mistake"
        assert [row["reason"] for row in changes(folder)] == ["not-stated"]

    def test_an_answer_to_another_value_is_said_and_does_not_count(self, folder: Path) -> None:
        source(folder, CLUBS.replace("club2@", "office@"))
        run("preview", folder, *SECOND)
        answer(folder, {"Why?": lambda _: "correction"})
        source(folder, CLUBS.replace("club2@", "desk@"))
        result = run("release", folder, *SECOND)
        assert "answers/mine.xlsx › Changed!C4: This answer is not used" in result.output
        assert [row["reason"] for row in changes(folder)] == ["not-stated"]

    def test_a_file_of_reasons_for_scripts_needs_no_release(self, folder: Path) -> None:
        source(folder, without(4).replace("club2@", "office@"))
        file = folder / "reasons.csv"
        file.write_text("resource,row_id,reason\nservices,CLUB-4,merged\nservices,CLUB-2,moved\n")
        assert run("release", folder, *SECOND, "--reasons", file).exit_code == 0
        assert {row["reason"] for row in changes(folder) if "CLUB-4" in row["row_id"]} == {"merged"}
        assert {row["reason"] for row in changes(folder) if "CLUB-2" in row["row_id"]} == {"moved"}

    def test_a_note_that_names_a_person_stops_the_release(self, folder: Path) -> None:
        source(folder, without(4))
        file = folder / "reasons.csv"
        file.write_text("resource,row_id,reason,note\nservices,CLUB-4,closed,Mrs Marlow retired.\n")
        before = tree(folder / "datapackage")
        result = run("release", folder, *SECOND, "--reasons", file)
        assert result.exit_code == 1
        assert "seems to name a person" in result.output
        assert "Marlow" not in result.output
        assert tree(folder / "datapackage") == before

    def test_one_note_may_stand_on_many_lines_and_what_is_wrong_is_named_on_each(
        self, folder: Path
    ) -> None:
        source(folder, without(4).replace("club2@", "office@"))
        file = folder / "reasons.csv"
        lines = (
            "resource,row_id,reason,note\nservices,CLUB-4,closed,{0}\nservices,CLUB-2,moved,{0}\n"
        )
        file.write_text(lines.format("=A1"))
        result = run("preview", folder, *SECOND, "--reasons", file)
        assert result.exit_code == 1
        assert "At reasons.csv › D2, D3" in result.output
        file.write_text(lines.format("The hall was sold."))
        assert run("release", folder, *SECOND, "--reasons", file).exit_code == 0
        assert sum(row["note"] == "The hall was sold." for row in changes(folder)) == 2

    @pytest.mark.parametrize(("policy", "stops"), [("none", 0), ("removals", 1), ("all", 2)])
    def test_the_policy_says_which_reasons_are_needed(
        self, folder: Path, policy: str, stops: int
    ) -> None:
        source(folder, without(4).replace("club2@", "office@"))
        (folder / "offer.toml").write_text(
            f'{OFFER}\n[policy]\nrequire_reasons = "{policy}"\n', encoding="utf-8"
        )
        before = tree(folder / "datapackage")
        result = run("release", folder, *SECOND)
        assert result.exit_code == (1 if stops else 0)
        assert ("  Club 4 (CLUB-4): removed" in result.output) is bool(stops)
        assert ("  Club 2 (CLUB-2): e-mail address changed" in result.output) is (stops == 2)
        assert (tree(folder / "datapackage") == before) is bool(stops)


class TestWithheld:
    def test_what_a_mistake_hides_is_no_cut(self, folder: Path) -> None:
        (folder / "offer.toml").write_text(
            f'{OFFER}\n[policy]\nerrors = "withhold"\nrequire_reasons = "all"\n', encoding="utf-8"
        )
        # One service without its name, and one with a mistyped address.
        source(folder, CLUBS.replace("Club 4,", ",").replace("club5@", "club5@@"))
        result = run("release", folder, *SECOND)
        assert result.exit_code == 0, result.output
        found = changes(folder)
        assert len(found) == 5
        assert {(row["reason"], row["origin"]) for row in found} == {("withheld", "tool")}


class TestOrigin:
    def test_each_change_names_its_source_and_a_removal_the_one_it_had(self, folder: Path) -> None:
        offer = OFFER + 'origin = "provider"\n'
        (folder / "offer.toml").write_text(offer, encoding="utf-8")
        text = CLUBS.replace("club2@", "office@").replace("2026-09-01", "2026-10-01", 1)
        source(folder, "".join(line for line in text.splitlines(True) if "Club 4," not in line))
        run("release", folder, *SECOND)
        found = {(row["row_id"], row["field"]): row for row in changes(folder)}
        changed, gone = found["CLUB-2", "email"], found["CLUB-4", ""]
        assert (changed["origin"], changed["origin_ref"]) == ("provider", "sources/clubs.csv")
        # At the last release the file still counted as the council's own.
        assert (gone["origin"], gone["origin_ref"]) == ("own", "sources/clubs.csv")
        assert found["CLUB-1", "assured_date"]["origin"] == "tool"

    @pytest.mark.parametrize("content", [None, "", "resource,row_id\r\nservices\r\n", "\x00,\n"])
    def test_a_lost_or_damaged_memory_breaks_nothing(
        self, folder: Path, content: str | None
    ) -> None:
        file = folder / "answers" / "sources.csv"
        file.unlink()
        if content is not None:
            file.write_text(content)
        source(folder, without(4))
        assert run("release", folder, *SECOND).exit_code == 0
        gone = next(row for row in changes(folder) if row["row_id"] == "CLUB-4")
        assert (gone["origin"], gone["origin_ref"]) == ("own", "")
        assert "CLUB-5,own,sources/clubs.csv" in file.read_text()


class TestGuard:
    def test_a_mass_removal_writes_nothing_until_the_number_is_said(self, folder: Path) -> None:
        source(folder, without(1, 2, 3, 4, 5, 6))
        before = tree(folder / "datapackage")
        for allowed in ((), ("--allow-removals", "5")):
            result = run("release", folder, *SECOND, *allowed)
            assert result.exit_code == 1
            assert "6 of 12 services would go" in result.output
            assert "  Club 6 (CLUB-6)" in result.output
            assert tree(folder / "datapackage") == before
        listed = (folder / "build" / "would-go.csv").read_text()
        assert listed.count("services,CLUB-") == 6
        assert run("release", folder, *SECOND, "--allow-removals", "6").exit_code == 0

    def test_an_emptied_column_is_named(self, folder: Path) -> None:
        source(folder, "".join(_without_mail(line) for line in CLUBS.splitlines(True)))
        result = run("release", folder, *SECOND)
        assert result.exit_code == 1
        assert "services.email (e-mail address) would be empty; it held 12 values" in result.output
        allowed = ("--allow-emptied", "services.email")
        assert run("release", folder, *SECOND, *allowed).exit_code == 0

    def test_a_column_that_would_not_be_empty_is_no_reason_to_let_one_pass(
        self, folder: Path
    ) -> None:
        source(folder, CLUBS.replace("club2@", "office@"))
        before = tree(folder / "datapackage")
        result = run("release", folder, *SECOND, "--allow-emptied", "services.email")
        assert result.exit_code == 1
        assert "services.email would not become empty, as --allow-emptied says" in result.output
        assert tree(folder / "datapackage") == before

    def test_of_very_many_the_first_are_named_and_the_others_counted(self, tmp_path: Path) -> None:
        many = [club(number, highest="20") for number in range(1, 31)]
        asks = f'{OFFER}\n[policy]\nrequire_reasons = "all"\n'
        files = {"offer.toml": asks, "sources/clubs.csv": HEAD + "".join(many)}
        folder = make_publication(tmp_path / "many", files)
        assert run("release", folder, *FIRST).exit_code == 0
        source(folder, HEAD + "".join(many).replace("@example", "@clubs"))
        said = run("release", folder, *SECOND)
        assert said.exit_code == 1
        assert "A release is stopped: 30 reasons are missing for" in said.output
        assert said.output.count(": e-mail address changed") == 20
        assert "  and 10 more\n" in said.output
        source(folder, HEAD + "".join(many[:5]))
        said = run("release", folder, *SECOND)
        assert said.exit_code == 1
        assert "A release is stopped: 25 of 30 services" in said.output
        assert "  and 5 more\n" in said.output


def _without_mail(line: str) -> str:
    cells = line.split(",")
    return line if cells[3] == "Mail" else ",".join([*cells[:3], "", *cells[4:]])


class TestSameOrNew:
    def renumbered(self, folder: Path) -> None:
        source(folder, CLUBS.replace("\n4,Club 4,", "\n94,Club 4,"))

    def test_a_new_id_of_the_same_record_is_asked_about_with_evidence(self, folder: Path) -> None:
        self.renumbered(folder)
        run("preview", folder, *SECOND)
        (line,) = questions(folder, "Same or new")
        assert (line["Published id"], line["New id"]) == ("CLUB-4", "CLUB-94")
        assert line["Evidence"] == "All 9 values are the same, but for the id"

    def test_the_same_record_keeps_its_published_id_for_ever(self, folder: Path) -> None:
        self.renumbered(folder)
        run("preview", folder, *SECOND)
        answer(folder, {"Same or new?": lambda _: "same"})
        result = run("release", folder, *SECOND)
        assert "Nothing was released" in result.output, "nothing changes but the id"
        source(folder, CLUBS.replace("\n4,Club 4,", "\n94,Club 4,").replace("club4@", "desk@"))
        assert run("release", folder, *SECOND).exit_code == 0
        assert [(row["row_id"], row["field"]) for row in changes(folder)] == [("CLUB-4", "email")]
        ids = (folder / "answers" / "ids.csv").read_text()
        assert ids.splitlines()[1:] == ["services,CLUB-94,CLUB-4"]
        # From then on it is kept, whatever becomes of the file that was filled in.
        (folder / "answers" / "mine.xlsx").unlink()
        assert "Nothing would change." in run("preview", folder, *THIRD).output

    def test_a_new_record_is_remembered_as_one(self, folder: Path) -> None:
        self.renumbered(folder)
        run("preview", folder, *SECOND)
        answer(folder, {"Same or new?": lambda _: "new"})
        run("preview", folder, *SECOND)
        (line,) = questions(folder, "Same or new")
        assert (line["Evidence"], line["Same or new?"]) == ("Answered before", "new")
        run("release", folder, *SECOND)
        assert {row["action"] for row in changes(folder)} == {"added", "removed"}

    def test_two_records_that_are_alike_are_not_guessed_at(self, folder: Path) -> None:
        twin = club(4, name="Twin", about="Same.", mail="t@example.org", highest="18")
        one, two = (twin.replace("4,Twin", f"{ref},Twin", 1) for ref in (8, 9))
        source(folder, without(8, 9) + one + two)
        run("release", folder, *SECOND)
        source(folder, without(8, 9) + "9" + one + "9" + two)
        run("preview", folder, *THIRD)
        assert questions(folder, "Same or new") == []

    def test_minted_ids_are_asked_about_by_their_source_key(self, tmp_path: Path) -> None:
        mapping = MAPPING.replace('id = "CLUB-{Ref}"', 'key = "{Ref}"', 1).replace(
            'service_id = "CLUB-{Ref}"', 'service_id = { minted = "{Ref}" }'
        )
        folder = tmp_path / "minted"
        files = {"mappings/clubs.toml": mapping, "sources/clubs.csv": CLUBS}
        make_publication(folder, files)
        run("release", folder, *FIRST)
        text = CLUBS.replace("\n4,Club 4,", "\n94,Club 4,")
        make_publication(folder, {**files, "sources/clubs.csv": text})
        run("preview", folder, *SECOND)
        (line,) = questions(folder, "Same or new")
        assert (line["Published id"], line["New id"]) == ("services-4", "94")
        answer(folder, {"Same or new?": lambda _: "same"})
        assert "Nothing would change." in run("preview", folder, *SECOND).output


class TestBesideARow:
    mapping = MAPPING.replace(
        'minimum_age = "From"',
        'change_reason = "Why"\nchange_note = "What"\n'
        'decision_id = "Decision"\nminimum_age = "From"',
    )

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        folder = tmp_path / "beside"
        self.write(folder, "01632 960001", "Opened,In May.")
        assert run("release", folder, *FIRST).exit_code == 0
        return folder

    def write(self, folder: Path, phone: str, why: str) -> None:
        mapping = self.mapping.replace('email = "Mail"', 'email = "Mail"\nphone = "Phone"')
        head = "Ref,Club,About,Mail,From,To,Needs,Checked,Phone,Why,What,Decision\n"
        rows = f"1,Judo,Judo for all.,judo@example.org,5,9,ASD,,{phone},{why},\n"
        make_publication(folder, {"mappings/clubs.toml": mapping, "sources/clubs.csv": head + rows})

    def test_it_counts_once_and_is_said_until_it_is_renewed(self, folder: Path) -> None:
        self.write(folder, "01632 960002", "Opened,In May.")
        result = run("preview", folder, *SECOND)
        assert "sources/clubs.csv › J2" in result.output
        assert "does not count again" in result.output
        self.write(folder, "01632 960002", "correction,A digit was wrong.")
        assert run("release", folder, *SECOND).exit_code == 0
        (row,) = changes(folder)
        assert (row["field"], row["reason"], row["note"]) == (
            "phone",
            "correction",
            "A digit was wrong.",
        )
        self.write(folder, "01632 960003", "correction,A digit was wrong.")
        assert "does not count again" in run("release", folder, *THIRD).output
        assert [row["reason"] for row in changes(folder)] == ["not-stated"]

    def test_it_waits_for_a_change_and_an_answer_goes_before_it(self, folder: Path) -> None:
        self.write(folder, "01632 960001", "moved,To the new hall.")
        assert "reason-used-up" not in run("preview", folder, *SECOND).output
        self.write(folder, "01632 960002", "moved,To the new hall.")
        file = folder / "reasons.csv"
        file.write_text("resource,row_id,field,reason\nservices,CLUB-1,phone,law\n")
        run("release", folder, *SECOND, "--reasons", file)
        assert [row["reason"] for row in changes(folder)] == ["law"]
        self.write(folder, "01632 960003", "moved,To the new hall.")
        run("release", folder, *THIRD)
        assert [row["reason"] for row in changes(folder)] == ["moved"]

    def test_what_a_release_kept_that_was_not_published_has_not_counted(self, folder: Path) -> None:
        used = folder / "answers" / "used-reasons.csv"
        used.write_text(used.read_text() + "2,services,CLUB-1,moved,To the new hall.,\n")
        self.write(folder, "01632 960002", "moved,To the new hall.")
        run("release", folder, *SECOND)
        assert [row["reason"] for row in changes(folder)] == ["moved"]

    def test_a_reason_that_is_not_on_the_list_is_named_by_its_cell(self, folder: Path) -> None:
        self.write(folder, "01632 960002", "No money,")
        result = run("check", folder, *SECOND)
        assert result.exit_code == 1
        assert 'sources/clubs.csv › J2: "No money" is not in the list' in result.output
