"""Text into canonical text: the one way of writing that the package uses for a value."""

import re
from collections.abc import Callable

from offer_opendata.schema import Codelist, Field, fold

_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][0-9A-Z]?)([0-9][A-Z]{2})")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)", re.ASCII)
_WHOLE = re.compile(r"([+-]?[0-9]+)\.0+", re.ASCII)
_TIME = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})(?::00)?(?:\s*(am|pm))?", re.ASCII | re.IGNORECASE)
_TRUTH = {"true": "true", "yes": "true", "false": "false", "no": "false"}


def canonical(text: str, field: Field, codelist: Codelist | None) -> str:
    """Return the canonical text of a cell where it clearly is one, else the text unchanged.

    Surrounding white space goes; a code list's label or code in any case becomes the
    code; `Yes` becomes `true`; `9:00` becomes `09:00`; a postcode is written with
    capitals and one space. What is not clearly a value stays for the checks to find.
    """
    text = text.strip()
    rewrite = rewriting(field, codelist)
    return rewrite(text) if rewrite and text else text


def rewriting(field: Field, codelist: Codelist | None) -> Callable[[str], str] | None:
    """Return what makes trimmed text of a field canonical, or None where it is so already."""
    if codelist is not None:
        codes, spellings = codelist.codes, codelist.spellings
        return lambda text: text if text in codes else spellings.get(fold(text), text)
    if "postcode" in field.checks:
        return postcode
    return _BY_TYPE.get(field.type)


def postcode(text: str) -> str:
    """Return a postcode in capitals with one space before its last three characters."""
    compact = "".join(text.split()).upper()
    found = _POSTCODE.fullmatch(compact)
    return f"{found.group(1)} {found.group(2)}" if found else text


def slug(text: str) -> str:
    """Return words as a code: `After school clubs` becomes `after-school-clubs`."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")


def clock(text: str) -> str:
    """Return a time of day as HH:MM in 24 hours, or nothing where the text is not clearly one."""
    found = _TIME.fullmatch(text)
    if not found:
        return ""
    hour, minute, half = int(found.group(1)), found.group(2), (found.group(3) or "").lower()
    if half and not 1 <= hour <= 12:
        return ""
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return f"{hour:02}:{minute}" if hour < 24 and int(minute) < 60 else ""


def _number(text: str) -> str:
    return text.lstrip("+") if _NUMBER.fullmatch(text) else text


def _integer(text: str) -> str:
    found = _WHOLE.fullmatch(text)
    return found.group(1).lstrip("+") if found else _number(text)


def _boolean(text: str) -> str:
    return _TRUTH.get(text.casefold(), text)


def _time(text: str) -> str:
    return clock(text) or text


_BY_TYPE: dict[str, Callable[[str], str]] = {
    "number": _number,
    "integer": _integer,
    "boolean": _boolean,
    "time": _time,
}
