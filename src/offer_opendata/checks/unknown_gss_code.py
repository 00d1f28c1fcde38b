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
_OF_COUNCILS = ("local_authority_code", "publisher")
_COUNCILS = ("E06", "E08", "E09", "E10")
_ABROAD = ("W06", "S12", "N09")


def applies(field: Field) -> bool:
    """Return whether the field holds codes of areas."""
    return has_check(field, "gss-code")


def problem(value: str, field: Field, schema: Schema) -> Problem:
    """Return the problem where the value is no code of an area, or of none that there is."""
    kind, formed = value[:3], bool(_FORM.fullmatch(value))
    if formed and field.name in _OF_COUNCILS and kind not in _COUNCILS + _ABROAD:
        return (
            f"{quoted(value)} is the code of an area, and not of a council with a Local Offer.",
            "Write the code of the council that answers for education there.",
        )
    listed = schema.codelists["local_authorities" if kind in _COUNCILS else "region"]
    if formed and (kind not in (*_COUNCILS, "E12") or value in listed.codes):
        return None
    return f"{quoted(value)} is not the code of an area{_why(value)}.", _fix(value, schema)


def _why(value: str) -> str:
    if _FORM.fullmatch(value):
        return ": no council or region has it"
    if re.fullmatch(r"[EKNSW][0-9]+", value):
        return f": it has {counted(len(value) - 1, 'digit')} and should have 8"
    return ""


def _fix(value: str, schema: Schema) -> str:
    councils = schema.codelists["local_authorities"]
    rows = [{**row, "synonyms": row["official_name"]} for row in councils.rows]
    meant = nearest(value, spellings(sorted(rows, key=lambda row: bool(row["valid_to"]))))
    if meant:
        return f"Write {quoted(meant)} if you mean {councils.labels[meant]}."
    return "Look the code up in the list of councils, or leave the cell blank."
