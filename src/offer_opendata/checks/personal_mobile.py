"""A mobile number is often somebody's own; a published number should belong to an organisation.

Wrong: `07700 900123`, if it is a worker's own telephone.
Right: `01632 960001`, or a mobile that belongs to the team; then the warning may stand.

Source: UK GDPR; Ofcom's numbering plan (070 and 076, except 07624, are not mobiles).
"""

import re

from offer_opendata.checks import phones
from offer_opendata.checks.data import Problem
from offer_opendata.checks.fields import has_check
from offer_opendata.checks.words import quoted
from offer_opendata.issues import Severity
from offer_opendata.schema import Field, Schema

CODE = "personal-mobile"
SEVERITY: Severity = "warning"
HINTS = ("7",)
_MOBILE = re.compile(r"07(?:[1-57-9][0-9]{8}|624[0-9]{6})")


def applies(field: Field) -> bool:
    """Return whether the field holds telephone numbers, other than for text messages."""
    return has_check(field, "uk-phone") and field.name != "sms"


def problem(value: str, _field: Field, _schema: Schema) -> Problem:
    """Return the problem where the number is that of a mobile."""
    if not _MOBILE.fullmatch(phones.digits(value)):
        return None
    return (
        f"{quoted(value)} is a mobile number, which may be somebody's own.",
        "Make sure that it belongs to the organisation, or give a number of the office.",
    )
