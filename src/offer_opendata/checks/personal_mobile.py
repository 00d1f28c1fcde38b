"""A mobile number is often somebody's own; a published number should belong to an organisation.

Texts are looked through as well as the columns for telephone numbers.

Wrong: `07700 900123`, if it is a worker's own telephone; `Ring Sue on 07700 900456`.
Right: `01632 960001`, or a mobile that belongs to the team; then the warning may stand.

Source: UK GDPR; Ofcom's numbering plan (070 and 076, except 07624, are not mobiles).
"""

import re

from offer_opendata.checks import phones
from offer_opendata.checks.data import Problem
from offer_opendata.checks.fields import has_check, is_written
from offer_opendata.checks.words import quoted
from offer_opendata.issues import Severity
from offer_opendata.schema import Field, Schema

CODE = "personal-mobile"
SEVERITY: Severity = "warning"
_BETWEEN = r"[ \u00a0().\-\u2010\u2011\u2013]"
HINTS = (rf"7(?:{_BETWEEN}*[0-9]){{9}}",)
_MOBILE = re.compile(r"07(?:[1-57-9][0-9]{8}|624[0-9]{6})")
# No more than two marks between digits, and no dot after 07, which is how times and dates begin.
_IN_TEXT = re.compile(
    rf"(?<![\w+])(?<![0-9][.-])(?:(?:\+|00) ?44[ -]{{0,2}}(?:\(0\))?|\(?0){_BETWEEN}{{0,2}}"
    rf"7(?!\.)(?:{_BETWEEN}{{0,2}}[0-9]){{9}}(?![0-9])"
)


def applies(field: Field) -> bool:
    """Return whether the field holds telephone numbers, other than for text messages, or text."""
    return (has_check(field, "uk-phone") and field.name != "sms") or is_written(field)


def problem(value: str, field: Field, _schema: Schema) -> Problem:
    """Return the problem where the number, or one in the text, is that of a mobile."""
    numbers = _IN_TEXT.findall(value) if is_written(field) else [value]
    found = next((each for each in numbers if _MOBILE.fullmatch(phones.digits(each))), "")
    if not found:
        return None
    return (
        f"{quoted(found)} is a mobile number, which may be somebody's own.",
        "Make sure that it belongs to the organisation, or give a number of the office.",
    )
