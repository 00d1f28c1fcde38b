"""A number lies between the smallest and the greatest that its field allows.

Wrong: `99` as the oldest age, `-3` places.
Right: `25`, `3`.
"""

from decimal import Decimal
from functools import cache

from offer_opendata.checks.data import Problem
from offer_opendata.checks.fields import or_blank
from offer_opendata.checks.words import quoted
from offer_opendata.issues import Severity
from offer_opendata.schema import Field, Schema

CODE = "out-of-range"
SEVERITY: Severity = "error"


def applies(field: Field) -> bool:
    """Return whether the schema states bounds for the numbers of the field."""
    bounds = "minimum" in field.constraints or "maximum" in field.constraints
    return bounds and field.type in {"number", "integer"}


def problem(value: str, field: Field, _schema: Schema) -> Problem:
    """Return the problem where the number is outside the bounds; it is known to be a number."""
    least, most = field.constraints.get("minimum"), field.constraints.get("maximum")
    number = Decimal(value)
    if least is not None and number < _bound(least):
        return _said(value, field, f"less than {least}")
    if most is not None and number > _bound(most):
        return _said(value, field, f"more than {most}")
    return None


def _said(value: str, field: Field, how: str) -> tuple[str, str]:
    least, most = field.constraints.get("minimum"), field.constraints.get("maximum")
    bounds = f"from {least} to {most}" if None not in (least, most) else f"not {how}"
    return (
        f"{quoted(value)} is {how}, which {quoted(field.title)} cannot be.",
        f"Write a number {bounds}{or_blank(field)}.",
    )


@cache
def _bound(number: float) -> Decimal:
    return Decimal(str(number))
