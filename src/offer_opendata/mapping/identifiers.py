"""Ids for records whose source has none: minted in sequence, and kept for ever."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from offer_opendata.mapping.records import Batch


@dataclass(frozen=True)
class Minted:
    """The id kept for each source key of a resource: (resource, source key) to id."""

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
    record has keeps the key, so that the check of references finds it.
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
    return [_with_ids(batch, ids) for batch in batches], Minted(ids)


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
