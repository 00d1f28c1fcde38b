"""The released package as the next release builds on it: read once, and its ends checked."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from offer_opendata.canonical_json import sha256
from offer_opendata.descriptor import HISTORY, sealed_descriptor
from offer_opendata.errors import OfferError
from offer_opendata.folders import files_below
from offer_opendata.history.salts import (
    KeptDigest,
    Latest,
    Version,
    read_digests,
    read_latest,
)
from offer_opendata.package import DESCRIPTOR, read_descriptor, read_file
from offer_opendata.schema import Resource, Schema, resource_of

CHANGES, RELEASES, ERASURES = (
    f"{HISTORY}/{name}.csv" for name in ("changes", "releases", "erasures")
)
SALTS, DIGESTS, RENAMES = (f"{HISTORY}/{name}.csv" for name in ("salts", "digests", "renames"))


@dataclass(frozen=True, eq=False)
class Texts(Mapping[str, str]):
    """Files by path as texts, each decoded when somebody asks for it."""

    files: Mapping[str, bytes]
    known: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, path: str) -> str:
        if path not in self.known:
            self.known[path] = self.files[path].decode("utf-8")
        return self.known[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self.files)

    def __len__(self) -> int:
        return len(self.files)


@dataclass(frozen=True)
class Past:
    """The latest release: its number, name and day, and its files by path, read as texts too.

    `signatures` are the files that are no text.
    """

    number: int
    name: str
    day: str
    fingerprint: str
    descriptor: Mapping[str, Any]
    files: Mapping[str, bytes] = field(repr=False)
    signatures: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The texts of its files by path."""
        return Texts(self.files)

    @cached_property
    def latest(self) -> Latest:
        """The latest salt and commitment of every row."""
        return read_latest(self.files[SALTS])

    @cached_property
    def digests(self) -> Mapping[Version, Mapping[str, KeptDigest]]:
        """The digests kept for versions that an erasure touched."""
        return read_digests(self.files[DIGESTS])

    @property
    def record(self) -> Mapping[str, Any]:
        """The record of the latest release."""
        return dict(json.loads(self.texts[record_path(self.number)]))

    def signatures_until(self, number: int) -> dict[str, bytes]:
        """Return the signatures of a release and of those before it, by path."""
        ours = tuple(f"{HISTORY}/releases/{each}." for each in range(1, number + 1))
        return {path: each for path, each in self.signatures.items() if path.startswith(ours)}

    def resources(self, schema: Schema) -> dict[str, tuple[Resource, bytes]]:
        """Return each table as it was described then, with its file."""
        return {
            each["name"]: (described(each, schema), self.files[each["path"]])
            for each in self.descriptor["resources"]
        }


def record_path(number: int) -> str:
    """Return the path of a release's record inside the package."""
    return f"{HISTORY}/releases/{number}.json"


def descriptor_path(number: int) -> str:
    """Return the path of the descriptor that a release was the first to have."""
    return f"{HISTORY}/descriptors/{number}.json"


def key_path(number: int) -> str:
    """Return the path of the public key that a release was the first to be signed with."""
    return f"{HISTORY}/keys/{number}.pem"


def described(resource: Mapping[str, Any], schema: Schema) -> Resource:
    """Return a resource as a descriptor states it, with what our schema adds on its place."""
    known = schema.resources.get(resource["name"])
    ours = known.descriptor if known else {}
    return resource_of({**ours, **resource["schema"], "name": resource["name"]})


def read_past(folder: Path) -> Past:
    """Return the release in a folder.

    Raises OfferError where a file is missing, or where a table, the descriptor or the last
    record was changed after the release: history would go on from something never released.
    """
    descriptor = read_descriptor(folder)
    files = {DESCRIPTOR: read_file(folder, DESCRIPTOR)}
    for each in descriptor["resources"]:
        content = read_file(folder, each["path"])
        if each.get("hash") != f"sha256:{sha256(content)}":
            raise _touched(folder, each["path"])
        files[each["path"]] = content
    for path in _others(folder, (".csv", ".json", ".pem", ".py")):
        if path not in files:
            files[path] = read_file(folder, path)
    past = past_in(folder, files)
    signatures = {path: read_file(folder, path) for path in _others(folder, (".sig",))}
    past = replace(past, signatures=signatures)
    _check_ends(folder, past)
    return past


def past_in(folder: Path, files: Mapping[str, bytes]) -> Past:
    """Return the release that files by path make up; `folder` is named in an error only."""
    descriptor = json.loads(files[DESCRIPTOR])
    path = record_path(descriptor["offer"]["number"])
    if path not in files:
        raise OfferError(f'"{folder / path}" is missing; take the package from a backup')
    record = json.loads(files[path])
    return Past(
        number=record["number"],
        name=record["release"],
        day=record["date"],
        fingerprint=sha256(files[path]),
        descriptor=descriptor,
        files=files,
    )


def _others(folder: Path, endings: tuple[str, ...]) -> list[str]:
    found = [*files_below(folder / HISTORY), folder / "verify.py"]
    ours = [path for path in found if path.suffix in endings and path.is_file()]
    return sorted(path.relative_to(folder).as_posix() for path in ours)


def _check_ends(folder: Path, past: Past) -> None:
    sealed = sealed_descriptor(past.descriptor).encode("utf-8")
    if sha256(sealed) != past.record["descriptor"]:
        raise _touched(folder, DESCRIPTOR)
    last = past.files[RELEASES].removesuffix(b"\r\n").rpartition(b"\r\n")[2]
    if not last.endswith(past.fingerprint.encode("ascii")):
        raise _touched(folder, record_path(past.number))


def _touched(folder: Path, path: str) -> OfferError:
    return OfferError(
        f'"{folder / path}" was changed after it was released; take the released package from '
        "a backup, and make changes in the sources only"
    )
