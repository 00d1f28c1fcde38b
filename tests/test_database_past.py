"""The past in the database: as at any release, by plain SQL, it is what replaying gives."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hand_made import Records, write
from offer_opendata.database import build_database
from offer_opendata.errors import OfferError
from offer_opendata.history.past import read_past
from offer_opendata.history.replay import state_at
from offer_opendata.schema import Resource, Schema, load_schema, resource_of
from release_series import At, because, with_rows, with_values, without, write_releases
from small_offer import RECORDS

START: Records = {
    name: rows for name, rows in RECORDS.items() if name not in ("releases", "changes")
}
ODD_CODE = 'a "b" \\ é\t\U0001f388'


def several() -> list[At]:
    """Return five releases: values changed, links and records that came, went and came back."""
    odd = {"taxonomy": "category", "code": ODD_CODE}
    second = with_values(
        START, "services", {"id": "club"}, minimum_age="6", free="true", places="12"
    )
    second = without(second, "service_terms", service_id="breaks", code="PD")
    third = without(without(second, "schedules", id="sch-1"), "languages", service_id="club")
    third = with_rows(third, "terms", {**odd, "label": "Odd", "description": "Odd."})
    third = with_rows(third, "service_terms", {"service_id": "club", **odd})
    fourth = with_values(third, "services", {"id": "club"}, minimum_age="5", phone="")
    fourth = with_rows(fourth, "schedules", *START["schedules"][:1])
    fifth = with_values(fourth, "organizations", {"id": "acorn"}, name="Oak Trust")
    states = (START, second, third, fourth, fifth)
    return [At(f"2026-0{i}-01", each) for i, each in enumerate(states, start=1)]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_releases(tmp_path_factory.mktemp("package") / "datapackage", several())


@pytest.fixture(scope="module")
def offer(package: Path) -> Iterator[sqlite3.Connection]:
    build_database(package, package.parent / "offer.db")
    with closing(sqlite3.connect(package.parent / "offer.db")) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def built(folder: Path, package: Path) -> sqlite3.Connection:
    build_database(package, folder / "offer.db")
    return sqlite3.connect(folder / "offer.db")


def as_at(offer: sqlite3.Connection, name: str, number: int) -> list[dict[str, Any]]:
    rows = offer.execute(
        f"select * from {name}_history where from_number <= :n "
        "and (to_number is null or to_number > :n)",
        {"n": number},
    )
    versions = ("from_number", "to_number")
    return [
        {
            key: value
            for key, value in zip(row.keys(), row, strict=True)
            if value is not None and key not in versions
        }
        for row in rows
    ]


def typed(resource: Resource, row: Mapping[str, str]) -> dict[str, Any]:
    kinds = {"integer": int, "number": float, "boolean": lambda text: int(text == "true")}
    return {
        name: kinds.get(resource.by_name[name].type, str)(value)  # type: ignore[operator]
        for name, value in row.items()
    }


def followed() -> list[Resource]:
    return [each for each in load_schema().resources.values() if each.group != "history"]


def test_as_at_each_release_the_database_has_what_replaying_gives(
    package: Path, offer: sqlite3.Connection
) -> None:
    past, compared = read_past(package), 0
    for number in range(1, 6):
        state = state_at(past, number)
        for resource in followed():
            wanted = [typed(resource, row) for row in state.get(resource.name, {}).values()]
            found = as_at(offer, resource.name, number)
            assert sorted(map(repr, map(sorted_, found))) == sorted(map(repr, map(sorted_, wanted)))
            compared += len(found)
    assert compared > 5 * len(START["terms"])


def sorted_(row: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return sorted(row.items())


def test_only_what_is_gone_is_kept_twice(offer: sqlite3.Connection) -> None:
    counts = {
        resource.name: offer.execute(f"select count(*) from {resource.name}_past").fetchone()[0]
        for resource in followed()
    }
    assert {name: count for name, count in counts.items() if count} == {
        "languages": 1,
        "organizations": 1,
        "schedules": 1,
        "service_terms": 1,
        "services": 2,
    }
    since = offer.execute("select resource, row_id, from_number from row_since order by 1, 2")
    assert [tuple(row) for row in since] == [
        ("organizations", "acorn", 5),
        ("schedules", "sch-1", 4),
        ("service_terms", json.dumps(["club", "category", ODD_CODE], ensure_ascii=False), 3),
        ("services", "club", 4),
        ("terms", json.dumps(["category", ODD_CODE], ensure_ascii=False), 3),
    ]


def test_one_record_over_time_is_one_select(offer: sqlite3.Connection) -> None:
    rows = offer.execute(
        "select minimum_age, free, places, phone, from_number, to_number from services_history "
        "where id = 'club' order by from_number"
    )
    assert [tuple(row) for row in rows] == [
        (5.0, 0, None, "01632 960001", 1, 2),
        (6.0, 1, 12, "01632 960001", 2, 4),
        (5.0, 1, 12, None, 4, None),
    ]
    rows = offer.execute(
        "select from_number, to_number from schedules_history where id = 'sch-1' order by 1"
    )
    assert [tuple(row) for row in rows] == [(1, 3), (4, None)]


def test_over_time_is_one_query(offer: sqlite3.Connection) -> None:
    rows = offer.execute(
        "select number, released_on, count(*), sum(minimum_age >= 6) from services_at_release "
        "where status = 'active' and sector = 'leisure' group by number"
    )
    assert [tuple(row) for row in rows] == [
        (1, "2026-01-01", 1, 0),
        (2, "2026-02-01", 1, 1),
        (3, "2026-03-01", 1, 1),
        (4, "2026-04-01", 1, 0),
        (5, "2026-05-01", 1, 0),
    ]


def test_every_resource_has_its_history_with_all_fields(offer: sqlite3.Connection) -> None:
    for resource in followed():
        columns = [
            row["name"] for row in offer.execute(f'pragma table_info("{resource.name}_history")')
        ]
        assert columns == [*resource.by_name, "from_number", "to_number"]
    assert not offer.execute(
        "select name from sqlite_master where name in ('changes_history', 'releases_history')"
    ).fetchall()


def test_the_first_release_has_no_past_rows(tmp_path: Path) -> None:
    package = write_releases(tmp_path / "p", [At("2026-01-01", START)])
    with closing(built(tmp_path, package)) as found:
        inner = [each.name for each in followed()]
        for table in ("row_since", *(f"{name}_past" for name in inner)):
            assert found.execute(f"select count(*) from {table}").fetchone() == (0,)
        rows = found.execute("select distinct from_number, to_number from services_history")
        assert rows.fetchall() == [(1, None)]


@pytest.mark.parametrize("name", ["draft", "neighbour"])
def test_without_a_history_there_is_only_now(tmp_path: Path, name: str) -> None:
    resources = [each for each in load_schema().resources.values() if each.group != "history"]
    package = write(tmp_path / "p", START, resources if name == "neighbour" else None)
    with closing(built(tmp_path, package)) as found:
        rows = found.execute("select distinct from_number, to_number from services_history")
        assert rows.fetchall() == [(2, None)]  # the number of the package itself
        assert found.execute("select count(*) from services_at_release").fetchone() == (0,)
        assert found.execute("select count(*) from reductions").fetchone() == (0,)


def test_erased_numbers_stand_where_they_stood(tmp_path: Path) -> None:
    change = {
        "release_number": "2",
        "sequence": "1",
        "resource": "services",
        "row_id": "club",
        "action": "changed",
        "field": "minimum_age",
        "before": "[erased]",
        "after": "5",
        "significance": "material",
        "reason": "erasure",
        "origin": "tool",
    }
    package = write(tmp_path / "p", {**RECORDS, "changes": [change]})
    with closing(built(tmp_path, package)) as found:
        rows = found.execute(
            "select minimum_age, maximum_age, free from services_history where id = 'club' "
            "order by from_number"
        )
        assert rows.fetchall() == [("[erased]", 17.0, 0), (5.0, 17.0, 0)]
        assert found.execute("select kind from reductions").fetchall() == []


def test_the_same_package_gives_the_same_bytes(tmp_path: Path, package: Path) -> None:
    for name in ("one.db", "two.db"):
        build_database(package, tmp_path / name)
    assert (tmp_path / "one.db").read_bytes() == (tmp_path / "two.db").read_bytes()


# ---- what does not fit


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"after": "Never so"}, "history of the record .club. does not agree with the data"),
        ({"row_id": "nobody"}, "history of the record .nobody. does not agree with the data"),
        ({"resource": "service_terms", "row_id": "not JSON"}, "record .not JSON. does not"),
        ({"release_number": "two"}, "the table changes cannot be filled"),
    ],
)
def test_a_history_that_makes_no_sense_is_refused(
    tmp_path: Path, values: Mapping[str, str], message: str
) -> None:
    changes = [{**each, **values} for each in RECORDS["changes"] if each["row_id"] == "club"]
    package = write(tmp_path / "p", {**RECORDS, "changes": changes})
    with pytest.raises(OfferError, match=message):
        build_database(package, tmp_path / "offer.db")
    assert not (tmp_path / "offer.db").exists()


def test_renames_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    package = write(tmp_path / "p", RECORDS)
    (package / "history" / "renames.csv").write_text("release_number\r\nsoon,x\r\n", newline="")
    with pytest.raises(OfferError, match=r"renames\.csv. cannot be read"):
        build_database(package, tmp_path / "offer.db")


# ---- columns that had another name, or are gone


def with_fields(schema: Schema, fields: Sequence[Mapping[str, Any]]) -> Schema:
    areas = schema.resources["areas"]
    changed = resource_of({**areas.descriptor, "fields": list(fields)})
    return replace(schema, resources={**schema.resources, "areas": changed})


def test_renamed_columns_go_by_their_name_of_today_and_dropped_ones_stay(tmp_path: Path) -> None:
    schema = load_schema()
    fields = [field.descriptor for field in schema.resources["areas"].fields]
    old = [*fields, {"name": "label", "type": "string"}, {"name": "mood", "type": "string"}]
    new = [*fields, {"name": "also_known_as", "type": "string", "renamedFrom": "label"}]
    area = {"code": "E10999901", "name": "Wrenshire", "kind": "local_authority"}
    releases = [
        At("2026-01-01", {"areas": [{**area, "label": "Wrens", "mood": "fine"}]}),
        At("2026-02-01", {"areas": [{**area, "label": "The Shire", "mood": "fine"}]}),
        At("2026-03-01", {"areas": [{**area, "also_known_as": "The Shire"}]}),
    ]
    schemas = [with_fields(schema, old), with_fields(schema, old), with_fields(schema, new)]
    releases = [replace(each, schema=s) for each, s in zip(releases, schemas, strict=True)]
    with closing(built(tmp_path, write_releases(tmp_path / "p", releases))) as found:
        rows = found.execute(
            "select also_known_as, mood, from_number, to_number from areas_history order by 3"
        )
        assert rows.fetchall() == [
            ("Wrens", "fine", 1, 2),
            ("The Shire", "fine", 2, 3),
            ("The Shire", None, 3, None),
        ]


# ---- the log of changes


def test_the_log_names_what_is_gone_with_its_parent(tmp_path: Path) -> None:
    gone = {name: START[name] for name in START}
    for name in ("service_terms", "service_at_locations", "languages", "schedules"):
        gone = without(gone, name, service_id="club")
    gone = without(without(gone, "assurances", service_id="club"), "services", id="club")
    later = without(START, "languages", service_id="club")
    releases = [
        At("2026-01-01", START),
        At("2026-02-01", later, because("provider-update", "They stopped.")),
        At("2026-03-01", gone, because("closed")),
    ]
    with closing(built(tmp_path, write_releases(tmp_path / "p", releases))) as found:
        rows = found.execute(
            "select released_on, resource, service, reason, note from change_log "
            "where service_id = 'club' and resource in ('languages', 'services', 'schedules')"
        )
        assert sorted(map(tuple, rows)) == [
            (
                "2026-02-01",
                "languages",
                "Saturday Club",
                "Update from the provider",
                "They stopped.",
            ),
            ("2026-03-01", "schedules", "Saturday Club", "Closed", None),
            ("2026-03-01", "services", "Saturday Club", "Closed", None),
        ]
