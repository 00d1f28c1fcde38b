"""A whole number is written in digits with at most a sign, and without a fraction.

Wrong: `2.5`, `about 20`, `twelve`.
Right: `2`, `20`, `12`.

Source: Data Package 2.0, Table Schema, integer.
"""

from offer_opendata.checks.data import Problem
from offer_opendata.checks.figures import NUMBER, WHOLE, likely, why_not
from offer_opendata.checks.words import quoted, write
from offer_opendata.issues import Severity
from offer_opendata.schema import Field, Schema

CODE = "not-a-whole-number"
SEVERITY: Severity = "error"


def applies(field: Field) -> bool:
    """Return whether the field holds whole numbers."""
    return field.type == "integer"


def problem(value: str, field: Field, _schema: Schema) -> Problem:
    """Return the problem where the value is not a whole number."""
    if WHOLE.fullmatch(value):
        return None
    why = ": it has a fraction" if NUMBER.fullmatch(value) else why_not(value)
    meant = likely(value, f"{field.title} {field.description}").removesuffix(".0")
    fix = f"Write a whole number in digits, as in {quoted(field.example)}."
    if WHOLE.fullmatch(meant):
        fix = write(meant)
    return f"{quoted(value)} is not a whole number{why}.", fix
