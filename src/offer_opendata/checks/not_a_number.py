"""A number is written in digits with at most a sign and a decimal point, and nothing else.

Wrong: `£2.50`, `1,000`, `12 weeks`, `5-11`, `1e3`.
Right: `2.50`, `1000`, `12`, `5`, `-3.1008`.

Source: Data Package 2.0, Table Schema, number.
"""

from collections.abc import Callable

from offer_opendata.checks.data import Problem
from offer_opendata.checks.figures import NUMBER, likely, why_not
from offer_opendata.checks.words import quoted, write
from offer_opendata.issues import Severity
from offer_opendata.schema import Field, Schema

CODE = "not-a-number"
SEVERITY: Severity = "error"


def applies(field: Field) -> bool:
    """Return whether the field holds numbers."""
    return field.type == "number"


def quick(_field: Field) -> Callable[[str], object]:
    """Return what is true of numbers."""
    return NUMBER.fullmatch


def problem(value: str, field: Field, _schema: Schema) -> Problem:
    """Return the problem where the value is not a number."""
    if NUMBER.fullmatch(value):
        return None
    meant = likely(value, f"{field.title} {field.description}")
    fix = write(meant) if meant else f"Write one number in digits, as in {quoted(field.example)}."
    return f"{quoted(value)} is not a number{why_not(value)}.", fix
