"""A text is not longer than its field allows.

Wrong: a whole page in the field for the name.
Right: a name of at most 300 characters, and the page in the description.
"""

from offer_opendata.checks.data import Problem
from offer_opendata.checks.words import quoted
from offer_opendata.issues import Severity
from offer_opendata.schema import Field, Schema

CODE = "too-long"
SEVERITY: Severity = "error"


def applies(field: Field) -> bool:
    """Return whether the schema states a greatest length for the field."""
    return "maxLength" in field.constraints


def problem(value: str, field: Field, _schema: Schema) -> Problem:
    """Return the problem where the value has too many characters."""
    most = field.constraints["maxLength"]
    if len(value) <= most:
        return None
    return (
        f"{quoted(value)} has {len(value)} characters, and {quoted(field.title)} holds {most}.",
        f"Shorten it to at most {most} characters, or put the rest into another column.",
    )
