"""Commitments to rows: proof of what stood there that gives nothing of it away.

The digest of a value is the SHA-256 of its own salt and the value with its place; its
salt is the HMAC-SHA256 of the row's salt and the field. A row's commitment is the
SHA-256 of its digests. Whoever has a row and its salt can check the commitment;
without the salt no value can be guessed from it.
"""

import hmac
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from json import dumps
from typing import TYPE_CHECKING

from offer_opendata.canonical_json import canonical_json
from offer_opendata.canonical_json import sha256 as hexadecimal

if TYPE_CHECKING:
    from offer_opendata.tables import Table


@dataclass(frozen=True)
class Commitment:
    """The commitment to one version of one row, with the salt that opens it."""

    resource: str
    row_id: str
    salt: str
    commitment: str


def commit(table: "Table", salt: Callable[[str, str], str]) -> Iterator[Commitment]:
    """Yield the commitment of each row, in the order of the table.

    `salt` gives the row's salt, in hexadecimal, for a resource and a row_id.
    """
    resource = table.resource
    names = [field.name for field in resource.fields]
    keys = [names.index(name) for name in resource.primary_key]
    for record in table.records():
        parts = [record[place] for place in keys]
        row_id = parts[0] if len(parts) == 1 else dumps(parts, ensure_ascii=False)
        values = zip(names, record, strict=True)
        yield commit_row((resource.name, row_id), salt(resource.name, row_id), values)


def commit_row(place: tuple[str, str], salt: str, values: Iterable[tuple[str, str]]) -> Commitment:
    """Return the commitment of one row (resource, row_id) from its fields and their values."""
    row_salt = bytes.fromhex(salt)
    digests = [[field, digest(row_salt, (*place, field), text)] for field, text in values if text]
    return Commitment(*place, salt, hexadecimal(canonical_json([*place, digests])))


def digest(row_salt: bytes, place: tuple[str, str, str], value: str) -> str:
    """Return the digest of a value at its place (resource, row_id, field), in hexadecimal."""
    return sha256(field_salt(row_salt, place[2]) + canonical_json([*place, value])).hexdigest()


def field_salt(row_salt: bytes, field: str) -> bytes:
    """Return the salt of one field: it opens the digest of that field and of no other."""
    return hmac.digest(row_salt, field.encode("utf-8"), "sha256")


def state(commitments: Sequence[Commitment]) -> str:
    """Return the hash over all rows: of the lines `resource, row_id, commitment`, tabs between."""
    lines = (f"{each.resource}\t{each.row_id}\t{each.commitment}\n" for each in commitments)
    return hexadecimal("".join(lines).encode("utf-8"))
