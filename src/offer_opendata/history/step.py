"""The step from the last release to the next: what changes, and which rows get new values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from offer_opendata.descriptor import HISTORY
from offer_opendata.errors import OfferError
from offer_opendata.history.change import Change
from offer_opendata.history.compare import compare_csv
from offer_opendata.history.past import Past
from offer_opendata.history.rows import Records, csv_text
from offer_opendata.schema import Resource, Schema


@dataclass(frozen=True)
class Rename:
    """A column that has another name from this release on."""

    resource: str
    before: str
    after: str


@dataclass(frozen=True)
class Step:
    """What a release changes; `fresh` are the rows with new values, by resource."""

    changes: tuple[Change, ...]
    fresh: Mapping[str, Records]
    renames: tuple[Rename, ...]


FIRST = Step((), {}, ())
"""The step to the first release, which has no changes."""


def step(past: Past, tables: Mapping[str, tuple[Resource, bytes]], schema: Schema) -> Step:
    """Return the step from a release to new tables: each a resource and its canonical CSV.

    The changes are in order of resource, key and field. Raises OfferError where the key of a
    resource is another one than before.
    """
    before = past.resources(schema)
    changes: list[Change] = []
    fresh: dict[str, Records] = {}
    renames: list[Rename] = []
    for name in dict.fromkeys((*tables, *before)):
        old, new = before.get(name), tables.get(name)
        if name in schema.resources and schema.resources[name].group == HISTORY:
            continue
        old, new = old or _none(new), new or _none(old)
        found = renames_between(old[0], new[0])
        _check_key(old[0], new[0], found)
        differences, fresh[name] = compare_csv(old, new, found)
        changes.extend(differences)
        renames.extend(Rename(name, *names) for names in found.items())
    return Step(tuple(changes), fresh, tuple(renames))


def _none(other: tuple[Resource, bytes] | None) -> tuple[Resource, bytes]:
    resource = other[0] if other else None
    if resource is None:
        raise ValueError("a table that is neither before nor after")
    return resource, csv_text([[field.name for field in resource.fields]]).encode("utf-8")


def renames_between(old: Resource, new: Resource) -> dict[str, str]:
    """Return the columns that have another name now (`renamedFrom`), by the name they had.

    A column whose earlier name is still (or again) that of a column was not renamed.
    """
    was = {each.name: each.descriptor.get("renamedFrom", "") for each in new.fields}
    return {
        before: name
        for name, before in was.items()
        if before in old.by_name and before not in was and name not in old.by_name
    }


def _check_key(old: Resource, new: Resource, renames: Mapping[str, str]) -> None:
    key: Sequence[str] = [renames.get(name, name) for name in old.primary_key]
    if tuple(key) != new.primary_key:
        raise OfferError(
            f"the key of {new.name} is not the one of the last release; a key never changes"
        )
