"""Small tables that the database adds: the release, the publisher's codes, age bands, codes."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from offer_opendata.checks.words import upper_first
from offer_opendata.history.naming import day_words, titled
from offer_opendata.history.words import PARTS
from offer_opendata.schema import Resource, Schema, resource_of

AGE_BANDS = (
    ("0 to 4", 0, 4),
    ("5 to 10", 5, 10),
    ("11 to 15", 11, 15),
    ("16 to 18", 16, 18),
    ("19 to 25", 19, 25),
)


# Tables that show a code list as it is.
_LISTS = {"reduction_rules": "reduction", "tidying_reasons": "tidying_reason"}


@cache
def fact_tables() -> tuple[Resource, ...]:
    """Return those tables, described as resources."""
    text = Path(__file__).with_name("facts.toml").read_text(encoding="utf-8")
    return tuple(resource_of(each) for each in tomllib.loads(text)["resource"])


def fact_rows(
    descriptor: Mapping[str, Any], schema: Schema
) -> Iterator[tuple[Resource, Sequence[tuple[Any, ...]]]]:
    """Yield each of those tables with its rows, which follow from the descriptor and the schema."""
    offer = descriptor["offer"]
    earlier = sorted(set(offer.get("previous", ())) - {offer["publisher"]})
    rows: Mapping[str, Sequence[tuple[Any, ...]]] = {
        "publication": [_publication(descriptor)],
        "publisher_codes": [
            (offer["publisher"], "current"),
            *((code, "earlier") for code in earlier),
        ],
        "age_bands": [(number, *band) for number, band in enumerate(AGE_BANDS, start=1)],
        "codes": _codes(schema),
        "titles": list(_titles(schema)),
        "week_days": list(day_words(schema.codelists["week_day"].labels).items()),
    }
    for resource in fact_tables():
        named = _LISTS.get(resource.name)
        yield resource, _listed(schema, named, resource) if named else rows[resource.name]


def _publication(descriptor: Mapping[str, Any]) -> tuple[Any, ...]:
    offer = descriptor["offer"]
    licence: Mapping[str, str] = next(iter(descriptor.get("licenses", ())), {})
    return (
        offer["number"],
        offer["release"],
        offer["release"][: len("2026-11-02")],
        offer["publisher"],
        offer["publisherName"],
        descriptor.get("title", ""),
        descriptor.get("homepage", ""),
        licence.get("title", licence.get("name", "")),
        offer["schemaVersion"],
    )


def _listed(schema: Schema, name: str, resource: Resource) -> list[tuple[str, ...]]:
    rows = schema.codelists[name].rows
    return [tuple(row[column] for column in resource.by_name) for row in rows]


def _titles(schema: Schema) -> Iterator[tuple[str, ...]]:
    for name, resource in schema.resources.items():
        yield name, "*", upper_first(PARTS.get(name, resource.title)), "", ""
        for field in resource.fields:
            title = upper_first(titled(schema, name, field.name))
            yield name, field.name, title, field.codelist, field.type


def _codes(schema: Schema) -> list[tuple[str, ...]]:
    used = {
        field.codelist
        for resource in schema.resources.values()
        for field in resource.fields
        if field.codelist
    }
    return [
        (name, row["code"], row["label"], row["description"], row.get("synonyms", ""))
        for name in sorted(used)
        for row in schema.codelists[name].rows
    ]
