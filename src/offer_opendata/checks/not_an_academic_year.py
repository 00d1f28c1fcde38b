"""A school year is written with its two calendar years: 2026/27.

Wrong: `2026-27`, `2026/2027`, `2026/28`, `2026`.
Right: `2026/27`.
"""

import re

from offer_opendata.checks.data import Problem
from offer_opendata.checks.fields import has_check
from offer_opendata.checks.words import quoted, write
from offer_opendata.issues import Severity
from offer_opendata.schema import Field, Schema

CODE = "not-an-academic-year"
SEVERITY: Severity = "error"
_LOOSE = re.compile(r"((?:19|20)[0-9]{2}) ?(?:[-/–]|to) ?((?:[0-9]{2})?[0-9]{2})")


def applies(field: Field) -> bool:
    """Return whether the field holds school years."""
    return has_check(field, "academic-year")


def problem(value: str, _field: Field, _schema: Schema) -> Problem:
    """Return the problem where the value is not a school year."""
    found = _LOOSE.fullmatch(value)
    written = f"{found[1]}/{(int(found[1]) + 1) % 100:02}" if found else ""
    if found and value == written:
        return None
    if found and found[2][-2:] == written[-2:]:
        return f"{quoted(value)} is a school year in another form.", write(written)
    if found:
        message = f"{quoted(value)} is not a school year: its years do not follow each other."
        return message, write(written)
    return f"{quoted(value)} is not a school year.", 'Write it as in "2026/27".'
