"""A language is written as its code of two or three small letters.

Wrong: `Urdu spoken`, `ur-PK`, `ENG`.
Right: `ur`, `en`, `bfi` for British Sign Language.

Source: ISO 639.
"""

import re
from collections.abc import Mapping

from offer_opendata.checks.data import Problem
from offer_opendata.checks.fields import has_check
from offer_opendata.checks.suggest import SEVERAL, are_several, nearest, spellings
from offer_opendata.checks.words import quoted
from offer_opendata.issues import Severity
from offer_opendata.schema import Field, Schema

CODE = "not-a-language-code"
SEVERITY: Severity = "error"
_FORM = re.compile(r"[a-z]{2,3}")


def applies(field: Field) -> bool:
    """Return whether the field holds codes of languages."""
    return has_check(field, "language-code")


def problem(value: str, _field: Field, schema: Schema) -> Problem:
    """Return the problem where the value has not the form of a code; a list knows which exist."""
    if _FORM.fullmatch(value):
        return None
    codelist = schema.codelists["language"]
    known = spellings(codelist.rows)
    meant = nearest(value, known) or _one_word(value, known)
    fix = (
        SEVERAL
        if are_several(value, known)
        else 'Write a code of two or three letters, such as "en" or "bfi".'
    )
    if meant and fix != SEVERAL:
        fix = f"Write {quoted(meant)} if you mean {codelist.labels[meant]}."
    return f"{quoted(value)} is not the code of a language.", fix


def _one_word(value: str, known: Mapping[str, str]) -> str:
    words = re.split(r"\W+", value.casefold()[:100])
    return next((known[word] for word in words if word in known), "")
