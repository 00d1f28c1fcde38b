"""A text is not shorter than its field asks for.

Wrong: `A` where at least three characters are needed.
Right: `Acorn`.
"""

from offer_opendata.checks.data import Data, Findings, at_values
from offer_opendata.checks.words import counted, quoted
from offer_opendata.issues import Severity
from offer_opendata.schema import Field

CODE = "too-short"
SEVERITY: Severity = "error"


def find(data: Data) -> Findings:
    """Yield a finding for each text with fewer characters than the schema asks for."""
    for table in data.tables.values():
        for field in table.resource.fields:
            least = field.constraints.get("minLength")
            if least is not None:
                values = data.distinct[table.resource.name][field.name]
                short = {
                    value: _said(value, field, least) for value in values if len(value) < least
                }
                yield from at_values(table, field.name, short)


def _said(value: str, field: Field, least: int) -> tuple[str, str]:
    length = counted(len(value), "character")
    return (
        f"{quoted(value)} has {length}, and {quoted(field.title)} needs at least {least}.",
        "Write it in full.",
    )
