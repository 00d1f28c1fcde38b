"""`verify`, keys and predecessors, as a person types them."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from alterations import dumped
from offer_opendata import verifier
from offer_opendata.canonical_json import sha256
from offer_opendata.cli import main
from offer_opendata.referee import disagreement
from offer_opendata.render.verifier_page import render_verifier_page
from offer_opendata.schema import load_schema
from offer_opendata.signing.ed25519 import public_key
from offer_opendata.signing.keys import private_pem, read_private_key
from publications import CLUBS, OFFER, make_publication, tree
from series import packages

DAY, NEXT_DAY, LAST_DAY = "2026-11-02", "2026-11-09", "2026-11-16"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


def release(folder: Path, day: str, clubs: str = CLUBS, offer: str = OFFER) -> str:
    """Release a publication folder, and return the fingerprint that is printed."""
    make_publication(folder, {"sources/clubs.csv": clubs, "offer.toml": offer})
    result = run("release", folder, "--date", day)
    assert result.exit_code == 0, result.output
    return next(line.split()[-1] for line in result.output.splitlines() if ", release " in line)


@pytest.fixture(autouse=True, scope="module")
def quick() -> Iterator[None]:
    """Leave out what takes seconds and is tested elsewhere: the referee, and the database."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("offer_opendata.release.referee_what_is_new", lambda *_: None)
        patch.setattr("offer_opendata.work.publishing.build", lambda *_: None)
        patch.setattr("offer_opendata.work.verifying.disagreement", lambda folder: "")
        yield


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let frictionless judge the tables after all."""
    monkeypatch.setattr("offer_opendata.work.verifying.disagreement", disagreement)


@pytest.fixture(scope="module")
def released(quick: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_released(tmp_path_factory.mktemp("released"))


def make_released(folder: Path) -> Path:
    release(folder, DAY)
    release(folder, NEXT_DAY, CLUBS.replace("Judo,", "Ju-jitsu,"))
    return folder


def fingerprints(folder: Path) -> list[str]:
    records = sorted((folder / "datapackage" / "history" / "releases").glob("*.json"))
    return [sha256(each.read_bytes()) for each in records]


class TestVerify:
    def test_sound_tables(self, released: Path, judged: None) -> None:
        assert "valid against their descriptions" in run("verify", released).output

    def test_a_publication_folder_and_its_package(self, released: Path) -> None:
        for folder in (released, released / "datapackage"):
            result = run("verify", folder)
            assert result.exit_code == 0, result.output
            assert "The history agrees with itself: 2 releases." in result.output
            assert "This does not show that it was never rewritten" in result.output
            assert "tables are valid against their descriptions" in result.output
            assert "is the one of this program" in result.output
            assert fingerprints(released)[1] in result.output
            assert fingerprints(released)[0] not in result.output

    def test_the_list(self, released: Path) -> None:
        result = run("verify", released, "--list")
        for number, each in enumerate(fingerprints(released), start=1):
            assert f"Fingerprint of release {number} (2026-11-0" in result.output
            assert each in result.output

    def test_a_line_from_the_minutes(self, released: Path) -> None:
        noted = f"Wrenshire County Council, release 1 of {DAY}: {fingerprints(released)[0]}"
        result = run("verify", released, "--since", noted)
        assert result.exit_code == 0
        assert f"Today's history still contains release {DAY} exactly as noted." in result.output
        assert "never rewritten" not in result.output

    def test_a_line_of_another_history(self, released: Path) -> None:
        result = run("verify", released, "--since", "0" * 64)
        assert result.exit_code == 1
        assert result.output == (
            "The history does not hold: no release in this history has the fingerprint that was "
            "noted: what was published then was rewritten since, or the note is of another "
            "council.\n"
        )

    def test_an_altered_package(self, released: Path, tmp_path: Path) -> None:
        folder = tmp_path / "package"
        shutil.copytree(released / "datapackage", folder)
        file = folder / "data" / "services.csv"
        file.write_bytes(file.read_bytes().replace(b"judo@", b"jud0@"))
        result = run("verify", folder)
        assert result.exit_code == 1
        assert result.output == (
            "The history does not hold: data/services.csv is not the file that datapackage.json "
            "describes: it was altered, or did not arrive whole.\n"
        )

    def test_what_a_system_leaves_in_a_folder_is_no_part_of_it(
        self, released: Path, tmp_path: Path
    ) -> None:
        folder = tmp_path / "package"
        shutil.copytree(released / "datapackage", folder)
        litter = (".DS_Store", "data/Thumbs.db", "history/desktop.ini")
        for name in (*litter, "history/.~lock.changes.csv#", "data/~$services.csv"):
            (folder / name).write_bytes(b"\0")
        assert run("verify", folder).exit_code == 0
        (folder / "data" / "more.csv").write_bytes(b"")
        assert "data/more.csv does not belong to it" in run("verify", "--dir", folder).output

    @pytest.mark.parametrize("arguments", [["none"], ["--since", "3f2a"]])
    def test_what_cannot_be_run(self, released: Path, arguments: list[str]) -> None:
        result = run("verify", *([released] if "--since" in arguments else []), *arguments)
        assert result.exit_code == 2
        assert result.output.startswith("Error: the check could not be run: ")
        assert result.output.count("\n") == 1

    def test_an_unreleased_folder(self, tmp_path: Path) -> None:
        result = run("verify", make_publication(tmp_path))
        assert result.exit_code == 2
        assert "there is no datapackage.json" in result.output

    def test_another_program_in_the_package_is_said(self, released: Path, tmp_path: Path) -> None:
        folder = tmp_path / "package"
        shutil.copytree(released / "datapackage", folder)
        (folder / "verify.py").write_text("print('The history agrees with itself.')")
        result = run("verify", folder)
        assert result.exit_code == 0
        assert "is not the one of this program" in result.output
        assert sha256((folder / "verify.py").read_bytes()) in result.output
        page = "docs/reference/verifier.md"
        assert f"the SHA-256 that the project publishes in {page}" in result.output
        text = (Path(__file__).parents[1] / page).read_text(encoding="utf-8")
        assert sha256((released / "datapackage" / "verify.py").read_bytes()) in text

    def test_a_package_of_another_data_model_is_not_judged_by_ours(self, tmp_path: Path) -> None:
        result = run("verify", written(tmp_path, packages()[-1]))
        assert result.exit_code == 0
        assert "not held against their descriptions: they follow version 2.0.0" in result.output

    def test_a_descriptor_that_our_rules_forbid_is_not_handed_on(self, tmp_path: Path) -> None:
        # Its history agrees with itself, but it is not described as version 1 asks.
        result = run("verify", written(tmp_path, packages()[1]))
        assert result.exit_code == 1
        assert "The history agrees with itself: 2 releases." in result.output
        assert "The tables are not described as the data model asks" in result.output

    def test_tables_that_are_not_valid(self, tmp_path: Path, judged: None) -> None:
        folder = make_publication(tmp_path)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("offer_opendata.draft.find_issues", lambda *_: [])
            release(folder, DAY, CLUBS.replace(",25,", ",250,"))
        result = run("verify", folder)
        assert result.exit_code == 1
        assert "The tables are not valid, frictionless says: services:" in result.output

    def test_the_hash_of_the_verifier_is_published_apart(self, tmp_path: Path) -> None:
        make_publication(tmp_path)
        own = sha256(Path(verifier.__file__).read_bytes())
        assert own in run("release", tmp_path, "--date", DAY).output
        assert own in render_verifier_page(load_schema())["docs/reference/verifier.md"]


def written(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return folder


class TestSigning:
    def signed(self, folder: Path) -> str:
        result = run("new-key", folder / "old.pem")
        assert result.exit_code == 0
        return f'{OFFER}\n[signing]\nkey = "../old.pem"\n'

    def test_a_key_signs_from_the_next_release_on(self, tmp_path: Path) -> None:
        offer, folder = self.signed(tmp_path), tmp_path / "wrenshire"
        release(folder, DAY)
        release(folder, NEXT_DAY, CLUBS.replace("Judo,", "Ju-jitsu,"), offer)
        run("new-key", tmp_path / "new.pem")
        key = public_key(read_private_key(tmp_path / "new.pem")).hex()
        changed = offer.replace("old.pem", "new.pem")
        make_publication(folder, {"offer.toml": changed, "sources/clubs.csv": CLUBS})
        before = tree(folder / "datapackage")
        refused = run("release", folder, "--date", LAST_DAY)
        assert refused.exit_code == 2
        assert "not the one that signed the last release" in refused.output
        assert tree(folder / "datapackage") == before
        release(folder, LAST_DAY, CLUBS, f'{changed}previous = "../old.pem"\n')
        result = run("verify", folder)
        assert "From release 2 on, releases are signed by the key" in result.output
        assert f"From release 3 on, releases are signed by the key {key}." in result.output
        assert "does not say so" not in result.output

    @pytest.mark.parametrize("line", ['previous = "../old.pem"', "previous_is_lost = true"])
    def test_what_a_change_of_key_leaves_in_the_settings_is_said(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
    ) -> None:
        offer, folder = self.signed(tmp_path), tmp_path / "wrenshire"
        release(folder, DAY, CLUBS, offer)
        run("new-key", tmp_path / "new.pem")
        changed = offer.replace("old.pem", "new.pem")
        monkeypatch.chdir(folder)
        said = (
            f"No change of key is left to publish: take {line.partition(' ')[0]} out of [signing]"
        )
        clubs = CLUBS.replace("Judo,", "Ju-jitsu,")
        make_publication(folder, {"offer.toml": changed + line, "sources/clubs.csv": clubs})
        assert said not in run().output, "it is still needed"
        result = run("release", "--date", NEXT_DAY)
        assert (result.exit_code, result.output.count(said)) == (0, 1), result.output
        for command in ((), ("release", "--date", LAST_DAY)):
            assert run(*command).output.count(said) == 1
        make_publication(folder, {"offer.toml": changed, "sources/clubs.csv": clubs})
        for command in ((), ("release", "--date", LAST_DAY)):
            assert said not in run(*command).output

    def test_a_lost_key_is_said(self, tmp_path: Path) -> None:
        offer, folder = self.signed(tmp_path), tmp_path / "wrenshire"
        release(folder, DAY, CLUBS, offer)
        run("new-key", tmp_path / "new.pem")
        lost = offer.replace("old.pem", "new.pem") + "previous_is_lost = true\n"
        release(folder, NEXT_DAY, CLUBS.replace("Judo,", "Ju-jitsu,"), lost)
        result = run("verify", folder)
        assert result.exit_code == 0
        assert "and the key before it does not say so: ask the publisher." in result.output

    @pytest.mark.parametrize(
        "place", ["private.pem", "keys/private.pem", "datapackage/private.pem"]
    )
    def test_a_key_in_a_folder_that_is_passed_on_is_refused(
        self, tmp_path: Path, place: str
    ) -> None:
        offer = f'{OFFER}\n[signing]\nkey = "{place}"\n'
        key = {} if "datapackage" in place else {place: private_pem(bytes(32)).decode()}
        folder = make_publication(tmp_path, {"offer.toml": offer, **key})
        result = run("release", folder, "--date", DAY)
        assert result.exit_code == 2
        assert "lies in a folder that is passed on" in result.output
        assert not (folder / "datapackage").exists()

    def test_the_private_key_is_in_no_file(self, tmp_path: Path) -> None:
        offer, folder = self.signed(tmp_path), tmp_path / "wrenshire"
        release(folder, DAY, CLUBS, offer)
        seed = read_private_key(tmp_path / "old.pem")
        for name, content in tree(folder).items():
            assert seed not in content, name
            assert seed.hex().encode() not in content, name

    @pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
    def test_openssl_verifies_a_release(self, tmp_path: Path) -> None:
        offer, folder = self.signed(tmp_path), tmp_path / "wrenshire"
        release(folder, DAY, CLUBS, offer)
        line = (
            "openssl pkeyutl -verify -pubin -inkey history/keys/1.pem -rawin "
            "-in history/releases/1.json -sigfile history/releases/1.sig"
        )
        done = subprocess.run(
            line.split(), cwd=folder / "datapackage", capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
        page = Path(__file__).parents[1] / "docs" / "how-to" / "audit-a-council.md"
        assert line in page.read_text(encoding="utf-8").replace("\\\n    ", "")

    def test_a_new_key_never_takes_the_place_of_a_file(self, tmp_path: Path) -> None:
        run("new-key", tmp_path / "old.pem")
        result = run("new-key", tmp_path / "old.pem")
        assert result.exit_code == 2
        assert "never written over" in result.output

    def test_a_new_key_is_not_made_where_it_would_be_passed_on(self, tmp_path: Path) -> None:
        folder = make_publication(tmp_path / "wrenshire")
        result = run("new-key", folder / "sources" / "private.pem")
        assert (result.exit_code, result.output.count("\n")) == (2, 1)
        assert "name a place outside of it" in result.output
        assert not (folder / "sources" / "private.pem").exists()


PREDECESSOR = f"""
[[predecessor]]
code = "E10999900"
name = "Old Wrenshire"
url = "https://archive.example.org/old-wrenshire"
fingerprint = "{"ab" * 32}"
"""


class TestPredecessor:
    def test_a_successor_cites_it_and_seals_that(self, tmp_path: Path) -> None:
        release(tmp_path, DAY, CLUBS, OFFER + PREDECESSOR)
        descriptor = json.loads((tmp_path / "datapackage" / "datapackage.json").read_bytes())
        assert descriptor["offer"]["predecessors"] == [
            {
                "publisher": "E10999900",
                "name": "Old Wrenshire",
                "url": "https://archive.example.org/old-wrenshire",
                "fingerprint": "ab" * 32,
            }
        ]
        result = run("verify", tmp_path, "--since", "ab" * 32)
        assert result.exit_code == 0, result.output
        assert (
            "The fingerprint that was noted is of the last release of Old Wrenshire (E10999900), "
            "which release 1 names as its predecessor; that history is kept at "
            "https://archive.example.org/old-wrenshire."
        ) in result.output
        assert "tables are valid" in result.output
        self.forged(tmp_path / "datapackage")

    def forged(self, folder: Path) -> None:
        """Whoever changes the citation is found."""
        whole = json.loads((folder / "datapackage.json").read_bytes())
        whole["offer"]["predecessors"][0]["fingerprint"] = "cd" * 32
        (folder / "datapackage.json").write_bytes(dumped(whole))
        result = run("verify", folder, "--since", "cd" * 32)
        assert result.exit_code == 1
        assert "datapackage.json is not what release 1 sealed" in result.output

    def test_a_citation_that_is_given_up_later_still_counts(self, tmp_path: Path) -> None:
        release(tmp_path, DAY, CLUBS, OFFER + PREDECESSOR)
        release(tmp_path, NEXT_DAY, CLUBS.replace("Judo,", "Ju-jitsu,"), OFFER)
        assert "Old Wrenshire" in run("verify", tmp_path, "--since", "ab" * 32).output

    @pytest.mark.parametrize(
        ("old", "new"), [("ab" * 32, "ab" * 31), ("https://", "ftp://"), ("E10999900", "Wren")]
    )
    def test_a_citation_that_nobody_could_follow(self, tmp_path: Path, old: str, new: str) -> None:
        offer = OFFER + PREDECESSOR.replace(old, new)
        result = run("check", make_publication(tmp_path, {"offer.toml": offer}))
        assert result.exit_code == 2
        assert "offer.toml line" in result.output
