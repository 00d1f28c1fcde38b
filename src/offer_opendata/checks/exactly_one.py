"""A record that can belong to one of several things belongs to exactly one.

Wrong: a contact with a service and an organisation, or with neither.
Right: a contact with a service only.
"""

from offer_opendata.checks.data import Data, Findings
from offer_opendata.checks.words import quoted
from offer_opendata.issues import Severity
from offer_opendata.tables import Finding

CODE = "exactly-one"
SEVERITY: Severity = "error"


def find(data: Data) -> Findings:
    """Yield a finding for each record with none or several of the schema's `exactlyOne`."""
    for table in data.tables.values():
        names = table.resource.descriptor.get("exactlyOne", ())
        titles = ", ".join(quoted(table.resource.by_name[name].title) for name in names)
        columns = [table.columns[name] for name in names]
        for index, values in enumerate(zip(*columns, strict=True)):
            filled = len(values) - values.count("")
            if filled != 1:
                said = f"{filled} of them are filled" if filled else "all of them are blank"
                message = f"Exactly one of {titles} must be filled, and {said}."
                fix = "Fill one of them, and leave the others blank."
                yield Finding(table.resource.name, index, "", "", message, fix)
