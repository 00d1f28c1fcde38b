"""Whole commands that fail half-way: what stands, what the next command says and does."""

import errno
import gc
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import pytest
from click.testing import CliRunner, Result

import offer_opendata.database
import offer_opendata.work.serving
from faults import (
    FAULT_ONCE,
    FULL,
    KILL,
    KINDS,
    Content,
    Kind,
    Left,
    broken,
    content_of,
    kills,
    operations,
    quick,
    telling,
)
from offer_opendata.cli import main
from offer_opendata.package import read_package
from offer_opendata.publish import disk
from offer_opendata.standing import standing
from publications import CLUBS, MAPPING, make_publication, tree

MINTED = MAPPING.replace('id = "CLUB-{Ref}"', 'key = "{Club}"', 1).replace(
    'service_id = "CLUB-{Ref}"', 'service_id = { minted = "{Club}" }'
)
IDS = b"resource,source_key,id\r\nservices,Judo,services-1\r\nservices,Swimming,services-2\r\n"
STAGED = re.compile(r"(^|/)\.[^/]*\.new$|/offer\.db\.new$")
LOCK = ".datapackage.lock"
RELEASE = ("--date", "2026-11-02", "--seed", "fixed")
PROGRAM = """
import sys
sys.modules["rfc3987_syntax"] = None  # a format that we do not use, which takes two seconds
from faults import quick
from offer_opendata.cli import main
with quick():
    main(sys.argv[1:])
"""
SENTENCE = (
    "An earlier release was interrupted; the release of 2 November 2026 is complete and nothing "
    "was lost."
)


@pytest.fixture(autouse=True)
def quick_commands(request: pytest.FixtureRequest) -> Iterator[None]:
    with quick():
        yield
    gc.unfreeze()  # a command leaves what it made to the end of its process, which is not ours


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return publication(tmp_path / "wrenshire")


def publication(folder: Path) -> Path:
    return make_publication(folder, {"mappings/clubs.toml": MINTED})


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


def release(folder: Path) -> Result:
    return run("release", folder, *RELEASE)


@dataclass(frozen=True)
class Scenario:
    """A command that publishes, and the folder that it starts from."""

    name: str
    prepare: Callable[[Path], object]
    act: Callable[[Path], Result]


def _released_and_changed(folder: Path) -> None:
    assert release(publication(folder)).exit_code == 0
    clubs = CLUBS.replace("judo@", "office@") + "3,Art,Painting.,art@example.org,5,8,ASD,\n"
    make_publication(folder, {"mappings/clubs.toml": MINTED, "sources/clubs.csv": clubs})


def _next(folder: Path) -> Result:
    return run("release", folder, "--date", "2026-11-09", "--seed", "fixed")


def _erase(folder: Path) -> Result:
    said = ("--dir", folder, "--by", "Data protection officer", "--date", "2026-11-09")
    return run(
        "erase", "services", "services-1", "email", *said, "--seed", "fixed", "--and-release"
    )


SCENARIOS = (
    Scenario("first", publication, release),
    Scenario("next", _released_and_changed, _next),
    Scenario("erase", _released_and_changed, _erase),
)


@contextmanager
def no_exchange() -> Iterator[None]:
    def missing(_one: Path, _other: Path) -> None:
        raise OSError(errno.ENOSYS, "Function not implemented")

    with patch.object(disk, "exchange", missing):
        yield


def _without_exchange(act: Callable[[Path], Result]) -> Callable[[Path], Result]:
    def acted(folder: Path) -> Result:
        with no_exchange():
            return act(folder)

    return acted


KILLED = (
    *SCENARIOS,
    Scenario("next, two renames", _released_and_changed, _without_exchange(_next)),
)


@pytest.mark.parametrize("scenario", KILLED, ids=lambda scenario: scenario.name)
def test_a_command_that_is_killed_anywhere(tmp_path: Path, scenario: Scenario) -> None:
    folder = tmp_path / "wrenshire"
    scenario.prepare(folder)
    log, left = kills(folder, lambda: scenario.act(folder))
    assert 150 < len(log) < 500
    assert len(left) > 150
    ends = {"old": packaged(left[0].content), "new": packaged(left[-1].content)}
    assert ends["old"] != ends["new"]
    gone_on: set[int] = set()
    stood = set()
    now: Content | None = None
    for each in left:
        where = f"{scenario.name}: killed at {each.where}"
        each.put_back(folder, now)
        now = _check_what_is_left(folder, each.content, ends, where)
        stood.add("new" if packaged(now) == ends["new"] else "old")
        # What the next command finds once all is cleared up: the same leads to the same.
        cleared = hash(as_it_is_read(now))
        if cleared not in gone_on:
            gone_on.add(cleared)
            each.put_back(folder, now)
            now = None
            _check_the_next_command(scenario, folder, left[-1].content, where)
    assert stood == {"old", "new"}
    assert len(gone_on) > 10


def as_it_is_read(content: Content) -> tuple[tuple[str, bytes | None], ...]:
    """Return what is in a folder, as far as commands that come next can tell it apart.

    What is in a file half-written beside its place, nobody reads, and whoever writes it the
    next time removes it first; so it is with feeds that have no database yet.
    """
    return tuple(
        (name, b"" if STAGED.search(name) else it)
        for name, it in content.items()
        if "/feeds/" not in name or f"{name.partition('/feeds/')[0]}/offer.db" in content
    )


def packaged(content: Content) -> dict[str, bytes]:
    """Return the files of the package, of all that is in a folder."""
    return {
        name.removeprefix("datapackage/"): it
        for name, it in content.items()
        if it is not None and name.startswith("datapackage/")
    }


def _check_what_is_left(
    folder: Path, left: Content, ends: dict[str, dict[str, bytes]], where: str
) -> Content:
    """Check that the old package stands or the new one, and that whoever looks next says so.

    Return what is there then.
    """
    promised = ".datapackage.ready" in left
    assert packaged(left) in ends.values() or promised, where
    lies = any(name.startswith(".datapackage.") for name in left.keys() - {".datapackage.lock"})
    said = standing(folder)
    assert lies == ("An earlier release was interrupted" in said), (where, said)
    now = content_of(folder)
    stands = "new" if packaged(now) == ends["new"] else "old"
    assert packaged(now) == ends[stands], where
    assert promised or packaged(now) == packaged(left), where
    assert not [name for name in now if name.startswith(".") and name != LOCK], where
    # Minted ids are on the disk before any release holds them.
    assert stands == "old" or (now["answers/ids.csv"] or b"").startswith(IDS), where
    return now


def _check_the_next_command(scenario: Scenario, folder: Path, end: Content, where: str) -> None:
    """Check that the command is given again and all is as if nobody had killed it."""
    lies = any((folder / f".datapackage.{each}").exists() for each in ("new", "old", "ready"))
    done = scenario.name == "erase" and packaged(content_of(folder)) == packaged(end)
    result = _next(folder) if done else scenario.act(folder)
    assert result.exit_code == 0, (where, result.output)
    assert lies == ("An earlier release was interrupted" in result.output), (where, result.output)
    with served_by_nobody():
        assert run("serve", folder, "--port", "8766").exit_code == 0, where
    if done:  # what a release reports, and an erasure empties
        for each in (folder / "build").glob("report.*"):
            each.unlink()
    assert as_it_ended(content_of(folder)) == as_it_ended(end), where
    if scenario.name == "erase":
        assert not _holding(folder, b"judo@example.org"), where


def as_it_ended(content: Content) -> Content:
    """Return what is in a folder without a lock's empty file."""
    return {name: it for name, it in content.items() if name != LOCK}


@contextmanager
def served_by_nobody() -> Iterator[None]:
    """Let `serve` make what is missing, start no Datasette, and spare its long settings."""
    with (
        patch("offer_opendata.site.running.run_until_told", lambda *_: 0),
        patch.object(offer_opendata.work.serving, "_write_metadata", lambda *_: None),
    ):
        yield


# A full disk and a fault of it at every other operation that tells, as test_publish_faults.py
# has all kinds at all of them; with OFFER_ALL_FAULTS every kind at every operation.
TRIED = [
    *((scenario, FULL, part, 4) for scenario in SCENARIOS[1:] for part in (0, 2)),
    *((scenario, FAULT_ONCE, part, 4) for scenario in SCENARIOS[1:] for part in (1, 3)),
]
if os.environ.get("OFFER_ALL_FAULTS"):
    TRIED = [
        (scenario, kind, part, 4)
        for scenario in SCENARIOS
        for kind in KINDS
        if kind is not KILL
        for part in range(4)
    ]


@pytest.mark.parametrize(
    ("scenario", "kind", "part", "parts"),
    TRIED,
    ids=[f"{scenario.name} {kind.name} {part}" for scenario, kind, part, _ in TRIED],
)
def test_a_command_that_fails_anywhere(
    tmp_path: Path, scenario: Scenario, kind: Kind, part: int, parts: int
) -> None:
    start, whole = tmp_path / "start", tmp_path / "whole"
    scenario.prepare(start)
    shutil.copytree(start, whole)
    log = operations(whole, lambda: scenario.act(whole))
    assert 150 < len(log) < 500
    states = {
        name: tree(folder / "datapackage") for name, folder in (("old", start), ("new", whole))
    }
    begin = Left("the beginning", content_of(start))
    gone_on: set[int] = set()
    for at in telling(log)[part::parts]:
        where = f"{scenario.name}: {kind.name} at {at}: {log[at]}"
        begin.put_back(whole)
        with broken(whole, at, kind) as failed:
            result = scenario.act(whole)
        _check_what_is_said(result, tree(whole / "datapackage") == states["new"], where)
        assert failed.log[: at + 1] == log[: at + 1], where
        cleared = _check_what_stands(scenario, whole, states, where)
        # The command is given again and has to succeed, once for all that is as it was before.
        if cleared not in gone_on and tree(whole / "datapackage") == states["old"]:
            gone_on.add(cleared)
            assert scenario.act(whole).exit_code == 0, where
            assert tree(whole / "datapackage") == states["new"], where
        assert not [each for each in whole.glob(".*") if each.name != LOCK], where
        if scenario.name == "erase" and tree(whole / "datapackage") == states["new"]:
            assert not _holding(whole, b"judo@example.org"), where


def _check_what_is_said(result: Result, stands: bool, where: str) -> None:
    assert result.exit_code in (0, 2), (where, result.output, result.exception)
    if result.exit_code:
        assert result.output.splitlines()[-1].startswith("Error: "), (where, result.output)
        assert isinstance(result.exception, SystemExit), where
        told = "stands, complete" in result.output or "in its place and complete" in result.output
        # A disk that answers nothing from then on leaves the command unable to say.
        unknown = "is not known, as the disk does not answer" in result.output
        assert stands == told or unknown, (where, result.output)


def _check_what_stands(
    scenario: Scenario, folder: Path, states: dict[str, dict[str, bytes]], where: str
) -> int:
    place = folder / "datapackage"
    stands = tree(place)
    assert stands in states.values(), where
    if stands == states["new"]:
        assert (folder / "answers" / "ids.csv").read_bytes().startswith(IDS), where
    left = any((folder / f".datapackage.{each}").exists() for each in ("new", "old", "ready"))
    said = standing(folder)
    assert left == ("An earlier release was interrupted" in said), (where, said)
    return hash(as_it_is_read(content_of(folder)))


def _holding(folder: Path, text: bytes) -> list[str]:
    return [name for name, content in tree(folder).items() if text in content]


def test_a_source_on_a_faulty_disk_is_named(folder: Path) -> None:
    log = operations(folder, lambda: run("check", folder, *RELEASE[:2]))
    reads = [number for number, line in enumerate(log) if line == "read clubs.csv"]
    assert len(reads) >= 2
    for at in reads:
        with broken(folder, at, FAULT_ONCE):
            result = run("check", folder, *RELEASE[:2])
        assert result.exit_code == 2
        assert "sources/clubs.csv cannot be opened (Input/output error)" in result.output


class TestNoService:
    """A first release in which a family finds nothing is none."""

    HEADING = CLUBS.splitlines()[0] + "\n"

    def test_it_is_not_released(self, folder: Path) -> None:
        make_publication(folder, {"sources/clubs.csv": self.HEADING})
        result = release(folder)
        assert result.exit_code == 1, result.output
        assert result.output.endswith(
            "Nothing was released: there is no service yet for a family to find; fill in the "
            "services, or look at the mapping, then: offer-opendata check\n"
        )
        assert not (folder / "datapackage").exists()

    def test_preview_says_so(self, folder: Path) -> None:
        make_publication(folder, {"sources/clubs.csv": self.HEADING})
        result = run("preview", folder, *RELEASE[:2])
        assert "A release would be refused: there is no service yet" in result.output
        assert "Publish it" not in result.output

    def test_check_is_content(self, folder: Path) -> None:
        make_publication(folder, {"sources/clubs.csv": self.HEADING})
        assert run("check", folder, *RELEASE[:2]).exit_code == 0


class TestSayingSo:
    def _interrupted(self, folder: Path) -> Path:
        assert release(folder).exit_code == 0
        (folder / ".datapackage.new").mkdir()
        return folder / ".datapackage.new"

    def test_the_bare_command(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        left = self._interrupted(folder)
        monkeypatch.chdir(folder)
        assert run().output.startswith(SENTENCE)
        assert not left.exists()
        assert "interrupted" not in run().output

    @pytest.mark.parametrize("command", ["check", "preview"])
    def test_commands_that_read(self, folder: Path, command: str) -> None:
        left = self._interrupted(folder)
        result = run(command, folder, "--date", "2026-11-02")
        assert result.exit_code == 0
        assert result.stderr == SENTENCE + "\n"
        assert not left.exists()

    @pytest.mark.parametrize(
        "words",
        [
            *(("check",), ("preview",), ("release",), ("serve", "--draft")),
            ("erase", "services", "services-1", "colour"),
        ],
        ids=" ".join,
    )
    def test_before_the_error_with_which_a_command_ends(
        self, folder: Path, words: tuple[str, ...]
    ) -> None:
        left = self._interrupted(folder)
        if words[0] != "erase":
            (folder / "sources" / "clubs.csv").unlink()
        result = run(*words, "--dir", folder)
        assert result.exit_code == 2, result.output
        first, error, *more = result.stderr.splitlines()
        assert (first, more) == (SENTENCE, [])
        assert error.startswith("Error: ")
        assert not left.exists()

    def test_before_the_error_of_a_bare_command(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self._interrupted(folder)
        monkeypatch.chdir(folder)
        with patch("offer_opendata.standing._problems", side_effect=PermissionError(13, "no")):
            result = run()
        assert result.exit_code == 2
        assert result.stderr.startswith(f"{SENTENCE}\nError: ")

    def test_serving(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        left = self._interrupted(folder)
        monkeypatch.setattr("offer_opendata.site.running.run_until_told", lambda *_: 0)
        result = run("serve", folder, "--port", "8766")
        assert result.output.startswith(SENTENCE + "\nWrenshire SEND Local Offer: http://")
        assert not left.exists()

    def test_serving_after_two_renames_were_cut_in_half(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self._interrupted(folder).rmdir()
        (folder / "datapackage").rename(folder / ".datapackage.new")
        (folder / ".datapackage.ready").touch()
        monkeypatch.setattr("offer_opendata.site.running.run_until_told", lambda *_: 0)
        assert run("serve", folder, "--port", "8766").output.startswith(SENTENCE)
        assert len(read_package(folder / "datapackage").tables["services"].rows) == 2


def test_a_database_that_cannot_be_made_says_that_the_release_stands(folder: Path) -> None:
    import sqlite3

    full = sqlite3.OperationalError("database or disk is full")
    with patch.object(offer_opendata.database, "_fill", side_effect=full):
        result = release(folder)
    assert result.exit_code == 2
    assert result.output.count("\n") == 1
    assert "release 2026-11-02 is published and stands, complete (Wrenshire" in result.output
    assert "database or disk is full" in result.output
    assert "offer-opendata serve" in result.output
    record = (folder / "datapackage" / "history" / "releases" / "1.json").read_bytes()
    from offer_opendata.canonical_json import sha256

    assert sha256(record) in result.output
    assert not list((folder / "build").rglob("offer.db*"))


def test_six_releases_at_once(tmp_path: Path) -> None:
    folder = publication(tmp_path / "wrenshire")
    command = [sys.executable, "-c", PROGRAM, "release", str(folder), *RELEASE]
    here = str(Path(__file__).resolve().parent)
    paths = os.pathsep.join([*filter(None, sys.path), here])
    environment = {**os.environ, "PYTHONPATH": paths}
    started = [
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
        )
        for _ in range(6)
    ]
    said = [process.communicate() for process in started]
    codes = [process.returncode for process in started]
    assert sum("Release 2026-11-02 is in" in output for output, _ in said) == 1, said
    for code, (output, errors) in zip(codes, said, strict=True):
        # One that starts after the first has ended finds nothing new.
        late = "nothing changed since" in output or "Release 2026-11-02 is in" in output
        assert code == (0 if late else 2), said
        assert ("another command is publishing" in errors) == (code == 2), errors
        assert errors.count("\n") == (code == 2), errors
    releases = read_package(folder / "datapackage").tables["releases"].rows
    assert len(releases) == 1
    assert not list(folder.glob(".datapackage*"))
