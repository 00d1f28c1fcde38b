"""A date is a day that exists, written as year, month and day: 2026-02-28.

`01/02/2026` means the 1st of February here and the 2nd of January in America, so no
other form is taken as a date unless the mapping declares it.

Wrong: `31/02/2026`, `01/02/2026`, `2026-2-8`, `Spring 2026`.
Right: `2026-02-28`.

Source: ISO 8601, as GOV.UK asks for in open data.
"""

import calendar

from offer_opendata.checks.data import Problem
from offer_opendata.checks.days import YEARS, day, parts, readings
from offer_opendata.checks.words import MONTHS, quoted, spoken, write
from offer_opendata.issues import Severity
from offer_opendata.schema import Field, Schema

CODE = "not-a-date"
SEVERITY: Severity = "error"


def applies(field: Field) -> bool:
    """Return whether the field holds dates."""
    return field.type == "date"


def problem(value: str, field: Field, _schema: Schema) -> Problem:
    """Return the problem where the value is not a date, with the dates that it may mean."""
    if day(value):
        return None
    meant = [each for each in readings(value) if each.year in YEARS]
    if not meant:
        return _nowhere(value), f"Write year, month and day, as in {quoted(field.example)}."
    fix = write(*(each.isoformat() for each in meant))
    if len(meant) > 1:
        return f"{quoted(value)} can mean {' or '.join(spoken(each) for each in meant)}.", fix
    if len(value.partition(".")[0]) == 5:
        return f"{quoted(value)} is a spreadsheet's day number and not a date.", fix
    return f"{quoted(value)} is a date in another form.", fix


def _nowhere(value: str) -> str:
    for year, month, _ in parts(value):
        if not 1 <= month <= 12:
            return f"{quoted(value)} is not a date: there is no month {month}."
        if year not in YEARS:
            return f"{quoted(value)} is not a date that can be meant here: the year is {year}."
        length = calendar.monthrange(year, month)[1]
        return f"{quoted(value)} is not a date: {MONTHS[month - 1]} {year} has {length} days."
    return f"{quoted(value)} is not a date."
