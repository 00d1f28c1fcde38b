"""A package folder: written in canonical form, and read back with its hashes checked."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from offer_opendata.canonical_csv import csv_bytes, in_key_order
from offer_opendata.canonical_json import sha256
from offer_opendata.descriptor import descriptor_text, resource_path
from offer_opendata.errors import OfferError

if TYPE_CHECKING:
    from offer_opendata.tables import Table

DESCRIPTOR = "datapackage.json"
LARGEST = 1 << 30
_PLAIN_PATH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*")


@dataclass(frozen=True)
class PackageFiles:
    """The content of a package's files by path, and its descriptor; nothing is on disk yet.

    `known` are the tables that the files were written from, by the hash of the file.
    """

    descriptor: Mapping[str, Any]
    files: Mapping[str, bytes]
    known: Mapping[str, "Table"] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class Rows:
    """One table as it stands in a package: its heading and its rows of text.

    `full` are columns that are known to hold no blank; there may be others.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    full: frozenset[str] = field(default=frozenset(), compare=False)


@dataclass(frozen=True)
class Package:
    """A package in a folder; its tables are read when they are asked for.

    A file with the hash of a table that is `known` holds that table, and need not be read.
    """

    folder: Path
    descriptor: Mapping[str, Any]
    known: Mapping[str, "Table"] = field(default_factory=dict, repr=False, compare=False)

    @property
    def names(self) -> list[str]:
        """The names of its resources, in the order of the descriptor."""
        return [resource["name"] for resource in self.descriptor["resources"]]

    @cached_property
    def tables(self) -> Mapping[str, Rows]:
        """All its tables, by the names of their resources."""
        return {name: self.table(name) for name in self.names}

    def table(self, name: str) -> Rows:
        """Return one table.

        Raises OfferError where its file is missing, is not what its hash says, is not
        CSV, or lies outside the folder.
        """
        resource = self._resource(name)
        table = self.known.get(resource.get("hash", ""))
        if table is None:
            return _rows(self.content(name), self.folder / resource["path"])
        header = tuple(each.name for each in table.resource.fields)
        full = frozenset(name for name in header if "" not in table.columns[name])
        return Rows(header, tuple(table.records()), full)

    def content(self, name: str) -> bytes:
        """Return the file of one table; raise OfferError where it is not what its hash says."""
        return _verified(self.folder, self._resource(name))

    def _resource(self, name: str) -> Mapping[str, Any]:
        return next(each for each in self.descriptor["resources"] if each["name"] == name)


def described_files(
    descriptor: Mapping[str, Any], files: Mapping[str, bytes], tables: Iterable["Table"] = ()
) -> PackageFiles:
    """Return a package's files and its descriptor, with the hash and bytes of each table.

    `tables` are those that some of the files were written from.
    """
    paths = [each["path"] for each in descriptor["resources"]]
    hashes = {path: f"sha256:{sha256(files[path])}" for path in paths}
    resources = [
        {**resource, "hash": hashes[resource["path"]], "bytes": len(files[resource["path"]])}
        for resource in descriptor["resources"]
    ]
    whole = {**descriptor, "resources": resources}
    text = descriptor_text(whole).encode("utf-8")
    known = {hashes[resource_path(table.resource)]: table for table in tables}
    return PackageFiles(whole, {**files, DESCRIPTOR: text}, known)


def package_files(
    descriptor: Mapping[str, Any], tables: Iterable["Table"], extra: Mapping[str, bytes]
) -> PackageFiles:
    """Return a package's files: canonical CSV of its tables, `extra` files, and the descriptor."""
    ordered = [in_key_order(table) for table in tables]
    files = {resource_path(table.resource): csv_bytes(table) for table in ordered}
    return described_files(descriptor, {**files, **extra}, ordered)


def write_package(files: PackageFiles, folder: Path) -> None:
    """Write a package's files into an empty or new folder."""
    for path, content in files.files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def open_package(folder: Path, known: "Mapping[str, Table] | None" = None) -> Package:
    """Return the package in a folder, its tables still unread; `known` are tables by hash."""
    return Package(folder, read_descriptor(folder), known or {})


def read_package(folder: Path) -> Package:
    """Return the package in a folder with every table read.

    Raises OfferError where the descriptor is missing or unreadable, or where a table
    is missing, is not what its hash says, is not CSV, or lies outside the folder.
    """
    package = open_package(folder)
    _ = package.tables
    return package


def read_descriptor(folder: Path) -> dict[str, Any]:
    """Return the descriptor of the package in a folder."""
    try:
        descriptor = json.loads(read_file(folder, DESCRIPTOR))
    except (ValueError, RecursionError):
        raise OfferError(f'"{folder / DESCRIPTOR}" is not JSON; this is not a package') from None
    resources = descriptor.get("resources") if isinstance(descriptor, dict) else None
    if not isinstance(resources, list) or not all(map(_is_resource, resources)):
        raise OfferError(
            f'"{folder / DESCRIPTOR}" is not the descriptor of a data package; take the package '
            "from a backup, or move what is there away"
        )
    return dict(descriptor)


def last_release(folder: Path) -> tuple[int, str, str]:
    """Return the number, name and fingerprint of the release in a folder."""
    offer = read_descriptor(folder)["offer"]
    record = read_file(folder, f"history/releases/{offer['number']}.json")
    return int(offer["number"]), str(offer["release"]), sha256(record)


def _is_resource(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(value.get(key), str) for key in ("name", "path")
    )


def _verified(folder: Path, resource: Mapping[str, Any]) -> bytes:
    content = read_file(folder, resource["path"])
    if resource.get("hash") != f"sha256:{sha256(content)}":
        raise OfferError(
            f'"{folder / resource["path"]}" is not the file that was released: its hash differs; '
            "take the package again from where it was published"
        )
    return content


def _rows(content: bytes, file: Path) -> Rows:
    header, *rows = _parsed(content, file)
    if any(len(row) != len(header) for row in rows):
        raise OfferError(f'"{file}" has rows of different lengths; it is not read')
    return Rows(tuple(header), tuple(map(tuple, rows)))


def _parsed(content: bytes, file: Path) -> Sequence[list[str]]:
    before = csv.field_size_limit(LARGEST)
    try:
        text = content.decode("utf-8")
        rows = _split(text) or list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise OfferError(f'"{file}" is not a CSV file in UTF-8; it is not read') from None
    finally:
        csv.field_size_limit(before)
    if not rows:
        raise OfferError(f'"{file}" is empty; it has not even headings')
    return rows


def _split(text: str) -> list[list[str]]:
    """Return the rows of CSV that has no quotes and no line breaks but its own, else nothing."""
    # Three times quicker than the csv module, and most tables are as plain as that.
    lines = text.split("\r\n")
    plain = '"' not in text and text.count("\r") == text.count("\n") == len(lines) - 1
    return [line.split(",") for line in lines if line] if plain and "" not in lines[:-1] else []


def read_file(folder: Path, path: str) -> bytes:
    """Return the content of a file of a package; raise OfferError where it is not inside it."""
    file = folder / path
    plain = _PLAIN_PATH.fullmatch(path) and not file.is_symlink()
    if not plain or not file.resolve().is_relative_to(folder.resolve()):
        raise OfferError(f'the package names the file "{path}", which is not inside it')
    try:
        if file.stat().st_size > LARGEST:
            raise OfferError(f'"{file}" is larger than 1 GB; it is not read')
        return file.read_bytes()
    except FileNotFoundError:
        raise OfferError(f'"{file}" does not exist; check the folder of the package') from None
    except OSError as error:
        raise OfferError(f'"{file}" cannot be read: {error.strerror}') from None
