"""A field with a list of codes holds one of them; a label from the list is read as its code.

Wrong: `Leisure centre` as the sector.
Right: `leisure`, or its label `Leisure activities`.
"""

from offer_opendata.checks.data import Problem
from offer_opendata.checks.suggest import (
    SEVERAL,
    are_several,
    choice,
    nearest,
    of_drop_down,
    spellings,
)
from offer_opendata.checks.words import quoted
from offer_opendata.issues import Severity
from offer_opendata.schema import Codelist, Field, Schema

CODE = "unknown-code"
SEVERITY: Severity = "error"


def applies(field: Field) -> bool:
    """Return whether the field has a list of codes."""
    return bool(field.codelist)


def problem(value: str, field: Field, schema: Schema) -> Problem:
    """Return the problem where the value is not on the list, with what is nearest on it."""
    codelist = schema.codelists[field.codelist]
    if value in codelist.codes:
        return None
    title = schema.descriptor.get("codelists", {}).get(codelist.name, {}).get("title", field.title)
    return f"{quoted(value)} is not in the list {quoted(title)}.", _fix(value, codelist)


def _fix(value: str, codelist: Codelist) -> str:
    known = spellings(codelist.rows)
    if are_several(value, known):
        return SEVERAL
    meant = nearest(value, known)
    if meant:
        return of_drop_down(meant, codelist.labels[meant])
    return choice(codelist)
