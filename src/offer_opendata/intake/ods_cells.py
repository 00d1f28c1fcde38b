"""The text of a cell of an .ods workbook, from its attributes and its paragraphs."""

import datetime as dt
import re
from collections.abc import Callable, Mapping

from offer_opendata.intake.cells import duration_text, moment_text, number_text

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
SHOWN_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
_DURATION = re.compile(r"(-?)P(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?")
_TRUTHS = ("TRUE", "FALSE")

Attributes = Mapping[str, str]


def ods_text(attributes: Attributes, shown: str) -> str:
    """Return the text of a cell: its value where it is one, else what is shown in it."""
    kind = attributes.get(f"{OFFICE}value-type", "")
    if kind not in VALUES or attributes.get(SHOWN_TYPE) == "error":
        return shown
    value = attributes.get(f"{OFFICE}{VALUES[kind]}")
    return value_text(kind, value, shown) if value else shown


def value_text(kind: str, value: str, shown: str) -> str:
    """Return the text of a value of some kind; one that is not well formed reads as shown.

    A number that is shown as TRUE or FALSE is that: some programs write it so.
    """
    if shown in _TRUTHS:
        return shown
    try:
        return _TEXTS[kind](value)
    except (ValueError, OverflowError):
        return shown


def _number(value: str) -> str:
    return number_text(float(value))


def _moment(value: str) -> str:
    return moment_text(dt.datetime.fromisoformat(value))


def _duration(value: str) -> str:
    found = _DURATION.fullmatch(value)
    if found is None:
        raise ValueError(value)
    days, hours, minutes, seconds = (
        float((each or "0").replace(",", ".")) for each in found.groups()[1:]
    )
    length = dt.timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return duration_text(-length if found[1] else length)


VALUES = {
    "float": "value",
    "percentage": "value",
    "currency": "value",
    "date": "date-value",
    "time": "time-value",
    "boolean": "boolean-value",
    "string": "string-value",
}
"""The attribute that holds the value of each kind of cell."""
_TEXTS: dict[str, Callable[[str], str]] = {
    "float": _number,
    "percentage": _number,
    "currency": _number,
    "date": _moment,
    "time": _duration,
    "boolean": str.upper,
    "string": str,
}
