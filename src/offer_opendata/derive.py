"""What follows from the sources: terms and areas they name, and when each service was checked."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import chain, count

from offer_opendata.schema import Schema, fold
from offer_opendata.tables import Source, Table, Tables, table_of
from offer_opendata.values import slug

CATEGORY = "category"
NO_REPLY = "no-reply"
LINKS = ("service_terms", "document_terms", "route_terms")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_AREA_LISTS = (("local_authorities", "local_authority", "region_code"), ("region", "region", ""))


def derived(tables: Tables, schema: Schema) -> dict[str, Table]:
    """Return the tables with everything that follows from them and the code lists.

    `terms` gets every code of the schema's taxonomies and the council's own
    categories; `areas` the authorities and regions that are referred to; a service
    without an assured date gets that of its latest check.
    """
    tables = _with_categories(tables)
    tables = {**tables, "terms": _with_terms(tables["terms"], schema)}
    tables = {**tables, "areas": with_areas(tables, schema)}
    return {**tables, "services": _with_assured_dates(tables)}


def added(table: Table, records: Iterable[Mapping[str, str]], origin: str) -> Table:
    """Return the table with records that it did not have; what stands in a source wins."""
    known = set(table.keys)
    names = table.resource.primary_key
    new: dict[tuple[str, ...], Mapping[str, str]] = {}
    for each in records:
        key = tuple(each[name] for name in names)
        if key not in known:
            new.setdefault(key, each)
    more = table_of(table.resource, list(new.values()), Source(origin))
    return replace(
        table,
        columns={name: [*cells, *more.columns[name]] for name, cells in table.columns.items()},
        sources=[*table.sources, *more.sources],
        rows=[*table.rows, *more.rows],
    )


def with_areas(tables: Tables, schema: Schema) -> Table:
    """Return `areas` with the authorities and regions of the code lists that are referred to."""
    areas = tables["areas"]
    for name, kind, parent in _AREA_LISTS:
        wanted = _areas_named({**tables, "areas": areas})
        rows = [row for row in schema.codelists[name].rows if row["code"] in wanted]
        areas = added(areas, [_area(row, kind, parent) for row in rows], f"code list {name}")
    return areas


def _with_categories(tables: Tables) -> Tables:
    terms = tables["terms"].columns
    columns = (terms[name] for name in ("taxonomy", "code", "label"))
    stated = [(code, label) for name, code, label in zip(*columns, strict=True) if name == CATEGORY]
    known = {fold(text): code for code, label in reversed(stated) for text in (label, code) if code}
    own: dict[str, str] = {}
    changed = {name: _with_codes(tables[name], known, own) for name in LINKS}
    records = [{"taxonomy": CATEGORY, "code": code, "label": label} for code, label in own.items()]
    more = added(tables["terms"], records, "the council's own categories")
    return {**tables, **changed, "terms": more}


def _with_codes(table: Table, known: dict[str, str], own: dict[str, str]) -> Table:
    """Return a table of links with a code for each category; new ones go to `known` and `own`."""
    codes = list(table.columns["code"])
    for i, taxonomy in enumerate(table.columns["taxonomy"]):
        if taxonomy != CATEGORY or not codes[i]:
            continue
        label, same = codes[i], fold(codes[i]) or codes[i]
        if same not in known:
            known[same] = _new_code(label, known)
            own[known[same]] = label
        codes[i] = known[same]
    return table.with_columns({"code": codes})


def _new_code(label: str, known: Mapping[str, str]) -> str:
    code, taken = slug(label) or label, set(known.values())
    numbers = (f"{code}-{number}" for number in count(2))
    return next(each for each in chain([code], numbers) if each not in taken)


def _with_terms(terms: Table, schema: Schema) -> Table:
    names = [field.name for field in terms.resource.fields]
    for taxonomy, codelist in schema.taxonomies.items():
        rows = schema.codelists[codelist].rows
        records = [
            {"taxonomy": taxonomy, **{n: row[n] for n in names if n != "taxonomy" and n in row}}
            for row in rows
        ]
        terms = added(terms, records, f"code list {codelist}")
    return terms


def _areas_named(tables: Tables) -> set[str]:
    named: set[str] = set()
    for table in tables.values():
        for key in table.resource.foreign_keys:
            if key.resource == "areas":
                named.update(table.columns[key.fields[0]])
    return named


def _area(row: Mapping[str, str], kind: str, parent: str) -> dict[str, str]:
    dates = {name: row.get(name, "") for name in ("valid_from", "valid_to")}
    return {
        "code": row["code"],
        "name": row["label"],
        "kind": kind,
        "parent_code": row.get(parent, ""),
        **dates,
    }


def _with_assured_dates(tables: Tables) -> Table:
    services, checks = tables["services"], tables["assurances"]
    names = ("service_id", "checked_on", "by_role", "result")
    days = set(filter(_DAY.fullmatch, set(checks.columns["checked_on"])))
    latest: dict[str, tuple[str, str]] = {}
    for service, day, role, result in zip(*(checks.columns[name] for name in names), strict=True):
        if result != NO_REPLY and day in days:
            latest[service] = max(latest.get(service, ("", "")), (day, role))
    dates = list(services.columns["assured_date"])
    roles = list(services.columns["assured_by"])
    for i, service in enumerate(services.columns["id"]):
        if service in latest and latest[service][0] > dates[i]:
            dates[i], roles[i] = latest[service]
    return services.with_columns({"assured_date": dates, "assured_by": roles})
