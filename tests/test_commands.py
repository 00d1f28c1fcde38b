"""The commands, as a person types them."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from offer_opendata.cli import SECTIONS, help_texts, main
from offer_opendata.package import read_package
from offer_opendata.schema import load_schema
from offer_opendata.verifier import read_folder, verify
from publications import CLUBS, MAPPING, OFFER, make_publication, tree

DAY = ["--date", "2026-11-02"]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_publication(tmp_path / "wrenshire")


class TestCheck:
    def test_a_sound_folder(self, folder: Path) -> None:
        result = run("check", folder, *DAY)
        assert result.exit_code == 0
        assert "0 errors" in result.output
        assert "Services 2" in result.output

    def test_an_error_is_said_by_cell_and_gives_exit_code_1(self, folder: Path) -> None:
        clubs = CLUBS.replace("judo@example.org", "judo@@example.org")
        make_publication(folder, {"sources/clubs.csv": clubs})
        result = run("check", folder, *DAY)
        assert result.exit_code == 1
        assert "sources/clubs.csv › D2" in result.output
        assert "two\n    @ signs" in result.output or "two @ signs" in result.output

    @pytest.mark.parametrize("form", ["json", "csv", "html"])
    def test_every_form_names_the_cell(self, folder: Path, form: str) -> None:
        make_publication(folder, {"sources/clubs.csv": CLUBS.replace(",25,", ",26,")})
        result = run("check", folder, "--format", form, *DAY)
        assert result.exit_code == 1
        assert "F3" in result.output
        assert "out-of-range" in result.output

    def test_the_sources_and_the_package_are_not_touched(self, folder: Path) -> None:
        before = tree(folder)
        run("check", folder, *DAY)
        after = tree(folder)
        assert {name: after[name] for name in before} == before
        assert {name.split("/")[0] for name in set(after) - set(before)} == {"build"}

    def test_errors_that_are_withheld_are_still_errors_of_a_check(self, folder: Path) -> None:
        withheld = OFFER + '\n[policy]\nerrors = "withhold"\n'
        clubs = CLUBS.replace("judo@example.org", "judo")
        make_publication(folder, {"offer.toml": withheld, "sources/clubs.csv": clubs})
        assert run("check", folder, *DAY).exit_code == 1
        assert run("preview", folder, *DAY).exit_code == 0


class TestPreview:
    def test_it_makes_a_draft_and_leaves_the_package_alone(self, folder: Path) -> None:
        result = run("preview", folder, *DAY)
        assert result.exit_code == 0, result.output
        draft = folder / "build" / "draft"
        assert len(read_package(draft / "datapackage").tables["services"].rows) == 2
        assert (draft / "offer.db").is_file()
        assert not (folder / "datapackage").exists()

    def test_errors_stop_it(self, folder: Path) -> None:
        make_publication(folder, {"sources/clubs.csv": CLUBS.replace("Judo,", ",")})
        result = run("preview", folder, *DAY)
        assert result.exit_code == 1
        assert "No draft was made" in result.output
        assert not (folder / "build" / "draft").exists()

    def test_a_second_preview_replaces_the_first(self, folder: Path) -> None:
        run("preview", folder, *DAY)
        make_publication(folder, {"sources/clubs.csv": "\n".join(CLUBS.splitlines()[:2]) + "\n"})
        assert run("preview", folder, *DAY).exit_code == 0
        package = read_package(folder / "build" / "draft" / "datapackage")
        assert len(package.tables["services"].rows) == 1


class TestWhatIsTypedWrongly:
    """One line that says what is wrong and which help to ask for, exit code 2, no traceback."""

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("chek", "there is no command 'chek'. Did you mean 'check'? For help: offer-opendata"),
            ("--foo", "there is no option '--foo'; for help: offer-opendata"),
            (
                "check --formt html",
                "there is no option '--formt'. Did you mean '--format'? "
                "For help: offer-opendata check",
            ),
            (
                "check --format xml",
                "invalid value for '--format': 'xml' is not one of 'text', 'json', 'csv', 'html'; "
                "for help: offer-opendata check",
            ),
            (
                "serve --port abc",
                "invalid value for '--port': 'abc' is not a whole number; "
                "for help: offer-opendata serve",
            ),
            (
                "release --allow-removals x",
                "invalid value for '--allow-removals': 'x' is not a whole number; "
                "for help: offer-opendata release",
            ),
            (
                "release --allow-removals -1",
                "invalid value for '--allow-removals': -1 is less than 0; "
                "for help: offer-opendata release",
            ),
            ("diff a", "a word is missing: 'B'; for help: offer-opendata diff"),
            ("new", "a word is missing: 'DIR'; for help: offer-opendata new"),
            (
                "template a b",
                "there is one word more than the command takes (b); "
                "for help: offer-opendata template",
            ),
            (
                "diff a b c d",
                "there are more words than the command takes (c d); for help: offer-opendata diff",
            ),
            (
                "check --date",
                "option '--date' needs a word after it; for help: offer-opendata check",
            ),
            (
                "check x --dir y",
                "the folder is named twice; leave out --dir or the word; "
                "for help: offer-opendata check",
            ),
        ],
    )
    def test_it_is_one_line(self, typed: str, said: str) -> None:
        result = run(*typed.split())
        assert result.stderr == f"Error: {said} --help\n"
        assert (result.exit_code, result.stdout) == (2, "")


class TestRelease:
    def test_it_publishes_with_a_fingerprint(self, folder: Path) -> None:
        result = run("release", folder, *DAY, "--title", "First", "--by", "officer")
        assert result.exit_code == 0, result.output
        package = read_package(folder / "datapackage")
        releases = package.tables["releases"]
        record = dict(zip(releases.header, releases.rows[0], strict=True))
        assert record["release"] == "2026-11-02"
        assert record["title"] == "First"
        assert record["released_by_role"] == "officer"
        assert record["fingerprint"] in result.output
        content = (folder / "datapackage" / "history" / "releases" / "1.json").read_bytes()
        assert json.loads(content)["rows"]["services"] == 2
        assert (folder / "build" / "2026-11-02" / "offer.db").is_file()

    def test_a_second_one_adds_to_the_history(self, folder: Path) -> None:
        run("release", folder, *DAY)
        make_publication(folder, {"sources/clubs.csv": CLUBS.replace("swim@", "swimming@")})
        result = run("release", folder, "--date", "2026-11-03")
        assert result.exit_code == 0, result.output
        tables = read_package(folder / "datapackage").tables
        (change,) = tables["changes"].rows
        stated = dict(zip(tables["changes"].header, change, strict=True))
        assert stated["row_id"] == "CLUB-2"
        assert (stated["before"], stated["after"]) == (
            "swim@example.org",
            "swimming@example.org",
        )
        assert [row[1] for row in tables["releases"].rows] == ["2026-11-02", "2026-11-03"]
        verify(read_folder(folder / "datapackage"))

    def test_nothing_new_is_not_released(self, folder: Path) -> None:
        run("release", folder, *DAY)
        before = tree(folder / "datapackage")
        # Once with what is remembered in build/, and once without.
        for _ in range(2):
            result = run("release", folder, "--date", "2026-11-03")
            assert result.exit_code == 0
            assert "nothing changed since the release of 2 November 2026" in result.output
            assert tree(folder / "datapackage") == before
            (folder / "build" / "unchanged.json").unlink()

    def test_a_second_one_on_a_day_has_a_name_of_its_own(self, folder: Path) -> None:
        run("release", folder, *DAY)
        make_publication(folder, {"sources/clubs.csv": CLUBS.replace("swim@", "swimming@")})
        assert run("release", folder, *DAY).exit_code == 0
        releases = read_package(folder / "datapackage").tables["releases"]
        assert [row[1] for row in releases.rows] == ["2026-11-02", "2026-11-02.2"]

    def test_none_is_dated_before_the_last(self, folder: Path) -> None:
        run("release", folder, *DAY)
        before = tree(folder / "datapackage")
        make_publication(folder, {"sources/clubs.csv": CLUBS.replace("swim@", "swimming@")})
        result = run("release", folder, "--date", "2026-11-01")
        assert result.exit_code == 2
        assert "never dated before the last one" in result.output
        assert tree(folder / "datapackage") == before

    def test_a_package_changed_by_hand_is_not_continued(self, folder: Path) -> None:
        run("release", folder, *DAY)
        file = folder / "datapackage" / "data" / "services.csv"
        file.write_bytes(file.read_bytes().replace(b"Judo,", b"Karate,"))
        make_publication(folder, {"sources/clubs.csv": CLUBS.replace("swim@", "swimming@")})
        result = run("release", folder, "--date", "2026-11-03")
        assert result.exit_code == 2
        assert "was changed after it was released" in result.output

    @pytest.mark.parametrize(
        ("path", "old", "new"),
        [
            ("datapackage.json", b'"title": "Services"', b'"title": "Serfices"'),
            ("history/releases/1.json", b'"release":"2026-11-02"', b'"release":"2026-11-03"'),
        ],
    )
    def test_nor_is_one_whose_description_or_record_was_changed(
        self, folder: Path, path: str, old: bytes, new: bytes
    ) -> None:
        run("release", folder, *DAY)
        file = folder / "datapackage" / path
        assert file.read_bytes().count(old) >= 1
        file.write_bytes(file.read_bytes().replace(old, new))
        make_publication(folder, {"sources/clubs.csv": CLUBS.replace("swim@", "swimming@")})
        before = tree(folder / "datapackage")
        result = run("release", folder, "--date", "2026-11-03")
        assert (result.exit_code, result.output.count("\n")) == (2, 1)
        assert f'{path}" was changed after it was released' in result.output
        assert tree(folder / "datapackage") == before

    def test_nor_one_without_its_record(self, folder: Path) -> None:
        run("release", folder, *DAY)
        (folder / "datapackage" / "history" / "releases" / "1.json").unlink()
        make_publication(folder, {"sources/clubs.csv": CLUBS.replace("swim@", "swimming@")})
        result = run("release", folder, "--date", "2026-11-03")
        assert (result.exit_code, result.output.count("\n")) == (2, 1)
        assert '1.json" is missing; take the package from a backup' in result.output

    @pytest.mark.parametrize("command", ["preview", "release"])
    def test_a_history_of_another_version_is_not_continued(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, command: str
    ) -> None:
        run("release", folder, *DAY)
        schema = load_schema()
        erasures = schema.resources["erasures"]
        court = replace(erasures.fields[-1], name="court")
        later = replace(erasures, fields=(*erasures.fields, court))
        later_schema = replace(schema, resources={**schema.resources, "erasures": later})
        monkeypatch.setattr("offer_opendata.work.releasing.load_schema", lambda: later_schema)
        monkeypatch.setattr("offer_opendata.work.checking.load_schema", lambda: later_schema)
        make_publication(folder, {"sources/clubs.csv": CLUBS.replace("swim@", "swimming@")})
        before = tree(folder / "datapackage")
        result = run(command, folder, "--date", "2026-11-03")
        assert result.exit_code == 2, result.output
        assert result.output.splitlines()[-1] == (
            'Error: "history/erasures.csv" of the last release has other columns than this version '
            "of offer-opendata writes; go on with the version that made that release"
        )
        assert tree(folder / "datapackage") == before

    def test_errors_stop_it(self, folder: Path) -> None:
        make_publication(folder, {"sources/clubs.csv": CLUBS.replace("ASD", "AUT")})
        result = run("release", folder, *DAY)
        assert result.exit_code == 1
        assert "Nothing was released" in result.output
        assert not (folder / "datapackage").exists()

    def test_withholding_releases_the_rest(self, folder: Path) -> None:
        withheld = OFFER + '\n[policy]\nerrors = "withhold"\n'
        clubs = CLUBS.replace("Judo,", ",")
        make_publication(folder, {"offer.toml": withheld, "sources/clubs.csv": clubs})
        result = run("release", folder, *DAY)
        assert result.exit_code == 0, result.output
        tables = read_package(folder / "datapackage").tables
        assert [row[0] for row in tables["services"].rows] == ["CLUB-2"]
        assert {row[0] for row in tables["service_terms"].rows} == {"CLUB-2"}
        assert {row[0] for row in tables["assurances"].rows} == {"CLUB-2"}
        assert "record-withheld" in result.output

    def test_ids_are_minted_once_and_kept(self, folder: Path) -> None:
        mapping = MAPPING.replace('id = "CLUB-{Ref}"', 'key = "{Club}"', 1).replace(
            'service_id = "CLUB-{Ref}"', 'service_id = { minted = "{Club}" }'
        )
        make_publication(folder, {"mappings/clubs.toml": mapping})
        assert run("preview", folder, *DAY).exit_code == 0
        assert not (folder / "answers").exists()
        assert run("release", folder, *DAY).exit_code == 0
        assert (folder / "answers" / "ids.csv").read_bytes() == (
            b"resource,source_key,id\r\nservices,Judo,services-1\r\nservices,Swimming,services-2\r\n"
        )
        # Next year the order is another one, and nothing changes its id.
        lines = CLUBS.splitlines()
        clubs = "\n".join([lines[0], lines[2], "3,Art,Painting.,,,,,", lines[1]]) + "\n"
        make_publication(folder, {"mappings/clubs.toml": mapping, "sources/clubs.csv": clubs})
        assert run("preview", folder, *DAY).exit_code == 0
        services = read_package(folder / "build" / "draft" / "datapackage").tables["services"]
        names = {row[0]: row[services.header.index("name")] for row in services.rows}
        assert names == {"services-1": "Judo", "services-2": "Swimming", "services-3": "Art"}

    def test_a_fixed_seed_is_refused_but_for_the_invented_example(self, folder: Path) -> None:
        real = OFFER.replace("E10999901", "E10000008")
        make_publication(folder, {"offer.toml": real})
        result = run("release", folder, *DAY, "--seed", "x")
        assert result.exit_code == 2
        assert "invented example only" in result.output
        assert not (folder / "datapackage").exists()

    def test_salts_are_random_and_everything_else_is_the_same(self, tmp_path: Path) -> None:
        trees = []
        for name in ("a", "b"):
            folder = make_publication(tmp_path / name)
            assert run("release", folder, *DAY).exit_code == 0
            trees.append(tree(folder / "datapackage"))
        differing = {name for name in trees[0] if trees[0][name] != trees[1][name]}
        assert differing == {
            "datapackage.json",  # holds the hash of releases.csv, which holds the fingerprint
            "history/releases.csv",
            "history/releases/1.json",
            "history/salts.csv",
        }

    def test_the_referee_stops_what_it_does_not_accept(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # A check that no longer finds anything: the referee is the second pair of eyes.
        import offer_opendata.draft

        monkeypatch.setattr(offer_opendata.draft, "find_issues", lambda _: [])
        make_publication(folder, {"sources/clubs.csv": CLUBS.replace(",25,", ",250,")})
        result = run("release", folder, *DAY)
        assert result.exit_code == 2
        assert "frictionless" in result.output
        assert "services" in result.output
        assert not (folder / "datapackage").exists()
        assert not list(folder.glob(".datapackage*"))


class TestDates:
    @pytest.mark.parametrize("command", ["check", "preview", "release"])
    def test_a_date_that_is_none(self, folder: Path, command: str) -> None:
        result = run(command, folder, "--date", "2 November")
        assert result.exit_code == 2
        assert '"2 November" is not a date; write it as' in result.output

    def test_a_date_in_the_future(self, folder: Path) -> None:
        result = run("release", folder, "--date", "2999-01-01")
        assert result.exit_code == 2
        assert "in the future" in result.output


class TestStanding:
    def test_nothing_released(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(folder)
        assert run().output == (
            "Wrenshire SEND Local Offer: nothing is released yet. 1 source.\n"
            "Next: offer-opendata check\n"
        )

    def test_after_a_release(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(folder)
        run("release", *DAY)
        assert run().output == (
            "Wrenshire SEND Local Offer: last release 2 November 2026. No source changed since. "
            "At the last check: 0 errors, 0 warnings.\nNext: offer-opendata serve\n"
        )
        later = (folder / "datapackage" / "datapackage.json").stat().st_mtime + 60
        make_publication(folder, {"sources/clubs.csv": CLUBS.replace("judo@", "office@")})
        os.utime(folder / "sources" / "clubs.csv", (later, later))
        assert "1 source changed since." in run().output
        assert "Next: offer-opendata check" in run().output

    def test_outside_of_a_publication_folder_it_shows_the_help(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert "Every week:" in run().output


class TestServe:
    def test_without_a_release(self, folder: Path) -> None:
        result = run("serve", folder)
        assert result.exit_code == 2
        assert "there is no release yet; make one with: offer-opendata release" in result.output
        assert "no preview yet" in run("serve", folder, "--draft").output

    def test_the_database_is_built_where_it_is_missing(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run("release", folder, *DAY)
        (folder / "build" / "2026-11-02" / "offer.db").unlink()
        started: list[tuple[list[str], Path]] = []

        def start(command: list[str], where: Path) -> int:
            started.append((command, where))
            return 0

        monkeypatch.setattr("offer_opendata.site.running.run_until_told", start)
        result = run("serve", folder, "--port", "8765")
        assert result.exit_code == 0, result.output
        assert "http://127.0.0.1:8765/offer" in result.output
        assert started[0][1] == folder / "build" / "2026-11-02"
        assert (folder / "build" / "2026-11-02" / "offer.db").is_file()
        assert (folder / "build" / "2026-11-02" / "metadata.yml").is_file()


class TestNewAndTemplate:
    def test_a_new_folder_can_be_checked_at_once(self, tmp_path: Path) -> None:
        folder = tmp_path / "mine"
        answers = (
            "Devon County Council\nhttps://www.example.org\nOfficer\nlo@example.org\n01632 960100\n"
        )
        result = CliRunner().invoke(main, ["new", str(folder)], input=answers)
        assert result.exit_code == 0, result.output
        assert "E10000008" in result.output
        assert {"offer.toml", "sources/local-offer.xlsx", "HANDOVER.md"} < set(tree(folder))
        checked = run("check", folder, *DAY)
        assert checked.exit_code == 0, checked.output

    def test_a_blank_answer_is_told_what_is_needed_and_asked_again(self, tmp_path: Path) -> None:
        answers = (
            "\nDevon\n\nhttps://www.example.org\n\nOfficer\n \nlo@example.org\n\n01632 960100\n"
        )
        result = CliRunner().invoke(main, ["new", str(tmp_path / "mine")], input=answers)
        assert result.exit_code == 0, result.output
        assert result.output.count("Error: ") == 5
        for needed in ("name of your council, as", "web address where", "a job title", "a mailbox"):
            assert needed in result.output
        assert "give a telephone number for questions, such as 01632 960100" in result.output
        settings = (tmp_path / "mine" / "offer.toml").read_text(encoding="utf-8")
        assert 'contact_role = "Officer"' in settings

    def test_a_persons_name_as_role_is_asked_about(self, tmp_path: Path) -> None:
        answers = (
            "Devon\nhttps://www.example.org\nJane Miller\nn\nSEND Local Offer officer\n"
            "lo@example.org\n01632 960100\n"
        )
        said = '"Jane Miller" looks like a person\'s name, and it is published. '
        result = CliRunner().invoke(main, ["new", str(tmp_path / "no")], input=answers)
        assert result.exit_code == 0, result.output
        assert result.output.count(f"{said}Use it all the same?") == 1
        settings = (tmp_path / "no" / "offer.toml").read_text(encoding="utf-8")
        assert 'contact_role = "SEND Local Offer officer"' in settings
        meant = answers.replace("\nn\nSEND Local Offer officer", "\ny")
        result = CliRunner().invoke(main, ["new", str(tmp_path / "yes")], input=meant)
        assert result.exit_code == 0, result.output
        settings = (tmp_path / "yes" / "offer.toml").read_text(encoding="utf-8")
        assert 'contact_role = "Jane Miller"' in settings
        given = ["--council", "Devon", "--role", "Jane Miller", "--phone", ""]
        given += ["--homepage", "https://www.example.org", "--email", "lo@example.org"]
        result = run("new", tmp_path / "given", *given)
        assert result.exit_code == 0, result.output
        assert result.stderr == f"{said}Not meant? Write a role as contact_role in offer.toml.\n"

    def test_a_folder_with_something_in_it_is_left_alone(self, folder: Path) -> None:
        before = tree(folder)
        options = [
            "--council",
            "Devon",
            "--homepage",
            "https://e.example.org",
            "--role",
            "R",
            "--email",
            "e@example.org",
            "--phone",
            "01632 960100",
        ]
        result = run("new", folder, *options)
        assert result.exit_code == 2
        assert "not empty" in result.output
        assert tree(folder) == before

    def test_a_wrong_answer_is_asked_again_and_none_is_lost(self, tmp_path: Path) -> None:
        answers = ["Atlantis", "Devon", "www.example.org", "https://www.example.org"]
        answers += ["", "Officer", "the office", "lo@example.org", "12", "01632 960100"]
        said = CliRunner().invoke(main, ["new", str(tmp_path / "x")], input="\n".join(answers))
        assert said.exit_code == 0, said.output
        assert said.output.count("Error: ") == 5  # the blank one among them
        assert 'Write "https://www.example.org".' in said.output
        text = (tmp_path / "x" / "offer.toml").read_text(encoding="utf-8")
        assert all(f'"{right}"' in text for right in answers[3::2])

    def test_nothing_is_asked_where_the_folder_is_taken(self, folder: Path) -> None:
        result = run("new", folder)
        assert result.exit_code == 2
        assert result.output.count("\n") == 1
        assert run("new", folder / "offer.toml").exit_code == 2

    @pytest.mark.parametrize(
        "wrong", [("--council", "Atlantis"), ("--phone", "12"), ("--homepage", "x")]
    )
    def test_a_wrong_answer_on_the_command_line_is_one_line(
        self, tmp_path: Path, wrong: tuple[str, str]
    ) -> None:
        given = {"--council": "Devon", "--homepage": "https://e.example.org", "--role": "R"}
        given |= {"--email": "e@example.org", "--phone": "01632 960100", wrong[0]: wrong[1]}
        options = [text for pair in given.items() for text in pair]
        result = run("new", tmp_path / "x", *options)
        assert result.exit_code == 2
        assert result.output.count("\n") == 1
        assert result.output.startswith("Error: ")
        assert not (tmp_path / "x").exists()

    def test_template(self, tmp_path: Path) -> None:
        file = tmp_path / "a.xlsx"
        assert run("template", file).exit_code == 0
        before = file.read_bytes()
        again = run("template", file)
        assert again.exit_code == 2
        assert "exists already" in again.output
        assert file.read_bytes() == before
        assert "should end in .xlsx" in run("template", tmp_path / "a.csv").output


class TestHelp:
    def test_every_command_has_help_with_an_example(self) -> None:
        for name, text in help_texts().items():
            assert "Example: offer-opendata" in text or name == "offer-opendata --help"

    def test_every_command_stands_in_a_section(self) -> None:
        shown = {name for names in SECTIONS.values() for name in names}
        assert shown == {name for name, each in main.commands.items() if not each.hidden}

    def test_help_imports_nothing_heavy(self) -> None:
        program = (
            "import sys; from offer_opendata.cli import main\n"
            "try: main(['--help'])\nexcept SystemExit: pass\n"
            "heavy = {'frictionless', 'datasette', 'sqlite_utils', 'jsonschema', 'xlsxwriter', "
            "'yaml', 'sqlite3', 'python_calamine', 'offer_opendata.schema'}\n"
            "print(heavy & set(sys.modules), file=sys.stderr)"
        )
        result = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True
        )
        assert result.stderr.strip() == "set()"
