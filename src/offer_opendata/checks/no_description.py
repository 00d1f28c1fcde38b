"""A service says what it is.

Wrong: a service with a name and nothing else.
Right: two or three sentences in the description.

Source: SEND code of practice, 4.2: comprehensive.
"""

from offer_opendata.checks.data import Data, Findings
from offer_opendata.issues import Severity
from offer_opendata.tables import Finding

CODE = "no-description"
SEVERITY: Severity = "warning"


def find(data: Data) -> Findings:
    """Yield a finding for each service without a description."""
    descriptions = data.table("services").columns["description"]
    for index in data.running:
        if not descriptions[index]:
            message = (
                "The service has no description, so families cannot tell whether it suits them."
            )
            fix = "Write in two or three sentences what happens there and for whom."
            yield Finding("services", index, "description", "", message, fix)
