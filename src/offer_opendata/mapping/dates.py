"""Declared date forms: a mapping says how its dates are written, and nothing is guessed."""

import datetime
import re
from collections.abc import Sequence

from offer_opendata.errors import OfferError

_PARTS = {
    "DD": r"(?P<day>[0-9]{1,2})",
    "MM": r"(?P<month>[0-9]{1,2})",
    "MMM": r"(?P<name>[A-Za-z]{3,9})",
    "YYYY": r"(?P<year>[0-9]{4})",
}
_MIDNIGHT = re.compile(r"[T ](00:00(:00)?|12:00:00 AM)$")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def iso_date(text: str, forms: Sequence[str]) -> str:
    """Return the date as YYYY-MM-DD if it has one of the forms, else the text unchanged.

    A form is written with DD, MM (number), MMM (name of the month) and YYYY, such as
    `DD/MM/YYYY`. A time after the date is allowed where it is midnight.
    """
    text = _MIDNIGHT.sub("", text)
    for form in forms:
        found = re.fullmatch(_pattern(form), text)
        if found:
            return _date(found.groupdict()) or text
    return text


def _pattern(form: str) -> str:
    pattern = "".join(
        _PARTS.get(part, re.escape(part)) for part in re.split(r"(YYYY|MMM|MM|DD)", form)
    )
    if "(?P<year>" not in pattern:
        raise OfferError(f'"{form}" is not a form of date; write it with DD, MM and YYYY')
    return pattern


def _date(parts: dict[str, str]) -> str:
    name = parts.get("name", "")[:3].lower()
    month = _MONTHS.index(name) + 1 if name in _MONTHS else int(parts.get("month") or 0)
    try:
        return datetime.date(int(parts["year"]), month, int(parts.get("day") or 1)).isoformat()
    except ValueError:
        return ""
