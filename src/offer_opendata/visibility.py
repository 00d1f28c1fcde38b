"""Protected addresses: what may not be published is taken out before anything else sees it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from offer_opendata.issues import Issue
from offer_opendata.stage_issues import stage_issue
from offer_opendata.tables import Table, Tables

CHILDMINDER = "childminder"
SEEN = "address_visibility"
_DISAGREE = ("conflicting-values", "other-source-wins")
_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][0-9A-Z]?) [0-9][A-Z]{2}")
_KEPT: Mapping[str, frozenset[str]] = {
    "area_only": frozenset(
        ("city", "county", "country", "local_authority_code", "district_code", "ward_code")
    ),
    "hidden": frozenset(),
}
_ALWAYS = frozenset(("id", "location_type", SEEN))


@dataclass(frozen=True)
class Visible:
    """Tables without protected addresses, and the issues that tell nothing of them."""

    tables: Tables
    issues: tuple[Issue, ...]


def with_default(tables: Tables, issues: Iterable[Issue] = ()) -> Tables:
    """Return the tables with a visibility where the sources leave it blank or in doubt.

    A childminder's place is `area_only` unless somebody says otherwise. A place about
    whose visibility two cells disagree, as `issues` tell, is `hidden`.
    """
    locations = tables["locations"]
    homes = _childminders_places(tables)
    doubted = {
        issue.id
        for issue in issues
        if (issue.resource, issue.field) == ("locations", SEEN) and issue.code in _DISAGREE
    }
    columns = (locations.columns[name] for name in ("id", SEEN))
    stated = [
        "hidden" if place in doubted else seen or ("area_only" if place in homes else "")
        for place, seen in zip(*columns, strict=True)
    ]
    return {**tables, "locations": locations.with_columns({SEEN: stated})}


def without_protected(tables: Tables, issues: Sequence[Issue]) -> Visible:
    """Return the tables and issues with every protected address taken out.

    An `area_only` place keeps its town, the codes of its areas and the outward part
    of its postcode; a `hidden` one keeps nothing. Any other word than these and
    `full` hides, as a mistyped word must not publish an address. Each is said in an
    issue that names the place and not its address.
    """
    locations = with_default(tables, issues)["locations"]
    columns = {name: list(cells) for name, cells in locations.columns.items()}
    protected: dict[object, str] = {}
    for i, seen in enumerate(columns[SEEN]):
        if seen == "full":
            continue
        source, row = locations.sources[i], locations.rows[i]
        protected |= {columns["id"][i]: seen, (source.file, source.sheet, row): seen}
        for name, cells in columns.items():
            cells[i] = _shown(name, cells[i], seen)
    shown = locations.with_columns(columns)
    kept = [_discreet(issue, protected, shown) for issue in issues]
    return Visible({**tables, "locations": shown}, (*kept, *_said(shown)))


def _said(locations: Table) -> Iterator[Issue]:
    columns = locations.columns
    for i, seen in enumerate(columns[SEEN]):
        if seen in _KEPT:
            named = replace(locations.place(i, SEEN), resource="locations", id=columns["id"][i])
            yield stage_issue(f"address-{seen.replace('_', '-')}", named, id=columns["id"][i])


def _shown(name: str, value: str, seen: str) -> str:
    if name in _ALWAYS or name in _KEPT.get(seen, frozenset()):
        return value
    whole = _POSTCODE.fullmatch(value) if (name, seen) == ("postcode", "area_only") else None
    return whole.group(1) if whole else ""


def _discreet(issue: Issue, protected: Mapping[object, str], locations: Table) -> Issue:
    """Return the issue, or one that says nothing of the value if it is of a protected address."""
    if issue.resource != "locations" or not issue.field or issue.field in _ALWAYS:
        return issue
    seen = protected.get((issue.file, issue.sheet, issue.row or 0), "full")
    seen = protected.get(issue.id, seen)
    if seen == "full" or issue.field in _KEPT.get(seen, frozenset()):
        return issue
    title = locations.resource.by_name[issue.field].title
    bare = replace(issue, value="")
    return stage_issue("protected-cell", bare, title=title, id=issue.id, problem=issue.code)


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
