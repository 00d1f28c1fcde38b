"""The text of a cell: what a value of a workbook reads as."""

import datetime as dt
import math
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any

_HALF_SECOND = dt.timedelta(microseconds=500_000)
_EXACT = 10**15


def cell_text(value: object) -> str:
    """Return the text of any value that a parser gives.

    Whole numbers have no point and other numbers their shortest form, without
    an exponent; dates read `2026-09-02`, times `09:00`, true and false `TRUE`
    and `FALSE`. Text is returned as it is.
    """
    return TEXT[type(value)](value)


@lru_cache(maxsize=65_536)
def number_text(value: float) -> str:
    """Return a number without a needless point or exponent: `5`, `51.25`, `0.00001`."""
    if not math.isfinite(value):
        return str(value)
    if value == (whole := int(value)) and abs(whole) < _EXACT:
        return str(whole)
    text = repr(value)
    return format(Decimal(text.removesuffix(".0")), "f") if "e" in text else text.removesuffix(".0")


def moment_text(value: dt.datetime) -> str:
    """Return `2026-09-02`, `2026-09-02 13:45` or `2026-09-02 13:45:10`, to the nearest second."""
    if value.microsecond and value < dt.datetime.max - _HALF_SECOND:
        value += _HALF_SECOND
    if not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    return value.isoformat(" ", "seconds" if value.second else "minutes")


def duration_text(value: dt.timedelta) -> str:
    """Return hours and minutes, and seconds if there are any: `09:05`, `36:00`, `00:00:30`."""
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    text = f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}"
    return f"{text}:{seconds % 60:02}" if seconds % 60 else text


def time_text(value: dt.time) -> str:
    """Return a time of day as `09:05`, or `09:05:30` if it has seconds."""
    return duration_text(
        dt.timedelta(
            hours=value.hour,
            minutes=value.minute,
            seconds=value.second,
            microseconds=value.microsecond,
        )
    )


def _truth_text(value: bool) -> str:
    return "TRUE" if value else "FALSE"


TEXT: dict[type, Callable[[Any], str]] = {
    str: str,
    float: number_text,
    int: str,
    bool: _truth_text,
    dt.date: dt.date.isoformat,
    dt.datetime: moment_text,
    dt.time: time_text,
    dt.timedelta: duration_text,
}
"""How each type of value is written."""
