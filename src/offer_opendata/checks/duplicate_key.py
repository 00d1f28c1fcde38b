"""No two records of a table have the same key.

Wrong: two services with the id `svc-0001`.
Right: `svc-0001` and `svc-0002`, or one record.
"""

from collections.abc import Hashable

from offer_opendata.checks.data import Data, Findings, keys, place
from offer_opendata.checks.words import lower_first, quoted
from offer_opendata.issues import Severity
from offer_opendata.tables import Finding, Table

CODE = "duplicate-key"
SEVERITY: Severity = "error"


def find(data: Data) -> Findings:
    """Yield a finding for each record with the key of an earlier one; a blank key is not one."""
    for table in data.tables.values():
        names = table.resource.primary_key
        if len(data.different(table, names)) == len(table):
            continue
        first: dict[Hashable, int] = {}
        for index, key in enumerate(keys(table, names)):
            earlier = first.setdefault(key, index)
            if earlier != index and any(table.columns[name][index] for name in names):
                yield _finding(table, index, earlier)


def _finding(table: Table, index: int, earlier: int) -> Finding:
    names = table.resource.primary_key
    values = [table.columns[name][index] for name in names]
    titles = " and ".join(lower_first(table.resource.by_name[name].title) for name in names)
    shown = " and ".join(quoted(value) for value in values)
    there = place(table, earlier, names[0])
    return Finding(
        table.resource.name,
        index,
        names[0],
        values[0],
        f"Another record has the same {titles} {shown}: {there}.",
        "Delete one of the two, or give this one a key of its own.",
    )
