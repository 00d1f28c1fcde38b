"""Make a publication folder of any size, the same in each run: see README.md beside this file."""

import argparse
import csv
import datetime
from collections.abc import Iterable, Iterator
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from invented import later, records
from layout import Layout, Record, Value, layouts
from planted import ERROR_CELL, PRIVATE, Planted, spoiled, with_private_column
from world import World

SETTINGS = """schema = 1

[publisher]
name = "Wrenshire County Council"
code = "E10999901"
homepage = "https://wrenshire.example.org/local-offer"
contact_role = "SEND Local Offer officer"
email = "localoffer@wrenshire.example.org"
phone = "01632 960100"

[package]
title = "Wrenshire SEND Local Offer"
description = "Invented data for measuring."

[[source]]
file = "sources/local-offer.xlsx"
mapping = "template"
"""

FORMS = {datetime.date: "yyyy-mm-dd", datetime.time: "hh:mm"}
"""How the template shows dates and times."""


def main() -> None:
    """Read the command line and make the folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--services", type=int, default=10_000, metavar="N")
    parser.add_argument("--errors", action="store_true", help="plant errors, with an answer key")
    parser.add_argument("--changed", action="store_true", help="as a year later: 2% is changed")
    asked = parser.parse_args()
    world = World(asked.services, layouts(), asked.changed)
    count = make_publication(asked.folder, world, asked.errors)
    print(f"{asked.folder}: {asked.services:,} services, {count:,} rows")


def make_publication(folder: Path, world: World, errors: bool) -> int:
    """Write offer.toml, the workbook and, with errors, answer-key.csv; return how many rows."""
    (folder / "sources").mkdir(parents=True, exist_ok=True)
    (folder / "offer.toml").write_text(SETTINGS, encoding="utf-8", newline="\n")
    key: list[Planted] = []
    count = 0
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(folder / "sources" / "local-offer.xlsx", options) as workbook:
        workbook.set_properties({"created": datetime.datetime(2026, 11, 23)})
        styles = {kind: workbook.add_format({"num_format": form}) for kind, form in FORMS.items()}
        for name, layout in world.sheets.items():
            rows = later(records(world, name)) if world.changed else records(world, name)
            sheet = workbook.add_worksheet(name)
            if errors:
                rows = spoiled(rows, layout, world, key)
            if errors and name == PRIVATE[0]:
                rows = with_private_column(rows, layout, key)
            count += _write(sheet, layout, rows, styles)
    if errors:
        _write_key(folder / "answer-key.csv", key)
    return count


def _write(
    sheet: Worksheet, layout: Layout, rows: Iterable[Record], styles: dict[type, Format]
) -> int:
    place = {key: column for column, key in enumerate((*layout.columns, PRIVATE[1]))}
    for column, heading in enumerate(layout.columns.values()):
        sheet.write_string(0, column, heading.heading)
    number = 0
    for number, record in enumerate(rows, 1):
        for key, value in _filled(record):
            _write_cell(sheet, (number, place[key]), value, styles)
            if key == PRIVATE[1]:
                sheet.write_string(0, place[key], key)
    return number


def _filled(record: Record) -> Iterator[tuple[str, Value]]:
    return (each for each in record.items() if each[1] != "")


def _write_cell(
    sheet: Worksheet, at: tuple[int, int], value: Value, styles: dict[type, Format]
) -> None:
    style = styles.get(type(value))
    if style:
        sheet.write_datetime(*at, value, style)
    elif value == ERROR_CELL:
        sheet.write_formula(*at, "=1/0", None, value)
    elif isinstance(value, str):
        sheet.write_string(*at, value)
    else:
        sheet.write_number(*at, value)


def _write_key(file: Path, key: list[Planted]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("code", "sheet", "cell"))
        writer.writerows(sorted((each.code, each.sheet, each.cell) for each in key))


if __name__ == "__main__":
    main()
