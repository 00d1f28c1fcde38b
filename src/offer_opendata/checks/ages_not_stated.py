"""A service says for which ages it is.

Wrong: youngest age, oldest age and the text for ages all blank.
Right: youngest age `5`, or `All ages` in the text.

Source: SEND code of practice, 4.2: information by age and need.
"""

from offer_opendata.checks.data import Data, Findings
from offer_opendata.issues import Severity
from offer_opendata.tables import Finding

CODE = "ages-not-stated"
SEVERITY: Severity = "warning"


def find(data: Data) -> Findings:
    """Yield a finding for each service without any word about ages."""
    rows = dict(data.rows("services", "minimum_age", "maximum_age", "ages"))
    for index in data.running:
        if not any(rows[index]):
            message = "The service does not say for which ages it is."
            fix = "Write the youngest or the oldest age, or All ages in the text for ages."
            yield Finding("services", index, "minimum_age", "", message, fix)
