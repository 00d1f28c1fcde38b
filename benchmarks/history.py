"""Measure what history costs: see README.md.

A release beside the preview of the same sources, and the fiftieth beside the second. The
referee stands apart, as in bench.py: its cost does not depend on history.
"""

import argparse
import datetime
import shutil
import sys
from pathlib import Path

from bench import BUILD, HERE, OURS, make, middle, show, tell
from cost import Cost, measured
from world import DAY

DATE = ("--date", DAY.isoformat())
# The release command without its referee, which is measured by bench.py.
RELEASE = (
    "import sys, offer_opendata.release as release; "
    "release.referee_what_is_new = lambda *_: None; "
    "from offer_opendata.cli import main; main(sys.argv[1:])"
)
FIRST = (DAY - datetime.timedelta(days=2)).isoformat()
RELEASES = 49
TARGETS = {"preview": 1.5, "fiftieth": 1.6, "unchanged": 0.3}


def main() -> None:
    """Read the command line, make what is needed, measure, and print."""
    parser = argparse.ArgumentParser(description="Measure what history costs.")
    parser.add_argument("--services", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=3, help="how many runs of each, in turn")
    asked = parser.parse_args()
    short, long = prepared(asked.services)
    previews, seconds, fiftieths = [], [], []
    for number in range(1, asked.runs + 1):
        tell(f"Run {number} of {asked.runs}")
        previews.append(measured(*OURS, "preview", short, *DATE))
        seconds.append(released(short))
        fiftieths.append(released(long))
    show_all(middle(previews), middle(seconds), middle(fiftieths))
    show_unchanged(asked.services)


def prepared(services: int) -> tuple[Path, Path]:
    """Return two folders whose sources changed since the last release: the first, and the 49th."""
    start, short, long = (BUILD / f"{services}-history-{name}" for name in ("start", "2", "50"))
    if not long.exists():
        tell(f"Releasing {services:,} services")
        shutil.rmtree(start, ignore_errors=True)
        make(HERE / "generate.py", start, "--services", services)
        release(start, FIRST)
        shutil.rmtree(start / "build")
        for folder in (short, long):
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(start, folder)
            make(HERE / "generate.py", folder, "--services", services, "--changed")
        tell(f"Releasing {RELEASES - 1} times more, 2% changed each time")
        # In a process of its own: what starts a command counts in its memory, as large as it is.
        make(HERE / "long_history.py", long, RELEASES)
    return short, long


def released(folder: Path) -> Cost:
    """Return what a release costs, made in a copy of the folder."""
    copy = folder.with_name(f"{folder.name}-run")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy)
    return release(copy, *DATE[1:])


def release(folder: Path, day: str) -> Cost:
    """Release a publication, and return what it cost without the referee."""
    return measured(sys.executable, "-c", RELEASE, "release", folder, "--date", day)


def show_all(preview: Cost, second: Cost, fiftieth: Cost) -> None:
    """Print what a preview and two releases cost, and the ratios."""
    print(f"\n{'2% changed':<26}{'CPU s':>8}{'clock s':>9}{'MiB':>7}")
    show("preview", preview)
    show("release 2", second)
    show("release 50", fiftieth)
    print(f"release 2 / preview      {second.cpu / preview.cpu:8.2f}  target {TARGETS['preview']}")
    print(
        f"release 50 / release 2   {fiftieth.cpu / second.cpu:8.2f}  target {TARGETS['fiftieth']}"
    )


def show_unchanged(services: int) -> None:
    """Print what a release costs where nothing changed."""
    folder = BUILD / f"{services}-history-2-run"
    cost = middle([measured(*OURS, "release", folder, *DATE) for _ in range(5)])
    print(f"nothing changed: {cost.cpu:.2f} s CPU, target {TARGETS['unchanged']}")


if __name__ == "__main__":
    main()
