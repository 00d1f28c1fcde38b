"""A package folder: its canonical form, and that what is read is what was written."""

import csv
import io
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offer_opendata import package
from offer_opendata.canonical_csv import csv_bytes, in_key_order
from offer_opendata.canonical_json import sha256
from offer_opendata.descriptor import (
    ReleaseName,
    package_descriptor,
    resource_path,
    table_schema,
)
from offer_opendata.errors import OfferError
from offer_opendata.package import (
    PackageFiles,
    open_package,
    package_files,
    read_descriptor,
    read_package,
    write_package,
)
from offer_opendata.publication import Publication, Publisher
from offer_opendata.schema import resource_of
from offer_opendata.source_files import PostcodeFile
from offer_opendata.tables import Source, Table, empty_table, table_of
from texts import SCHEMA, tables

Records = dict[str, list[dict[str, str]]]
PUBLISHER = Publisher(
    "Wrenshire",
    "E10999901",
    ("E10999900",),
    "https://w.example.org",
    "Officer",
    "o@w.example.org",
    "01632",
)
PUBLICATION = Publication(
    Path(), PUBLISHER, "Wrenshire SEND Local Offer", "", "OGL-UK-3.0", (), None, False, Path()
)
RELEASE = ReleaseName(1, "2026-11-23", "2026-11-23")

NOT_ONE = (
    "is not the descriptor of a data package; take the package from a backup, or move what is "
    "there away"
)


def files(records: Records, **extra: bytes) -> PackageFiles:
    made = tables(records)
    whole = [made.get(name) or empty_table(each) for name, each in SCHEMA.resources.items()]
    return package_files(package_descriptor(PUBLICATION, SCHEMA, RELEASE), whole, extra)


def areas(*rows: dict[str, str]) -> Table:
    return tables({"areas": list(rows)})["areas"]


HEADER = b"code,name,kind,parent_code,valid_from,valid_to\r\n"
CANONICAL = [
    ({}, b",,,,,\r\n"),
    ({"code": "A", "name": "Ash"}, b"A,Ash,,,,\r\n"),
    ({"code": "A", "name": "Ash, Elm"}, b'A,"Ash, Elm",,,,\r\n'),
    ({"code": "A", "name": 'the "Ash"'}, b'A,"the ""Ash""",,,,\r\n'),
    ({"code": "A", "name": "one\ntwo"}, b'A,"one\ntwo",,,,\r\n'),
    ({"code": "A", "name": "one\rtwo"}, b'A,"one\rtwo",,,,\r\n'),
    ({"code": "A", "name": " Ash "}, b"A, Ash ,,,,\r\n"),
    ({"code": "007", "name": "=1+1"}, b"007,=1+1,,,,\r\n"),
    ({"code": "A", "name": "Grün 😀"}, "A,Grün 😀,,,,\r\n".encode()),
    ({"code": "A", "name": "a\tb;c'd"}, b"A,a\tb;c'd,,,,\r\n"),
]


@pytest.mark.parametrize(("record", "line"), CANONICAL)
def test_the_canonical_form(record: dict[str, str], line: bytes) -> None:
    assert csv_bytes(areas(record)) == HEADER + line


def test_rows_are_in_order_of_their_keys_as_bytes() -> None:
    codes = ["a", "B", "10", "9", "é", "z", "\uffff", "😀", ""]
    ordered = in_key_order(areas(*({"code": code} for code in codes)))
    assert list(ordered.columns["code"]) == sorted(codes, key=str.encode)
    assert ordered.rows == [codes.index(code) + 2 for code in ordered.columns["code"]]
    assert in_key_order(ordered) is ordered


def test_composite_keys_are_compared_part_by_part() -> None:
    keys = [("a", "b", "c"), ("a", "a", "z"), ("a,", "a", "a"), ("Z", "z", "z")]
    names = ("service_id", "taxonomy", "code")
    table = tables({"service_terms": [dict(zip(names, key, strict=True)) for key in keys]})[
        "service_terms"
    ]
    assert list(in_key_order(table).keys) == sorted(keys)


def test_every_resource_is_a_file_with_its_hash_and_size() -> None:
    made = files({"areas": [{"code": "A"}]}, **{"history/salts.csv": b"x"})
    for resource in made.descriptor["resources"]:
        content = made.files[resource["path"]]
        assert resource["hash"] == f"sha256:{sha256(content)}"
        assert resource["bytes"] == len(content)
    paths = {resource_path(each) for each in SCHEMA.resources.values()}
    assert set(made.files) == {*paths, "history/salts.csv", "datapackage.json"}
    assert json.loads(made.files["datapackage.json"]) == made.descriptor


def test_the_descriptor_says_who_and_what() -> None:
    made = package_descriptor(PUBLICATION, SCHEMA, RELEASE)
    assert made["version"] == "2026-11-23"
    assert made["created"] == "2026-11-23T00:00:00Z"
    assert made["licenses"][0]["name"] == "OGL-UK-3.0"
    assert made["offer"]["previous"] == ["E10999900"]
    assert made["contributors"][0]["email"] == "o@w.example.org"
    assert made["description"] == SCHEMA.descriptor["description"]
    assert [each["name"] for each in made["resources"]] == list(SCHEMA.resources)
    assert "E10000003" not in json.dumps(made["sources"])


def test_the_descriptor_of_a_publisher_who_says_less() -> None:
    bare = Publisher("W", "E10999901", (), "", "", "", "")
    file = PostcodeFile(Path(), "", "", "Contains OS data © Crown copyright.")
    other = Publication(Path(), bare, "T", "D", "X-1", (), file, False, Path())
    made = package_descriptor(other, SCHEMA, RELEASE)
    assert made["licenses"] == [{"name": "X-1"}]
    assert made["contributors"] == [{"title": "W", "roles": ["publisher"]}]
    assert made["sources"] == [
        {"title": "Spreadsheets kept by W"}, {"title": "Contains OS data © Crown copyright."},
    ]  # fmt: skip


def test_code_lists_are_written_out_and_our_own_keys_left_out() -> None:
    made = table_schema(SCHEMA.resources["services"], SCHEMA)
    fields = {field["name"]: field for field in made["fields"]}
    assert fields["status"]["constraints"]["enum"] == [
        r["code"] for r in SCHEMA.codelists["status"].rows
    ]
    assert fields["name"]["constraints"]["required"] is True
    assert not {key for field in made["fields"] for key in field} & {
        "guidance",
        "codelist",
        "check",
        "index",
    }
    assert made["primaryKey"] == ["id"]
    assert "foreignKeys" not in table_schema(SCHEMA.resources["releases"], SCHEMA)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    [
        '"',
        ",",
        "\r\n",
        "\n",
        "\r",
        "007",
        "=1+1",
        "😀",
        "\x00",
        "\ufeff",
        " ",
        "'",
        '","',
        "\u2028",
        "#",
    ]
)


@settings(max_examples=60)
@given(st.dictionaries(TEXT, TEXT, max_size=5))
def test_what_is_read_is_what_was_written(names: dict[str, str]) -> None:
    rows = [{"code": code, "name": name} for code, name in names.items()]
    with tempfile.TemporaryDirectory() as folder:
        made = files({"areas": rows})
        write_package(made, Path(folder))
        package = read_package(Path(folder))
        told = open_package(Path(folder), made.known)
        assert told.tables == package.tables  # what is known is what would have been read
    assert package.descriptor == made.descriptor
    assert package.tables["areas"].header == (
        "code",
        "name",
        "kind",
        "parent_code",
        "valid_from",
        "valid_to",
    )
    found = {(row[0], row[1]) for row in package.tables["areas"].rows}
    assert found == set(names.items())
    assert all(package.tables[name].rows == () for name in SCHEMA.resources if name != "areas")


@given(st.lists(st.tuples(TEXT, TEXT)))
def test_the_standard_library_reads_the_same(rows: list[tuple[str, str]]) -> None:
    text = csv_bytes(areas(*({"code": code, "name": name} for code, name in rows))).decode()
    assert [tuple(row[:2]) for row in csv.reader(io.StringIO(text, newline=""))][1:] == rows


PROGRAM = """
import sys
sys.path[:0] = sys.argv[1:3]
from test_package import files
from offer_opendata import package
from offer_opendata.canonical_json import sha256
areas = [{"code": code, "name": "Grün"} for code in "zéaÄ1"]
made = files({"areas": areas, "services": [{"id": "i"}, {"id": "İ"}]})
print(sha256(b"".join(made.files[path] for path in sorted(made.files))))
"""


def test_the_same_bytes_in_any_language_and_time_zone() -> None:
    here = Path(__file__).resolve().parent
    source = here.parent / "src"
    hashes = set()
    for zone, language, seed in (("UTC", "C", "1"), ("Pacific/Auckland", "tr_TR.UTF-8", "2")):
        environment = {**os.environ, "TZ": zone, "LC_ALL": language, "PYTHONHASHSEED": seed}
        made = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(here), str(source)],
            env=environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
        hashes.add(made.stdout)
    assert len(hashes) == 1


class TestReading:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        write_package(files({"areas": [{"code": "A"}]}), tmp_path / "p")
        return tmp_path / "p"

    def change(self, folder: Path, **keys: Any) -> None:
        path = folder / "datapackage.json"
        descriptor = json.loads(path.read_text())
        (areas,) = [each for each in descriptor["resources"] if each.get("name") == "areas"]
        for key, value in keys.items():
            areas.pop(key) if value is None else areas.update({key: value})
        path.write_text(json.dumps(descriptor))

    def replaced(self, folder: Path, content: bytes) -> None:
        (folder / "data/areas.csv").write_bytes(content)
        self.change(folder, hash=f"sha256:{sha256(content)}")

    def mistake(self, folder: Path) -> str:
        with pytest.raises(OfferError) as found:
            read_package(folder)
        assert "\n" not in str(found.value)
        return str(found.value).replace(str(folder), "P")

    def test_another_hash(self, folder: Path) -> None:
        with (folder / "data/areas.csv").open("ab") as file:
            file.write(b"B,,,,,\r\n")
        assert self.mistake(folder) == (
            '"P/data/areas.csv" is not the file that was released: its hash differs; take the '
            "package "
            "again from where it was published"
        )

    def test_no_hash(self, folder: Path) -> None:
        self.change(folder, hash=None)
        assert "its hash differs" in self.mistake(folder)

    @pytest.mark.parametrize(
        "path",
        ["../x.csv", "/etc/passwd", "data/../../x.csv", "data//areas.csv", ".hidden",
         "data\\areas.csv",
         "http://example.org/x.csv", "C:/x.csv", "", "data/areas.csv\n", "data/./areas.csv"],
    )  # fmt: skip
    def test_a_path_that_is_not_plainly_inside(self, path: str, folder: Path) -> None:
        self.change(folder, path=path)
        with pytest.raises(OfferError, match="which is not inside it"):
            read_package(folder)

    def test_a_link_to_elsewhere(self, folder: Path) -> None:
        content = (folder / "data/areas.csv").read_bytes()
        (folder.parent / "outside.csv").write_bytes(content)
        (folder / "data/areas.csv").unlink()
        (folder / "data/areas.csv").symlink_to(folder.parent / "outside.csv")
        assert (
            self.mistake(folder)
            == 'the package names the file "data/areas.csv", which is not inside it'
        )

    def test_a_folder_that_is_a_link_to_elsewhere(self, folder: Path) -> None:
        (folder / "data").rename(folder.parent / "outside")
        (folder / "data").symlink_to(folder.parent / "outside")
        assert self.mistake(folder).endswith('", which is not inside it')

    def test_a_package_may_itself_be_reached_through_a_link(self, folder: Path) -> None:
        (folder.parent / "link").symlink_to(folder)
        assert read_package(folder.parent / "link").tables["areas"].rows == (
            ("A", "", "", "", "", ""),
        )

    def test_a_file_that_is_missing_or_a_folder(self, folder: Path) -> None:
        (folder / "data/areas.csv").unlink()
        assert (
            self.mistake(folder)
            == '"P/data/areas.csv" does not exist; check the folder of the package'
        )
        (folder / "data/areas.csv").mkdir()
        assert self.mistake(folder).startswith('"P/data/areas.csv" cannot be read: ')

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (b"", "is empty; it has not even headings"),
            (b"code\r\n\xff\r\n", "is not a CSV file in UTF-8; it is not read"),
            (b'code\r\n"A\r\n', "is not a CSV file in UTF-8; it is not read"),
            (b"code,name\r\nA\r\n", "has rows of different lengths; it is not read"),
        ],
    )
    def test_a_file_that_is_no_table(self, content: bytes, message: str, folder: Path) -> None:
        self.replaced(folder, content)
        assert self.mistake(folder) == f'"P/data/areas.csv" {message}'

    def test_a_very_long_cell(self, folder: Path) -> None:
        self.replaced(folder, b"code\r\n" + b"x" * 200_000 + b"\r\n")
        assert len(read_package(folder).tables["areas"].rows[0][0]) == 200_000

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("", "is not JSON; this is not a package"),
            ("{", "is not JSON; this is not a package"),
            ("[" * 100_000, "is not JSON; this is not a package"),
            ("[]", NOT_ONE),
            ("{}", NOT_ONE),
            ('{"resources": {}}', NOT_ONE),
            ('{"resources": [1]}', NOT_ONE),
            ('{"resources": [{"name": "areas"}]}', NOT_ONE),
            (
                '{"resources": [{"path": "a.csv", "name": 1}]}',
                NOT_ONE,
            ),
        ],
    )
    def test_a_descriptor_that_is_none(self, text: str, message: str, folder: Path) -> None:
        (folder / "datapackage.json").write_text(text)
        assert self.mistake(folder) == f'"P/datapackage.json" {message}'

    def test_no_descriptor(self, tmp_path: Path) -> None:
        with pytest.raises(OfferError, match="does not exist; check the folder of the package"):
            read_descriptor(tmp_path)


@given(st.lists(st.tuples(st.text(), st.text()), max_size=6))
def test_the_bytes_are_those_of_the_standard_library(rows: list[tuple[str, str]]) -> None:
    fields = [{"name": "a"}, {"name": "b"}]
    resource = resource_of({"name": "x", "fields": fields, "primaryKey": ["a"]})
    written = [tuple(cell.encode("utf-8", "replace").decode() for cell in row) for row in rows]
    records = [dict(zip("ab", row, strict=True)) for row in written]
    expected = io.StringIO(newline="")
    csv.writer(expected, lineterminator="\r\n").writerows([("a", "b"), *written])
    assert csv_bytes(table_of(resource, records, Source("x"))) == expected.getvalue().encode()


@given(
    st.lists(
        st.lists(st.text('ab ,"\r\n\x1f\u2028é', max_size=4), min_size=2, max_size=2), max_size=4
    )
)
def test_plain_csv_is_split_as_the_csv_module_reads_it(rows: list[list[str]]) -> None:
    written = io.StringIO(newline="")
    csv.writer(written).writerows([["a", "b"], *rows])
    for text in (written.getvalue(), "a,b\r\n" + "\r\n".join(map(",".join, rows))):
        split = package._split(text)
        assert not split or split == list(csv.reader(io.StringIO(text, newline=""), strict=True))
