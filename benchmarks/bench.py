"""Measure our pipeline beside the one that a person would build today: see README.md.

Speed is measured and never tested: this fails only where something could not run. Needs
Linux or macOS.
"""

import argparse
import statistics
import sys
import venv
from pathlib import Path

from cost import Cost, PathLike, measured
from judge import judged
from world import DAY

HERE = Path(__file__).resolve().parent
BUILD = HERE / "build"
PEER = BUILD / "peer-venv" / "bin" / "python"
OURS = (sys.executable, "-m", "offer_opendata")
DATE = ("--date", DAY.isoformat())
REFEREE = (
    "import sys; from pathlib import Path; from offer_opendata.referee import referee; "
    "referee(Path(sys.argv[1]))"
)
TARGETS = {"ratio": 8, "memory": 250, "help": 150}
HELPS = 10


def main() -> None:
    """Read the command line, make what is needed, measure, and print."""
    parser = argparse.ArgumentParser(description="Measure our pipeline beside the usual one.")
    parser.add_argument("--services", type=int, default=10_000, help="1000, 10000 or 100000")
    parser.add_argument("--runs", type=int, default=3, help="how many runs of each, in turn")
    parser.add_argument("--split", action="store_true", help="the peer splits lists as we do")
    asked = parser.parse_args()
    folder = prepared(asked.services, asked.split)
    ours, peers = paired(folder, asked.runs)
    show_pair(ours, peers, asked.services)
    show_referee(folder)
    show_help()
    show_errors(asked.services)


def prepared(services: int, split: bool) -> Path:
    """Return the folder of the data; make it and the environment of the peer."""
    folder = BUILD / f"{services}"
    tell(f"Making {services:,} services")
    make(HERE / "generate.py", folder, "--services", services)
    make(HERE / "peer_descriptor.py", folder / "peer", *(["--split"] if split else []))
    if not PEER.exists():
        tell("Making the environment of the peer")
        venv.create(BUILD / "peer-venv", with_pip=True)
    wanted = HERE / "requirements-peer.txt"
    measured(PEER, "-m", "pip", "install", "--quiet", "--requirement", wanted)
    return folder


def paired(folder: Path, runs: int) -> tuple[Cost, Cost]:
    """Return what our preview and the peer cost: the medians of so many runs in turn."""
    workbook = folder / "sources" / "local-offer.xlsx"
    ours, peers = [], []
    for number in range(1, runs + 1):
        tell(f"Run {number} of {runs}")
        ours.append(measured(*OURS, "preview", folder, *DATE))
        peers.append(measured(PEER, HERE / "peer.py", workbook, folder / "peer"))
    return middle(ours), middle(peers)


def show_pair(ours: Cost, peer: Cost, services: int) -> None:
    """Print both beside each other."""
    less = Cost(*(theirs / own for theirs, own in zip(peer, ours, strict=True)))
    print(f"\n{f'{services:,} services':<26}{'CPU s':>8}{'clock s':>9}{'MiB':>7}")
    show("offer-opendata preview", ours)
    show("openpyxl, frictionless, …", peer)
    print(f"{'times less':<26}{less.cpu:8.1f}{less.clock:9.1f}{less.memory:7.1f}")
    print(f"target: {TARGETS['ratio']} times less CPU, at most {TARGETS['memory']} MiB")


def show(name: str, cost: Cost) -> None:
    """Print one line of the table."""
    print(f"{name:<26}{cost.cpu:8.2f}{cost.clock:9.2f}{cost.memory:7.0f}")


def show_referee(folder: Path) -> None:
    """Print what frictionless takes for our finished package, as in a release."""
    package = folder / "build" / "draft" / "datapackage"
    cost = measured(sys.executable, "-c", REFEREE, package)
    show("the referee, in a release", cost)


def show_help() -> None:
    """Print the median of what --help takes."""
    cost = middle([measured(*OURS, "--help") for _ in range(HELPS)])
    print(f"\n--help: {cost.cpu * 1000:.0f} ms CPU, median of {HELPS}; ", end="")
    print(f"target: less than {TARGETS['help']} ms")


def show_errors(services: int) -> None:
    """Print whether every planted mistake is found at its cell, and none is invented."""
    folder = BUILD / f"{services}-errors"
    make(HERE / "generate.py", folder, "--services", services, "--errors")
    report = folder / "report.json"
    with report.open("wb") as out:
        measured(*OURS, "check", folder, *DATE, "--format", "json", into=out, allowed=(0, 1))
    judgement = judged(folder / "answer-key.csv", report)
    print(f"planted mistakes: {judgement.planted}, ", end="")
    print(f"not found: {len(judgement.missed)}, invented: {len(judgement.invented)}")
    for name, places in (("not found", judgement.missed), ("invented", judgement.invented)):
        for code, sheet, cell in places[:10]:
            print(f"  {name}: {code} at {sheet}!{cell}")


def middle(costs: list[Cost]) -> Cost:
    """Return the median of each figure."""
    return Cost(*(statistics.median(each) for each in zip(*costs, strict=True)))


def make(script: Path, *arguments: PathLike) -> None:
    """Run one of our own scripts."""
    measured(sys.executable, script, *map(str, arguments))


def tell(text: str) -> None:
    """Say on the error stream what goes on."""
    print(text, file=sys.stderr)


if __name__ == "__main__":
    main()
