"""Break a run at any of its operations on files: killed there, disk full, or a faulty disk.

Every way Python has to touch a file below a folder is counted: opening, writing, fsync, making,
renaming, removing, listing, locking, exchanging, and the opening of a database. `operations`
says what a run does; `broken` runs with one of them failing. What follows a kill fails as well,
as nothing runs in a process that is dead (closing files apart, which the system does).

A kill leaves on the disk what is there at that moment and nothing else, so that one run that goes
on to its end is enough to gather what a kill at every operation would leave: `kills` does so.
"""

import builtins
import errno
import fcntl
import io
import os
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any
from unittest.mock import patch

import offer_opendata.referee
from offer_opendata.intake import runner
from offer_opendata.intake.child import write_file
from offer_opendata.intake.sheet import Workbook
from offer_opendata.intake.wire import read_sheets
from offer_opendata.publish import disk

BY_PATH = ("open", "mkdir", "rmdir", "unlink", "remove", "rename", "replace", "listdir", "scandir")
STAGED = "mkdir .datapackage.new"
# What needs no room still works where a disk is full.
NEEDS_ROOM = ("file", "open", "write", "fsync", "mkdir", "database", "flock")


class Killed(BaseException):
    """The process is dead: nothing may catch this but the test."""


@dataclass(frozen=True)
class Kind:
    """One way to fail: dead at once, or an error number, once or from then on."""

    name: str
    number: int = 0
    lasting: bool = False


KILL = Kind("kill")
SIGKILL = Kind("sigkill")
FULL_ONCE = Kind("disk full once", errno.ENOSPC)
FULL = Kind("disk full", errno.ENOSPC, lasting=True)
FAULT_ONCE = Kind("disk fault once", errno.EIO)
FAULT = Kind("disk fault", errno.EIO, lasting=True)
DENIED_ONCE = Kind("access denied once", errno.EACCES)
KINDS = (KILL, FULL_ONCE, FULL, FAULT_ONCE, FAULT, DENIED_ONCE)


@dataclass
class Run:
    """What a run did: its operations in order; `at` is the number of the one that fails."""

    root: str
    kind: Kind = KILL
    at: int = -1
    log: list[str] = field(default_factory=list)
    dead: bool = False
    seen: "Seen | None" = None

    def step(self, name: str, path: Any = "", partly: Callable[[], int] = int) -> int:
        """Count an operation; fail if it is the one, having done a part of it (`partly`).

        Return how much of it is done already, because a kill half-way was looked at.
        """
        if self.dead:
            raise Killed
        self.log.append(f"{name} {os.path.basename(os.fspath(path))}".strip())  # noqa: PTH119
        number = len(self.log) - 1
        if self.seen is not None:
            return self.seen.look(self, partly)
        if number == self.at or (self.kind.lasting and 0 <= self.at < number):
            if self.kind is FULL and name not in NEEDS_ROOM:
                return 0
            partly()
            self._fail(name, path)
        return 0

    def _fail(self, name: str, path: Any) -> None:
        if self.kind is SIGKILL:
            os.kill(os.getpid(), signal.SIGKILL)
        if self.kind is KILL:
            self.dead = True
            raise Killed
        if name == "database":
            raise sqlite3.OperationalError(os.strerror(self.kind.number))
        at = (os.fspath(path),) if path else ()
        raise OSError(self.kind.number, os.strerror(self.kind.number), *at)

    def inside(self, path: Any) -> bool:
        """Return whether a path lies in the folder that is watched."""
        if isinstance(path, int):
            return False
        whole = os.path.abspath(os.fspath(path))  # noqa: PTH100
        return whole == self.root or whole.startswith(self.root + os.sep)


Content = Mapping[str, bytes | None]


@dataclass(frozen=True)
class Left:
    """What a kill leaves: every file with its content, every folder with None; and where it was.

    No lock is in it, as the system lets go of those of a process that dies, and nothing that
    Python had not yet given to the system.
    """

    where: str
    content: Content

    def put_back(self, root: Path, there: Content | None = None) -> None:
        """Make a folder what it was when this was looked at, touching only what differs.

        `there` is what is in it, where that is known.
        """
        there = content_of(root) if there is None else there
        other = {name for name in there if there[name] != self.content.get(name, "")}
        for name in sorted(other, reverse=True):  # what is in a folder goes before it
            (root / name).rmdir() if there[name] is None else (root / name).unlink()
        for name, content in self.content.items():  # a folder stands before what is in it
            if name in there and name not in other:
                continue
            (root / name).mkdir() if content is None else (root / name).write_bytes(content)


@dataclass
class Seen:
    """All that kills could leave, each once, in the order of the run."""

    left: dict[tuple[tuple[str, bytes | None], ...], Left] = field(default_factory=dict)
    last: Content = field(default_factory=dict)

    def look(self, run: Run, partly: Callable[[], int]) -> int:
        """Look at what is there before an operation, and when a part of it is done."""
        where = f"{len(run.log) - 1}: {run.log[-1]}"
        self._keep(where, run.root)
        done = partly()
        if done:
            self._keep(f"{where}, half done", run.root)
        return done

    def _keep(self, where: str, root: str) -> None:
        content = content_of(root, self.last)
        if content != self.last:
            self.last = content
            self.left.setdefault(tuple(content.items()), Left(where, content))


# What is replaced while a run is broken, as it is: looking is not an operation of the run.
_OPEN, _SCANDIR = io.open, os.scandir


def content_of(root: str | Path, last: Content = MappingProxyType({})) -> dict[str, bytes | None]:
    """Return what is in a folder; a file that is as it was `last` is held once."""
    found = dict(_below(os.fspath(root)))
    return {name: last[name] if it and last.get(name) == it else it for name, it in found.items()}


def _below(folder: str, above: str = "") -> Iterator[tuple[str, bytes | None]]:
    with _SCANDIR(folder) as found:
        entries = sorted(found, key=lambda each: each.name)
    for each in entries:
        if each.is_dir(follow_symlinks=False):
            yield above + each.name, None
            yield from _below(each.path, f"{above}{each.name}/")
        else:
            with _OPEN(each.path, "rb") as file:
                yield above + each.name, file.read()


class Written:
    """A file open for writing whose writes are counted, and stop half-way where one fails."""

    def __init__(self, file: Any, run: Run, name: str) -> None:
        self.file, self.run, self.name = file, run, name

    def write(self, content: Any) -> Any:
        def half() -> int:
            self.file.write(content[: len(content) // 2])
            self.file.flush()
            return len(content) // 2

        done = self.run.step("write", self.name, half)
        self.file.write(content[done:])
        return len(content)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)

    def __enter__(self) -> "Written":
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()


@contextmanager
def broken(root: Path, at: int = -1, kind: Kind = KILL) -> Iterator[Run]:
    """Count the operations on files below `root`, and let the one numbered `at` fail."""
    with _counting(Run(os.path.realpath(root), kind, at)) as run:
        yield run


def kills(root: Path, action: Callable[[], object]) -> tuple[list[str], list[Left]]:
    """Return the operations of an action on files below `root`, and all that kills at them leave.

    Whoever dies at an operation has not begun it, or, of writing, has written half; what is the
    same is returned once. The last one is what the action leaves when nobody kills it.
    """
    seen = Seen()
    with _counting(Run(os.path.realpath(root), seen=seen)) as run:
        action()
        run.step("end")
    return run.log[:-1], list(seen.left.values())


@contextmanager
def _counting(run: Run) -> Iterator[Run]:
    with ExitStack() as patches:
        for module, name, function in _replacements(run):
            patches.enter_context(patch.object(module, name, function))
        yield run


@contextmanager
def quick() -> Iterator[None]:
    """Let whole commands run without waiting: for the disk, the referee, the reading process.

    Sources are read in this process, so that their reading can be broken as well.
    """
    agreed = subprocess.CompletedProcess[bytes]([], 0, b"", b"")
    with ExitStack() as patches:
        patches.enter_context(patch.object(os, "fsync", lambda _opened: None))
        patches.enter_context(patch.object(offer_opendata.referee, "subprocess", _Runs(agreed)))
        patches.enter_context(patch.object(runner, "_read", _read_here))
        yield


def telling(log: Sequence[str]) -> list[int]:
    """Return the numbers of operations worth breaking one by one: all, or those that differ.

    A package has thirty tables, written alike: of operations with the same name, ending and
    predecessor the first and the last are enough, and until something is staged the first
    of a name and ending alone, unless OFFER_ALL_FAULTS is set.
    """
    if os.environ.get("OFFER_ALL_FAULTS"):
        return list(range(len(log)))
    staged = next((i for i, line in enumerate(log) if line == STAGED), 0)
    seen: dict[tuple[str, ...], list[int]] = {}
    for number, line in enumerate(log):
        before = log[number - 1].split()[0] if number > staged else ""
        seen.setdefault((before, *_likeness(line)), []).append(number)
    lasts = {alike[-1] for alike in seen.values() if alike[-1] > staged}
    return sorted({alike[0] for alike in seen.values()} | lasts)


def _likeness(line: str) -> tuple[str, str]:
    verb, _, name = line.partition(" ")
    return verb, Path(name).suffix


@dataclass(frozen=True)
class _Runs:
    result: subprocess.CompletedProcess[bytes]

    def run(self, *_: object, **__: object) -> subprocess.CompletedProcess[bytes]:
        return self.result


def _read_here(path: Path, shown: str) -> Workbook:
    out = io.BytesIO()
    write_file(path, shown, out)
    out.seek(0)
    return Workbook(shown, tuple(read_sheets(out)))


def operations(root: Path, action: Callable[[], object]) -> list[str]:
    """Return what an action does to files below `root`, in order."""
    with broken(root) as run:
        action()
    return run.log


def _replacements(run: Run) -> Iterator[tuple[Any, str, Any]]:
    for name in BY_PATH:
        yield os, name, _by_path(run, name, getattr(os, name))
    opened = _opening(run, io.open)
    yield io, "open", opened
    yield builtins, "open", opened
    yield os, "fsync", _always(run, "fsync", os.fsync)
    yield fcntl, "flock", _always(run, "flock", fcntl.flock)
    yield disk, "exchange", _by_path(run, "exchange", disk.exchange)
    yield sqlite3, "connect", _by_path(run, "database", sqlite3.connect)


def _by_path(run: Run, name: str, function: Any) -> Any:
    def counted(path: Any = ".", *rest: Any, **named: Any) -> Any:
        if named.get("dir_fd") is not None or run.inside(path):
            run.step(name, path)
        return function(path, *rest, **named)

    return counted


def _always(run: Run, name: str, function: Any) -> Any:
    def counted(*arguments: Any) -> Any:
        run.step(name)
        return function(*arguments)

    return counted


def _opening(run: Run, function: Any) -> Any:
    def counted(file: Any, mode: str = "r", *rest: Any, **named: Any) -> Any:
        if not run.inside(file):
            return function(file, mode, *rest, **named)
        reads = mode in ("r", "rb", "rt")
        run.step("read" if reads else "file", file)
        opened = function(file, mode, *rest, **named)
        return opened if reads else Written(opened, run, file)

    return counted
