"""From package to database: types, keys, search and what happens when something is wrong."""

import shutil
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
from offer_opendata.schema import Resource, load_schema, resource_of
from small_offer import RECORDS

ACORN = [{"id": "acorn", "name": "Acorn Trust"}]
HOSTILE = 'O\'Brien "quoted" <script>alert(1)</script>;\r\n-- drop table services; ☃ \x00 end'


@pytest.fixture(scope="module")
def offer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    folder = tmp_path_factory.mktemp("offer")
    build_database(write(folder / "datapackage", RECORDS), folder / "offer.db")
    with closing(sqlite3.connect(folder / "offer.db")) as connection:
        yield connection


def service(**values: str) -> dict[str, str]:
    base = {"id": "s1", "organization_id": "acorn", "name": "Club"}
    return {**base, "sector": "leisure", "status": "active", **values}


def built(
    folder: Path, records: Records, resources: Sequence[Resource] | None = None
) -> sqlite3.Connection:
    package = write(folder / "datapackage", records, resources)
    build_database(package, folder / "offer.db")
    return sqlite3.connect(folder / "offer.db")


def values_of(folder: Path, **values: str) -> dict[str, Any]:
    with closing(built(folder, {"organizations": ACORN, "services": [service(**values)]})) as found:
        found.row_factory = sqlite3.Row
        return dict(found.execute("select * from services").fetchone())


# ---- what is in it


def test_every_row_of_the_package_is_there(offer: sqlite3.Connection) -> None:
    for name in load_schema().resources:
        (count,) = offer.execute(f'select count(*) from "{name}"').fetchone()
        assert count == len(RECORDS.get(name, ())), name


def test_tables_are_strict_and_typed_by_the_schema(offer: sqlite3.Connection) -> None:
    types = {"integer": "INTEGER", "boolean": "INTEGER", "number": "REAL"}
    strict = dict(offer.execute("select name, strict from pragma_table_list").fetchall())
    for resource in load_schema().resources.values():
        columns = offer.execute(f'pragma table_info("{resource.name}")').fetchall()
        assert strict[resource.name] == 1
        assert [column[1] for column in columns] == list(resource.by_name)
        for field, (_, _, kind, not_null, _, key) in zip(resource.fields, columns, strict=True):
            assert kind == types.get(field.type, "TEXT")
            assert bool(not_null) == (field.required or field.name in resource.primary_key)
            assert bool(key) == (field.name in resource.primary_key)


def test_foreign_keys_are_those_of_the_schema_and_hold(offer: sqlite3.Connection) -> None:
    for resource in load_schema().resources.values():
        found: dict[int, list[tuple[str, str, str]]] = {}
        for row in offer.execute(f'pragma foreign_key_list("{resource.name}")'):
            found.setdefault(row[0], []).append((row[2], row[3], row[4]))
        wanted = [
            [(key.resource, *pair) for pair in zip(key.fields, key.references, strict=True)]
            for key in resource.foreign_keys
        ]
        assert sorted(found.values()) == sorted(wanted)
    assert offer.execute("pragma foreign_key_check").fetchall() == []
    assert offer.execute("pragma integrity_check").fetchall() == [("ok",)]


def test_what_is_looked_up_is_indexed(offer: sqlite3.Connection) -> None:
    for resource in load_schema().resources.values():
        indexed = []
        for (name,) in offer.execute(
            "select name from sqlite_master where type = 'index' and tbl_name = ?", [resource.name]
        ).fetchall():
            columns = offer.execute(f'pragma index_info("{name}")').fetchall()
            indexed.append(tuple(column[2] for column in columns))
        wanted = [key.fields for key in resource.foreign_keys]
        stated = {field.name: field.descriptor.get("index") for field in resource.fields}
        facets = resource.descriptor.get("facets", ())
        wanted += [(name,) for name in facets if stated.get(name) is not False]
        wanted += [(name,) for name in stated if stated[name]]
        for name in (name for name in stated if stated[name] is False):
            assert (name,) not in indexed
        for columns in wanted:
            # The key of a link table needs no index: the table itself is in its order.
            there = [*indexed, resource.primary_key]
            assert any(each[: len(columns)] == columns for each in there), (
                resource.name,
                columns,
            )
        assert len(indexed) == len(set(indexed))


def test_values_keep_their_type_and_telephone_numbers_their_zero(tmp_path: Path) -> None:
    row = values_of(
        tmp_path, phone="01632960001", free="true", places="12", minimum_age="4.5", maximum_age="17"
    )
    assert (row["phone"], row["free"], row["places"]) == ("01632960001", 1, 12)
    assert (row["minimum_age"], row["maximum_age"]) == (4.5, 17.0)
    assert row["url"] is None
    assert row["waiting_time_weeks"] is None


@pytest.mark.parametrize(("text", "value"), [("true", 1), ("false", 0), ("", None)])
def test_truth_is_one_zero_or_null(tmp_path: Path, text: str, value: int | None) -> None:
    assert values_of(tmp_path, free=text)["free"] == value


def test_hostile_text_comes_out_as_it_went_in(tmp_path: Path) -> None:
    row = values_of(tmp_path, name=HOSTILE, description="=1+1", fees="\x85\u2028 \t")
    assert row["name"] == HOSTILE
    assert (row["description"], row["fees"]) == ("=1+1", "\x85\u2028 \t")


def test_the_release_and_the_codes_are_in_it(offer: sqlite3.Connection) -> None:
    assert offer.execute("select * from publication").fetchall() == [
        (
            2,
            "2026-11-02",
            "2026-11-02",
            "E10999901",
            "Wrenshire County Council",
            "Wrenshire SEND Local Offer",
            "https://www.wrenshire.example.org/local-offer",
            "Open Government Licence v3.0",
            load_schema().version,
        )
    ]
    assert offer.execute("select * from publisher_codes order by code desc").fetchall() == [
        ("E10999901", "current"),
        ("E10999900", "earlier"),
    ]
    label = "select label from codes where codelist = 'location_feature' and code = 'hoist'"
    assert offer.execute(label).fetchone() == ("Hoist",)


# ---- search


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("autism", {"breaks", "clinic", "closed", "club", "toddlers"}),
        ("respite", {"breaks", "closed"}),
        ("SSP", {"club"}),
        ("corner", {"club"}),
        ("ashwick", {"closed", "club", "college"}),
        ('"north wren"', {"closed", "club", "college"}),
        ("polish", {"club"}),
        ("acorn", {"breaks", "closed", "club", "college", "toddlers"}),
        ("nothing", set()),
    ],
)
def test_services_are_found_by_the_words_people_use(
    offer: sqlite3.Connection, words: str, found: set[str]
) -> None:
    rows = offer.execute(
        "select id from services where rowid in "
        "(select rowid from service_index_fts where service_index_fts match ?)",
        [words],
    )
    assert {row[0] for row in rows} == found


def test_the_rows_of_the_index_and_the_overview_are_numbered_as_services(
    offer: sqlite3.Connection,
) -> None:
    numbers = offer.execute("select rowid, id from services").fetchall()
    for table in ("service_index", "service_overview"):
        assert offer.execute(f"select rowid, id from {table}").fetchall() == numbers
        assert len(numbers) == len(RECORDS["services"])


# ---- writing


def test_the_same_package_gives_the_same_bytes(tmp_path: Path) -> None:
    package = write(tmp_path / "datapackage", RECORDS)
    for name in ("one.db", "two.db"):
        build_database(package, tmp_path / "deep" / name)
    one, two = ((tmp_path / "deep" / name).read_bytes() for name in ("one.db", "two.db"))
    assert one == two
    assert {path.name for path in (tmp_path / "deep").iterdir()} == {"one.db", "two.db"}


def test_an_open_database_keeps_its_data_when_a_new_one_is_built(tmp_path: Path) -> None:
    with closing(built(tmp_path, {"organizations": ACORN, "services": [service()]})) as old:
        shutil.rmtree(tmp_path / "datapackage")
        with closing(built(tmp_path, {"organizations": ACORN})) as new:
            assert old.execute("select count(*) from services").fetchone() == (1,)
            assert new.execute("select count(*) from services").fetchone() == (0,)


def test_rubbish_of_an_interrupted_run_is_swept_away(tmp_path: Path) -> None:
    (tmp_path / "offer.db.new").write_bytes(b"half a database")
    with closing(built(tmp_path, {})) as found:
        assert found.execute("select count(*) from services").fetchone() == (0,)
    assert not (tmp_path / "offer.db.new").exists()


BROKEN: Mapping[str, tuple[Records, str]] = {
    "a reference to nothing": (
        {"services": [service()]},
        "1 references point at nothing, the first from services to organizations",
    ),
    "a number that is none": (
        {"organizations": ACORN, "services": [service(minimum_age="five")]},
        "the table services cannot be filled: cannot store TEXT value in REAL column",
    ),
    "a truth that is none": (
        {"organizations": ACORN, "services": [service(free="maybe")]},
        "the table services cannot be filled: cannot store TEXT value in INTEGER column",
    ),
    "a blank that is required": (
        {"organizations": ACORN, "services": [service(name="")]},
        "the table services cannot be filled: NOT NULL constraint failed: services.name",
    ),
    "a key twice": (
        {"organizations": [*ACORN, *ACORN]},
        "the table organizations cannot be filled: UNIQUE constraint failed: organizations.id",
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_package_is_refused_and_the_old_database_stays(tmp_path: Path, what: str) -> None:
    records, message = BROKEN[what]
    (tmp_path / "offer.db").write_bytes(b"the old one")
    package = write(tmp_path / "datapackage", records)
    with pytest.raises(OfferError, match=message):
        build_database(package, tmp_path / "offer.db")
    assert (tmp_path / "offer.db").read_bytes() == b"the old one"
    assert not (tmp_path / "offer.db.new").exists()


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    package = write(tmp_path / "datapackage", {})
    (tmp_path / "offer.db").mkdir()
    with pytest.raises(OfferError, match=r"cannot be written .* stop it and try again"):
        build_database(package, tmp_path / "offer.db")


# ---- packages of other versions of the data model


def other_schema(**changes: Resource) -> list[Resource]:
    resources = {**load_schema().resources, **changes}
    return list(resources.values())


def test_what_the_schema_gained_since_is_empty(tmp_path: Path) -> None:
    services = load_schema().resources["services"]
    older = replace(services, fields=services.fields[:-1], foreign_keys=services.foreign_keys[:1])
    resources = [each for each in other_schema(services=older) if each.name != "urls"]
    records = {"organizations": ACORN, "services": [service()]}
    with closing(built(tmp_path, records, resources)) as found:
        last = services.fields[-1].name
        assert found.execute(f"select id, {last} from services").fetchall() == [("s1", None)]
        assert found.execute("select * from urls").fetchall() == []
        assert found.execute("select id from service_overview").fetchall() == [("s1",)]


def test_what_the_schema_does_not_know_is_kept(tmp_path: Path) -> None:
    field = {"name": "mood of the day", "type": "string"}
    extra = resource_of(
        {"name": "moods", "group": "provision", "fields": [field], "primaryKey": [field["name"]]}
    )
    records = {"moods": [{field["name"]: "fine"}]}
    with closing(built(tmp_path, records, [*load_schema().resources.values(), extra])) as found:
        assert found.execute('select "mood of the day" from moods').fetchall() == [("fine",)]


def test_a_heading_that_is_not_as_stated_is_refused(tmp_path: Path) -> None:
    package = write(tmp_path / "datapackage", {})
    stated = (package / "datapackage.json").read_text(encoding="utf-8")
    other = stated.replace('"name": "opened_on"', '"name": "began_on"')
    (package / "datapackage.json").write_text(other, encoding="utf-8")
    with pytest.raises(OfferError, match=r"the heading of data/organizations\.csv is not the one"):
        build_database(package, tmp_path / "offer.db")
