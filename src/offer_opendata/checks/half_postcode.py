"""A place whose address is shown has its whole postcode.

Wrong: `TA1`, with the address shown in full.
Right: `TA1 1AA`, or the visibility `area_only`.
"""

from offer_opendata.checks import postcodes
from offer_opendata.checks.data import Data, Findings
from offer_opendata.checks.words import quoted
from offer_opendata.issues import Severity
from offer_opendata.tables import Finding

CODE = "half-postcode"
SEVERITY: Severity = "warning"


def find(data: Data) -> Findings:
    """Yield a finding for each first half of a postcode that nothing protects."""
    areas = data.schema.codelists["postcode_area"].codes
    for index, (seen, value) in data.rows("locations", "address_visibility", "postcode"):
        if seen == "full" and value and " " not in value and postcodes.is_outward(value, areas):
            message = f"{quoted(value)} is only the first half of a postcode."
            fix = "Write the whole postcode, or show the area only."
            yield Finding("locations", index, "postcode", value, message, fix)
