"""The text of a cell of an .ods workbook, from its attributes and its paragraphs."""

import datetime
import re
from collections.abc import Callable, Mapping

from offer_opendata.intake.cells import duration_text, moment_text, number_text

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_EXTENDED = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
_DURATION = re.compile(r"(-?)P(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?")
_TRUTHS = ("TRUE", "FALSE")

Attributes = Mapping[str, str]


def ods_text(attributes: Attributes, shown: str) -> str:
    """Return the text of a cell: its value where it is one, else what is shown in it.

    A number that is shown as TRUE or FALSE is that: some programs write it so.
    """
    kind = attributes.get(f"{OFFICE}value-type", "")
    read = _VALUES.get(kind)
    if read is None or shown in _TRUTHS or is_error(attributes):
        return shown
    name, text_of = read
    value = attributes.get(OFFICE + name)
    if value is None:
        return shown
    try:
        return text_of(value)
    except (ValueError, OverflowError):
        return shown


def is_error(attributes: Attributes) -> bool:
    """Say whether a formula gives an error."""
    return attributes.get(f"{_EXTENDED}value-type") == "error"


def _number(value: str) -> str:
    return number_text(float(value))


def _moment(value: str) -> str:
    return moment_text(datetime.datetime.fromisoformat(value))


def _duration(value: str) -> str:
    found = _DURATION.fullmatch(value)
    if found is None:
        raise ValueError(value)
    days, hours, minutes, seconds = (float((each or "0").replace(",", ".")) for each in found.groups()[1:])
    length = datetime.timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return duration_text(-length if found[1] else length)


_VALUES: dict[str, tuple[str, Callable[[str], str]]] = {
    "float": ("value", _number),
    "percentage": ("value", _number),
    "currency": ("value", _number),
    "date": ("date-value", _moment),
    "time": ("time-value", _duration),
    "boolean": ("boolean-value", str.upper),
}
