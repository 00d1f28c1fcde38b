"""Protected addresses: what may not be published is taken out before anything else sees it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from offer_opendata.issues import Issue
from offer_opendata.stage_issues import stage_issue
from offer_opendata.tables import Table, Tables

CHILDMINDER = "childminder"
_KEPT: Mapping[str, frozenset[str]] = {
    "area_only": frozenset(
        ("city", "county", "country", "local_authority_code", "district_code", "ward_code")
    ),
    "hidden": frozenset(),
}
_ALWAYS = frozenset(("id", "location_type", "address_visibility"))


@dataclass(frozen=True)
class Visible:
    """Tables without protected addresses, and the issues that tell nothing of them."""

    tables: Tables
    issues: tuple[Issue, ...]


def with_default(tables: Tables) -> Tables:
    """Return the tables with the visibility of a childminder's place `area_only` where it is blank."""
    locations = tables["locations"]
    homes = _childminders_places(tables)
    stated = [
        seen or ("area_only" if place in homes else "")
        for place, seen in zip(
            locations.columns["id"], locations.columns["address_visibility"], strict=True
        )
    ]
    return {**tables, "locations": locations.with_columns({"address_visibility": stated})}


def without_protected(tables: Tables, issues: Sequence[Issue]) -> Visible:
    """Return the tables and issues with every protected address taken out.

    An `area_only` place keeps its town, the codes of its areas and the outward part
    of its postcode; a `hidden` one keeps nothing. Any other word than these and
    `full` hides, as a mistyped word must not publish an address. Each is said in an
    issue that names the place and not its address.
    """
    locations = tables["locations"]
    columns = {name: list(cells) for name, cells in locations.columns.items()}
    hidden: set[tuple[str, int]] = set()
    for i, seen in enumerate(columns["address_visibility"]):
        if seen == "full":
            continue
        hidden.add((locations.sources[i].file + "\0" + locations.sources[i].sheet, locations.rows[i]))
        for name, cells in columns.items():
            cells[i] = _shown(name, cells[i], seen)
    kept = [issue for issue in issues if not _tells(issue, hidden)]
    protected = locations.with_columns(columns)
    return Visible({**tables, "locations": protected}, (*kept, *_said(protected)))


def _said(locations: Table) -> Iterator[Issue]:
    columns = locations.columns
    for i, seen in enumerate(columns["address_visibility"]):
        if seen in _KEPT:
            place = locations.sources[i].place(locations.rows[i], "address_visibility")
            named = replace(place, resource="locations", id=columns["id"][i])
            yield stage_issue(f"address-{seen.replace('_', '-')}", named, id=columns["id"][i])


def _shown(name: str, value: str, seen: str) -> str:
    if name in _ALWAYS or name in _KEPT.get(seen, frozenset()):
        return value
    if name == "postcode" and seen == "area_only":
        return value.split(" ")[0] if " " in value else ""
    return ""


def _tells(issue: Issue, hidden: set[tuple[str, int]]) -> bool:
    row = (f"{issue.file}\0{issue.sheet}", issue.row or 0)
    return issue.resource == "locations" and row in hidden and issue.field not in _ALWAYS


def _childminders_places(tables: Tables) -> set[str]:
    organizations, services = tables["organizations"], tables["services"]
    kinds = dict(
        zip(organizations.columns["id"], organizations.columns["organization_type"], strict=True)
    )
    theirs = {
        service
        for service, owner in zip(
            services.columns["id"], services.columns["organization_id"], strict=True
        )
        if kinds.get(owner) == CHILDMINDER
    }
    links = tables["service_at_locations"].columns
    pairs = zip(links["service_id"], links["location_id"], strict=True)
    return {place for service, place in pairs if service in theirs}
