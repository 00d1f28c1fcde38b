"""A cell holds something that families can use, or nothing: not a mark for something missing.

Wrong: `TBC`, `n/a`, `xxx`, `Lorem ipsum dolor`.
Right: a blank cell.
"""

from collections.abc import Iterable, Set

from offer_opendata.checks.data import Data, Findings, at_values
from offer_opendata.checks.fields import is_written, or_blank
from offer_opendata.checks.words import quoted
from offer_opendata.issues import Severity
from offer_opendata.schema import Codelist, Field

CODE = "placeholder-text"
SEVERITY: Severity = "warning"


def find(data: Data) -> Findings:
    """Yield a finding for each text that stands on the list of placeholders or holds one."""
    listed = data.schema.codelists["placeholder_text"]
    for table in data.sourced():
        # Among the terms there is a code for what is unknown, and it is meant.
        fields = filter(is_written, table.resource.fields) if table.resource.name != "terms" else ()
        for field in fields:
            values = _placeholders(data.distinct[table.resource.name][field.name], listed)
            yield from at_values(
                table, field.name, {value: _said(value, field) for value in values}
            )


def _placeholders(values: Set[str], listed: Codelist) -> Set[str]:
    codes, longest = listed.codes, max(map(len, listed.codes), default=0)
    found = {value for value in values if len(value) <= longest and value.casefold() in codes}
    text = "\n".join(values)
    for row in listed.rows:
        if row["match"] == "part":
            forms = [form for form in _forms(row["code"]) if form in text]
            found |= {value for form in forms for value in values if form in value}
    return found


def _forms(text: str) -> Iterable[str]:
    return {text, text.capitalize(), text.title()}


def _said(value: str, field: Field) -> tuple[str, str]:
    return (
        f"{quoted(value)} stands where something for families should be.",
        f"Write what it stands for{or_blank(field)}.",
    )
