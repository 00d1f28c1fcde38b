"""The report as CSV (RFC 4180) with one row for each issue, to work through in a spreadsheet.

A spreadsheet runs a text that begins with = + - @ or a tab, and cells are other people's.
Such a text gets an apostrophe in front, and so does one that begins with an apostrophe:
take the first one away, and the text is as it was. The file begins with a byte order
mark, without which Excel would not read it as UTF-8.
"""

import csv
import io
from operator import attrgetter

from offer_opendata.issues import Issue
from offer_opendata.report.summary import Report

COLUMNS = (
    "severity",
    "code",
    "file",
    "sheet",
    "row",
    "column",
    "cell",
    "place",
    "resource",
    "id",
    "field",
    "value",
    "message",
    "fix",
)
BYTE_ORDER_MARK = "\ufeff"
_RUN = tuple("=+-@\t\r\n＝＋－＠")
_row = attrgetter(*COLUMNS)


def render_csv(report: Report) -> str:
    """Return the issues as CSV: a heading, then one row for each."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_cells(issue) for issue in report.issues)
    return BYTE_ORDER_MARK + text.getvalue()


def harmless(text: str) -> str:
    """Return a text as a spreadsheet may have it: with ' in front where it would be run."""
    runs = text.startswith(("'", *_RUN)) or text.lstrip().startswith(_RUN)
    return f"'{text}" if runs else text


def _cells(issue: Issue) -> list[str]:
    return ["" if value is None else harmless(str(value)) for value in _row(issue)]
