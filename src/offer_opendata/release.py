"""The first release: history files, fingerprint, the referee's word, the package in its place."""

import csv
import io
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from offer_opendata.canonical_json import canonical_json, sha256
from offer_opendata.descriptor import HISTORY, ReleaseName, package_descriptor
from offer_opendata.draft import Draft
from offer_opendata.errors import OfferError
from offer_opendata.history.commitments import Commitment, commit, commit_row, digest, state
from offer_opendata.mapping.identifiers import Minted
from offer_opendata.package import PackageFiles, in_key_order, package_files
from offer_opendata.publication import Publication
from offer_opendata.publish import publish as put_in_place
from offer_opendata.publish import replace_file
from offer_opendata.referee import referee
from offer_opendata.schema import Schema
from offer_opendata.tables import Source, Table, empty_table, table_of

SALTS = ("release_number", "resource", "row_id", "salt", "commitment")
Salt = Callable[[str, str], str]


@dataclass(frozen=True)
class Wanted:
    """What a person says of a release: its name and day, title, note, and who releases."""

    name: ReleaseName
    title: str = ""
    note: str = ""
    by_role: str = ""


@dataclass(frozen=True)
class Released:
    """A finished release: its files, and its fingerprint, which anybody may note down."""

    files: PackageFiles
    fingerprint: str


def random_salt(_resource: str, _row_id: str) -> str:
    """Return 16 random bytes in hexadecimal: the only randomness there is."""
    return secrets.token_hex(16)


def seeded_salt(seed: str) -> Salt:
    """Return a source of salts that is the same each time: for examples and tests only."""
    return lambda resource, row_id: sha256(f"{seed}\t{resource}\t{row_id}".encode())[:32]


def draft_files(
    publication: Publication, schema: Schema, draft: Draft, release: ReleaseName
) -> PackageFiles:
    """Return the package of a draft: as a release, but without a history of its own."""
    descriptor = package_descriptor(publication, schema, release)
    return package_files(descriptor, _with_history(draft.tables, schema).values(), {})


def first_release(
    publication: Publication, schema: Schema, draft: Draft, wanted: tuple[Wanted, Salt]
) -> Released:
    """Return the first release of a publication, with its commitments and its fingerprint."""
    want, salt = wanted
    descriptor = package_descriptor(publication, schema, want.name)
    ordered = {name: in_key_order(table) for name, table in draft.tables.items()}
    commitments = [
        each for name in schema.resources if name in ordered for each in commit(ordered[name], salt)
    ]
    constant = canonical_json(_constant(descriptor))
    sealed = _sealed(want, salt)
    record = _release_record(publication, schema, want, sealed.salt)
    record |= {
        "descriptor": sha256(constant),
        "state": state(commitments),
        "rows": {name: len(table) for name, table in ordered.items()},
    }
    content = canonical_json(record)
    fingerprint = sha256(content)
    extra = {
        f"{HISTORY}/releases/1.json": content,
        f"{HISTORY}/descriptors/1.json": constant,
        f"{HISTORY}/salts.csv": _salts([*commitments, sealed], want.name.number),
    }
    tables = _with_history(ordered, schema)
    tables["releases"] = _releases(schema, publication, want, fingerprint)
    return Released(package_files(descriptor, tables.values(), extra), fingerprint)


def publish(publication: Publication, released: Released, minted: Minted) -> None:
    """Put a release in its place, whole or not at all, after the referee has agreed.

    The package is written beside its place, validated there by frictionless in a
    process of its own, and moved. Raises OfferError where there is a release already
    or where the referee disagrees.
    """
    if publication.package.exists():
        raise OfferError(
            f'there is a release in "{publication.package}" already, and this version can only '
            "make the first; keep it, or move the folder away to start again"
        )

    def agreed(staged: Path) -> None:
        referee(staged)
        keep_ids(publication, minted)  # on the disk before any release holds them

    put_in_place(released.files.files, publication.package, agreed)


def keep_ids(publication: Publication, minted: Minted) -> None:
    """Write the minted ids to `answers/ids.csv`, so that no id changes again."""
    rows = minted.rows()
    if rows:
        replace_file(publication.kept_ids, _csv(("resource", "source_key", "id"), rows))


def _with_history(tables: dict[str, Table], schema: Schema) -> dict[str, Table]:
    return {
        name: tables.get(name) or empty_table(resource)
        for name, resource in schema.resources.items()
    }


def _constant(descriptor: dict[str, Any]) -> dict[str, Any]:
    # What differs between releases of the same shape is in `releases`, not in here.
    offer = {
        key: value for key, value in descriptor["offer"].items() if key not in ("number", "release")
    }
    kept = {key: value for key, value in descriptor.items() if key not in ("version", "created")}
    return {**kept, "offer": offer}


def _sealed(want: Wanted, salt: Salt) -> Commitment:
    place = ("releases", str(want.name.number))
    return commit_row(place, salt(*place), _words(want))


def _words(want: Wanted) -> tuple[tuple[str, str], ...]:
    # A person writes these, and what a person writes may have to be erased.
    return (("title", want.title), ("note", want.note))


def _release_record(
    publication: Publication, schema: Schema, want: Wanted, salt: str
) -> dict[str, Any]:
    place = ("releases", str(want.name.number))
    sealed = {
        field: digest(bytes.fromhex(salt), (*place, field), text) if text else ""
        for field, text in _words(want)
    }
    return {
        "number": want.name.number,
        "release": want.name.name,
        "date": want.name.day,
        "publisher": publication.publisher.code,
        "schema_version": schema.version,
        "changes": sha256(b""),
        **sealed,
        "previous": "",
    }


def _releases(schema: Schema, publication: Publication, want: Wanted, fingerprint: str) -> Table:
    record = {
        "number": str(want.name.number),
        "release": want.name.name,
        "released_on": want.name.day,
        "title": want.title,
        "note": want.note,
        "released_by_role": want.by_role,
        "publisher": publication.publisher.code,
        "schema_version": schema.version,
        "fingerprint": fingerprint,
    }
    return table_of(schema.resources["releases"], [record], Source("release"))


def _salts(commitments: Sequence[Commitment], number: int) -> bytes:
    rows = [(str(number), c.resource, c.row_id, c.salt, c.commitment) for c in commitments]
    return _csv(SALTS, rows)


def _csv(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")
