"""Declared date forms: a mapping says how its dates are written, and nothing is guessed."""

import datetime
import re
from collections.abc import Sequence
from functools import cache

_PARTS = {
    "DD": r"(?P<day>[0-9]{1,2})",
    "MM": r"(?P<month>[0-9]{1,2})",
    "MMM": r"(?P<name>[A-Za-z]+)",
    "YYYY": r"(?P<year>[0-9]{4})",
}
_SPLIT = re.compile(r"(YYYY|MMM|MM|DD)")
_MIDNIGHT = re.compile(r"[T ](00:00(:00)?|12:00:00 AM)")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_NAMES = {name[:3]: i for i, name in enumerate(_MONTHS, 1)}
_NAMES |= {name: i for i, name in enumerate(_MONTHS, 1)} | {"sept": 9}


def is_form(form: str) -> bool:
    """Whether a form of date names one day, one month and one year, such as `DD/MM/YYYY`."""
    return sorted(_SPLIT.findall(form)) in (["DD", "MM", "YYYY"], ["DD", "MMM", "YYYY"])


def iso_date(text: str, forms: Sequence[str]) -> str:
    """Return the date as YYYY-MM-DD if it has one of the forms, else the text unchanged.

    A form is written with DD, MM (number), MMM (name of the month) and YYYY, such as
    `DD/MM/YYYY`. A time after the date is allowed where it is midnight. Where a text
    has two of the forms and they mean two days, it stays as it is.
    """
    midnight = _MIDNIGHT.search(text)
    date = text[: midnight.start()] if midnight and midnight.end() == len(text) else text
    found = {day for form in ("YYYY-MM-DD", *forms) if (day := _date(date, form))}
    return found.pop() if len(found) == 1 else text


@cache
def _pattern(form: str) -> re.Pattern[str]:
    return re.compile("".join(_PARTS.get(part, re.escape(part)) for part in _SPLIT.split(form)))


def _date(text: str, form: str) -> str:
    found = _pattern(form).fullmatch(text)
    if not found:
        return ""
    parts = found.groupdict()
    month = parts.get("month") or _NAMES.get(parts.get("name", "").lower(), 0)
    try:
        return datetime.date(int(parts["year"]), int(month), int(parts["day"])).isoformat()
    except ValueError:
        return ""
