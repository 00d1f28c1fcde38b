"""The peer, for comparing.py: compare tables of two packages with csv-diff, as its command does.

csv-diff knows keys of one column only. Where a key has several, it is given the whole row
instead, which is what it does by itself: a changed row is one that went and one that came. It
is told the dialect, since its guessing does not end within minutes for some tables.
"""

import json
import sys
from pathlib import Path

from csv_diff import compare, load_csv


def main(before: str, after: str) -> None:
    """Write the differences of all tables as JSON."""
    found = {}
    for path in sorted(Path(before, "data").glob("*.csv")):
        key = "id" if path.read_text(encoding="utf-8").startswith("id,") else None
        sides = [read(Path(folder, "data", path.name), key) for folder in (before, after)]
        if all(sides):  # an empty table ends csv-diff with a traceback
            found[path.stem] = compare(*sides)
    json.dump(found, sys.stdout, indent=4)


def read(path: Path, key: str | None) -> dict:
    """Return the rows of a file as csv-diff has them."""
    with path.open(encoding="utf-8", newline="") as file:
        return load_csv(file, key=key, dialect="excel")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
