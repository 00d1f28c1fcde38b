"""A text is not longer than its field allows.

Wrong: a whole page in the field for the name.
Right: a name of at most 300 characters, and the page in the description.
"""

from offer_opendata.checks.data import Data, Findings, at_values
from offer_opendata.checks.words import quoted
from offer_opendata.issues import Severity
from offer_opendata.schema import Field

CODE = "too-long"
SEVERITY: Severity = "error"


def find(data: Data) -> Findings:
    """Yield a finding for each text with more characters than the schema allows."""
    for table in data.tables.values():
        for field in table.resource.fields:
            most = field.constraints.get("maxLength")
            values = data.distinct[table.resource.name][field.name]
            if most is not None and max(map(len, values), default=0) > most:
                long = {value: _said(value, field, most) for value in values if len(value) > most}
                yield from at_values(table, field.name, long)


def _said(value: str, field: Field, most: int) -> tuple[str, str]:
    return (
        f"{quoted(value)} has {len(value)} characters, and {quoted(field.title)} holds {most}.",
        f"Shorten it to at most {most} characters, or put the rest into another column.",
    )
