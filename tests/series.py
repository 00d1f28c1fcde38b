"""A tiny package whose six releases have everything in their history that a history can have.

It is made by the writer's own functions, in memory: a removed record and one that comes back, a
changed row with a composite key, notes, a renamed and a dropped column, an erasure, a descriptor
that changes and changes back, two releases on one day, and two keys that sign.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from offer_opendata.draft import Draft
from offer_opendata.history.erase import ErasedPlace, erase, values_at
from offer_opendata.history.past import Past, past_in
from offer_opendata.mapping.identifiers import Minted
from offer_opendata.publication import Publication, Publisher
from offer_opendata.release import Wanted, make_release, next_name, next_release, seeded_salt
from offer_opendata.schema import Resource, Schema, load_schema, resource_of
from offer_opendata.signing import Signing
from offer_opendata.tables import Source, table_of

FULL = load_schema()
FIELDS = {
    "organizations": ("id", "name"),
    "services": ("id", "organization_id", "name", "alternate_name", "phone", "fees"),
    "service_terms": ("service_id", "taxonomy", "code"),
    "location_features": ("location_id", "feature", "details"),
}
HISTORY = ("releases", "changes", "erasures")
PUBLICATION = Publication(
    folder=Path(),
    publisher=Publisher("Wrenshire", "E10999901", (), "https://w.example.org", "Officer", "", ""),
    title="Wrenshire SEND Local Offer",
    description="What there is in Wrenshire.",
    licence="OGL-UK-3.0",
    sources=(),
    postcodes=None,
    withhold=False,
    package=Path(),
)
KEY, NEXT_KEY = bytes(range(32)), bytes(range(1, 33))

Records = Mapping[str, Sequence[Mapping[str, str]]]
Texts = dict[str, bytes]


def _narrow(name: str, renamed: Mapping[str, str], dropped: Sequence[str] = ()) -> Resource:
    whole = FULL.resources[name].descriptor
    fields = []
    for each in (each for each in FIELDS[name] if each not in dropped):
        described = next(one for one in whole["fields"] if one["name"] == each)
        old = {"renamedFrom": renamed[each]} if each in renamed else {}
        fields.append({**described, **old})
    kept = {key: each for key, each in whole.items() if key not in ("foreignKeys", "parent")}
    return resource_of({**kept, "fields": fields})


def _schema(resources: Mapping[str, Resource], version: str) -> Schema:
    whole = {**resources, **{name: FULL.resources[name] for name in HISTORY}}
    return replace(FULL, descriptor={**FULL.descriptor, "version": version}, resources=whole)


def _first_services() -> Resource:
    now = _narrow("services", {})
    fields = [
        {**each.descriptor, "name": "other_name"}
        if each.name == "alternate_name"
        else each.descriptor
        for each in now.fields
    ]
    return resource_of({**now.descriptor, "fields": fields})


_OTHERS = {name: _narrow(name, {}) for name in FIELDS}
FIRST = _schema({**_OTHERS, "services": _first_services()}, "1.0.0")
SECOND = _schema(
    {**_OTHERS, "services": _narrow("services", {"alternate_name": "other_name"}, ["fees"])},
    "2.0.0",
)


@dataclass(frozen=True)
class Said:
    """How a release is made: its day, its words, what is erased, who signs, and under what title.

    `reasons` gives a reason and a note for each change of a record, by its row_id.
    """

    day: str
    words: tuple[str, str, str] = ("", "", "")
    reasons: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    erased: tuple[ErasedPlace, ...] = ()
    signing: Signing = field(default_factory=Signing)
    title: str = PUBLICATION.title
    schema: Schema = FIRST
    seed: str = "wrenshire"


def past_of(files: Mapping[str, bytes]) -> Past:
    """Return the past that some files of a package hold."""
    ours = {path: content for path, content in files.items() if not path.endswith((".sig", ".py"))}
    past = past_in(Path(), ours)
    signatures = {path: content for path, content in files.items() if path.endswith(".sig")}
    return replace(past, signatures=signatures)


def release(files: Mapping[str, bytes] | None, records: Records, said: Said) -> Texts:
    """Return the files of a package after one more release, which has these records."""
    past = past_of(files) if files else None
    before = past
    if past and said.erased:
        past = erase(past, said.erased)
    tables = {
        name: table_of(said.schema.resources[name], rows, Source(name))
        for name, rows in {**dict.fromkeys(FIELDS, ()), **records}.items()
        if name in said.schema.resources
    }
    draft = Draft(tables, (), (), Minted({}), stops=False)
    name = next_name(said.day, past)
    following = next_release(said.schema, draft, past)
    changes = tuple(
        replace(each, reason=said.reasons[each.row_id][0], note=said.reasons[each.row_id][1])
        if each.row_id in said.reasons
        else each
        for each in following.step.changes
    )
    following = replace(following, step=replace(following.step, changes=changes))
    lines = _erasures(said, name.number, before)
    wanted = Wanted(name, *said.words, erasures=lines, signing=said.signing)
    publication = replace(PUBLICATION, title=said.title)
    made = make_release(
        publication, said.schema, following, (wanted, seeded_salt(said.seed, name.number))
    )
    return dict(made.files.files)


def _erasures(said: Said, number: int, past: Past | None) -> tuple[tuple[str, ...], ...]:
    count = past.texts["history/erasures.csv"].count("\r\n") if past else 0
    return tuple(
        (
            f"erasure-{count + i}",
            str(number),
            said.day,
            *(each.resource, each.row_id, each.field),
            "personal-data",
            "Data protection officer",
            " ".join(map(str, sorted(values_at(past, each)))) if past else "",
        )
        for i, each in enumerate(sorted(said.erased))
    )


ORGANIZATIONS = ({"id": "acorn", "name": "Acorn Trust"}, {"id": "oak", "name": "Oak, Elm & Ash"})
CLUB = {
    "id": "club",
    "organization_id": "acorn",
    "name": 'The "Saturday" Club',
    "phone": "07700 900123",
    "fees": "£2.50",
}
SWIM = {"id": "swim", "organization_id": "oak", "name": "Swimming", "phone": "01632 960002"}
CAFE = {"id": "café", "organization_id": "oak", "name": "Café\nwith quiet hour", "fees": "none"}
TERMS = tuple(
    {"service_id": each, "taxonomy": "sen_need", "code": code}
    for each, code in (("club", "ASD"), ("club", "HI"), ("swim", "all_needs"))
)
RAMP = {"location_id": "hall", "feature": "ramp", "details": "at the back, ring first"}


def _records(*services: Mapping[str, str], ramp: str = "", terms: int = 3) -> dict[str, Any]:
    feature = {**RAMP, "details": ramp} if ramp else RAMP
    return {
        "organizations": ORGANIZATIONS,
        "services": services,
        "service_terms": TERMS[:terms],
        "location_features": (feature,),
    }


def _second(service: Mapping[str, str], **values: str) -> dict[str, str]:
    kept = {name: value for name, value in service.items() if name not in ("fees", "other_name")}
    return {**kept, **values}


def _steps() -> tuple[tuple[Records, Said], ...]:
    signed, again = Signing(KEY), Signing(NEXT_KEY, previous=KEY)
    club = {**CLUB, "other_name": "Sats"}
    moved = {**club, "phone": "01632 960001"}
    latest = _second(moved, alternate_name="Sats")
    phone = ErasedPlace("services", "club", "phone", "01632 960001")
    note = ErasedPlace("changes", '["2", "2"]', "note")
    title = ErasedPlace("releases", "1", "note")
    return (
        (_records(club, SWIM, CAFE), Said("2026-01-05", ("First", "Ask Jo", "Officer"))),
        (
            _records(moved, CAFE, ramp="at the front", terms=2),
            Said(
                "2026-02-02",
                ("", "After the review", ""),
                {"swim": ("funding-ended", "The grant ran out, says Jo."), "club": ("moved", "")},
                signing=signed,
            ),
        ),
        (
            _records(_second(club, alternate_name="Sats", phone="01632 960001"), _second(CAFE)),
            Said(
                "2026-02-02", reasons={"café": ("law", "No “fees”")}, signing=signed, schema=SECOND
            ),
        ),
        (
            _records(latest, _second(CAFE)),
            Said("2026-03-02", signing=signed, schema=SECOND, title="Another title"),
        ),
        (
            _records(latest, _second(CAFE)),
            Said("2026-03-09", erased=(phone, note, title), signing=again, schema=SECOND),
        ),
        (
            _records(latest, _second(SWIM, phone="01632 960003"), _second(CAFE)),
            Said("2026-04-01", signing=Signing(NEXT_KEY), schema=SECOND),
        ),
    )


STEPS = _steps()


def series(steps: Sequence[tuple[Records, Said]]) -> list[Texts]:
    """Return the packages after each of some releases."""
    made: list[Texts] = []
    for records, said in steps:
        made.append(release(made[-1] if made else None, records, said))
    return made


@cache
def packages() -> tuple[Texts, ...]:
    """Return the six releases, each as the files of its package."""
    return tuple(series(STEPS))
