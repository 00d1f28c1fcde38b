"""A release: the draft's tables, the history that they continue, and what seals both."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from offer_opendata.canonical_csv import csv_bytes, in_key_order
from offer_opendata.canonical_json import sha256
from offer_opendata.descriptor import (
    ReleaseName,
    package_descriptor,
    resource_path,
    sealed_descriptor,
)
from offer_opendata.draft import Draft
from offer_opendata.errors import OfferError
from offer_opendata.history.change import HEADER, numbered
from offer_opendata.history.files import check_columns, history_files, no_history
from offer_opendata.history.past import CHANGES, Past
from offer_opendata.history.rows import Records, csv_text, row_ids
from offer_opendata.history.seal import Contents, seal
from offer_opendata.history.step import FIRST, Step, step
from offer_opendata.mapping.identifiers import Minted
from offer_opendata.package import PackageFiles, described_files
from offer_opendata.publication import Publication
from offer_opendata.publish import publish as put_in_place
from offer_opendata.publish import replace_file
from offer_opendata.referee import referee_what_is_new
from offer_opendata.schema import Resource, Schema
from offer_opendata.signing import UNSIGNED, Signing, keys_of, signature_files
from offer_opendata.tables import Table

VERIFIER = "verify.py"
Salt = Callable[[str, str], str]


@dataclass(frozen=True)
class Wanted:
    """What a person says of a release: its name and day, title, note, and who releases.

    `erasures` are the lines of `erasures` that it adds; `signing` says who signs it.
    """

    name: ReleaseName
    title: str = ""
    note: str = ""
    by_role: str = ""
    erasures: tuple[tuple[str, ...], ...] = ()
    signing: Signing = UNSIGNED


@dataclass(frozen=True)
class Next:
    """The tables of the next release beside the last one, and the step between them."""

    tables: Mapping[str, Table]
    contents: Mapping[str, bytes]
    past: Past | None
    step: Step


@dataclass(frozen=True)
class Released:
    """A finished release: its files, and its fingerprint, which anybody may note down.

    `new_changes` is what it adds to `changes.csv`, under the heading.
    """

    files: PackageFiles
    fingerprint: str
    new_changes: bytes


def salt_of(seed: str, number: int) -> Salt:
    """Return the source of a release's salts: random, or fixed by a seed."""
    return seeded_salt(seed, number) if seed else random_salt


def random_salt(_resource: str, _row_id: str) -> str:
    """Return 16 random bytes in hexadecimal: the only randomness there is."""
    return secrets.token_hex(16)


def seeded_salt(seed: str, number: int) -> Salt:
    """Return a source of salts that is the same each time: for examples and tests only."""
    return lambda resource, row: sha256(f"{seed}\t{number}\t{resource}\t{row}".encode())[:32]


def next_name(day: str, past: Past | None) -> ReleaseName:
    """Return the name of a release on a day, an ISO date: a second one that day has `.2`.

    Raises OfferError where the last release has a later day.
    """
    if past is None:
        return ReleaseName(1, day, day)
    if day < past.day:
        raise OfferError(
            f"the last release has the date {past.day}, and {day} is earlier; a release is "
            "never dated before the last one"
        )
    same = int(past.name.partition(".")[2] or 1) if day == past.day else 0
    name = f"{day}.{same + 1}" if same else day
    return ReleaseName(past.number + 1, name, day)


def next_release(schema: Schema, draft: Draft, past: Past | None) -> Next:
    """Return what a release of the draft would change, beside the last one if there is one.

    Raises OfferError where the last one was made by a version that keeps history otherwise.
    """
    if past:
        check_columns(schema, past)
    tables = {
        name: in_key_order(draft.tables[name])
        for name, resource in schema.resources.items()
        if name in draft.tables and resource.group != "history"
    }
    contents = {name: csv_bytes(table) for name, table in tables.items()}
    found = step(past, _resources(tables, contents), schema) if past else FIRST
    return Next(tables, contents, past, found)


def draft_files(
    publication: Publication, schema: Schema, following: Next, release: ReleaseName
) -> PackageFiles:
    """Return the package of a draft: as a release, but without a history of its own."""
    descriptor = package_descriptor(publication, schema, release)
    return described_files(
        descriptor,
        {**_data(following), **no_history(schema)},
        following.tables.values(),
    )


def make_release(
    publication: Publication, schema: Schema, following: Next, wanted: tuple[Wanted, Salt]
) -> Released:
    """Return the next release of a publication: its files, its history and its fingerprint."""
    want, salt = wanted
    past, number = following.past, want.name.number
    last = past.record["key"] if past else ""
    descriptor = package_descriptor(publication, schema, want.name)
    constant = sealed_descriptor(descriptor)
    changes = numbered(following.step.changes, number)
    contents = Contents(
        row_ids={name: _row_ids(table) for name, table in following.tables.items()},
        step=replace(following.step, changes=changes, fresh=_fresh(following)),
        facts={
            "number": number,
            "release": want.name.name,
            "date": want.name.day,
            "publisher": publication.publisher.code,
            "schema_version": schema.version,
            "descriptor": sha256(constant.encode("utf-8")),
            **keys_of(want.signing, last),
        },
        words={"title": want.title, "note": want.note, "released_by_role": want.by_role},
        erasures=want.erasures,
    )
    sealed = seal(contents, past, salt)
    history = history_files(schema, past, (contents, sealed), constant)
    files = {**_data(following), **history, VERIFIER: verifier_text().encode("utf-8")}
    files |= past.signatures if past else {}
    files |= signature_files(want.signing, {**contents.facts, "last": last}, sealed.record)
    new = csv_text([HEADER, *(change.row() for change in changes)]).encode("utf-8")
    tables = following.tables.values()
    return Released(described_files(descriptor, files, tables), sealed.fingerprint, new)


def publish(publication: Publication, released: Released, minted: Minted) -> None:
    """Put a release in its place, whole or not at all, after the referee has agreed.

    Minted ids are on the disk before any release holds them. Raises OfferError where the
    referee disagrees, or the disk refuses.
    """

    def agreed(staged: Path) -> None:
        referee_what_is_new(staged, {CHANGES: released.new_changes})
        keep_ids(publication, minted)

    put_in_place(released.files.files, publication.package, agreed)


def keep_ids(publication: Publication, minted: Minted) -> None:
    """Write the minted ids to `answers/ids.csv`, so that no id changes again."""
    rows = minted.rows()
    if rows:
        text = csv_text([("resource", "source_key", "id"), *rows])
        replace_file(publication.kept_ids, text.encode("utf-8"))


def verifier_text() -> str:
    """Return the program that every package carries, with which anybody can verify it."""
    return Path(__file__).with_name("verifier.py").read_text(encoding="utf-8")


def verifier_hash() -> str:
    """Return the SHA-256 of that program, by which anybody can tell that it is the real one."""
    return sha256(verifier_text().encode("utf-8"))


def is_unchanged(publication: Publication, schema: Schema, following: Next) -> bool:
    """Tell whether a release would say nothing new: no value, and nothing of the descriptor."""
    if following.step.changes or following.step.renames:
        return False
    return is_described_alike(publication, schema, following)


def is_described_alike(publication: Publication, schema: Schema, following: Next) -> bool:
    """Tell whether the descriptor would say nothing new, the release itself apart."""
    past = following.past
    if past is None:
        return False
    name = ReleaseName(past.number, past.name, past.day)
    constant = sealed_descriptor(package_descriptor(publication, schema, name))
    return bool(sha256(constant.encode("utf-8")) == past.record["descriptor"])


def _row_ids(table: Table) -> list[str]:
    return row_ids([table.columns[name] for name in table.resource.primary_key])


def _resources(
    tables: Mapping[str, Table], contents: Mapping[str, bytes]
) -> dict[str, tuple[Resource, bytes]]:
    return {name: (tables[name].resource, content) for name, content in contents.items()}


def _fresh(following: Next) -> Mapping[str, Records]:
    if following.past:
        return following.step.fresh
    return {
        name: Records(table.resource, tuple(table.records()))
        for name, table in following.tables.items()
    }


def _data(following: Next) -> dict[str, bytes]:
    return {
        resource_path(following.tables[name].resource): content
        for name, content in following.contents.items()
    }
