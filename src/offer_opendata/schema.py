"""The schema folder, read: resources, fields and code lists."""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from offer_opendata.errors import OfferError


@dataclass(frozen=True)
class Codelist:
    """A list of codes; each row is a code with its label, description, validity and source."""

    name: str
    rows: tuple[Mapping[str, str], ...]

    @cached_property
    def codes(self) -> frozenset[str]:
        """Every code, in force or not."""
        return frozenset(row["code"] for row in self.rows)

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The label of each code."""
        return {row["code"]: row["label"] for row in self.rows}

    @cached_property
    def spellings(self) -> Mapping[str, str]:
        """The code for each way of writing one that needs no guess: code, label, in any case."""
        labels = {fold(row["label"]): row["code"] for row in reversed(self.rows)}
        return labels | {fold(row["code"]): row["code"] for row in reversed(self.rows)}


@dataclass(frozen=True)
class Field:
    """One field of a resource: standard Table Schema keys, and guidance for whoever types it."""

    name: str
    type: str
    title: str
    description: str
    guidance: str
    example: str
    codelist: str
    checks: tuple[str, ...]
    constraints: Mapping[str, Any]
    descriptor: Mapping[str, Any]

    @property
    def required(self) -> bool:
        """Whether a record means nothing without this value."""
        return bool(self.constraints.get("required"))


@dataclass(frozen=True)
class ForeignKey:
    """Fields whose values must be a key of another resource."""

    fields: tuple[str, ...]
    resource: str
    references: tuple[str, ...]


@dataclass(frozen=True)
class Resource:
    """One table of the package: its fields in order and its keys."""

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    descriptor: Mapping[str, Any]

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """The fields by name."""
        return {field.name: field for field in self.fields}

    @property
    def generated(self) -> bool:
        """Whether the tool writes this resource, so that no source may."""
        return bool(self.descriptor.get("generated"))

    @property
    def group(self) -> str:
        """`provision`, `accountability` or `history`."""
        return str(self.descriptor["group"])

    def key_text(self, record: Mapping[str, str]) -> str:
        """Return the key as one text: the value itself, or a JSON array of the parts."""
        parts = [record[name] for name in self.primary_key]
        return parts[0] if len(parts) == 1 else json.dumps(parts, ensure_ascii=False)


@dataclass(frozen=True)
class Schema:
    """The whole data model, in package order."""

    descriptor: Mapping[str, Any]
    resources: Mapping[str, Resource]
    codelists: Mapping[str, Codelist]

    @property
    def version(self) -> str:
        """The version of the data model, which is not the version of the tool."""
        return str(self.descriptor["version"])

    @property
    def taxonomies(self) -> Mapping[str, str]:
        """The name of the code list that holds each taxonomy's terms."""
        taxonomies: Mapping[str, str] = self.descriptor["taxonomies"]
        return taxonomies

    def codes(self, field: Field) -> Codelist | None:
        """Return the code list of a field, or None where any value is allowed."""
        return self.codelists[field.codelist] if field.codelist else None


def fold(text: str) -> str:
    """Return the text without case, punctuation and spacing, for comparing spellings."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def schema_folder() -> Path:
    """Return the folder `schema/`: inside an installed wheel, or at the top of the checkout."""
    here = Path(__file__).resolve().parent
    for folder in (here / "schema", here.parents[1] / "schema"):
        if (folder / "package.json").is_file():
            return folder
    raise OfferError("the folder schema/ is missing; install offer-opendata again")


@cache
def load_schema(folder: Path | None = None) -> Schema:
    """Return the schema read from `folder`, by default the one that ships with the tool."""
    folder = folder or schema_folder()
    descriptor = _json(folder / "package.json")
    return Schema(
        descriptor=descriptor,
        resources={name: load_resource(folder, name) for name in descriptor["resources"]},
        codelists={path.stem: _codelist(path) for path in sorted(folder.glob("codelists/*.csv"))},
    )


def load_resource(folder: Path, name: str) -> Resource:
    """Return one resource read from its Table Schema file."""
    return resource_of(_json(folder / f"{name}.json"))


def resource_of(descriptor: Mapping[str, Any]) -> Resource:
    """Return a resource from a Table Schema descriptor that also holds its name and title."""
    key = descriptor.get("primaryKey", [])
    return Resource(
        name=descriptor["name"],
        title=descriptor.get("title", descriptor["name"]),
        description=descriptor.get("description", ""),
        fields=tuple(_field(each) for each in descriptor["fields"]),
        primary_key=(key,) if isinstance(key, str) else tuple(key),
        foreign_keys=tuple(_foreign_key(each) for each in descriptor.get("foreignKeys", [])),
        descriptor=descriptor,
    )


def _field(descriptor: Mapping[str, Any]) -> Field:
    return Field(
        name=descriptor["name"],
        type=descriptor.get("type", "string"),
        title=descriptor.get("title", descriptor["name"]),
        description=descriptor.get("description", ""),
        guidance=descriptor.get("guidance", ""),
        example=str(descriptor.get("example", "")),
        codelist=descriptor.get("codelist", ""),
        checks=tuple(descriptor.get("check", ())),
        constraints=descriptor.get("constraints", {}),
        descriptor=descriptor,
    )


def _foreign_key(descriptor: Mapping[str, Any]) -> ForeignKey:
    reference = descriptor["reference"]
    return ForeignKey(
        fields=_names(descriptor["fields"]),
        resource=reference["resource"],
        references=_names(reference["fields"]),
    )


def _names(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _codelist(path: Path) -> Codelist:
    with path.open(encoding="utf-8", newline="") as file:
        return Codelist(path.stem, tuple(csv.DictReader(file, strict=True)))


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
