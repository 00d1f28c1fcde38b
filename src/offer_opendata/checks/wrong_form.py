"""A value has the form that its field asks for, such as an id without spaces.

Wrong: `svc 0001` as an id, `10000123456789` as a UPRN.
Right: `svc-0001`, `100012345678`.
"""

import re
from collections.abc import Callable
from functools import cache

from offer_opendata.checks.data import Problem
from offer_opendata.checks.words import lower_first, quoted
from offer_opendata.issues import Severity
from offer_opendata.schema import Field, Schema

CODE = "wrong-form"
SEVERITY: Severity = "error"


def applies(field: Field) -> bool:
    """Return whether the schema states a pattern for the field."""
    return "pattern" in field.constraints


def quick(field: Field) -> Callable[[str], object]:
    """Return what is true of values that fit."""
    return _pattern(field.constraints["pattern"]).fullmatch


def problem(value: str, field: Field, _schema: Schema) -> Problem:
    """Return the problem where the value does not match the pattern of its field."""
    if _pattern(field.constraints["pattern"]).fullmatch(value):
        return None
    why = ": it has a space in it" if re.search(r"\s", value) else ""
    return (
        f"{quoted(value)} does not fit the column {quoted(field.title)}{why}.",
        f"Write the {lower_first(field.title)} as in {quoted(field.example)}.",
    )


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
