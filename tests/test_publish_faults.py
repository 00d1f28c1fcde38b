"""Whatever fails while a package is published: the old one stands or the new one, complete."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from unittest.mock import patch

import pytest

from faults import KILL, KINDS, SIGKILL, Killed, Kind, broken, operations
from offer_opendata.errors import OfferError
from offer_opendata.publish import disk, publish, recovered, replace_file, writing
from publications import tree

HERE = Path(__file__).resolve().parent


@pytest.fixture(autouse=True)
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait for the disk: that it is asked to write is counted all the same."""
    monkeypatch.setattr(os, "fsync", lambda _opened: None)


def package(day: str, *names: str) -> dict[str, bytes]:
    """Return a small package with some tables and a history."""
    resources = [{"name": name, "path": f"data/{name}.csv"} for name in names]
    descriptor = {"version": day, "created": f"{day}T00:00:00Z", "resources": resources}
    return {
        **{each["path"]: f"id\r\n{day}\r\n".encode() * 50 for each in resources},
        "history/releases/1.json": b"{}",
        "datapackage.json": json.dumps(descriptor).encode(),
    }


OLD = package("2026-11-02", "services", "notes")
NEW = package("2026-11-09", "services", "places")
NEXT = package("2026-11-16", "services")


def agrees(staged: Path) -> None:
    assert (staged / "datapackage.json").is_file()


def release(place: Path, files: dict[str, bytes]) -> None:
    with writing(place):
        publish(files, place, agrees)


@contextmanager
def no_exchange() -> Iterator[None]:
    def missing(_one: Path, _other: Path) -> None:
        raise OSError(38, "Function not implemented")

    with patch.object(disk, "exchange", missing):
        yield


def beside(place: Path) -> set[str]:
    return {each.name for each in place.parent.iterdir()}


def prepared(folder: Path, before: dict[str, bytes]) -> Path:
    """Return the place of a package in a folder of its own, holding `before`."""
    folder.mkdir()
    place = folder / "datapackage"
    for name, content in before.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
    return place


WAYS: dict[str, tuple[dict[str, bytes], Callable[[], object]]] = {
    "exchange": (OLD, nullcontext),
    "two renames": (OLD, no_exchange),
    "first release": ({}, nullcontext),
}
EXPECTED = {
    "exchange": {"exchange", "file", "fsync", "flock", "mkdir", "open", "rmdir", "unlink", "write"},
    "two renames": {"file", "fsync", "mkdir", "replace", "rmdir", "unlink", "write"},
    "first release": {"file", "fsync", "mkdir", "replace", "write"},
}


@pytest.mark.parametrize("way", WAYS)
def test_the_operations_that_are_broken_are_those_that_there_are(tmp_path: Path, way: str) -> None:
    before, variant = WAYS[way]
    place = prepared(tmp_path / "a", before)
    with variant():
        found = operations(place.parent, lambda: release(place, NEW))
    assert 30 < len(found) < 90
    assert {line.split()[0] for line in found} >= EXPECTED[way]
    assert sum(line.startswith("write") for line in found) >= len(NEW)
    assert sum(line.startswith("fsync") for line in found) >= len(NEW) + 4


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("way", WAYS)
def test_old_or_new_wherever_it_fails(tmp_path: Path, way: str, kind: Kind) -> None:
    before, variant = WAYS[way]
    with variant():
        place = prepared(tmp_path / "count", before)
        count = len(operations(place.parent, lambda: release(place, NEW)))
        outcomes = set()
        for at in range(count):
            place = prepared(tmp_path / str(at), before)
            with broken(place.parent, at, kind) as run:
                said = _said(place)
            where = f"{kind.name} at {at}: {run.log[at]}"
            outcomes.add(_check_outcome(place, before, said, where))
    assert outcomes == {"old", "new"}


def _said(place: Path) -> str:
    try:
        release(place, NEW)
    except OfferError as error:
        return str(error)
    except Killed:
        return "killed"
    return ""


def _check_outcome(place: Path, before: dict[str, bytes], said: str, where: str) -> str:
    """Check what stands, that the next command clears up and says so, and that one can go on."""
    lies = sorted(beside(place) - {place.name, f".{place.name}.lock"})
    stands = tree(place)
    promised = "the next command puts it in its place" in said
    if said != "killed":
        assert stands in (before, NEW) or promised, where
        assert said.count("\n") == 0, where
        told = "nothing was published" in said
        assert told == (stands == before) or promised or "not answer" in said, (where, said)
    message = recovered(place)
    assert bool(message) == bool(lies), (where, lies, message)
    after = tree(place)
    assert after in (before, NEW), where
    assert after == NEW or not promised, where
    # With two renames there is a moment with nothing in place, and a marker that promises.
    assert stands == after or ".datapackage.ready" in lies, where
    day = {"2026-11-02": "2 November 2026", "2026-11-09": "9 November 2026"}
    if message and after:
        assert day[json.loads(after["datapackage.json"])["version"]] in message, where
        assert "complete and nothing was lost" in message, where
    assert beside(place) <= {place.name, f".{place.name}.lock"}, where
    release(place, NEXT)
    assert tree(place) == NEXT, where
    assert sorted(beside(place)) == [place.name], where
    return "new" if after == NEW else "old"


@pytest.mark.parametrize("way", WAYS)
def test_failing_again_while_clearing_up(tmp_path: Path, way: str) -> None:
    # Killed somewhere, and the command that clears up is killed as well, at each of its steps.
    before, variant = WAYS[way]
    with variant():
        place = prepared(tmp_path / "count", before)
        count = len(operations(place.parent, lambda: release(place, NEW)))
        seen = 0
        for at in sorted({*range(0, count, 10), *range(count - 12, count)}):
            for again in range(40):
                place = prepared(tmp_path / f"{at}-{again}", before)
                with broken(place.parent, at, KILL):
                    _said(place)
                with broken(place.parent, again, KILL) as run:
                    try:
                        recovered(place)
                    except Killed:
                        seen += 1
                _check_outcome(place, before, "killed", f"{at}, then {again}")
                if not run.dead:
                    break
    assert seen > 20


CHILD = """
import sys
from pathlib import Path
from contextlib import nullcontext
from faults import SIGKILL, broken
from test_publish_faults import NEW, WAYS, release
way, place, at = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
with WAYS[way][1](), broken(place.parent, at, SIGKILL):
    release(place, NEW)
"""


@pytest.mark.parametrize(
    ("way", "operation"),
    [
        ("exchange", "write services.csv"),
        ("exchange", "exchange .datapackage.new"),
        ("exchange", "rmdir .datapackage.new"),
        ("two renames", "replace datapackage"),
        ("two renames", "replace .datapackage.new"),
        ("two renames", "unlink .datapackage.ready"),
    ],
)
def test_a_process_that_is_really_killed(tmp_path: Path, way: str, operation: str) -> None:
    before, variant = WAYS[way]
    with variant():
        place = prepared(tmp_path / "count", before)
        found = operations(place.parent, lambda: release(place, NEW))
    assert SIGKILL.name == "sigkill"
    place = prepared(tmp_path / "killed", before)
    at = max(i for i, line in enumerate(found) if line == operation)
    ended = subprocess.run(
        [sys.executable, "-c", CHILD, way, str(place), str(at)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([*filter(None, sys.path), str(HERE)])},
        capture_output=True,
        check=False,
    )
    assert ended.returncode == -9, ended.stderr
    assert (place.parent / ".datapackage.lock").exists()
    _check_outcome(place, before, "killed", operation)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_single_file_holds_the_old_content_or_the_new(tmp_path: Path, kind: Kind) -> None:
    def replaced(file: Path) -> None:
        replace_file(file, b"new")

    count = len(operations(tmp_path, lambda: replaced(tmp_path / "x" / "ids.csv")))
    assert 8 < count < 20
    outcomes = set()
    for at in range(count):
        file = tmp_path / str(at) / "ids.csv"
        file.parent.mkdir()
        file.write_bytes(b"old")
        with broken(file.parent, at, kind):
            try:
                replaced(file)
                said = ""
            except OfferError as error:
                said = str(error)
            except Killed:
                said = "killed"
        outcomes.add(file.read_bytes())
        told = "was not written" in said
        assert (
            told == (file.read_bytes() == b"old") or said[-6:] == "killed" or "not answer" in said
        )
        replaced(file)
        assert tree(file.parent) == {"ids.csv": b"new"}
    assert outcomes == {b"old", b"new"}
