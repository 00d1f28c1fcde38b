"""The repairs that a mapping may declare: each has a name and is always reported."""

import re
from collections.abc import Callable, Mapping

OLDEST = 25
_DOMAIN = re.compile(r"([A-Za-z0-9-]+\.)+[A-Za-z]{2,}(:[0-9]+)?([/?#]\S*)?")
_AGE = re.compile(r"[0-9]+(\.[0-9]+)?")
_TELEPHONE = re.compile(r"[1-9][0-9 ()-]*")
_NUMBER = r"[+-]?[0-9]+(?:\.[0-9]+)?"
_COORDINATES = re.compile(rf"\(?\s*({_NUMBER})\s*[,;]\s*({_NUMBER})\s*\)?")


def add_https(text: str) -> str:
    """`www.example.org` becomes `https://www.example.org`; what has a scheme stays."""
    return f"https://{text}" if _DOMAIN.fullmatch(text) else text


def cap_age(text: str) -> str:
    """Make an age over 25 the end of a Local Offer, 25 (Children and Families Act 2014, s.30)."""
    return str(OLDEST) if _AGE.fullmatch(text) and float(text) > OLDEST else text


def leading_zero(text: str) -> str:
    """`1632 960001` becomes `01632 960001`: the zero that a spreadsheet took from a number."""
    digits = [letter for letter in text if letter.isdigit()]
    return f"0{text}" if _TELEPHONE.fullmatch(text) and len(digits) == 10 else text


def one_line(text: str) -> str:
    """Line breaks and repeated spaces become one space."""
    return " ".join(text.split())


def lower_case(text: str) -> str:
    """Capital letters become small ones, as for e-mail addresses."""
    return text.lower()


def capitals(text: str) -> str:
    """Small letters become capitals, as for codes."""
    return text.upper()


def latitude(text: str) -> str:
    """Take the first of two numbers in one cell: `(51.36, -2.40)` becomes `51.36`."""
    found = _COORDINATES.fullmatch(text)
    return found.group(1) if found else text


def longitude(text: str) -> str:
    """Take the second of two numbers in one cell: `(51.36, -2.40)` becomes `-2.40`."""
    found = _COORDINATES.fullmatch(text)
    return found.group(2) if found else text


REPAIRS: Mapping[str, Callable[[str], str]] = {
    "add-https": add_https,
    "cap-age-at-25": cap_age,
    "leading-zero": leading_zero,
    "one-line": one_line,
    "lower-case": lower_case,
    "capitals": capitals,
    "latitude-of-pair": latitude,
    "longitude-of-pair": longitude,
}
