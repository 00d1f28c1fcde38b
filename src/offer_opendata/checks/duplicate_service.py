"""A service is listed once.

Wrong: `Saturday Club` and `saturday club`, of one provider at the same places.
Right: one record; or two with names that say how they differ.
"""

import re
from collections.abc import Iterable

from offer_opendata.checks.data import Data, Findings
from offer_opendata.checks.words import quoted
from offer_opendata.issues import Severity
from offer_opendata.tables import Finding

CODE = "duplicate-service"
SEVERITY: Severity = "warning"
_BETWEEN = re.compile(r"[\W_]+")


def find(data: Data) -> Findings:
    """Yield a finding for each service that an earlier one equals but for its id."""
    services = data.table("services").columns
    for group in _groups(data):
        first: dict[str, int] = {}
        for index in group if len(group) > 1 else ():
            name = services["name"][index]
            earlier = first.setdefault(_BETWEEN.sub("", name.casefold()), index)
            if name and earlier != index:
                other = services["id"][earlier]
                message = f"{quoted(name)} of the same provider and places is also {quoted(other)}."
                fix = "Keep one record, or say in the names how the two differ."
                yield Finding("services", index, "name", name, message, fix)


def _groups(data: Data) -> Iterable[list[int]]:
    """Return the positions of the running services, those of one provider and places together."""
    services = data.table("services").columns
    places: dict[str, set[str]] = {}
    for _, (service, location) in data.rows("service_at_locations", "service_id", "location_id"):
        places.setdefault(service, set()).add(location)
    groups: dict[tuple[str, frozenset[str]], list[int]] = {}
    for index in data.running():
        where = frozenset(places.get(services["id"][index], ()))
        groups.setdefault((services["organization_id"][index], where), []).append(index)
    return groups.values()
