"""What a package holds, as the database will hold it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from offer_opendata.errors import OfferError
from offer_opendata.package import Package
from offer_opendata.schema import Field, Resource, Schema, resource_of


@dataclass(frozen=True)
class Stored:
    """A resource as a table of the database, and its rows of text.

    `fields` are those of the rows; `resource` may have more, which the schema gained
    after the package was written: they stay empty.
    """

    resource: Resource
    fields: tuple[Field, ...]
    rows: Sequence[Sequence[str]]


def stored_resources(package: Package, schema: Schema) -> list[Stored]:
    """Return the resources of the package with their rows, then those of ours that it lacks."""
    stored = [_stored(package, name, schema) for name in package.tables]
    lacking = [each for name, each in schema.resources.items() if name not in package.tables]
    return [*stored, *(Stored(each, each.fields, ()) for each in lacking)]


def _stored(package: Package, name: str, schema: Schema) -> Stored:
    stated = next(each for each in package.descriptor["resources"] if each["name"] == name)
    resource = resource_of({**stated["schema"], "name": name})
    table = package.tables[name]
    if table.header != tuple(resource.by_name):
        raise OfferError(f"the heading of {stated['path']} is not the one that the package states")
    return Stored(_completed(resource, schema), resource.fields, table.rows)


def _completed(resource: Resource, schema: Schema) -> Resource:
    known = schema.resources.get(resource.name)
    if known is None:
        return resource
    gained = (field for field in known.fields if field.name not in resource.by_name)
    optional = (replace(field, constraints={}) for field in gained)
    return replace(resource, fields=(*resource.fields, *optional))
