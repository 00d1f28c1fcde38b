"""A record cannot have been checked after the day on which it is released.

Wrong: checked on `2027-09-15`, released on 23 November 2026.
Right: checked on `2026-09-15`.
"""

from offer_opendata.checks.data import Data, Findings
from offer_opendata.checks.days import day
from offer_opendata.checks.words import quoted, spoken
from offer_opendata.issues import Severity
from offer_opendata.tables import Finding

CODE = "checked-in-the-future"
SEVERITY: Severity = "error"


def find(data: Data) -> Findings:
    """Yield a finding for each check with a date after the release."""
    made = set()
    for index, (service, value) in data.rows("assurances", "service_id", "checked_on"):
        if _is_future(value, data):
            made.add((service, value))
            yield _finding("assurances", index, "checked_on", value, data)
    for index, (service, value) in data.rows("services", "id", "assured_date"):
        if _is_future(value, data) and (service, value) not in made:
            yield _finding("services", index, "assured_date", value, data)


def _is_future(value: str, data: Data) -> bool:
    found = day(value)
    return found is not None and found > data.released_on


def _finding(resource: str, index: int, field: str, value: str, data: Data) -> Finding:
    message = f"{quoted(value)} is after the day of the release, {spoken(data.released_on)}."
    fix = "Write the day on which somebody checked the record."
    return Finding(resource, index, field, value, message, fix)
