"""A text is not shorter than its field asks for.

Wrong: `A` where at least three characters are needed.
Right: `Acorn`.
"""

from offer_opendata.checks.data import Problem
from offer_opendata.checks.words import counted, quoted
from offer_opendata.issues import Severity
from offer_opendata.schema import Field, Schema

CODE = "too-short"
SEVERITY: Severity = "error"


def applies(field: Field) -> bool:
    """Return whether the schema states a smallest length for the field."""
    return "minLength" in field.constraints


def problem(value: str, field: Field, _schema: Schema) -> Problem:
    """Return the problem where the value has too few characters."""
    least = field.constraints["minLength"]
    if len(value) >= least:
        return None
    length = counted(len(value), "character")
    return (
        f"{quoted(value)} has {length}, and {quoted(field.title)} needs at least {least}.",
        "Write it in full.",
    )
