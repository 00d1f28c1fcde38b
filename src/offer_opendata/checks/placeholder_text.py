"""A cell holds something that families can use, or nothing: not a mark for something missing.

Wrong: `TBC`, `n/a`, `xxx`, `Lorem ipsum dolor`.
Right: a blank cell.
"""

from offer_opendata.checks.data import Problem
from offer_opendata.checks.fields import is_text
from offer_opendata.checks.words import quoted
from offer_opendata.issues import Severity
from offer_opendata.schema import Field, Schema

CODE = "placeholder-text"
SEVERITY: Severity = "warning"


def applies(field: Field) -> bool:
    """Return whether the field holds text; elsewhere a placeholder is an error already."""
    return is_text(field)


def problem(value: str, _field: Field, schema: Schema) -> Problem:
    """Return the problem where the value stands on the list of placeholders."""
    placeholders = schema.codelists["placeholder_text"]
    text = " ".join(value.casefold().split())
    if len(text) > 30 or text not in placeholders.codes:
        parts = (row["code"] for row in placeholders.rows if row["match"] == "part")
        if not any(part in text for part in parts):
            return None
    return (
        f"{quoted(value)} stands where something for families should be.",
        "Write what it stands for, or leave the cell blank.",
    )
