"""Ours, for comparing.py: compare tables of two packages, and write their changes as CSV."""

import sys
from pathlib import Path

from offer_opendata.history.change import HEADER
from offer_opendata.history.compare import compare_csv
from offer_opendata.history.rows import csv_text
from offer_opendata.schema import load_resource, schema_folder


def main(before: str, after: str, names: list[str]) -> None:
    """Write every change of the named tables, or of all."""
    changes = []
    for name in names or [path.stem for path in sorted(Path(before, "data").glob("*.csv"))]:
        resource = load_resource(schema_folder(), name)
        old, new = (Path(folder, "data", f"{name}.csv").read_bytes() for folder in (before, after))
        changes += compare_csv((resource, old), (resource, new), {})[0]
    sys.stdout.write(csv_text([HEADER, *(change.row() for change in changes)]))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
