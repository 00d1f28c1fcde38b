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
    groups = list(_groups(data))
    places = _places(data) if groups else {}
    for group in groups:
        first: dict[frozenset[str], int] = {}
        for index in group:
            name, service = services["name"][index], services["id"][index]
            earlier = first.setdefault(frozenset(places.get(service, ())), index)
            if name and earlier != index:
                other = services["id"][earlier]
                message = f"{quoted(name)} of the same provider and places is also {quoted(other)}."
                fix = "Keep one record, or say in the names how the two differ."
                yield Finding("services", index, "name", name, message, fix)


def _groups(data: Data) -> Iterable[list[int]]:
    """Yield the positions of running services of one provider with the same name."""
    columns = data.table("services").columns
    folded = [_BETWEEN.sub("", name.casefold()) for name in columns["name"]]
    names = list(zip(columns["organization_id"], folded, strict=True))
    if len(set(names)) == len(names):
        return
    groups: dict[tuple[str, str], list[int]] = {}
    for index in data.running:
        groups.setdefault(names[index], []).append(index)
    yield from (group for group in groups.values() if len(group) > 1)


def _places(data: Data) -> dict[str, list[str]]:
    places: dict[str, list[str]] = {}
    for _, (service, location) in data.rows("service_at_locations", "service_id", "location_id"):
        places.setdefault(service, []).append(location)
    return places
