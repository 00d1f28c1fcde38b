"""The example released by a process of its own, each release kept: `example_releases.py DIR`.

Without the referee and the databases, which other tests see to, so that it takes seconds.
"""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from faults import quick
from offer_opendata.example import release_example
from offer_opendata.work import publishing

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def without_databases() -> Iterator[None]:
    """Let whole commands run without waiting for the disk, the referee, or a database."""
    with quick(), patch.object(publishing, "build", lambda *_: None):
        yield


def keep_releases(place: Path) -> None:
    """Release the example in a folder, and copy its package to `<number>` after each release."""
    with without_databases():
        for number, _ in enumerate(release_example(ROOT / "example", place), start=1):
            shutil.copytree(place / "datapackage", place / str(number))


if __name__ == "__main__":
    keep_releases(Path(sys.argv[1]))
