"""Numbers of people and dates of birth are never published.

NHS numbers and pupil numbers count only where their check digit is right, so that
other long numbers pass. The report does not repeat the value.

Wrong: `Ask for Sam, NHS number 943 476 5919`, `DOB: 12/03/2015`.
Right: `Ask for the family worker`.

Source: UK GDPR; the Open Government Licence excludes personal data.
"""

import re
from collections.abc import Iterator
from functools import cache

from offer_opendata.checks.check_digits import CHECKS
from offer_opendata.checks.data import Problem
from offer_opendata.checks.fields import is_written
from offer_opendata.issues import Severity
from offer_opendata.schema import Field, Schema

CODE = "personal-number"
SEVERITY: Severity = "error"
PRIVATE = True
SIGNS = ("irth", "IRTH", "DOB", "dob", "D.O.B")
HINTS = ("[0-9][0-9](?:[0-9][ -]?[0-9]{3}[ -]?[0-9]{4}|[0-9]{9}| ?[0-9]{2} ?[0-9]{2} ?[A-D])",)
_SPACED = re.compile(r"\b([A-Z]{2}) ?([0-9]{2}) ?([0-9]{2}) ?([0-9]{2}) ?([A-D])\b")
_BIRTH = re.compile(
    r"\b(?:[Dd]ate [Oo]f [Bb]irth|DATE OF BIRTH|[Bb]irth ?[Dd]ate|BIRTH ?DATE|"
    r"DOB|dob|D\.O\.B)"
    r"\b\W{0,4}"
    r"(?:[0-9]{1,4}[-/. ][0-9]{1,2}[-/. ][0-9]{2,4}|[0-9]{1,2}(?:st|nd|rd|th)? \w{3,9} [0-9]{2,4})"
)


def applies(field: Field) -> bool:
    """Return whether people write freely in the field."""
    return is_written(field)


def problem(value: str, _field: Field, schema: Schema) -> Problem:
    """Return the problem where the value holds a number of a person or a date of birth."""
    found = next(_found(value, schema), "")
    if not found:
        return None
    return (
        f"The text holds what looks like a personal identifier: {found}.",
        "Take it out of the spreadsheet, and tell whoever looks after data protection.",
    )


def _found(value: str, schema: Schema) -> Iterator[str]:
    text = _SPACED.sub(r"\1\2\3\4\5", value)
    for row in schema.codelists["personal_identifier"].rows:
        holds = CHECKS.get(row["check_digit"], bool)
        if any(holds(found[0]) for found in _pattern(row["regex"]).finditer(text)):
            yield row["label"]
    if _BIRTH.search(value):
        yield "date of birth"


@cache
def _pattern(regex: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.-])(?:{regex.strip('^$')})(?![\w-]|\.\w)")
