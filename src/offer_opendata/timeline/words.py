"""The titles of tables and fields, long after a schema dropped them, and labels of records."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from offer_opendata.checks.words import lower_first
from offer_opendata.history.past import Past, described
from offer_opendata.history.replay import State
from offer_opendata.history.rows import row_id
from offer_opendata.schema import Resource, Schema

LABELS = ("name", "title", "label")


@dataclass(frozen=True)
class Words:
    """What a package calls its tables and fields: each table as it was described last."""

    schema: Schema
    resources: Mapping[str, Resource]
    fields: Mapping[tuple[str, str], str]

    def table(self, name: str) -> str:
        """Return the title of a table."""
        return self.resources[name].title if name in self.resources else name

    def field(self, table: str, name: str) -> str:
        """Return the title of a field, also of one that was dropped since."""
        return self.fields.get((table, name), name)

    def reason(self, code: str) -> str:
        """Return the label of a reason."""
        return self.schema.codelists["change_reason"].labels.get(code, code)

    def ground(self, code: str) -> str:
        """Return the label of the ground on which a value was erased."""
        return lower_first(self.schema.codelists["erasure_ground"].labels.get(code, code))


def words_of(past: Past, schema: Schema) -> Words:
    """Return the words of a package: those of all its descriptors, the later ones first."""
    resources: dict[str, Resource] = {}
    fields: dict[tuple[str, str], str] = {}
    for stated in _described(past):
        resource = described(stated, schema)
        resources.setdefault(resource.name, resource)
        for each in resource.fields:
            fields.setdefault((resource.name, each.name), each.title)
    return Words(schema, resources, fields)


def _described(past: Past) -> Iterator[Mapping[str, object]]:
    kept = [path for path in past.texts if path.startswith("history/descriptors/")]
    for path in sorted(kept, key=lambda each: -int(each.rpartition("/")[2].removesuffix(".json"))):
        yield from json.loads(past.texts[path])["resources"]


def label_of(row: Mapping[str, str]) -> str:
    """Return the name by which people know a record, if it has one."""
    return next((row[name] for name in LABELS if row.get(name)), "")


def pointed(resource: Resource, row: Mapping[str, str], state: State) -> dict[str, str]:
    """Return the names of the records that a row points to, by the field that points."""
    found = {}
    for key in resource.foreign_keys:
        values = [row.get(name, "") for name in key.fields]
        label = label_of(state.get(key.resource, {}).get(row_id(values), {}))
        if label:
            found[key.fields[-1]] = label
    return found
