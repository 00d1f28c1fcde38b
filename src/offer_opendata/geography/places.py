"""Locations completed from a postcode file, where a publication names one."""

from collections.abc import Iterator
from dataclasses import replace

from offer_opendata.derive import added
from offer_opendata.geography.postcodes import (
    AREAS,
    Place,
    area_records,
    compact,
    read_postcodes,
)
from offer_opendata.issues import Issue
from offer_opendata.publication import Publication, mapping_file
from offer_opendata.stage_issues import stage_issue
from offer_opendata.tables import Table, Tables

CENTRE = "postcode_centroid"
_SHOWN = ("full", "area_only")


def with_postcodes(tables: Tables, publication: Publication) -> tuple[Tables, list[Issue]]:
    """Return the tables with authority, district, ward and coordinates from the postcode file.

    What is typed stays; what is blank is filled; a postcode that the file does not
    have, and a typed area that it contradicts, are issues. Nothing is looked up for a
    hidden address. Without a postcode file everything stays as it is.
    """
    if publication.postcodes is None:
        return tables, []
    locations = tables["locations"]
    wanted = {i: compact(code) for i, code in _postcodes(locations)}
    mapping = mapping_file(publication, publication.postcodes.mapping)
    places = read_postcodes(publication.postcodes.file, mapping, frozenset(wanted.values()))
    columns = {name: list(cells) for name, cells in locations.columns.items()}
    issues: list[Issue] = []
    for i, code in wanted.items():
        if code in places:
            issues += _complete(locations, columns, i, places[code])
        else:
            issues.append(_unknown(locations, i))
    areas = added(tables["areas"], _unique(list(places.values())), publication.postcodes.shown)
    return {**tables, "areas": areas, "locations": locations.with_columns(columns)}, issues


def _postcodes(locations: Table) -> Iterator[tuple[int, str]]:
    columns = (locations.columns[name] for name in ("postcode", "address_visibility"))
    for i, (code, seen) in enumerate(zip(*columns, strict=True)):
        if code and seen in _SHOWN:
            yield i, code


def _complete(
    locations: Table, columns: dict[str, list[str]], i: int, place: Place
) -> Iterator[Issue]:
    for area in AREAS:
        name, found = f"{area}_code", place.codes[area]
        if found and not columns[name][i]:
            columns[name][i] = found
        elif found and columns[name][i] != found:
            yield _differs(locations, i, name, found)
    if place.latitude and not columns["latitude"][i] and not columns["longitude"][i]:
        columns["latitude"][i], columns["longitude"][i] = place.latitude, place.longitude
        columns["coordinates_source"][i] = CENTRE


def _differs(locations: Table, i: int, name: str, found: str) -> Issue:
    value = locations.columns[name][i]
    title = locations.resource.by_name[name].title
    return stage_issue(
        "area-differs", _place(locations, i, name, value), title=title, value=value, other=found
    )


def _unknown(locations: Table, i: int) -> Issue:
    value = locations.columns["postcode"][i]
    return stage_issue("unknown-postcode", _place(locations, i, "postcode", value), value=value)


def _place(locations: Table, i: int, name: str, value: str) -> Issue:
    at = locations.place(i, name)
    return replace(at, resource="locations", id=locations.columns["id"][i], value=value)


def _unique(places: list[Place]) -> list[dict[str, str]]:
    return list({record["code"]: record for record in area_records(places)}.values())
