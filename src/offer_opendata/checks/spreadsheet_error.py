"""A cell must not hold an error that a spreadsheet shows in place of a value.

Wrong: `#REF!` in the column for the telephone.
Right: `01632 960001`, or a blank cell where it is not known.
"""

import re

from offer_opendata.checks.data import Problem
from offer_opendata.checks.words import quoted
from offer_opendata.issues import Severity
from offer_opendata.schema import Field, Schema

CODE = "spreadsheet-error"
SEVERITY: Severity = "error"
SIGNS = ("#", "Err:")
_ERROR = re.compile(
    r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|GETTING_DATA)"
    r"|Err:5[0-9]{2}|^#{3,}$"
)


def applies(_field: Field) -> bool:
    """Return True: an error can come out of any column."""
    return True


def problem(value: str, _field: Field, _schema: Schema) -> Problem:
    """Return the problem where the value holds an error of a spreadsheet."""
    found = _ERROR.search(value)
    if not found:
        return None
    if value.startswith("##"):
        return (
            f"{quoted(value)} is what a spreadsheet shows when a column is too narrow.",
            "Widen the column, and copy the value again.",
        )
    return (
        f"{quoted(value)} is an error of the spreadsheet and not a value.",
        "Correct the formula, or type the value.",
    )
