"""The workbooks of the golden cases: what a spreadsheet program leaves in a file.

A binary file cannot be read in a review, so it is made here, always with the same bytes.
"""

import datetime
import io
import re
import zipfile

import xlsxwriter

PLACES = (
    ("Place id", "Place", "Type of place", "How much to show", "About the place", "UPRN"),
    ("L1", "Acorn Hall", "physical", "full", "Behind the church.", "100012345678"),
    ("L2", "Oak Library", "physical", "full", "", ""),
    ("L3", "Old Hall", "physical", "full", "Closed.", ""),
)
LINKS = (
    ("Link id", "Service", "Link text", "Web address"),
    ("K1", "S1", "Films", "https://www.example.org/film-1"),
    ("K2", "S1", "", "https://www.example.org/film-2"),
)


def workbooks() -> dict[str, bytes]:
    """Return the content of each workbook by its path below the folder of the cases."""
    return {
        "workbook/offer.xlsx": with_traces(),
        "cells-out-of-order/offer.xlsx": out_of_order(),
    }


def with_traces() -> bytes:
    """Return a workbook with everything hidden, merged, noted or not worked out."""
    out, book = _new()
    places, links = book.add_worksheet("Places"), book.add_worksheet("Links")
    for sheet, rows in ((places, PLACES), (links, LINKS)):
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    places.write_formula("E3", "=E2", value="")
    places.write_formula("F3", "=VLOOKUP(A3,H1:I9,2,FALSE)", value="#N/A")
    places.write_comment("B2", "Ask Jane about the key.", {"author": "Officer"})
    places.set_row(3, None, None, {"hidden": True})
    links.merge_range("C2:C3", "Films")
    links.set_column("B:B", None, None, {"hidden": True})
    links.hide()
    book.close()
    return out.getvalue()


def out_of_order() -> bytes:
    """Return a workbook whose third row stands before the second in the file."""
    out, book = _new()
    sheet = book.add_worksheet("Places")
    for number, row in enumerate(PLACES[:3]):
        sheet.write_row(number, 0, row)
    book.close()
    swapped = io.BytesIO()
    with zipfile.ZipFile(out) as before, zipfile.ZipFile(swapped, "w") as after:
        for info in before.infolist():
            content = before.read(info)
            if info.filename.endswith("sheet1.xml"):
                content = re.sub(rb'(<row r="2".*?</row>)(<row r="3".*?</row>)', rb"\2\1", content)
            after.writestr(info, content)
    return swapped.getvalue()


def _new() -> tuple[io.BytesIO, xlsxwriter.Workbook]:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": datetime.datetime(2026, 11, 2)})
    return out, book
