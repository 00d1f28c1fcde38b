"""A time of day is written with four digits on the 24-hour clock: 09:30.

Wrong: `hh:mm:ss`, `9.30am to 3pm`, `25:00`, `09:30:15`.
Right: `09:30`, `15:45`, `00:00` for midnight.

Source: ISO 8601; Data Package 2.0, Table Schema, time.
"""

import re

from offer_opendata.checks.data import Problem
from offer_opendata.checks.words import quoted, write
from offer_opendata.issues import Severity
from offer_opendata.schema import Field, Schema
from offer_opendata.values import clock

CODE = "not-a-time"
SEVERITY: Severity = "error"
_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_WORDS = {"noon": "12:00", "midday": "12:00", "12 noon": "12:00", "midnight": "00:00"}


def applies(field: Field) -> bool:
    """Return whether the field holds times of day."""
    return field.type == "time"


def problem(value: str, field: Field, _schema: Schema) -> Problem:
    """Return the problem where the value is not a time of day."""
    if _TIME.fullmatch(value):
        return None
    meant = _meant(value)
    fix = write(meant) if meant else f"Write hours and minutes, as in {quoted(field.example)}."
    why = ""
    if re.fullmatch(r"[hms]+([:.][hms]+)+", value.lower()):
        why = ": it is the form of a time"
    elif re.fullmatch(r"[0-9]{1,2}[:.][0-9]{2}[:.][0-9]{2}", value):
        why = ": it has seconds"
    elif re.search(r"[0-9]\s{0,3}(?:am|pm)?\s{0,3}(?:-|–|to)\s{0,3}[0-9]", value):
        why, fix = (
            ": it holds two times",
            "Put the two times into the columns for opening and closing.",
        )
    return f"{quoted(value)} is not a time of day{why}.", fix


def _meant(value: str) -> str:
    text = value.strip().lower()
    hour = re.fullmatch(r"([0-9]{1,2}) ?(am|pm)", text)
    whole = re.fullmatch(r"([0-9]{1,2}[:.][0-9]{2})(?:[:.][0-9]{2})", text)
    if hour:
        return clock(f"{hour[1]}:00{hour[2]}")
    if whole:
        return clock(whole[1])
    return _WORDS.get(text, "") or clock(text)
