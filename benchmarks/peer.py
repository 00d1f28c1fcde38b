"""The pipeline that a person would build today, out of the tools that everybody knows.

peer.py WORKBOOK FOLDER: FOLDER holds a datapackage.json with a Table Schema for each sheet.
openpyxl writes one CSV file per sheet beside it, frictionless validates the package, and
sqlite-utils loads each file into FOLDER/offer.db and makes it searchable. A resource with a
`cut` comes of the cells of a sheet that hold several values. Runs in an environment of its
own: see requirements-peer.txt.
"""

import csv
import datetime
import json
import subprocess
import sys
from pathlib import Path

import openpyxl

TOOLS = Path(sys.executable).parent


def main() -> None:
    """Run the steps in order; stop at the first that fails."""
    workbook, folder = Path(sys.argv[1]), Path(sys.argv[2])
    resources = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    write_csv(workbook, [each for each in resources if "cut" not in each], folder)
    for resource in resources:
        if "cut" in resource:
            write_list(resource, folder)
    run(folder, "frictionless", "validate", "datapackage.json")
    (folder / "offer.db").unlink(missing_ok=True)
    for resource in resources:
        keys = [part for name in resource["schema"]["primaryKey"] for part in ("--pk", name)]
        name, path = resource["name"], resource["path"]
        run(folder, "sqlite-utils", "insert", "offer.db", name, path, "--csv", *keys)
    run(folder, "sqlite-utils", "enable-fts", "offer.db", "services", "Service", "Description")


def write_csv(file: Path, resources: list[dict], folder: Path) -> None:
    """Write the sheet that each resource names as a CSV file, row by row."""
    workbook = openpyxl.load_workbook(file, read_only=True, data_only=True)
    for resource in resources:
        with (folder / resource["path"]).open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            for row in workbook[resource["title"]].iter_rows(values_only=True):
                writer.writerow([text(value) for value in row])
    workbook.close()


def write_list(resource: dict, folder: Path) -> None:
    """Write each value of the cells that hold several as a row of its own."""
    own, *_ = resource["schema"]["primaryKey"]
    sheet, columns = resource["cut"]["sheet"], resource["cut"]["columns"]
    with (
        (folder / f"{sheet}.csv").open(encoding="utf-8", newline="") as source,
        (folder / resource["path"]).open("w", encoding="utf-8", newline="") as out,
    ):
        writer = csv.writer(out)
        writer.writerow([own, "list", "value"])
        for row in csv.DictReader(source):
            for heading, name in columns.items():
                for value in filter(None, row[heading].split(";")):
                    writer.writerow([row[own], name, value.strip()])


def text(value: object) -> object:
    """Return a cell as text; a date without its midnight, a time without seconds."""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    return value


def run(folder: Path, tool: str, *arguments: str) -> None:
    """Run a command line tool of this environment."""
    subprocess.run([TOOLS / tool, *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
