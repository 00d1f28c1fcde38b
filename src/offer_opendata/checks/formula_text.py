"""A text must not begin as a formula does, because a spreadsheet would run it.

That holds for `=`, `@` and a tab at the beginning, and for `+` or `-` before anything
but a number.

Wrong: `=HYPERLINK("https://www.example.org","Click")`, `@acorn`, `- Bring a coat`.
Right: `Click: https://www.example.org`, `Acorn (@acorn)`, `Bring a coat`, `+44 1632 960001`.

Source: OWASP, CSV injection.
"""

import re

from offer_opendata.checks.data import Problem
from offer_opendata.checks.fields import is_text
from offer_opendata.checks.words import quoted
from offer_opendata.issues import Severity
from offer_opendata.schema import Field, Schema

CODE = "formula-text"
SEVERITY: Severity = "error"
HINTS = (r"\n[=@\t\r+-]",)
_NAMES = {"\t": ("a tab", "the tab"), "\r": ("a line break", "the line break")}
_FORMULA = re.compile(r"[=@\t\r]|[+-](?:(?![ (]*[.]?[0-9])|.*(?:[|]|[A-Za-z]\())")
_DASHES = re.compile(r"-+")


def applies(field: Field) -> bool:
    """Return whether the field holds text; numbers may have a sign."""
    return is_text(field)


def problem(value: str, _field: Field, _schema: Schema) -> Problem:
    """Return the problem where a spreadsheet would take the value for a formula."""
    if not _FORMULA.match(value) or _DASHES.fullmatch(value):
        return None
    first, it = _NAMES.get(value[0], (value[0], value[0]))
    return (
        f"{quoted(value)} begins with {first}, so that a spreadsheet would run it as a formula.",
        f"Take out {it} at the beginning, or put a word before it.",
    )
