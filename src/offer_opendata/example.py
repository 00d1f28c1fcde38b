"""The example's releases, made in order: for developers, by `make render`, and for the tests."""

import datetime
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from offer_opendata.canonical_json import sha256
from offer_opendata.work.erasing import Order, erased
from offer_opendata.work.releasing import released

SEED = "wrenshire"
PAST, BUILD, WORDS = "past", "build", "release.toml"
# What the tool writes itself with each release: it belongs to no state, and follows from all.
WRITTEN = ("answers/ids.csv", "answers/sources.csv", "answers/used-reasons.csv")
ERASED = b"[erased]"
Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Step:
    """One release of the example: its day, its words, and the publication folder of that day.

    `erase` names what an erasure takes out, three words for each; a release has none.
    """

    day: datetime.date
    said: Mapping[str, str]
    files: Files
    erase: tuple[str, ...]


def steps(example: Path) -> list[Step]:
    """Return the releases of the example, the earliest first.

    Each folder in `past/` says how the publication folder of its day differed from the next
    later one: the files in it stood there, those that `not_yet` names did not exist. The
    last one differs in nothing from the example itself.
    """
    present, found = _files(example), list[Step]()
    files = {name: content for name, content in present.items() if name not in WRITTEN}
    for folder in sorted((example / PAST).glob("*-*-*"), reverse=True):
        own = _files(folder)
        words = tomllib.loads(own.pop(WORDS).decode("utf-8"))
        missing, erase = words.pop("not_yet", []), words.pop("erase", [])
        files = {name: content for name, content in files.items() if name not in missing} | own
        day, places = datetime.date.fromisoformat(folder.name), " ".join(erase).split()
        found.append(Step(day, {**words, "seed": SEED}, files, tuple(places)))
    return found[::-1]


def release_example(example: Path, place: Path) -> Iterator[Step]:
    """Release every state of the example in an empty folder, and yield each when it stands.

    The package is `datapackage` in that folder; beside it, `example` is the publication folder
    with what the tool wrote into it. The same files give the same bytes.
    """
    written: Files = {}
    for step in steps(example):
        folder = place / "example"
        shutil.rmtree(folder, ignore_errors=True)
        for name, content in {**step.files, **written}.items():
            _write(folder / name, content.replace(ERASED, invented_number().encode()))
        done = (
            erased(folder, Order(step.erase, step.said, step.day), lambda _: None)
            if step.erase
            else released(folder, step.day, step.said, lambda _: None)
        )
        if done.stops:
            raise RuntimeError(f"{step.day}: {done.report('text')}")
        written = {n: content for n, content in _files(folder).items() if n in WRITTEN}
        yield step


def invented_number() -> str:
    """Return what a source says where the example has `[erased]`: the number that is in no file.

    The second half of a mobile number (07700 900…) of those that Ofcom keeps for drama.
    """
    return f"900{int(sha256(SEED.encode())[:8], 16) % 1000:03}"


def _files(folder: Path) -> dict[str, bytes]:
    """Return the files of a publication folder, but what can be made again and its past."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    found = {path.relative_to(folder).as_posix(): path for path in files}
    return {
        name: path.read_bytes()
        for name, path in found.items()
        if name.split("/")[0] not in (PAST, BUILD)
    }


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
