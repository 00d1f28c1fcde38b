"""The titles of tables and fields, long after a schema dropped them, and labels of records."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from offer_opendata.checks.words import lower_first
from offer_opendata.history.change import CHANGED, REMOVED, Change
from offer_opendata.history.naming import Names, label_of
from offer_opendata.history.past import Past, described
from offer_opendata.history.replay import State
from offer_opendata.schema import Resource, Schema

Place = tuple[str, str]


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

    def taxonomy(self, code: str) -> str:
        """Return the label of a taxonomy."""
        return self.schema.codelists["taxonomy"].labels.get(code, code)


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


def names_at(state: State, changes: Iterable[Change], words: Words) -> Names:
    """Return what records are called in a state, or were when changes removed them.

    `changes` also tell what a record held when it came: all of its changes since, undone.
    """
    resources = {**words.resources, **words.schema.resources}
    gone: dict[Place, str] = {}
    since: dict[Place, list[Change]] = {}
    for change in changes:
        since.setdefault(change.place, []).append(change)
        if change.action == REMOVED:
            row = change.removed_row()
            gone[change.place] = label_of(resources.get(change.resource), row)

    def named(resource: str, key: str) -> str:
        row = state.get(resource, {}).get(key)
        if row is None:
            return gone.get((resource, key), "")
        return label_of(resources.get(resource), row)

    schema = replace(words.schema, resources=resources)
    return Names(schema, named, partial(_came, state, since), longest=None)


def _came(
    state: State, since: Mapping[Place, Sequence[Change]], change: Change
) -> Mapping[str, str]:
    """Return what a record held when it came: today's or its last values, all changes undone."""
    own = since[change.place]
    later = own[own.index(change) + 1 :]
    ended = next((i for i, each in enumerate(later) if each.action == REMOVED), None)
    if ended is None:
        row = dict(state.get(change.resource, {}).get(change.row_id, {}))
    else:
        row = later[ended].removed_row()
    for each in reversed(later[:ended]):
        if each.action == CHANGED:
            row[each.field] = each.before
    return row
