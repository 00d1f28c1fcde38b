"""What a package holds, as the database will hold it."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from offer_opendata.errors import OfferError
from offer_opendata.history.rows import rows_of
from offer_opendata.package import Package, Rows
from offer_opendata.schema import Field, Resource, Schema, resource_of

PART = 10_000


@dataclass(frozen=True)
class Stored:
    """A resource as a table of the database.

    `fields` are those of the package; `resource` may have more, which the schema
    gained after the package was written: they stay empty.
    """

    resource: Resource
    fields: tuple[Field, ...]
    path: str = ""


def stored_resources(package: Package, schema: Schema) -> list[Stored]:
    """Return the resources of the package, then those of ours that it lacks."""
    stored = [_stored(each, schema) for each in package.descriptor["resources"]]
    lacking = [each for name, each in schema.resources.items() if name not in package.names]
    return [*stored, *(Stored(each, each.fields) for each in lacking)]


def stored_table(package: Package, stored: Stored) -> Rows:
    """Return the table of a resource; raise OfferError where the heading is another one."""
    name, header = stored.resource.name, tuple(field.name for field in stored.fields)
    if name not in package.names:
        return Rows(header, ())
    table = package.table(name)
    if table.header != header:
        raise _other_heading(stored)
    return table


def stored_parts(package: Package, stored: Stored) -> Iterator[list[list[str]]]:
    """Yield the rows of a resource of history in parts, as there may be very many.

    Raises OfferError where the heading is another one, or where it is not CSV of its width.
    """
    if stored.resource.name not in package.names:
        return
    rows = rows_of(package.content(stored.resource.name))
    try:
        if next(rows, None) != [field.name for field in stored.fields]:
            raise _other_heading(stored)
        while part := list(islice(rows, PART)):
            if set(map(len, part)) != {len(stored.fields)}:
                raise OfferError(f"{stored.path} has rows of different lengths; it is not read")
            yield part
    except (UnicodeDecodeError, csv.Error):
        raise OfferError(f"{stored.path} is not a CSV file in UTF-8; it is not read") from None


def _other_heading(stored: Stored) -> OfferError:
    return OfferError(f"the heading of {stored.path} is not the one that the package states")


def _stored(stated: Mapping[str, Any], schema: Schema) -> Stored:
    resource = resource_of({**stated["schema"], "name": stated["name"]})
    return Stored(_completed(resource, schema), resource.fields, stated["path"])


def _completed(resource: Resource, schema: Schema) -> Resource:
    known = schema.resources.get(resource.name)
    if known is None:
        return resource
    gained = (field for field in known.fields if field.name not in resource.by_name)
    optional = (replace(field, constraints={}) for field in gained)
    return replace(resource, fields=(*resource.fields, *optional))
