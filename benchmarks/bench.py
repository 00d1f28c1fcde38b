"""Measure our pipeline beside the one that a person would build today: see README.md.

Speed is measured and never tested: this fails only where something could not run. Needs
Linux or macOS.
"""

import argparse
import statistics
import sys
import venv
from dataclasses import dataclass
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
# The one makes the tables that ours makes, and so answers the same questions; the other leaves
# every cell with several values as it is.
PEERS = {"peer-same-tables": ["--split"], "peer-cells-as-they-are": []}


@dataclass(frozen=True)
class Turns:
    """The costs of all runs in the order in which they ran: ours, a peer, ours, the next, ours.

    A machine that others use is slower in some minutes, and our run is over in a moment:
    so each run of a peer is held against the two of ours around it.
    """

    ours: list[Cost]
    peers: dict[str, list[Cost]]

    def times_less(self, name: str) -> list[Cost]:
        """Return how many times less than each run of a peer ours took."""
        first, ratios = list(self.peers).index(name), []
        for run, peer in enumerate(self.peers[name]):
            before = run * len(self.peers) + first
            around = zip(self.ours[before], self.ours[before + 1], strict=True)
            own = (statistics.mean(pair) for pair in around)
            ratios.append(Cost(*(theirs / one for theirs, one in zip(peer, own, strict=True))))
        return ratios


def main() -> None:
    """Read the command line, make what is needed, measure, and print."""
    parser = argparse.ArgumentParser(description="Measure our pipeline beside the usual one.")
    parser.add_argument("--services", type=int, default=10_000, help="1000, 10000 or 100000")
    parser.add_argument("--runs", type=int, default=3, help="how many runs of each, in turn")
    asked = parser.parse_args()
    folder = prepared(asked.services)
    show_all(measured_in_turn(folder, asked.runs), asked.services)
    show_referee(folder)
    show_help()
    show_errors(asked.services)


def prepared(services: int) -> Path:
    """Return the folder of the data; make it and the environment of the peers."""
    folder = BUILD / f"{services}"
    tell(f"Making {services:,} services")
    make(HERE / "generate.py", folder, "--services", services)
    for name, options in PEERS.items():
        make(HERE / "peer_descriptor.py", folder / name, *options)
    if not PEER.exists():
        tell("Making the environment of the peer")
        venv.create(BUILD / "peer-venv", with_pip=True)
    wanted = HERE / "requirements-peer.txt"
    measured(PEER, "-m", "pip", "install", "--quiet", "--requirement", wanted)
    return folder


def measured_in_turn(folder: Path, runs: int) -> Turns:
    """Return what our preview and each peer cost, in so many runs in turn."""
    workbook = folder / "sources" / "local-offer.xlsx"
    ours = [measured(*OURS, "preview", folder, *DATE)]
    peers: dict[str, list[Cost]] = {name: [] for name in PEERS}
    for number in range(1, runs + 1):
        for name, costs in peers.items():
            tell(f"Run {number} of {runs}: {name}, and ours again")
            costs.append(measured(PEER, HERE / "peer.py", workbook, folder / name))
            ours.append(measured(*OURS, "preview", folder, *DATE))
    return Turns(ours, peers)


def show_all(turns: Turns, services: int) -> None:
    """Print what each takes, and how many times less ours is."""
    print(f"\n{f'{services:,} services':<26}{'CPU s':>8}{'clock s':>9}{'MiB':>7}")
    show("offer-opendata preview", middle(turns.ours))
    for name, costs in turns.peers.items():
        less = middle(turns.times_less(name))
        show(name, middle(costs))
        print(f"{'  times less':<26}{less.cpu:8.1f}{less.clock:9.1f}{less.memory:7.1f}")
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
