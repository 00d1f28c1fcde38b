"""Measure comparing beside csv-diff, and a history step beside git-history: see README.md.

Speed is measured and never tested: this fails only where something could not run. Needs Linux
or macOS, git, and for the first run a package index.
"""

import argparse
import csv
import io
import json
import shutil
import subprocess
import sys
import venv
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from bench import BUILD, DATE, HERE, OURS, make, middle, show, tell
from cost import Cost, PathLike, measured

PEER = BUILD / "history-peer-venv" / "bin"
TARGETS = {"csv-diff": 4, "git-history": 5}
Command = tuple[PathLike, ...]
Pair = tuple[Cost, Cost]
Reset = Callable[[], object]
GIT = ("git", "-c", "user.name=Bench", "-c", "user.email=bench@example.org", "-c")


def nothing() -> None:
    """Do nothing."""


def main() -> None:
    """Read the command line, make what is needed, measure, and print."""
    parser = argparse.ArgumentParser(description="Measure comparing and history steps.")
    parser.add_argument("--services", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5, help="how many runs of each, in turn")
    asked = parser.parse_args()
    prepare_peer()
    before, after = (package(asked.services, name) for name in ("before", "after"))
    print(f"\n{f'{asked.services:,} services, 2% changed':<34}{'CPU s':>8}{'clock s':>9}{'MiB':>7}")
    compare_services(before, after, asked.runs)
    compare_all(before, after, asked.runs)
    step_services(before, after, asked.runs)


def prepare_peer() -> None:
    """Make the environment of csv-diff and git-history."""
    if not (PEER / "git-history").exists():
        tell("Making the environment of csv-diff and git-history")
        venv.create(PEER.parent, with_pip=True)
        wanted = HERE / "requirements-history-peer.txt"
        measured(PEER / "python", "-m", "pip", "install", "--quiet", "--requirement", wanted)


def package(services: int, name: str) -> Path:
    """Return a draft package; it is made where it is not there."""
    folder = BUILD / f"{services}-compare-{name}"
    draft = folder / "build" / "draft" / "datapackage"
    if not draft.exists():
        tell(f"Making {services:,} services, {name}")
        changed = ["--changed"] if name == "after" else []
        make(HERE / "generate.py", folder, "--services", services, *changed)
        measured(*OURS, "preview", folder, *DATE)
    return draft


def compare_services(before: Path, after: Path, runs: int) -> None:
    """Compare the services table, by processes that write every change."""

    def commands(*folders: Path) -> tuple[Command, Command]:
        sides = [folder / "data" / "services.csv" for folder in folders]
        own = (sys.executable, HERE / "compare_tables.py", *folders, "services")
        return own, (PEER / "csv-diff", *sides, "--key", "id", "--format", "csv", "--json")

    own, peer = commands(before, after)
    check_same(own, peer)
    few = [head(folder) for folder in (before, after)]
    title = "services: compare"
    idle = pair(f"{title}, start", *commands(*few), runs)
    show_both(title, "csv-diff", pair(title, own, peer, runs), idle)
    sides = [folder / "data" / "services.csv" for folder in (before, after)]
    whole = (*OURS, "diff", *sides, "--key", "id", "--format", "json")
    show("offer-opendata diff, as JSON", measured(*whole, allowed=(1,)))


def compare_all(before: Path, after: Path, runs: int) -> None:
    """Compare all tables."""

    def commands(*folders: Path) -> tuple[Command, Command]:
        own = (sys.executable, HERE / "compare_tables.py", *folders)
        return own, (PEER / "python", HERE / "peer_compare.py", *folders)

    few = [head(folder) for folder in (before, after)]
    title = "all tables: compare"
    idle = pair(f"{title}, start", *commands(*few), runs)
    show_both(title, "csv-diff", pair(title, *commands(before, after), runs), idle)


def head(folder: Path) -> Path:
    """Return a package with the first record of each table: what starting up costs."""
    few = BUILD / "head" / folder.parents[2].name
    (few / "data").mkdir(parents=True, exist_ok=True)
    for path in (folder / "data").glob("*.csv"):
        with path.open("rb") as file:
            (few / "data" / path.name).write_bytes(file.readline() + file.readline())
    return few


def step_services(before: Path, after: Path, runs: int) -> None:
    """Take the services of a second release into the history: ours, and git-history's."""
    folder = BUILD / "step"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "repository").mkdir(parents=True)
    old, new = (each / "data" / "services.csv" for each in (before, after))
    script = HERE / "history_step.py"
    measured(sys.executable, script, "start", folder / "package", old)
    own = (sys.executable, script, "next", folder / "package", new, folder / "next")
    database = folder / "history.db"
    commit(folder / "repository", old)
    peer = git_history(folder, database)
    measured(*peer)
    commit(folder / "repository", new)
    kept = folder / "kept.db"
    shutil.copy(database, kept)
    title = "services: history step"
    costs = pair(title, own, peer, runs, lambda: shutil.copy(kept, database))
    show_both(title, "git-history", costs)


def git_history(folder: Path, database: Path) -> Command:
    """Return the command that takes what is new in a repository into a database."""
    repository = folder / "repository"
    options = ("--id", "id", "--csv", "--dialect", "excel", "--branch", "main", "--silent")
    file = repository / "services.csv"
    return (PEER / "git-history", "file", database, file, "--repo", repository, *options)


def commit(repository: Path, file: Path) -> None:
    """Commit a file as the services of a repository."""
    shutil.copy(file, repository / "services.csv")
    for command in (("init", "--quiet", "--initial-branch", "main"), ("add", "."),
                    ("commit", "--quiet", "--message", "Release")):  # fmt: skip
        subprocess.run([*GIT, "core.autocrlf=false", *command], cwd=repository, check=True)


def pair(title: str, own: Command, peer: Command, runs: int, reset: Reset = nothing) -> Pair:
    """Run both in turn and return their medians; `reset` makes the peer ready for another run."""
    ours, theirs = list[Cost](), list[Cost]()
    for number in range(1, runs + 1):
        tell(f"{title}: run {number} of {runs}")
        ours.append(measured(*own))
        reset()
        theirs.append(measured(*peer))
    return middle(ours), middle(theirs)


def show_both(title: str, name: str, costs: Pair, idle: Pair | None = None) -> None:
    """Print both and the ratio, and the ratio without what starting them costs."""
    own, peer = costs
    show(title, own)
    show(f"  {name}", peer)
    print(f"{'  times less CPU':<26}{peer.cpu / own.cpu:8.1f}  target: {TARGETS[name]}")
    if idle:
        ratio = (peer.cpu - idle[1].cpu) / (own.cpu - idle[0].cpu)
        starts = " and ".join(f"{each.cpu:.2f}" for each in idle)
        print(f"{'  without starting':<26}{ratio:8.1f}  (which takes {starts} s)")


def check_same(own: Command, peer: Command) -> None:
    """Print how many records both find; leave where they do not find the same."""
    found = csv.DictReader(io.StringIO(output(own), newline=""))
    rows = {(row["action"], row["row_id"]) for row in found}
    counts = Counter(action for action, _ in rows)
    theirs = json.loads(output(peer))
    peers = {name: len(theirs[name]) for name in ("added", "removed", "changed")}
    if {name: counts[name] for name in peers} != peers:
        sys.exit(f"csv-diff finds {peers}, ours finds {dict(counts)}")
    print(f"both find {peers}")


def output(command: Command) -> str:
    """Return what a command writes."""
    done = subprocess.run([str(part) for part in command], capture_output=True, check=True)
    return done.stdout.decode("utf-8")


if __name__ == "__main__":
    main()
