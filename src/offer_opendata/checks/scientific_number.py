"""A number that identifies something must be written in full and not shortened with an E.

A spreadsheet shows a long number as `1.0E+11`, and the digits that it hides are lost
as soon as the sheet is saved as CSV.

Wrong: `1.0E+11` as a UPRN.
Right: `100012345678`, in a column formatted as text.
"""

import re

from offer_opendata.checks.data import Problem
from offer_opendata.checks.fields import is_text
from offer_opendata.checks.words import quoted
from offer_opendata.issues import Severity
from offer_opendata.schema import Field, Schema

CODE = "scientific-number"
SEVERITY: Severity = "error"
SIGNS = ("E+", "e+")
_SCIENTIFIC = re.compile(r"[0-9]+(?:[.,][0-9]+)?[Ee]\+[0-9]+")


def applies(field: Field) -> bool:
    """Return whether the field holds text; for numbers there are checks of their own."""
    return is_text(field)


def problem(value: str, _field: Field, _schema: Schema) -> Problem:
    """Return the problem where the whole value is a number shortened with an E."""
    if not _SCIENTIFIC.fullmatch(value):
        return None
    return (
        f"{quoted(value)} is a long number that a spreadsheet has shortened.",
        "Format the column as text, and type the number again in full.",
    )
