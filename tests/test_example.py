"""The example: its committed releases follow from its sources, on any machine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from offer_opendata.database import build_database
from offer_opendata.errors import OfferError
from offer_opendata.example import WRITTEN, invented_number, steps
from offer_opendata.history.past import read_past
from offer_opendata.history.replay import rebuild
from offer_opendata.package import Package, read_package
from offer_opendata.referee import referee
from offer_opendata.schema import load_schema
from publications import tree
from released import make_released

ROOT = Path(__file__).resolve().parents[1]
NUMBER = f"07700 {invented_number()}"
# The erasure took salts out of the releases before it, and their digests stand apart since.
ERASED_WITH = 5
TOUCHED = ("history/salts.csv", "history/digests.csv", "datapackage.json")
EVERY_SECTOR = set(load_schema().codelists["sector"].codes)


def released_in(place: Path, zone: str, locale: str) -> None:
    """Release the example in a process that is somewhere else."""
    environment = {**os.environ, "TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": str(len(zone))}
    subprocess.run(
        [sys.executable, Path(__file__).with_name("example_releases.py"), place],
        env=environment, check=True, capture_output=True,
    )  # fmt: skip


@pytest.fixture(scope="module")
def package() -> Package:
    return read_package(ROOT / "datapackage")


def test_another_time_zone_and_locale_give_the_committed_bytes_and_each_release_is_rebuilt(
    tmp_path: Path,
) -> None:
    # One test, as releasing everything takes seconds: what was published is compared twice.
    released_in(tmp_path, "Pacific/Kiritimati", "C")
    made, committed = tree(tmp_path / "datapackage"), tree(ROOT / "datapackage")
    assert sorted(made) == sorted(committed), "run make render"
    assert [name for name in made if made[name] != committed[name]] == [], "run make render"
    for name in WRITTEN[:2]:
        file = ROOT / "example" / name
        assert (tmp_path / "example" / name).read_bytes() == file.read_bytes(), "run make render"
    past = read_past(ROOT / "datapackage")
    assert past.number == len(steps(ROOT / "example"))
    for number in range(1, past.number + 1):
        then = tree(tmp_path / str(number))
        for path, text in rebuild(past, number).items():
            if number < ERASED_WITH and path in TOUCHED:
                continue
            said = then[path].replace(NUMBER.encode(), b"[erased]")
            assert text.encode() == said, f"release {number}: {path}"


def test_the_referee_accepts_it() -> None:
    referee(ROOT / "datapackage")


def test_the_referee_says_what_it_found_from_a_process_of_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.undo()  # see tests/near_referee.py
    package = make_released(tmp_path) / "datapackage"
    file = package / "data" / "services.csv"
    file.write_bytes(file.read_bytes().replace(b"pool@example.org", b"pool.example.org"))
    with pytest.raises(
        OfferError, match="frictionless, which checks every release, disagrees: services"
    ):
        referee(package)


def test_the_datasette_files_are_those_of_the_release() -> None:
    from offer_opendata.package import read_descriptor
    from offer_opendata.render.metadata import render_datasette, render_metadata

    descriptor = read_descriptor(ROOT / "datapackage")
    for name, render in (("metadata.yml", render_metadata), ("datasette.yml", render_datasette)):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert text == render(descriptor, load_schema()), "run make render"


def test_it_is_as_large_and_as_varied_as_a_county(package: Package) -> None:
    sizes = {name: len(table.rows) for name, table in package.tables.items()}
    assert sizes["organizations"] >= 40
    assert sizes["services"] >= 120
    assert sizes["locations"] >= 70
    empty = {name for name, size in sizes.items() if not size}
    assert empty == set()
    assert column(package, "services", "sector") == EVERY_SECTOR
    assert {"hidden", "area_only", "full"} == column(package, "locations", "address_visibility")


def test_services_outside_the_area_are_there(package: Package, tmp_path: Path) -> None:
    import sqlite3

    file = tmp_path / "offer.db"
    build_database(ROOT / "datapackage", file)
    connection = sqlite3.connect(file)
    try:
        counts = dict(
            connection.execute("select area, count(*) from service_overview group by area")
        )
        broken = connection.execute("pragma foreign_key_check").fetchall()
    finally:
        connection.close()
    assert counts["out of area"] >= 10
    assert counts["in area"] > 100
    assert broken == []


def test_protected_addresses_are_not_in_it(package: Package) -> None:
    table = package.tables["locations"]
    for row in table.rows:
        place = dict(zip(table.header, row, strict=True))
        if place["address_visibility"] != "full":
            shown = {name for name, value in place.items() if value}
            assert not shown & {"address_1", "address_2", "latitude", "longitude", "uprn"}
            assert len(place["postcode"]) <= 4


def test_nobody_can_be_rung_or_written_to(package: Package) -> None:
    for name, table in package.tables.items():
        for field in table.header:
            if field not in {"phone", "sms", "email", "url", "website"}:
                continue
            for value in column(package, name, field) - {""}:
                digits = "".join(letter for letter in value if letter.isdigit())
                reserved = digits.startswith(("01632960", "02079460", "07700900"))
                national = value in NATIONAL or ".gov.uk" in value
                assert "example." in value or reserved or national, (name, field, value)


NATIONAL: frozenset[str] = frozenset()


def column(package: Package, resource: str, field: str) -> set[str]:
    """Return the different values of a field."""
    table = package.tables[resource]
    place = table.header.index(field)
    return {row[place] for row in table.rows}
