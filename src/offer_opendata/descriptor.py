"""The package's descriptor: what `datapackage.json` says of the publication and its tables."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from offer_opendata.schema import Field, Resource, Schema

if TYPE_CHECKING:
    from offer_opendata.publication import Publication

PROFILES = "https://datapackage.org/profiles/2.0"
STANDARD = ("name", "type", "format", "title", "description", "example")
HISTORY = "history"


@dataclass(frozen=True)
class ReleaseName:
    """A release: its number from 1, its name (a date), and the day as an ISO date."""

    number: int
    name: str
    day: str


def package_descriptor(
    publication: "Publication", schema: Schema, release: ReleaseName
) -> dict[str, Any]:
    """Return the descriptor of a release (Data Package 2.0), without `hash` and `bytes`."""
    return {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": schema.descriptor["name"],
        "title": publication.title,
        "description": publication.description or schema.descriptor["description"],
        "homepage": publication.publisher.homepage,
        "version": release.name,
        "created": f"{release.day}T00:00:00Z",
        "licenses": _licences(publication, schema),
        "contributors": [_contributor(publication)],
        "sources": _sources(publication),
        "keywords": ["SEND", "Local Offer", "special educational needs", "disability"],
        "offer": _offer(publication, schema, release),
        "resources": [_resource(resource, schema) for resource in schema.resources.values()],
    }


def resource_path(resource: Resource) -> str:
    """Return the path of a resource's file inside the package."""
    folder = HISTORY if resource.group == HISTORY else "data"
    return f"{folder}/{resource.name}.csv"


def descriptor_text(descriptor: Mapping[str, Any]) -> str:
    """Return the descriptor as it is written: JSON, two spaces, a line break at the end."""
    return json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"


def sealed_descriptor(descriptor: Mapping[str, Any]) -> str:
    """Return the text of a descriptor without what differs between releases of one shape.

    The release's own number, name and day and the `hash` and `bytes` of each file are left
    blank in their places, so that filling them in gives the descriptor of a release again,
    byte for byte.
    """
    offer = {**descriptor["offer"], "number": 0, "release": ""}
    resources = [{**each, "hash": "", "bytes": 0} for each in descriptor["resources"]]
    blank = {"version": "", "created": "", "offer": offer, "resources": resources}
    return descriptor_text({**descriptor, **blank})


def _licences(publication: "Publication", schema: Schema) -> list[Any]:
    known = {each["name"]: each for each in schema.descriptor["licenses"]}
    return [known.get(publication.licence, {"name": publication.licence})]


def _contributor(publication: "Publication") -> dict[str, Any]:
    publisher = publication.publisher
    contact = {"email": publisher.email, "path": publisher.homepage}
    return {
        "title": publisher.name,
        "roles": ["publisher"],
        **{key: value for key, value in contact.items() if value},
    }


def _sources(publication: "Publication") -> list[dict[str, str]]:
    home = publication.publisher.homepage
    sources = [{"title": f"Spreadsheets kept by {publication.publisher.name}"}]
    if home:
        sources[0]["path"] = home
    if publication.postcodes and publication.postcodes.attribution:
        sources.append({"title": publication.postcodes.attribution})
    return sources


def _offer(publication: "Publication", schema: Schema, release: ReleaseName) -> dict[str, Any]:
    publisher = publication.publisher
    predecessors = [asdict(each) for each in publication.predecessors]
    return {
        "number": release.number,
        "release": release.name,
        "publisher": publisher.code,
        "publisherName": publisher.name,
        "previous": list(publisher.previous),
        "contactRole": publisher.contact_role,
        "phone": publisher.phone,
        "schemaVersion": schema.version,
        **({"predecessors": predecessors} if predecessors else {}),
    }


def _resource(resource: Resource, schema: Schema) -> dict[str, Any]:
    return {
        "$schema": f"{PROFILES}/dataresource.json",
        "name": resource.name,
        "type": "table",
        "path": resource_path(resource),
        "title": resource.title,
        "description": resource.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": table_schema(resource, schema),
    }


def table_schema(resource: Resource, schema: Schema) -> dict[str, Any]:
    """Return a resource's Table Schema with its code lists written out as `enum`."""
    descriptor = {
        "$schema": f"{PROFILES}/tableschema.json",
        "fields": [_field(field, schema) for field in resource.fields],
        "missingValues": [""],
        "primaryKey": list(resource.primary_key),
    }
    keys = resource.descriptor.get("foreignKeys", [])
    return {**descriptor, "foreignKeys": keys} if keys else descriptor


def _field(field: Field, schema: Schema) -> dict[str, Any]:
    descriptor = {key: field.descriptor[key] for key in STANDARD if key in field.descriptor}
    constraints = dict(field.constraints)
    codelist = schema.codes(field)
    if codelist is not None:
        constraints["enum"] = [row["code"] for row in codelist.rows]
    return {**descriptor, "constraints": constraints} if constraints else descriptor
