"""TOML that people write: every mistake is one line that names the file, the line and the key."""

import json
import string
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offer_opendata.errors import OfferError
from offer_opendata.schema import schema_folder
from offer_opendata.toml_file import LARGEST, line_of, read_toml

OFFER = """\
schema = 1
[publisher]
name = "Wrenshire"
code = "E10999901"
[package]
title = "Wrenshire SEND Local Offer"
[[source]]
file = "sources/offer.xlsx"
mapping = "template"
"""

MAPPING = """\
title = "Clubs"
[[table]]
sheet = "Clubs"
[[table.row]]
resource = "services"
id = "Id"
free = { column = "Cost", values = { Yes = "false" } }
[[table.row]]
resource = "urls"
id = "Id"
url = "Web"
"""


def rules(name: str) -> dict[str, Any]:
    return dict(json.loads((schema_folder() / name).read_text(encoding="utf-8")))


def read(content: str | bytes, tmp_path: Path, name: str = "offer.schema.json") -> dict[str, Any]:
    path = tmp_path / "offer.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_toml(path, "offer.toml", rules(name))


def mistake(content: str | bytes, tmp_path: Path, name: str = "offer.schema.json") -> str:
    with pytest.raises(OfferError) as found:
        read(content, tmp_path, name)
    assert "\n" not in str(found.value)
    return str(found.value)


def test_what_follows_the_rules_is_read(tmp_path: Path) -> None:
    assert read(OFFER, tmp_path)["publisher"] == {"name": "Wrenshire", "code": "E10999901"}
    assert read(MAPPING, tmp_path, "mapping.schema.json")["table"][0]["sheet"] == "Clubs"


@pytest.mark.parametrize("change", [lambda t: "\ufeff" + t, lambda t: t.replace("\n", "\r\n")])
def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(change: Any, tmp_path: Path) -> None:
    assert read(change(OFFER), tmp_path) == read(OFFER, tmp_path)
    wrong = mistake(change(OFFER.replace('"Wrenshire"', "7")), tmp_path)
    assert wrong.startswith("offer.toml line 3: publisher.name: 7 should be text")


SYNTAX = [
    ('"Wrenshire"', "“Wrenshire”", 3,
     'curly quotation marks, as Word types them; use straight ones ("): name = “Wrenshire”'),
    ('"Wrenshire"', '"Wrenshire”', 3,
     'curly quotation marks, as Word types them; use straight ones ("): name = "Wrenshire”'),
    ("name =", "‘name’ =", 3,
     "curly quotation marks, as Word types them; use straight ones (\"): ‘name’ = \"Wrenshire\""),
    ('"Wrenshire"', '"Wren’s shire', 3,
     'this is not TOML (a closing quotation mark is missing): name = "Wren’s shire'),
    ('"template"\n', '"template', 9,
     'this is not TOML (a closing quotation mark is missing): mapping = "template'),
    ('"template"\n', "'template\n\n", 9,
     "this is not TOML (a closing quotation mark is missing): mapping = 'template"),
    ("sources/offer", "sources\\quick\\offer", 8,
     "a backslash inside quotation marks; write folders with / instead, such as "
     'sources/providers.xlsx: file = "sources\\quick\\offer.xlsx"'),
    ("sources/offer", "C:\\Users\\offer", 8,
     "a backslash inside quotation marks; write folders with / instead, such as "
     'sources/providers.xlsx: file = "C:\\Users\\offer.xlsx"'),
    ('"Wrenshire"', "Wrenshire", 3,
     "this is not TOML (a value is missing, or stands without quotation marks): name = Wrenshire"),
    ("name =", "= ", 3,
     'this is not TOML (a line begins with the name of a key or with [): =  "Wrenshire"'),
    ('"Wrenshire"', '"Wren" "shire"', 3,
     "this is not TOML (Expected newline or end of document after a statement): "
     'name = "Wren" "shire"'),
    ("[publisher]", "[publisher", 2,
     "this is not TOML (Expected ']' at the end of a table declaration): [publisher"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "line", "message"), SYNTAX)
def test_broken_toml(right: str, wrong: str, line: int, message: str, tmp_path: Path) -> None:
    text = OFFER.replace(right, wrong, 1)
    assert mistake(text, tmp_path) == f"offer.toml line {line}: {message}"


def test_a_long_value_is_shortened(tmp_path: Path) -> None:
    for length, shown in ((58, "1" * 58), (59, "1" * 56 + "…")):
        wrong = mistake(OFFER.replace("E10999901", "1" * length), tmp_path)
        assert f'publisher.code: "{shown}' in wrong
        assert ('" does not' in wrong) == (length == 58)


def test_the_same_key_twice(tmp_path: Path) -> None:
    wrong = mistake(OFFER.replace('title = "W', 'title = "x"\ntitle = "W'), tmp_path)
    assert "this is not TOML (the same key stands there twice)" in wrong


@pytest.mark.parametrize(
    "folder", ["sources\\table.xlsx", "sources\\new.xlsx", "sources\\budget.xls"]
)
def test_a_backslash_that_toml_takes_for_a_tab_or_a_line_break(folder: str, tmp_path: Path) -> None:
    wrong = mistake(OFFER.replace("sources/offer.xlsx", folder), tmp_path)
    assert wrong.startswith("offer.toml line 8: source.file: a backslash inside quotation marks;")
    wrong = mistake(OFFER.replace('file = "', f'files = ["a.csv", "{folder}"]#'), tmp_path)
    assert wrong.startswith("offer.toml line 8: source.files: a backslash inside quotation marks;")


def test_a_line_break_is_fine_where_it_is_no_folder(tmp_path: Path) -> None:
    text = OFFER.replace("[package]", '[package]\ndescription = "one\\ntwo"')
    assert read(text, tmp_path)["package"]["description"] == "one\ntwo"


RULES = [
    ("name =", "nam =", 'line 3: publisher: "nam" is not a key here; did you mean "name"?'),
    ("[package]", 'zzz = 1\n[package]',
     'line 5: publisher: "zzz" is not a key here; the keys are code, contact_role, email, '
     "homepage, name, phone, previous"),
    ('name = "Wrenshire"\n', "", 'line 2: publisher: "name" is missing'),
    ("schema = 1\n", "", 'line 1: "schema" is missing'),
    ("schema = 1", "schema = 2", "line 1: schema: 2 does not fit here. Version of this file"),
    ('"Wrenshire"', "true", "line 3: publisher.name: true should be text in quotation marks"),
    ('"Wrenshire"', '"  "', 'line 3: publisher.name: " " does not fit here. Write something'),
    ('"E10999901"', '"10999901"',
     'line 4: publisher.code: "10999901" does not fit here. Write nine'),
    ("[[source]]", "[source]", "line 7: source: write [[source]], with two square brackets"),
    ("mapping = ", "files = []\nmapping = ", "line 7: source: "),
    ('mapping = "template"', "", 'line 7: source: "mapping" is missing'),
    ("[package]", '[policy]\nerrors = "withold"\n[package]',
     'line 6: policy.errors: "withold" is not one of "stop", "withhold"'),
    ("[package]", "[postcodes]\n[package]", 'line 5: postcodes: "file" is missing'),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "message"), RULES)
def test_what_does_not_follow_the_rules(
    right: str, wrong: str, message: str, tmp_path: Path
) -> None:
    found = mistake(OFFER.replace(right, wrong, 1), tmp_path)
    assert found.startswith(f"offer.toml {message}")


MAPPING_RULES = [
    ('column = "Cost"', 'colum = "Cost"',
     'line 7: table.row.free: "colum" is not a key here; did you mean "column"?'),
    ('{ Yes = "false" }', "{ Yes = false }",
     "line 7: table.row.free.values.Yes: false should be text in quotation marks"),
    ('column = "Cost", ', "",
     "line 7: table.row.free: Say where the value comes from with exactly one of value, column, "
     "columns, position, template and minted."),
    ('url = "Web"', 'url = { column = "Web", repair = ["add-http"] }',
     'line 11: table.row.url.repair: "add-http" is not one of "add-https", '),
    ('url = "Web"', 'url = 3',
     "line 11: table.row.url: 3 should be text in quotation marks or a section or { } with keys "
     "of its own"),
    ('resource = "urls"\n', "", 'line 8: table.row: "resource" is missing'),
    ('sheet = "Clubs"', 'shet = "Clubs"',
     'line 3: table: "shet" is not a key here; did you mean "sheet"?'),
    ('sheet = "Clubs"', "skip = 3", "line 3: table.skip: 3 should be a list in square brackets"),
    ('sheet = "Clubs"', 'headings = "1"',
     'line 3: table.headings: "1" should be a whole number, without quotation marks'),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "message"), MAPPING_RULES)
def test_a_mapping_that_does_not_follow_the_rules(
    right: str, wrong: str, message: str, tmp_path: Path
) -> None:
    found = mistake(MAPPING.replace(right, wrong, 1), tmp_path, "mapping.schema.json")
    assert found.startswith(f"offer.toml {message}")


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(OfferError, match=r"^offer\.toml does not exist; check the name and"):
        read_toml(tmp_path / "no.toml", "offer.toml", {})
    with pytest.raises(OfferError, match=r"^offer\.toml cannot be read: "):
        read_toml(tmp_path, "offer.toml", {})


def test_a_file_that_no_person_wrote(tmp_path: Path) -> None:
    assert "is not UTF-8 text; save it again as UTF-8" in mistake(
        "naïve".encode("cp1252"), tmp_path
    )
    assert "is not UTF-8 text" in mistake(OFFER.encode("utf-16"), tmp_path)
    assert "is larger than 1 MB" in mistake("#" * (LARGEST + 1), tmp_path)
    assert "line 1: " in mistake("", tmp_path)


LINES = """\
title = "t"
[a]
b = 1
c.d = 2
"e f" = 3
[[table]]
x = \"\"\"
y = 1
[z]
\"\"\"
y = 2
[table.where]
w = ["1"] # \"\"\"one line\"\"\"
[[table.row]]
id = "1"
[table.row.code]
column = "c"
[table.row.code.values]
"A b" = "1"
[[table.row]]
id = "2"
[[table]]
y = 3
[[table.row]]
id = "3"
["q r".s]
t = '''
id = 4
'''
u = 1
"""

PLACES = [
    (("title",), 1),
    (("a",), 2),
    (("a", "b"), 3),
    (("a", "c", "d"), 4),
    (("a", "e f"), 5),
    (("table", 0), 6),
    (("table", 0, "x"), 7),
    (("table", 0, "y"), 11),
    (("table", 0, "where", "w", 0), 13),
    (("table", 0, "row", 0, "id"), 15),
    (("table", 0, "row", 0, "code"), 16),
    (("table", 0, "row", 0, "code", "values", "A b"), 19),
    (("table", 0, "row", 1), 20),
    (("table", 0, "row", 1, "id"), 21),
    (("table", 1), 22),
    (("table", 1, "y"), 23),
    (("table", 1, "row", 0, "id"), 25),
    (("q r", "s", "t"), 27),
    (("q r", "s", "u"), 30),
    (("table", 1, "row", 0, "nothing", "known"), 24),
    (("nothing",), 1),
    ((), 1),
]


@pytest.mark.parametrize(("path", "line"), PLACES)
def test_the_line_of_a_key(path: tuple[str | int, ...], line: int) -> None:
    assert line_of(LINES, path) == line


NAMES = st.text(string.ascii_lowercase, min_size=1, max_size=3)


@given(st.lists(st.tuples(NAMES, st.lists(NAMES, unique=True, max_size=4)), max_size=6))
def test_every_key_of_repeated_sections_has_its_line(sections: list[tuple[str, list[str]]]) -> None:
    written: list[str] = []
    places: dict[tuple[str | int, ...], int] = {}
    counts: dict[str, int] = {}
    for name, keys in sections:
        counts[name] = counts.get(name, -1) + 1
        written.append(f"[[{name}]]")
        places[name, counts[name]] = len(written)
        for key in keys:
            written.append(f"{key} = 1")
            places[name, counts[name], key] = len(written)
    text = "\n".join(written)
    assert {path: line_of(text, path) for path in places} == places
