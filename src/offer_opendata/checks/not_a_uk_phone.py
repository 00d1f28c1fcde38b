"""A telephone number is one number of the United Kingdom with all its digits.

Spaces, brackets, hyphens, +44, an extension and the text relay prefix are welcome.

Wrong: `1632 960001`, `01632 960001 / 960002`, `ring the office`, `1.63E+09`.
Right: `01632 960 001`, `020 7946 0000`, `+44 1632 960001`, `0800 1111`, `111`,
`18001 01632 960001`, `01632 960001 ext 4`.

Source: Ofcom, National Telephone Numbering Plan.
"""

import re
from collections.abc import Callable

from offer_opendata.checks import phones
from offer_opendata.checks.data import Problem
from offer_opendata.checks.fields import has_check
from offer_opendata.checks.words import counted, quoted, write
from offer_opendata.issues import Severity
from offer_opendata.schema import Field, Schema

CODE = "not-a-uk-phone"
SEVERITY: Severity = "error"
_FIX = 'Write the whole number and nothing else, as in "01632 960001".'
_ODD = (
    (r"^[^0-9]*$", ": it holds no digits"),
    (r"[^\W\d_]", ": it holds words"),
    (r"\s", ": it holds a line break"),
    (r"[^0-9]", ": it holds other signs than digits"),
    (r"^[^0]", ": it does not begin with 0"),
    (r"^0[046]", ": no numbers begin with 00, 04 or 06"),
)


def applies(field: Field) -> bool:
    """Return whether the field holds telephone numbers."""
    return has_check(field, "uk-phone")


def quick(_field: Field) -> Callable[[str], object]:
    """Return what is true of numbers as most are written."""
    return phones.WHOLE.fullmatch


def problem(value: str, field: Field, _schema: Schema) -> Problem:
    """Return the problem where the value is not one telephone number."""
    if phones.is_phone(value) or (field.name == "sms" and phones.is_short_text(value)):
        return None
    why, fix = _reason(value)
    return f"{quoted(value)} is not a telephone number{why}.", fix


def _reason(value: str) -> tuple[str, str]:
    several, meant, number = phones.several(value), phones.likely(value), phones.digits(value)
    if several:
        fix = "Keep one number, and put the rest into the sheet for contacts."
        return f": it holds {'two' if several == 2 else several} numbers", fix
    if meant:
        return _slip(value, number), write(meant)
    if re.match(r"\s*(?:\+|00)", value) and not number.startswith("0"):
        return " of the United Kingdom", "Write the number that people dial in this country."
    return _odd(number), _FIX


def _slip(value: str, number: str) -> str:
    if value.endswith(".0"):
        return ": a spreadsheet has made a decimal number of it"
    if re.match(r"\s*(?:\+|00)\s*44", value):
        return ": it has both +44 and the 0 that +44 stands for"
    if number.startswith("44"):
        return ": the + before 44 is missing"
    return ": it has lost its leading zero"


def _odd(number: str) -> str:
    found = next((why for pattern, why in _ODD if re.search(pattern, number)), "")
    return found or f": it has {counted(len(number), 'digit')}, and most numbers have 11"
