"""The files of `history/`: those of the last release, each longer by what the next one adds."""

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
from offer_opendata.schema import Resource, Schema

RENAMES_HEADER = ("release_number", "resource", "before", "after")
KEPT = ("history/releases/", "history/descriptors/", "history/keys/")


def history_files(
    schema: Schema, past: Past | None, made: tuple[Contents, Sealed], descriptor: str
) -> dict[str, str]:
    """Return the text of every history file after a release, by path.

    `descriptor` is the sealed descriptor of the release, kept where no release before has it.
    """
    contents, sealed = made
    number = contents.facts["number"]
    start = past.texts if past else _empty(schema)
    texts = {path: start[path] + text for path, text in _added(schema, contents, sealed).items()}
    kept = {path: text for path, text in start.items() if path.startswith(KEPT)}
    kept[record_path(number)] = sealed.record.decode("utf-8")
    if descriptor not in kept.values():
        kept[descriptor_path(number)] = descriptor
    return {**texts, **kept}


def no_history(schema: Schema) -> dict[str, str]:
    """Return the three history tables of a package that was never released."""
    names = {RELEASES: "releases", CHANGES: "changes", ERASURES: "erasures"}
    return {path: _heading(schema.resources[name]) for path, name in names.items()}


def _empty(schema: Schema) -> dict[str, str]:
    return {
        **no_history(schema),
        RENAMES: csv_text([RENAMES_HEADER]),
        SALTS: csv_text([SALTS_HEADER]),
        DIGESTS: csv_text([DIGESTS_HEADER]),
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


def _heading(resource: Resource) -> str:
    return csv_text([[field.name for field in resource.fields]])
