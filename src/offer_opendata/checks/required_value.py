"""A record has every value without which it means nothing.

Wrong: a service without a name.
Right: a service with a name; a description may still be missing.
"""

from offer_opendata.checks.data import Data, Findings
from offer_opendata.checks.suggest import choice
from offer_opendata.checks.words import quoted
from offer_opendata.issues import Severity
from offer_opendata.schema import Field, Schema
from offer_opendata.tables import Finding

CODE = "required-value"
SEVERITY: Severity = "error"


def find(data: Data) -> Findings:
    """Yield a finding for each blank value that is required or part of a key."""
    for table in data.tables.values():
        for field in table.resource.fields:
            column = table.columns[field.name]
            if not (field.required or field.name in table.resource.primary_key) or "" not in column:
                continue
            message = f"{quoted(field.title)} is blank, and every record here needs it."
            fix = _fix(field, data.schema)
            for index, value in enumerate(column):
                if not value:
                    yield Finding(table.resource.name, index, field.name, "", message, fix)


def _fix(field: Field, schema: Schema) -> str:
    """Return what to do: one of several codes is a decision, which no example should make."""
    codelist = schema.codelists.get(field.codelist)
    return choice(codelist) if codelist else f"Fill it in, as in {quoted(field.example)}."
