"""A service that is not free says what it costs.

Wrong: free of charge `no`, no text under cost, and no prices.
Right: `£2.50 a session` under cost, or a row in the sheet for prices.
"""

from offer_opendata.checks.data import Data, Findings
from offer_opendata.issues import Severity
from offer_opendata.tables import Finding

CODE = "cost-not-stated"
SEVERITY: Severity = "warning"


def find(data: Data) -> Findings:
    """Yield a finding for each service that costs something and does not say what."""
    services = data.table("services").columns
    priced = set(data.table("cost_options").columns["service_id"])
    for index in data.running:
        free, fees, service = (services[field][index] for field in ("free", "fees", "id"))
        if free == "false" and not fees and service not in priced:
            message = "The service is not free, and does not say what it costs."
            fix = "Write the price, as in £2.50 a session, or what it depends on."
            yield Finding("services", index, "free", free, message, fix)
