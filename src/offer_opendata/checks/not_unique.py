"""A value that must be unique stands in one record only.

Wrong: two releases with the same fingerprint.
Right: a fingerprint of its own for each release.
"""

from collections.abc import Hashable

from offer_opendata.checks.data import Data, Findings, keys, place
from offer_opendata.checks.words import quoted
from offer_opendata.issues import Severity
from offer_opendata.tables import Finding

CODE = "not-unique"
SEVERITY: Severity = "error"


def find(data: Data) -> Findings:
    """Yield a finding for each value that an earlier record has in the same field."""
    for table in data.tables.values():
        for field in table.resource.fields:
            if not field.constraints.get("unique"):
                continue
            first: dict[Hashable, int] = {}
            for index, key in enumerate(keys(table, [field.name])):
                value, earlier = table.columns[field.name][index], first.setdefault(key, index)
                if value and earlier != index:
                    there = place(table, earlier, field.name)
                    message = f"{quoted(value)} is already the {quoted(field.title)} of {there}."
                    fix = "Give each record a value of its own."
                    yield Finding(table.resource.name, index, field.name, value, message, fix)
