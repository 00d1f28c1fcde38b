"""A package folder, read for the database: its descriptor, its tables and their rows."""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from offer_opendata.errors import OfferError
from offer_opendata.schema import Field, Resource, Schema, resource_of


@dataclass(frozen=True)
class Stored:
    """A resource as the database holds it, and where its rows are.

    `fields` are those of the file; `resource` may have more, which the schema gained
    after the package was written and which stay empty. `file` is None, and `name`
    blank, where the package has no such resource.
    """

    resource: Resource
    fields: tuple[Field, ...]
    name: str
    file: Path | None


def read_descriptor(folder: Path) -> dict[str, Any]:
    """Return the descriptor of the package in a folder."""
    try:
        descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise OfferError(
            f"{folder.name}/datapackage.json is missing; make a release or a preview first"
        ) from None
    except (OSError, ValueError) as error:
        raise OfferError(f"{folder.name}/datapackage.json cannot be read: {error}") from error
    if not isinstance(descriptor, dict):
        raise OfferError(f"{folder.name}/datapackage.json is not a package descriptor")
    return descriptor


def stored_resources(
    folder: Path, descriptor: Mapping[str, Any], schema: Schema
) -> tuple[Stored, ...]:
    """Return what the database holds: the resources of the package, then ours that it lacks."""
    stored = [_stored(folder, each, schema) for each in descriptor["resources"]]
    there = {each.resource.name for each in stored}
    lacking = [each for name, each in schema.resources.items() if name not in there]
    return (*stored, *(Stored(each, (), "", None) for each in lacking))


def read_rows(stored: Stored) -> Iterator[list[str]]:
    """Yield the rows of a resource as text, having made sure of its heading."""
    if stored.file is None:
        return
    try:
        with stored.file.open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file, strict=True)
            if next(rows, None) != [field.name for field in stored.fields]:
                raise OfferError(f"{stored.name}: the heading is not the one that the package states")
            yield from rows
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise OfferError(f"{stored.name} cannot be read: {error}") from error


def _stored(folder: Path, descriptor: Mapping[str, Any], schema: Schema) -> Stored:
    resource = resource_of({**descriptor, **descriptor["schema"], "name": descriptor["name"]})
    path = str(descriptor["path"])
    file = (folder / path).resolve()
    if not file.is_relative_to(folder.resolve()):
        raise OfferError(f"{path} is outside the package folder; a package may not read it")
    return Stored(_completed(resource, schema), resource.fields, path, file)


def _completed(resource: Resource, schema: Schema) -> Resource:
    known = schema.resources.get(resource.name)
    if known is None:
        return resource
    gained = (field for field in known.fields if field.name not in resource.by_name)
    optional = (replace(field, constraints={}) for field in gained)
    return replace(resource, fields=(*resource.fields, *optional))
