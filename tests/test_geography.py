"""Places: the National Grid in degrees, and areas and coordinates from a postcode file."""

import zipfile
from collections.abc import Mapping
from dataclasses import replace
from math import degrees
from pathlib import Path

import pytest

from offer_opendata.errors import OfferError
from offer_opendata.geography import with_postcodes
from offer_opendata.geography.osgb import _unprojected, latitude_longitude
from offer_opendata.issues import Issue
from offer_opendata.publication import Publication, Publisher
from offer_opendata.source_files import PostcodeFile
from offer_opendata.tables import Tables
from texts import codes, lines, said, tables


def test_the_worked_example_of_the_ordnance_survey() -> None:
    """A guide to coordinate systems in Great Britain, annex C: the water tower at Caister."""
    north, east = (degrees(angle) for angle in _unprojected(651_409.903, 313_177.270))
    assert north == pytest.approx(52 + 39 / 60 + 27.2531 / 3600, abs=1e-8)
    assert east == pytest.approx(1 + 43 / 60 + 4.5177 / 3600, abs=1e-8)


# The same points on the National Grid and in ETRS89, from the test data of the Ordnance Survey's
# own transformation (OSTN15); the seven parameters used here are good to about five metres.
POINTS = [
    (91_492.146, 11_318.804, 49.92226393730, -6.29977752014),
    (250_359.811, 62_016.569, 50.43885825610, -4.10864563561),
    (331_534.564, 431_920.794, 53.77911025760, -3.04045490691),
    (339_921.145, 556_034.761, 54.89542340420, -2.93827741149),
    (256_340.925, 664_697.269, 55.85399952950, -4.29649016251),
    (395_999.668, 1_138_728.951, 60.13308091660, -2.07382822798),
    (651_409.792, 313_177.448, 52 + 39 / 60 + 28.8282 / 3600, 1 + 42 / 60 + 57.8663 / 3600),
]


@pytest.mark.parametrize(("easting", "northing", "latitude", "longitude"), POINTS)
def test_known_points(easting: float, northing: float, latitude: float, longitude: float) -> None:
    north, east = latitude_longitude(easting, northing)
    assert abs(north - latitude) * 111_000 < 5
    assert abs(east - longitude) * 70_000 < 5


MAPPING = """
[postcodes]
postcode = "pcd"
local_authority_code = "laua"
district_code = "dist"
district_name = "dist_name"
ward_code = "ward"
latitude = "lat"
longitude = "long"
"""
FILE = """\
pcd,laua,dist,dist_name,ward,lat,long
ZZ11AA,E10000003,E07000009,East Fenshire,E05002712,52.4,0.26
ZZ1 1AB,E10000003,E07000009,East Fenshire,E05002713,52.5,0.27
ZZ21AA,E06000022,E06000022,,E05000001,51.4,-2.3
"""


@pytest.fixture
def publication(tmp_path: Path) -> Publication:
    (tmp_path / "postcodes.csv").write_text(FILE, encoding="utf-8")
    (tmp_path / "postcodes.toml").write_text(MAPPING, encoding="utf-8")
    publisher = Publisher("Wrenshire", "E10999901", (), "", "", "", "")
    file = PostcodeFile(tmp_path / "postcodes.csv", "postcodes.csv", "postcodes.toml", "")
    return Publication(tmp_path, publisher, "T", "", "L", (), file, False, tmp_path / "datapackage")


def place(postcode: str, seen: str = "full", **fields: str) -> dict[str, str]:
    return {"id": postcode or "-", "postcode": postcode, "address_visibility": seen, **fields}


def located(it: Publication, *places: Mapping[str, str]) -> tuple[Tables, list[Issue]]:
    return with_postcodes(tables({"locations": places}), it)


FILLED = (
    "local_authority_code",
    "district_code",
    "ward_code",
    "latitude",
    "longitude",
    "coordinates_source",
)


def filled(found: Tables, i: int = 0) -> list[str]:
    return [found["locations"].columns[name][i] for name in FILLED]


class TestPostcodeFile:
    def test_areas_and_the_centre_are_filled_in(self, publication: Publication) -> None:
        found, issues = located(publication, place("ZZ1 1AA"), place("ZZ1 1AB"), place(""))
        east = ["E10000003", "E07000009"]
        assert filled(found) == [*east, "E05002712", "52.4", "0.26", "postcode_centroid"]
        assert filled(found, 1) == [*east, "E05002713", "52.5", "0.27", "postcode_centroid"]
        assert filled(found, 2) == [""] * 6
        assert issues == []

    def test_districts_and_wards_become_areas_once(self, publication: Publication) -> None:
        found, _ = located(publication, place("ZZ1 1AA"), place("ZZ1 1AB"), place("ZZ2 1AA"))
        assert sorted(lines(found["areas"])) == [
            "areas code=E05000001 name=E05000001 kind=ward parent_code=E06000022",
            "areas code=E05002712 name=E05002712 kind=ward parent_code=E07000009",
            "areas code=E05002713 name=E05002713 kind=ward parent_code=E07000009",
            "areas code=E07000009 name=East Fenshire kind=district parent_code=E10000003",
        ]

    def test_what_is_typed_stays_and_a_difference_is_told(self, publication: Publication) -> None:
        typed = place(
            "ZZ1 1AA",
            ward_code="E05009999",
            latitude="52.41",
            longitude="0.25",
            coordinates_source="typed",
            district_code="E07000009",
        )
        found, issues = located(publication, typed)
        assert filled(found) == ["E10000003", "E07000009", "E05009999", "52.41", "0.25", "typed"]
        assert said(issues) == [
            'warning locations!Q2 area-differs: Ward is "E05009999" here, and the postcode file '
            "says "
            '"E05002712"; what is typed is published.'
        ]
        assert (issues[0].id, issues[0].resource) == ("ZZ1 1AA", "locations")

    def test_half_a_pair_of_coordinates_is_not_completed(self, publication: Publication) -> None:
        found, _ = located(publication, place("ZZ1 1AA", latitude="52.41"))
        assert filled(found)[3:] == ["52.41", "", ""]

    def test_an_unknown_postcode_is_told(self, publication: Publication) -> None:
        found, issues = located(publication, place("ZZ9 9ZZ"))
        assert filled(found) == [""] * 6
        assert said(issues) == [
            'warning locations!I2 unknown-postcode: "ZZ9 9ZZ" is not in the postcode file, so its '
            "area and coordinates are not known."
        ]

    @pytest.mark.parametrize(
        ("seen", "looked_up"),
        [("full", True), ("area_only", True), ("hidden", False), ("", False), ("ful", False)],
    )
    def test_nothing_is_looked_up_for_a_hidden_address(
        self, seen: str, looked_up: bool, publication: Publication
    ) -> None:
        found, issues = located(publication, place("ZZ1 1AA", seen), place("ZZ9 9ZZ", seen))
        assert any(filled(found)) == looked_up
        assert codes(issues) == (["I3 unknown-postcode"] if looked_up else [])
        assert bool(len(found["areas"])) == looked_up

    def test_without_a_file_nothing_changes(self, publication: Publication) -> None:
        before = tables({"locations": [place("ZZ1 1AA")]})
        assert with_postcodes(before, replace(publication, postcodes=None)) == (before, [])

    @pytest.mark.parametrize(
        ("column", "text", "centre"),
        [
            ('coordinates = { pair = "c" }', 'pcd,c\nZZ11AA,"(52.4, -0.26)"', ["52.4", "-0.26"]),
            ('eastings = "e"\nnorthings = "n"', "pcd,e,n\nZZ11AA,651409.792,313177.448",
             ["52.657980", "1.716050"]),
            ('eastings = "e"\nnorthings = "n"', "pcd,e,n\nZZ11AA,0,0", ["", ""]),
            ('eastings = "e"\nnorthings = "n"', "pcd,e,n\nZZ11AA,,", ["", ""]),
            ('latitude = "a"\nlongitude = "o"', "pcd, a ,o\nZZ11AA, 52.4 ,0.26", ["52.4", "0.26"]),
            ('ward_code = { value = "E05000001" }', "pcd\nzz1 1aa", ["", ""]),
        ],
    )  # fmt: skip
    def test_coordinates_stand_in_many_ways(
        self, column: str, text: str, centre: list[str], publication: Publication, tmp_path: Path
    ) -> None:
        (tmp_path / "postcodes.csv").write_text(text)
        (tmp_path / "postcodes.toml").write_text(f'[postcodes]\npostcode = "pcd"\n{column}\n')
        assert filled(located(publication, place("ZZ1 1AA"))[0])[3:5] == centre

    def test_a_file_without_headings(self, publication: Publication, tmp_path: Path) -> None:
        (tmp_path / "postcodes.csv").write_text('"ZZ1 1AA",10,651409,313177\n"ZZ1 1AB",10\n')
        (tmp_path / "postcodes.toml").write_text(
            '[postcodes]\npostcode = { position = "A" }\neastings = { position = "C" }\n'
            'northings = { position = "D" }\nward_code = { position = "Z" }\n'
        )
        found, _ = located(publication, place("ZZ1 1AA"), place("ZZ1 1AB"))
        assert filled(found)[3] == "52.657977"
        assert filled(found, 1) == [""] * 6

    def test_a_zip_of_files(self, publication: Publication, tmp_path: Path) -> None:
        first, *rest = FILE.splitlines(keepends=True)
        with zipfile.ZipFile(tmp_path / "codes.zip", "w") as archive:
            for i, line in enumerate(rest):
                archive.writestr(f"Data/{i}.csv", first + line)
        assert publication.postcodes
        zipped = replace(
            publication, postcodes=replace(publication.postcodes, file=tmp_path / "codes.zip")
        )
        found, issues = located(zipped, place("ZZ1 1AA"), place("ZZ2 1AA"))
        assert (filled(found)[3], filled(found, 1)[3], issues) == ("52.4", "51.4", [])

    def test_a_heading_that_is_not_there(self, publication: Publication, tmp_path: Path) -> None:
        (tmp_path / "postcodes.toml").write_text(MAPPING.replace('"lat"', '"latitude"'))
        with pytest.raises(OfferError) as found:
            located(publication, place("ZZ1 1AA"))
        assert str(found.value) == (
            'postcodes.toml: postcodes.latitude: "latitude" is not a column of postcodes.csv; '
            "it has "
            "pcd, laua, dist, dist_name, ward, lat, long"
        )

    def test_a_mapping_of_something_else(self, publication: Publication, tmp_path: Path) -> None:
        (tmp_path / "postcodes.toml").write_text('title = "x"')
        with pytest.raises(
            OfferError, match=r"^postcodes\.toml: \[postcodes\] is missing; it says how"
        ):
            located(publication, place("ZZ1 1AA"))
