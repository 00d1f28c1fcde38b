"""Ids that are kept for ever: minted where a source has none, and known again where it has new."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from offer_opendata.issues import Issue
from offer_opendata.mapping.records import Batch
from offer_opendata.schema import ForeignKey
from offer_opendata.stage_issues import stage_issue


@dataclass(frozen=True)
class Minted:
    """The id kept for each source key of a resource: (resource, source key) to id.

    Where a source has ids of its own, a new one of them that stands for a published id is
    kept here as well.
    """

    ids: Mapping[tuple[str, str], str]

    def rows(self) -> list[tuple[str, str, str]]:
        """Return (resource, source key, id) for every id, in order of resource and id."""
        return sorted(
            ((resource, key, value) for (resource, key), value in self.ids.items()),
            key=lambda row: (row[0], len(row[2]), row[2], row[1]),
        )


def mint(batches: Sequence[Batch], kept: Minted) -> tuple[list[Batch], Minted]:
    """Return the batches with ids in place of source keys, and every id now known.

    A key seen before keeps its id; new ones follow in the order of the sources, as
    `services-12`, and never the id of another record. What refers to a key that no
    record has keeps the key, so that the check of references finds it. An id of a source
    that is kept for another one becomes that one, wherever it stands.
    """
    ids = dict(kept.ids)
    taken = {(name, value) for (name, _), value in ids.items()}
    made = {batch.resource.name for batch in batches if "id" in batch.minted}
    for batch in batches:
        if batch.resource.name in made and "id" not in batch.minted:
            taken.update((batch.resource.name, value) for value in batch.columns["id"])
    for batch in batches:
        if "id" in batch.minted:
            _extend(ids, batch.resource.name, batch.columns["id"], taken)
    minted = {
        (batch.resource.name, key)
        for batch in batches
        if "id" in batch.minted
        for key in batch.columns["id"]
    }
    aliases: dict[str, dict[str, str]] = {}
    for (resource, key), id_ in kept.ids.items():
        if (resource, key) not in minted:
            aliases.setdefault(resource, {})[key] = id_
    named = [_with_published_ids(batch, aliases) for batch in batches]
    return [_with_ids(batch, ids) for batch in named], Minted(ids)


def _extend(
    ids: dict[tuple[str, str], str], resource: str, keys: Iterable[str], taken: set[tuple[str, str]]
) -> None:
    number = sum(name == resource for name, _ in ids)
    for key in dict.fromkeys(keys):
        if key and (resource, key) not in ids:
            number += 1
            while (resource, f"{resource}-{number}") in taken:
                number += 1
            ids[resource, key] = f"{resource}-{number}"


def _with_ids(batch: Batch, ids: Mapping[tuple[str, str], str]) -> Batch:
    if not batch.minted:
        return batch
    columns = dict(batch.columns)
    for field, resource in batch.minted.items():
        columns[field] = [ids.get((resource, key), key) for key in columns[field]]
    return replace(batch, columns=columns)


def _with_published_ids(batch: Batch, aliases: Mapping[str, Mapping[str, str]]) -> Batch:
    columns, issues = dict(batch.columns), list(batch.issues)
    for field, resource in _references(batch):
        cells, known = columns[field], aliases.get(resource, {})
        found = [i for i, cell in enumerate(cells) if cell in known] if known else []
        if found:
            changed = list(cells)
            for i in found:
                changed[i] = known[cells[i]]
            columns[field] = changed
            if field == "id":
                issues += [(i, _kept(batch, i, changed[i])) for i in found]
    return replace(batch, columns=columns, issues=tuple(issues))


def _references(batch: Batch) -> Iterator[tuple[str, str]]:
    """Yield the fields of a batch that hold the ids of a source, with the resource they are of."""
    keys = {key.fields[0]: key.resource for key in batch.resource.foreign_keys if _is_id(key)}
    for field, resource in {"id": batch.resource.name, **keys}.items():
        if field in batch.columns and field not in batch.minted:
            yield field, resource


def _is_id(key: ForeignKey) -> bool:
    return key.references == ("id",)


def _kept(batch: Batch, position: int, published: str) -> Issue:
    value = batch.columns["id"][position]
    place = batch.source.place(batch.rows[position], "id")
    named = replace(place, resource=batch.resource.name, value=value)
    return stage_issue("published-id-kept", named, id=value, published=published)
