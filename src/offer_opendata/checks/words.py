"""Words for messages: quoted values, dates and counts as a person would write them."""

import unicodedata
from collections.abc import Sequence
from datetime import date

LONGEST = 60
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def quoted(value: str) -> str:
    """Return a value in quotation marks, fit for a message."""
    return f'"{shown(value)}"'


def shown(value: str) -> str:
    """Return a value on one line, not too long, what is invisible named."""
    text = "".join(_visible(letter) for letter in value[: LONGEST + 1])
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def spoken(day: date) -> str:
    """Return a date as in `30 April 2025`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def lower_first(title: str) -> str:
    """Return a title as it stands inside a sentence; an abbreviation keeps its capitals."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def upper_first(text: str) -> str:
    """Return a text as it begins a sentence."""
    return text[:1].upper() + text[1:]


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: `1 digit`, `12 digits`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def either(values: Sequence[str]) -> str:
    """Return quoted values joined as in `"a", "b" or "c"`."""
    said = [quoted(value) for value in values]
    return " or ".join((", ".join(said[:-1]), said[-1])) if len(said) > 1 else said[0]


def write(*values: str) -> str:
    """Return the fix that says what to write."""
    return f"Write {either(values)}."


def _visible(letter: str) -> str:
    if letter in "\n\r\t\u00a0\u2028\u2029":
        return " "
    if unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co"}:
        return f"[U+{ord(letter):04X}]"
    return letter
