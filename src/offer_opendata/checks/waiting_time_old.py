"""A waiting time comes with the day on which it was measured, not over 92 days before the release.

Wrong: a usual wait of `6` weeks, measured on `2026-03-31`, released on 23 November 2026.
Right: measured on `2026-10-31`.

Source: 92 days are a quarter; waits are what families ask for most.
"""

from offer_opendata.checks.data import Data, Findings
from offer_opendata.checks.days import day
from offer_opendata.checks.words import spoken
from offer_opendata.issues import Severity
from offer_opendata.tables import Finding

CODE = "waiting-time-old"
SEVERITY: Severity = "warning"
DAYS = 92


def find(data: Data) -> Findings:
    """Yield a finding for each waiting time without a day or with one long past."""
    services, since = data.table("services").columns, data.ago(DAYS)
    for index in data.running:
        weeks, value = services["waiting_time_weeks"][index], services["waiting_time_as_of"][index]
        if weeks and value < since:
            measured = day(value)
            when = f"is of {spoken(measured)}" if measured else "does not say when it was measured"
            fix = "Ask for the wait as it is now, and write down the day."
            yield Finding(
                "services", index, "waiting_time_as_of", value, f"The waiting time {when}.", fix
            )
