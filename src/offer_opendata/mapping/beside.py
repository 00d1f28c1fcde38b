"""Columns beside a record that say why it changed, and are no values of the record."""

from collections.abc import Mapping

from offer_opendata.schema import Field, Resource, Schema

# What a mapping may name beside the fields of any record, with the column of `changes` it fills.
BESIDE: Mapping[str, str] = {
    "change_reason": "reason",
    "change_note": "note",
    "decision_id": "decision_id",
}


def is_beside(name: str, resource: Resource) -> bool:
    """Tell whether a name stands for why a record changed; a field of that name goes first."""
    return name in BESIDE and name not in resource.by_name


def field_of(name: str, resource: Resource, schema: Schema) -> Field:
    """Return the field that a mapping names: of the record, or of the reason beside it."""
    if is_beside(name, resource):
        return schema.resources["changes"].by_name[BESIDE[name]]
    return resource.by_name[name]
