"""Dates: the one form that counts, and what other forms may mean."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from offer_opendata.checks.words import MONTHS

YEARS = range(1000, 2200)
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})(?:[T ].*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?: .*)?")
_DAY_NAMED = re.compile(
    r"(?:[a-z]+,? )?(?P<day>\d{1,2})(?:st|nd|rd|th)?[- ](?:of )?(?P<month>[a-z]{3,9})[.,]?[- ]"
    r"(?P<year>\d{4}|\d{2})",
    re.IGNORECASE,
)
_MONTH_NAMED = re.compile(
    r"(?P<month>[a-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})", re.IGNORECASE
)
_SERIAL = re.compile(r"([2-6][0-9]{4})(?:\.0+)?")


@lru_cache(maxsize=65536)
def day(text: str) -> date | None:
    """Return the date that is written YYYY-MM-DD and exists, else None."""
    if not _ISO.fullmatch(text):
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year in YEARS else None


def parts(text: str) -> list[tuple[int, int, int]]:
    """Return year, month and day for each way in which a text may be read, existing or not."""
    found = _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text)
    if found:
        year, month, number = (int(part) for part in found.groups())
        return [(year, month, number)]
    found = _YEAR_LAST.fullmatch(text)
    if found:
        first, second = int(found[1]), int(found[2])
        british, american = (_year(found[3]), second, first), (_year(found[3]), first, second)
        return [british] if first == second else [british, american]
    named = _DAY_NAMED.fullmatch(text) or _MONTH_NAMED.fullmatch(text)
    month = _month(named["month"]) if named else 0
    return [(_year(named["year"]), month, int(named["day"]))] if named and month else []


def readings(text: str) -> list[date]:
    """Return the dates that a text may mean; a spreadsheet's day number is one."""
    serial = _SERIAL.fullmatch(text)
    if serial:
        return [date(1899, 12, 30) + timedelta(days=int(serial[1]))]
    return list(_existing(text))


def _existing(text: str) -> Iterator[date]:
    for year, month, number in parts(text):
        try:
            yield date(year, month, number)
        except ValueError:
            continue


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < 70 else 1900)


def _month(word: str) -> int:
    begun = word.lower().replace("sept", "sep") if len(word) == 4 else word.lower()
    fits = (number for number, name in enumerate(MONTHS, 1) if name.lower().startswith(begun))
    return next(fits, 0)
