"""The JSON Schemas of mappings and of offer.toml: closed, explained, and agreeing with the code."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from offer_opendata.errors import OfferError
from offer_opendata.geography.postcodes import AREAS
from offer_opendata.mapping.form import Cells, TableSpec
from offer_opendata.mapping.repairs import REPAIRS
from offer_opendata.mapping.spec import DIRECTIVES
from offer_opendata.schema import schema_folder
from offer_opendata.toml_file import read_toml


def rules(name: str) -> dict[str, Any]:
    text = (schema_folder() / f"{name}.schema.json").read_text(encoding="utf-8")
    content: dict[str, Any] = json.loads(text)
    return content


MAPPING, OFFER = rules("mapping"), rules("offer")
BOTH = pytest.mark.parametrize("schema", [MAPPING, OFFER], ids=["mapping", "offer"])


def accepts(schema: Mapping[str, Any], text: str) -> bool:
    return Draft202012Validator(schema).is_valid(tomllib.loads(text))


def said(schema: Mapping[str, Any], text: str, folder: Path) -> str:
    (folder / "x.toml").write_text(text, encoding="utf-8")
    with pytest.raises(OfferError) as refused:
        read_toml(folder / "x.toml", "x.toml", schema)
    return str(refused.value)


def resolved(schema: Mapping[str, Any], rule: Mapping[str, Any]) -> Mapping[str, Any]:
    """A rule, with what it refers to; its own words come first."""
    if "$ref" not in rule:
        return rule
    target: Any = schema
    for part in rule["$ref"].removeprefix("#/").split("/"):
        target = target[part]
    return {**resolved(schema, target), **rule}


def parts(schema: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every part of a schema that describes a table of keys, with its place."""
    stack: list[tuple[str, Any]] = [("", schema)]
    while stack:
        place, node = stack.pop()
        if isinstance(node, dict):
            if isinstance(node.get("properties"), dict):
                yield place, node
            stack += [(f"{place}/{key}", inner) for key, inner in node.items()]
        elif isinstance(node, list):
            stack += [(f"{place}/{i}", inner) for i, inner in enumerate(node)]


@BOTH
def test_it_is_a_json_schema(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@BOTH
def test_every_key_is_described_in_a_sentence(schema: dict[str, Any]) -> None:
    found = list(parts(schema))
    assert len(found) >= 5
    for place, part in found:
        for key, rule in part["properties"].items():
            description = resolved(schema, rule).get("description", "")
            assert description[-1:] in {".", "]", "}"}, f"{place}: {key}"
            assert description[:1] == description[:1].upper(), f"{place}: {key}"


@BOTH
def test_nothing_unknown_is_let_through(schema: dict[str, Any]) -> None:
    for place, part in parts(schema):
        if place != "/$defs/reading":  # only referred to, key by key
            assert part.get("additionalProperties", True) is not True, place


@BOTH
def test_examples_follow_the_rules(schema: dict[str, Any]) -> None:
    for _, part in parts(schema):
        for rule in part["properties"].values():
            whole = {**rule, "$defs": schema["$defs"]}
            for example in rule.get("examples", []):
                Draft202012Validator(whole).validate(example)


# --- the schema and the code name the same keys ------------------------------------------------


def keys(name: str) -> set[str]:
    return set(MAPPING["$defs"][name]["properties"])


def test_repairs_are_those_that_exist() -> None:
    assert MAPPING["$defs"]["field"]["properties"]["repair"]["items"]["enum"] == list(REPAIRS)


def test_directives_are_those_that_the_reader_knows() -> None:
    assert keys("row") == set(DIRECTIVES)


def test_keys_of_a_field_are_those_that_the_reader_knows() -> None:
    known = {each.name for each in fields(Cells)} - {"field"}
    assert keys("field") == known | {"column", "position"}


def test_keys_of_a_table_are_those_that_the_reader_knows() -> None:
    known = {each.name for each in fields(TableSpec)} - {"blocks", "path", "key_there"}
    assert keys("reading") == known | {"dates"}
    assert keys("table") == keys("reading") | {"row", "about", "order"}
    assert keys("lookup") == keys("reading") | {"name", "on"}


def test_areas_of_a_postcode_file_are_those_that_the_reader_knows() -> None:
    codes = {name.removesuffix("_code") for name in keys("postcodes") if name.endswith("_code")}
    assert codes == {*AREAS, "region"}


# --- mappings ----------------------------------------------------------------------------------

TABLE = '[[table]]\nsheet = "A"\n[[table.row]]\nresource = "services"\n'

GOOD_FIELDS = [
    'id = "TH-{Ref}"',
    'id = "Ref"',
    'sector = { value = "childcare" }',
    'phone = { columns = ["STD", "Number"], join = " " }',
    'postcode = { position = "O" }',
    'url = { column = "Website", repair = ["add-https"] }',
    'free = { column = "Cost", values = { Yes = "false" }, unlisted = "leave-out" }',
    'opened_on = { column = "Open", dates = ["DD-MM-YYYY", "D MMM YYYY"] }',
    'status = { column = "Status", default = "active", nulls = ["-"] }',
    'organization_id = { minted = "{organisation}" }',
    'code = { column = "Needs", split = ";", leave_out = ["Other"] }',
    'id = { template = "{Ref}-{#}" }',
    'rows = "first"\nunless_blank = ["Name", "Ref"]',
    'where = { Code = { postcode_areas = ["EX", "B"] }, Show = ["TRUE"] }',
    'unless_blank = "Name"\nwhere = { Show = ["TRUE"] }\nhours = "Open"\nkey = "{Name}"',
]


@pytest.mark.parametrize("line", GOOD_FIELDS)
def test_a_block_may_say(line: str) -> None:
    assert accepts(MAPPING, f"{TABLE}{line}\n")


GOOD_TABLES = [
    'file = "costs.csv"\nheadings = 1\ncolumns = "A:E"\ntransposed = true',
    "headings = 0\nfirst = 6\nlast = 39\nskip = [2, 3]\noptional = true",
    'fill_down = ["Indicator"]\nnulls = ["---"]\ndates = ["DD/MM/YYYY"]\nignore = []',
    'where = { Status = ["Open"] }\ncontinuation = { key = "Service ID", blank = true }',
    'continuation = { key = "import_id", reference = "import_id_reference" }',
    'lookup = [{ file = "x.csv", sheet = "Ages", on = { "System_Ref" = "Ref" } }]',
    'lookup = [{ sheet = "Ages", name = "A", skip = [2], on = { Ref = "Ref" } }]',
    'about = "What it holds."\norder = ["Name"]',
]


@pytest.mark.parametrize("lines", GOOD_TABLES)
def test_a_table_may_say(lines: str) -> None:
    assert accepts(MAPPING, f'[[table]]\n{lines}\n[[table.row]]\nresource = "services"\n')


@pytest.mark.parametrize(
    "text",
    [
        'title = "T"\nprecedence = -3\n[[record]]\nresource = "organizations"\nid = "x"\n',
        '[postcodes]\npostcode = "pcds"\nlocal_authority_code = "oslaua"\nward_name = "w"\n',
        '[postcodes]\npostcode = { position = "A" }\neastings = "E"\nnorthings = "N"\n',
        '[postcodes]\npostcode = "p"\ncoordinates = { pair = "centroid" }\n',
        '[postcodes]\npostcode = { column = "p" }\nregion_code = { value = "E12000009" }\n',
    ],
)
def test_a_mapping_may_be(text: str) -> None:
    assert accepts(MAPPING, text)


def test_the_template_is_a_mapping() -> None:
    assert accepts(MAPPING, (schema_folder() / "template.toml").read_text(encoding="utf-8"))


BAD_FIELDS = [
    ('id = { colum = "A" }', 'did you mean "column"'),
    ('id = { column = "A", value = "B" }', "exactly one of value, column"),
    ('id = { split = ";" }', "exactly one of value, column"),
    ("id = 5", ""),
    ('id = ""', ""),
    ("id = { value = true }", ""),
    ('id = { column = "A", repair = ["guess"] }', "add-https"),
    ('id = { column = "A", unlisted = "kept" }', "keep"),
    ('id = { column = "A", values = { a = 1 } }', "quotation marks"),
    ('id = { position = "C4" }', "letter of a column"),
    ('id = { column = "A", dates = ["DD/MM/YY"] }', "DD, MM and YYYY"),
    ('rows = "all"', "first"),
    ("unless_blank = []", ""),
    ('where = { Show = "yes" }', ""),
    ('where = { Code = { postcode_areas = ["ex"] } }', "capitals"),
    ('where = { Code = { areas = ["EX"] } }', "areas"),
    ("where = { Code = {} }", "postcode_areas"),
    ('Name = "Name"', "small letters"),
]


@pytest.mark.parametrize(("line", "hint"), BAD_FIELDS)
def test_a_block_may_not_say(line: str, hint: str, tmp_path: Path) -> None:
    message = said(MAPPING, f"{TABLE}{line}\n", tmp_path)
    assert message.startswith("x.toml line ")
    assert hint in message
    assert "\n" not in message


BAD_TABLES = [
    'sheets = "A"',
    'columns = "A-C"',
    "headings = -1",
    "first = 0",
    "skip = [2, 2]",
    "optional = 1",
    'continuation = { key = "A" }',
    'continuation = { key = "A", blank = true, reference = "B" }',
    'continuation = { key = "A", blank = false }',
    'lookup = [{ sheet = "B" }]',
    'lookup = [{ sheet = "B", on = { a = "b", c = "d" } }]',
    'lookup = [{ sheet = "B", on = { a = "b" }, order = ["a"] }]',
    'dates = ["day first"]',
]


@pytest.mark.parametrize("line", BAD_TABLES)
def test_a_table_may_not_say(line: str, tmp_path: Path) -> None:
    text = f'[[table]]\n{line}\n[[table.row]]\nresource = "services"\n'
    assert said(MAPPING, text, tmp_path).startswith("x.toml line ")


@pytest.mark.parametrize(
    "text",
    [
        "",
        'tables = "x"\n',
        'precedence = "high"\n',
        '[[record]]\nid = "x"\n',
        '[[record]]\nresource = "organizations"\nid = 3\n',
        "[postcodes]\n",
        '[postcodes]\npostcode = "p"\nlatitude = "lat"\n',
        '[postcodes]\npostcode = "p"\neastings = "e"\n',
        '[postcodes]\npostcode = { position = "A", value = "x" }\n',
        '[postcodes]\npostcode = "p"\nparish_code = "x"\n',
    ],
)
def test_a_mapping_may_not_be(text: str, tmp_path: Path) -> None:
    assert said(MAPPING, text, tmp_path).startswith("x.toml line ")


# --- offer.toml --------------------------------------------------------------------------------

PUBLISHER = 'name = "Devon County Council"\ncode = "E10000008"\n'
SOURCE = '[[source]]\nfile = "sources/a.xlsx"\nmapping = "template"\n'


def offer(publisher: str = PUBLISHER, package: str = 'title = "T"\n', rest: str = SOURCE) -> str:
    return f"schema = 1\n[publisher]\n{publisher}[package]\n{package}{rest}"


@pytest.mark.parametrize(
    "text",
    [
        offer(),
        offer(PUBLISHER + 'previous = ["E10000023"]\nhomepage = ""\nemail = ""\nphone = ""\n'),
        offer(PUBLISHER + 'homepage = "https://www.example.org/x"\nemail = "a@example.org"\n'),
        offer(package='title = "T"\ndescription = ""\nlicence = "CC-BY-4.0"\n'),
        offer(rest='[[source]]\nfiles = ["a/*.csv"]\nmapping = "mappings/a.toml"\n'),
        offer(rest=SOURCE + SOURCE + '[policy]\nerrors = "withhold"\n'),
        offer(rest=SOURCE + '[postcodes]\nfile = "p.csv"\nmapping = "p.toml"\nattribution = "A"\n'),
    ],
)
def test_settings_may_be(text: str) -> None:
    assert accepts(OFFER, text)


BAD_OFFERS = [
    (offer().replace("schema = 1", "schema = 2"), "It is 1."),
    (offer().replace("schema = 1\n", ""), '"schema" is missing'),
    (offer('name = "Devon"\n'), '"code" is missing'),
    (offer(PUBLISHER.replace("E10000008", "Devon")), "E and eight digits"),
    (offer(PUBLISHER.replace("Devon County Council", " ")), "quotation marks"),
    (offer(PUBLISHER + 'homepage = "www.example.org"\n'), "https://"),
    (offer(PUBLISHER + 'email = "the office"\n'), "mailbox"),
    (offer(PUBLISHER + 'fax = "1"\n'), '"fax" is not a key here'),
    (offer(PUBLISHER + "phone = 1632\n"), ""),
    (offer(package=""), '"title" is missing'),
    (offer(rest=""), '"source" is missing'),
    (offer(rest='[[source]]\nmapping = "template"\n'), "file or files"),
    (offer(rest=SOURCE.replace("[[source]]", '[[source]]\nfiles = ["b"]')), "not both"),
    (offer(rest=SOURCE.replace('"sources/a.xlsx"', "'sources\\a.xlsx'")), ""),
    (offer(rest=SOURCE + '[policy]\nerrors = "go on"\n'), "withhold"),
    (offer(rest=SOURCE + '[postcodes]\nfile = "p.csv"\n'), '"mapping" is missing'),
]


@pytest.mark.parametrize(("text", "hint"), BAD_OFFERS)
def test_settings_may_not_be(text: str, hint: str, tmp_path: Path) -> None:
    message = said(OFFER, text, tmp_path)
    assert message.startswith("x.toml line ")
    assert hint in message
