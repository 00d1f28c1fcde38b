"""Of a protected place nothing is published that would lead to its door.

An `area_only` place keeps its town, the codes of its areas and the first half of its
postcode; a `hidden` one keeps nothing. The report does not repeat the value.

Wrong: a refuge marked `hidden` with its street.
Right: `hidden`, and blank cells for everything that tells where it is.
"""

from offer_opendata.checks.data import Data, Findings
from offer_opendata.checks.words import quoted
from offer_opendata.issues import Severity
from offer_opendata.tables import Finding

CODE = "address-not-allowed"
SEVERITY: Severity = "error"
_ALWAYS = frozenset(("id", "location_type", "address_visibility"))
_AREAS = frozenset(
    ("city", "county", "country", "local_authority_code", "district_code", "ward_code")
)


def find(data: Data) -> Findings:
    """Yield a finding for each value that a protected place still has."""
    locations = data.table("locations")
    for index, (seen,) in data.rows("locations", "address_visibility"):
        if seen == "full":
            continue
        kept = _ALWAYS | _AREAS if seen == "area_only" else _ALWAYS
        for field in locations.resource.fields:
            value = locations.columns[field.name][index]
            half = seen == "area_only" and field.name == "postcode" and " " not in value
            if value and field.name not in kept and not half:
                message = f"{quoted(field.title)} of a protected place must not be published."
                fix = "Leave the cell blank, or show the address in full if it may be known."
                yield Finding("locations", index, field.name, "", message, fix)
