"""Packages with several releases, made in memory: what each release holds, and why it changed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hand_made import Records
from offer_opendata.descriptor import ReleaseName
from offer_opendata.draft import Draft
from offer_opendata.history.change import Change
from offer_opendata.history.past import read_past
from offer_opendata.mapping.identifiers import Minted
from offer_opendata.package import write_package
from offer_opendata.publication import Publication, Publisher
from offer_opendata.release import Wanted, make_release, next_release, seeded_salt
from offer_opendata.schema import Schema, load_schema
from offer_opendata.tables import Source, table_of

Why = Callable[[Change], Change]
PUBLICATION = Publication(
    folder=Path(),
    publisher=Publisher(
        name="Wrenshire County Council",
        code="E10999901",
        previous=("E10999900",),
        homepage="https://www.wrenshire.example.org/local-offer",
        contact_role="Local Offer officer",
        email="",
        phone="",
    ),
    title="Wrenshire SEND Local Offer",
    description="What there is for children and young people in Wrenshire.",
    licence="OGL-UK-3.0",
    sources=(),
    postcodes=None,
    withhold=False,
    package=Path("datapackage"),
)


@dataclass(frozen=True)
class At:
    """One release: its name (a day, with `.2` for a second one) and what it holds.

    `why` gives each change its reason and note; `schema` is the data model of the release.
    """

    name: str
    records: Records
    why: Why = lambda change: change
    schema: Schema | None = None


def because(reason: str, note: str = "", **only: str) -> Why:
    """Return what gives a reason to each change, or only to those with some values."""

    def why(change: Change) -> Change:
        wanted = all(getattr(change, name) == value for name, value in only.items())
        return replace(change, reason=reason, note=note) if wanted else change

    return why


def all_of(*whys: Why) -> Why:
    """Return what gives reasons one after the other."""

    def why(change: Change) -> Change:
        for each in whys:
            change = each(change)
        return change

    return why


def write_releases(folder: Path, releases: Sequence[At]) -> Path:
    """Write a package that holds the last of the releases, and the history of them all."""
    for number, each in enumerate(releases, start=1):
        schema = each.schema or load_schema()
        past = read_past(folder) if number > 1 else None
        following = next_release(schema, draft_of(each.records, schema), past)
        changes = tuple(each.why(change) for change in following.step.changes)
        following = replace(following, step=replace(following.step, changes=changes))
        day = each.name.partition(".")[0]
        wanted = Wanted(ReleaseName(number, each.name, day), title=f"Release {number}")
        salt = seeded_salt("test", number)
        made = make_release(PUBLICATION, schema, following, (wanted, salt))
        write_package(made.files, folder)
    return folder


def draft_of(records: Records, schema: Schema) -> Draft:
    """Return a draft of records, each by field name; what is left out is blank."""
    tables = {
        name: table_of(resource, records.get(name, ()), Source("by hand"))
        for name, resource in schema.resources.items()
    }
    return Draft(tables, (), (), Minted({}), stops=False)


def with_values(
    records: Records, resource: str, key: Mapping[str, str], **values: str
) -> dict[str, Sequence[Mapping[str, str]]]:
    """Return the records with other values in the rows of a resource that match `key`."""
    rows = [{**row, **values} if key.items() <= row.items() else row for row in records[resource]]
    return {**records, resource: rows}


def without(records: Records, resource: str, **key: str) -> dict[str, Sequence[Mapping[str, str]]]:
    """Return the records without the rows of a resource that match `key`."""
    rows = [row for row in records[resource] if not key.items() <= row.items()]
    return {**records, resource: rows}


def with_rows(
    records: Records, resource: str, *rows: Mapping[str, str]
) -> dict[str, Sequence[Mapping[str, str]]]:
    """Return the records with further rows of a resource."""
    return {**records, resource: [*records.get(resource, ()), *rows]}
