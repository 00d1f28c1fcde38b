"""A service whose last day has passed is not shown as running.

Wrong: status `active`, valid to `2026-07-31`, released on 23 November 2026.
Right: status `inactive` or `defunct`, or a later last day.
"""

from offer_opendata.checks.data import Data, Findings
from offer_opendata.checks.days import day
from offer_opendata.checks.words import spoken
from offer_opendata.issues import Severity
from offer_opendata.tables import Finding

CODE = "past-its-end"
SEVERITY: Severity = "warning"


def find(data: Data) -> Findings:
    """Yield a finding for each active service that ended before the release."""
    for index, (status, value) in data.rows("services", "status", "valid_to"):
        end = day(value) if status == "active" else None
        if end and end < data.released_on:
            message = f"The service ended on {spoken(end)}, and its status is active."
            fix = "Change the status, or write the day on which it will end."
            yield Finding("services", index, "valid_to", value, message, fix)
