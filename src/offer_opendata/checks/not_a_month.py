"""A month is written as year and month: 2026-05.

Wrong: `May 2026`, `05/2026`, `2026-5`, `2026-13`.
Right: `2026-05`.

Source: ISO 8601.
"""

import re

from offer_opendata.checks.data import Problem
from offer_opendata.checks.days import readings
from offer_opendata.checks.fields import has_check
from offer_opendata.checks.words import quoted, write
from offer_opendata.issues import Severity
from offer_opendata.schema import Field, Schema

CODE = "not-a-month"
SEVERITY: Severity = "error"
_MONTH = re.compile(r"(?:1[0-9]|20|21)[0-9]{2}-(?:0[1-9]|1[0-2])")
_MONTH_FIRST = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{4})")


def applies(field: Field) -> bool:
    """Return whether the field holds months."""
    return has_check(field, "year-month")


def problem(value: str, _field: Field, _schema: Schema) -> Problem:
    """Return the problem where the value is not a month."""
    if _MONTH.fullmatch(value):
        return None
    with_day = _MONTH_FIRST.sub(r"\2-\1", value) + "-01"
    meant = readings(with_day) or readings(f"1 {value}") or readings(value)
    months = [month for month in (day.isoformat()[:7] for day in meant) if _MONTH.fullmatch(month)]
    fix = write(*months) if months else 'Write year and month, as in "2026-05".'
    return f"{quoted(value)} is not a month as it is written here.", fix
