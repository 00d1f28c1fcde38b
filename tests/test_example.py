"""The example: its committed release follows from its sources, on any machine."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from offer_opendata.database import build_database
from offer_opendata.errors import OfferError
from offer_opendata.generate import EXAMPLE_DAY, EXAMPLE_SAID
from offer_opendata.package import Package, read_package
from offer_opendata.referee import referee
from offer_opendata.schema import load_schema
from publications import tree

ROOT = Path(__file__).resolve().parents[1]
EVERY_SECTOR = set(load_schema().codelists["sector"].codes)


def released_in(place: Path, zone: str, locale: str) -> dict[str, bytes]:
    """Return the example's release, made in a copy of its folder by a process of its own."""
    shutil.copytree(ROOT / "example", place / "example", ignore=shutil.ignore_patterns("build"))
    said = [f"--{name.replace('by_role', 'by')}={text}" for name, text in EXAMPLE_SAID.items()]
    environment = {**os.environ, "TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": str(len(zone))}
    subprocess.run(
        [sys.executable, "-m", "offer_opendata", "release", "example", "--date",
         EXAMPLE_DAY.isoformat(), *said],
        cwd=place, env=environment, check=True, capture_output=True,
    )  # fmt: skip
    return tree(place / "datapackage")


@pytest.fixture(scope="module")
def package() -> Package:
    return read_package(ROOT / "datapackage")


def test_two_time_zones_and_locales_give_the_committed_bytes(tmp_path: Path) -> None:
    committed = tree(ROOT / "datapackage")
    for zone, locale in (("Pacific/Kiritimati", "C"), ("America/Los_Angeles", "C.UTF-8")):
        place = tmp_path / zone.split("/")[1]
        place.mkdir()
        made = released_in(place, zone, locale)
        assert sorted(made) == sorted(committed), "run make render"
        assert [name for name in made if made[name] != committed[name]] == [], "run make render"


def test_the_referee_accepts_it() -> None:
    referee(ROOT / "datapackage")


def test_the_referee_says_what_it_found_from_a_process_of_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.undo()  # see tests/near_referee.py
    shutil.copytree(ROOT / "datapackage", tmp_path / "package")
    file = tmp_path / "package" / "data" / "urls.csv"
    file.write_bytes(file.read_bytes().replace(b"https://", b"", 1))
    with pytest.raises(
        OfferError, match="frictionless, which checks every release, disagrees: urls"
    ):
        referee(tmp_path / "package")


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
    assert empty == {"changes", "erasures"}
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
