"""A code of an area has one letter and eight digits, and that of a council is on the list.

Codes that were in force once are on the list too; see code-not-in-force.

Wrong: `E0900030`, `E09000099`, `Tower Hamlets`.
Right: `E09000030`.

Source: Office for National Statistics, register of geographic codes.
"""

import re

from offer_opendata.checks.data import Problem
from offer_opendata.checks.fields import has_check
from offer_opendata.checks.suggest import nearest, spellings
from offer_opendata.checks.words import counted, quoted
from offer_opendata.issues import Severity
from offer_opendata.schema import Field, Schema

CODE = "unknown-gss-code"
SEVERITY: Severity = "error"
_FORM = re.compile(r"[EKNSW][0-9]{8}")
_LISTED = {"E06": "local_authorities", "E08": "local_authorities", "E09": "local_authorities",
           "E10": "local_authorities", "E12": "region"}  # fmt: skip


def applies(field: Field) -> bool:
    """Return whether the field holds codes of areas."""
    return has_check(field, "gss-code")


def problem(value: str, field: Field, schema: Schema) -> Problem:
    """Return the problem where the value is no code of an area, or of none that there is."""
    listed = _LISTED.get(value[:3])
    if _FORM.fullmatch(value) and value[:3] == "E07" and field.name == "local_authority_code":
        return (
            f"{quoted(value)} is the code of a district, which has no Local Offer.",
            "Write the code of the county council.",
        )
    if _FORM.fullmatch(value) and (not listed or value in schema.codelists[listed].codes):
        return None
    councils = schema.codelists["local_authorities"]
    meant = nearest(value, spellings(councils.rows))
    fix = "Look the code up in the list of councils, or leave the cell blank."
    if meant:
        fix = f"Write {quoted(meant)} if you mean {councils.labels[meant]}."
    return f"{quoted(value)} is not the code of an area{_why(value)}.", fix


def _why(value: str) -> str:
    if _FORM.fullmatch(value):
        return ": no council or region has it"
    if re.fullmatch(r"[EKNSW][0-9]+", value):
        return f": it has {counted(len(value) - 1, 'digit')} and should have 8"
    return ""
