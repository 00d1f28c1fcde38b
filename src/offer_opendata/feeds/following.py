"""Who follows what: the feeds in which the changes of a record appear."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from offer_opendata.feeds.entry import Owner
from offer_opendata.history.change import REMOVED, Change
from offer_opendata.package import Rows

Pairs = Mapping[str, Mapping[str, None]]
NEEDS = ("sen_need", "area_of_need")


@dataclass(frozen=True)
class Following:
    """For each service its providers, needs and districts, those that it had lately too.

    `places` has the districts of each place.
    """

    providers: Pairs = field(default_factory=dict)
    needs: Pairs = field(default_factory=dict)
    districts: Pairs = field(default_factory=dict)
    places: Pairs = field(default_factory=dict)

    def feeds(self, owner: Owner) -> Iterable[tuple[str, str]]:
        """Yield the kind and key of each feed in which the changes of a record appear."""
        resource, key = owner
        if resource == "services":
            yield "service", key
            yield from (("provider", each) for each in self.providers.get(key, ()))
            yield from (("need", each) for each in self.needs.get(key, ()))
            yield from (("district", each) for each in self.districts.get(key, ()))
        elif resource == "organizations":
            yield "provider", key
        elif resource == "locations":
            yield from (("district", each) for each in self.places.get(key, ()))


def following(tables: Mapping[str, Rows], changes: Sequence[Change]) -> Following:
    """Return who follows what, from the tables of today and the rows that went lately."""
    rows = {name: [*_rows(table), *_gone(name, changes)] for name, table in tables.items()}
    places = _pairs(rows["locations"], "id", "district_code")
    districts: dict[str, dict[str, None]] = {}
    for row in rows["service_at_locations"]:
        found = places.get(row["location_id"], {})
        districts.setdefault(row["service_id"], {}).update(found)
    needs = [row for row in rows["service_terms"] if row["taxonomy"] in NEEDS]
    return Following(
        providers=_pairs(rows["services"], "id", "organization_id"),
        needs=_pairs(needs, "service_id", "code"),
        districts=districts,
        places=places,
    )


def _rows(table: Rows) -> Iterable[Mapping[str, str]]:
    return (dict(zip(table.header, row, strict=True)) for row in table.rows)


def _gone(name: str, changes: Iterable[Change]) -> Iterable[Mapping[str, str]]:
    removed = (each for each in changes if each.resource == name and each.action == REMOVED)
    return (json.loads(each.before) for each in removed)


def _pairs(rows: Iterable[Mapping[str, str]], key: str, value: str) -> dict[str, dict[str, None]]:
    found: dict[str, dict[str, None]] = {}
    for row in rows:
        if row.get(value):
            found.setdefault(row[key], {})[row[value]] = None
    return found
