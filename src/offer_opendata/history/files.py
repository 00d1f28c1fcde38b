"""The files of `history/`: those of the last release, each longer by what the next one adds."""

from collections.abc import Iterable

from offer_opendata.errors import OfferError
from offer_opendata.history.past import (
    CHANGES,
    DIGESTS,
    ERASURES,
    RELEASES,
    RENAMES,
    SALTS,
    Past,
    descriptor_path,
    record_path,
)
from offer_opendata.history.rows import csv_text
from offer_opendata.history.salts import DIGESTS as DIGESTS_HEADER
from offer_opendata.history.salts import SALTS as SALTS_HEADER
from offer_opendata.history.seal import Contents, Sealed
from offer_opendata.schema import Schema

RENAMES_HEADER = ("release_number", "resource", "before", "after")
KEPT = ("history/releases/", "history/descriptors/", "history/keys/")


def history_files(
    schema: Schema, past: Past | None, made: tuple[Contents, Sealed], descriptor: str
) -> dict[str, bytes]:
    """Return every history file after a release, by path.

    `descriptor` is the sealed descriptor of the release, kept where no release before has it.
    """
    contents, sealed = made
    number = contents.facts["number"]
    start = past.files if past else _empty(schema)
    added = _added(schema, contents, sealed)
    tables = {path: start[path] + text.encode("utf-8") for path, text in added.items()}
    kept = {path: content for path, content in start.items() if path.startswith(KEPT)}
    kept[record_path(number)] = sealed.record
    constant = descriptor.encode("utf-8")
    if constant not in kept.values():
        kept[descriptor_path(number)] = constant
    return {**tables, **kept}


def check_columns(schema: Schema, past: Past) -> None:
    """Raise OfferError where the tables of the history are not those that a release adds to."""
    for path, heading in _empty(schema).items():
        if not past.files[path].startswith(heading):
            raise OfferError(
                f'"{path}" of the last release has other columns than this version of '
                "offer-opendata writes; go on with the version that made that release"
            )


def no_history(schema: Schema) -> dict[str, bytes]:
    """Return the three history tables of a package that was never released."""
    names = {RELEASES: "releases", CHANGES: "changes", ERASURES: "erasures"}
    headings = {path: schema.resources[name].by_name for path, name in names.items()}
    return {path: _heading(heading) for path, heading in headings.items()}


def _empty(schema: Schema) -> dict[str, bytes]:
    return {
        **no_history(schema),
        RENAMES: _heading(RENAMES_HEADER),
        SALTS: _heading(SALTS_HEADER),
        DIGESTS: _heading(DIGESTS_HEADER),
    }


def _added(schema: Schema, contents: Contents, sealed: Sealed) -> dict[str, str]:
    number, step = str(contents.facts["number"]), contents.step
    return {
        RELEASES: csv_text([_release(schema, contents, sealed)]),
        CHANGES: csv_text([change.row() for change in step.changes]),
        ERASURES: csv_text(contents.erasures),
        RENAMES: csv_text(
            [(number, each.resource, each.before, each.after) for each in step.renames]
        ),
        SALTS: sealed.salts,
        DIGESTS: "",
    }


def _release(schema: Schema, contents: Contents, sealed: Sealed) -> list[str]:
    facts = contents.facts
    release = {
        **contents.words,
        **{name: facts[name] for name in ("release", "publisher", "schema_version")},
        "number": str(facts["number"]),
        "released_on": facts["date"],
        "fingerprint": sealed.fingerprint,
    }
    return [release[field.name] for field in schema.resources["releases"].fields]


def _heading(names: Iterable[str]) -> bytes:
    return csv_text([tuple(names)]).encode("utf-8")
