"""An e-mail address has one @ sign, no space, and a dot in the name after the @ sign.

Wrong: `enquries@morpeth@towerhamlets.sch.uk`, `info@acorn`, `a@example.org; b@example.org`.
Right: `enquiries@example.org`, `o'brien@example.org`.

Source: RFC 5321 and 5322, without the forms that nobody uses.
"""

import re
from collections.abc import Callable

from offer_opendata.checks.data import Problem
from offer_opendata.checks.fields import has_check
from offer_opendata.checks.words import quoted, write
from offer_opendata.issues import Severity
from offer_opendata.schema import Field, Schema

CODE = "not-an-email-address"
SEVERITY: Severity = "error"
LONGEST = 500
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(
    rf"(?=.{{1,64}}@.{{1,253}}$){_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+[A-Za-z]{{2,63}}"
)
_REASONS: tuple[tuple[str, str, str], ...] = (
    (r"(?s)[^\s@]+@[^\s@]+(?:\s*[;,/&]\s*|\s+(?:or|and)?\s*)[^\s@]+@[^\s@]+$",
     "it holds two addresses", "Keep one address, and put the other into the sheet for contacts."),
    (r"(?i)(?:https?:|www\.)", "it is a web address", "Put it into the column for the web page."),
    (r"[^@]*$", "it has no @ sign", 'Write it as in "enquiries@example.org".'),
    (r"[^@]*@[^@]*@", "it has {} @ signs", "Keep one @ sign."),
    (r"(?s).*\s", "it has a space in it", "Take out the space."),
    (r"@|.*@$", "something is missing beside the @ sign", "Write the whole address."),
    (r".*,", "it has a comma in it", "Write a dot for the comma."),
    (r"[^@]*@[^@.]*$", "there is no dot after the @ sign", "Complete the name after the @ sign."),
    (r".*\.$", "it ends with a dot", "Take out the dot at the end."),
    (r".*(?:\.\.|@\.|\.@)|\.", "it has a dot in the wrong place", "Take out the dot."),
    (r".*[^\x00-\x7f]", "it holds {}", "Type it again without that sign."),
)  # fmt: skip
_COUNTS = {2: "two", 3: "three"}


def applies(field: Field) -> bool:
    """Return whether the field holds e-mail addresses."""
    return has_check(field, "email-address")


def quick(_field: Field) -> Callable[[str], object]:
    """Return what is true of whole addresses."""
    return _ADDRESS.fullmatch


def problem(value: str, _field: Field, _schema: Schema) -> Problem:
    """Return the problem where the value is not one e-mail address."""
    if _ADDRESS.fullmatch(value):
        return None
    wrapped = re.fullmatch(r"(?is)(?:mailto:\s*|[^<>]*<\s*)([^\s<>?]+)\s*(?:>|\?.*)?", value)
    if wrapped and _ADDRESS.fullmatch(wrapped[1]):
        return f"{quoted(value)} is more than an e-mail address.", write(wrapped[1])
    for pattern, why, fix in _REASONS:
        if re.match(pattern, value[:LONGEST]):
            said = why.format(_named(value))
            return f"{quoted(value)} is not an e-mail address: {said}.", fix
    return f"{quoted(value)} is not an e-mail address.", 'Write it as in "enquiries@example.org".'


def _named(value: str) -> str:
    signs = value.count("@")
    if signs > 1:
        return _COUNTS.get(signs, str(signs))
    return next((quoted(letter) for letter in value if not letter.isascii()), "")
