"""Somebody confirmed a service during the year before the release.

A check to which nobody replied confirms nothing, and a corrected spelling is not a check.

Wrong: last checked on `2025-09-15`, or never, and released on 23 November 2026.
Right: last checked on `2026-09-15`.

Source: SEND code of practice, 4.2: up to date; the interval is this project's.
"""

from offer_opendata.checks.data import Data, Findings
from offer_opendata.checks.days import day
from offer_opendata.checks.words import spoken
from offer_opendata.issues import Severity
from offer_opendata.tables import Finding

CODE = "not-checked-for-a-year"
SEVERITY: Severity = "warning"
DAYS = 366


def find(data: Data) -> Findings:
    """Yield a finding for each service that was not confirmed within the year."""
    services, since = data.table("services").columns, data.ago(DAYS)
    latest: dict[str, str] = {}
    for _, (service, on, result) in data.rows("assurances", "service_id", "checked_on", "result"):
        if result != "no-reply" and day(on):
            latest[service] = max(latest.get(service, ""), on)
    for index in data.running:
        value = services["assured_date"][index]
        last = max(latest.get(services["id"][index], ""), value)
        if last < since:
            checked = day(last)
            when = f"was last checked on {spoken(checked)}" if checked else "was never checked"
            fix = "Ask the provider whether it is still right, and write down the day."
            yield Finding("services", index, "assured_date", value, f"The service {when}.", fix)
