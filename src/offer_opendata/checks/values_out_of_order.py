"""The first of two values that belong together is not greater than the second.

Wrong: youngest age `12` and oldest age `5`; valid from `2026-09-01` to `2026-08-01`.
Right: youngest age `5` and oldest age `12`; the second date blank where there is no end.
"""

from decimal import Decimal

from offer_opendata.checks.data import Data, Findings
from offer_opendata.checks.days import day
from offer_opendata.checks.figures import NUMBER
from offer_opendata.checks.words import lower_first
from offer_opendata.issues import Severity
from offer_opendata.tables import Finding, Table

CODE = "values-out-of-order"
SEVERITY: Severity = "error"


def find(data: Data) -> Findings:
    """Yield a finding for each pair of the schema's `ordered` that is the wrong way round."""
    for table in data.tables.values():
        for low, high in table.resource.descriptor.get("ordered", ()):
            pairs = list(zip(table.columns[low], table.columns[high], strict=True))
            wrong = {pair for pair in set(pairs) if all(pair) and _greater(*pair)}
            for index, pair in enumerate(pairs) if wrong else ():
                if pair in wrong:
                    yield _finding(table, index, low, high)


def _greater(first: str, second: str) -> bool:
    if NUMBER.fullmatch(first) and NUMBER.fullmatch(second):
        return Decimal(first) > Decimal(second)
    return bool(day(first) and day(second)) and first > second


def _finding(table: Table, index: int, low: str, high: str) -> Finding:
    fields = table.resource.by_name
    is_date = fields[low].type == "date"
    first, second = table.columns[low][index], table.columns[high][index]
    return Finding(
        table.resource.name,
        index,
        low,
        first,
        f"{fields[low].title} {first} is {'after' if is_date else 'more than'} "
        f"{lower_first(fields[high].title)} {second}.",
        "Correct one of the two; if they were swapped, swap them back.",
    )
