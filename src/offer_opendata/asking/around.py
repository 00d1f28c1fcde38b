"""What stands around the records that went and came: their providers, places and contacts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from offer_opendata.history.change import ADDED, REMOVED, Change
from offer_opendata.schema import fold
from offer_opendata.tables import Tables

PLACES = "service_at_locations"
Row = Mapping[str, str]


@dataclass(frozen=True)
class Around:
    """The changes of a step and the new tables: together they hold the records of both sides."""

    changes: Sequence[Change]
    tables: Tables

    def gone(self, resource: str) -> list[Row]:
        """Return the removed records of a resource."""
        return self._removed.get(resource, [])

    def come(self, resource: str) -> Iterator[Row]:
        """Yield the added records of a resource."""
        added = {each.row_id for each in self._added if each.resource == resource}
        table = self.tables[resource]
        for i, id_ in enumerate(table.columns["id"]):
            if id_ in added:
                yield table.record(i)

    def beside(self, resource: str, row: Row) -> dict[str, str]:
        """Return what a record is known by besides its name, in words and values."""
        if resource == "locations":
            return {"postcode": row.get("postcode", "")}
        if resource == "organizations":
            ways = (row.get(name, "") for name in ("phone", "email", "website"))
            return {"contact": " ".join(filter(None, ways))}
        provider = row.get("organization_id", "")
        return {
            "provider": self._named("organizations", "name").get(provider, provider),
            "postcode": " ".join(sorted(self._postcodes.get(row["id"], ()))),
        }

    @cached_property
    def _removed(self) -> Mapping[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for change in self.changes:
            if change.action == REMOVED:
                found.setdefault(change.resource, []).append(change.removed_row())
        return found

    @cached_property
    def _added(self) -> list[Change]:
        return [change for change in self.changes if change.action == ADDED]

    @cached_property
    def _postcodes(self) -> Mapping[str, set[str]]:
        """The postcodes of the services that went or came."""
        services = {each.row_id for each in self._added if each.resource == "services"}
        known = self._named("locations", "postcode")
        links = [(row["service_id"], row["location_id"]) for row in self.gone(PLACES)]
        if PLACES in self.tables and services:
            columns = self.tables[PLACES].columns
            pairs = zip(columns["service_id"], columns["location_id"], strict=True)
            links += [pair for pair in pairs if pair[0] in services]
        found: dict[str, set[str]] = {}
        for service, place in links:
            found.setdefault(service, set()).add(known.get(place, place))
        return found

    def _named(self, resource: str, field: str) -> dict[str, str]:
        """Return a field of every record before and after, without case and spacing."""
        named = {row["id"]: fold(row.get(field, "")) for row in self.gone(resource)}
        if resource in self.tables:
            columns = self.tables[resource].columns
            named |= dict(zip(columns["id"], map(fold, columns[field]), strict=True))
        return named
