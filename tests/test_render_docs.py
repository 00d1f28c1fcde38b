"""What is rendered from the schema: complete documentation, and a JSON Schema that is closed."""

import copy
import json
import re
from pathlib import Path, PurePosixPath
from types import SimpleNamespace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from offer_opendata.descriptor import ReleaseName, package_descriptor
from offer_opendata.golden import issue_examples, told
from offer_opendata.package import package_files
from offer_opendata.render import RENDERERS, render_all
from offer_opendata.render.codelists import LONG, render_codelists
from offer_opendata.render.dictionary import CHECKS, render_dictionary
from offer_opendata.render.issue_pages import render_issue_pages
from offer_opendata.render.json_rules import json_text
from offer_opendata.render.json_schemas import PATH, render_json_schemas
from offer_opendata.render.markdown import code, page, prose, table
from offer_opendata.report.csv_form import COLUMNS
from offer_opendata.report.rules import all_rules
from offer_opendata.schema import load_schema, resource_of
from offer_opendata.tables import empty_table

SCHEMA = load_schema()
ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = issue_examples(ROOT / "tests" / "cases")
TEXTS = {**render_all(SCHEMA), **render_issue_pages(EXAMPLES)}
PAGES = {path: text for path, text in TEXTS.items() if path.endswith(".md")}
DATA = "docs/reference/data"
ISSUES = "docs/reference/issues"


def with_resource(**stated):
    """Return the schema with only one resource: of a field `id`, and what is stated."""
    descriptor = {
        "name": "things",
        "title": "Things",
        "description": "What there is.",
        "group": "provision",
        "primaryKey": ["id"],
        "fields": [{"name": "id", "type": "string", "title": "Id", "description": "The id."}],
        **stated,
    }
    resources = {"things": resource_of(descriptor)}
    return SimpleNamespace(
        resources=resources, version="1.0.0", codelists=SCHEMA.codelists, taxonomies={}
    )


# --- all pages


def test_renderers_write_different_files():
    paths = [path for render in RENDERERS.values() for path in render(SCHEMA)]
    paths += render_issue_pages(EXAMPLES)
    assert len(paths) == len(set(paths)) == len(TEXTS)
    assert not [path for path in paths if path.startswith("/") or ".." in path]


def test_rendering_is_stable():
    assert {**render_all(SCHEMA), **render_issue_pages(EXAMPLES)} == TEXTS


@pytest.mark.parametrize("path", PAGES)
def test_tables_are_even(path):
    for block in PAGES[path].split("\n\n"):
        rows = [line for line in block.splitlines() if line.startswith("|")]
        assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows}) <= 1


@pytest.mark.parametrize("path", PAGES)
def test_links_lead_to_pages_and_headings(path):
    for link in re.findall(r"\]\(([^)\s]+)\)", PAGES[path]):
        target, _, anchor = link.partition("#")
        if target.startswith("https:"):
            continue
        found = resolved(PurePosixPath(path).parent / target) if target else path
        written = (ROOT / found / "cmd.txt").is_file() or (ROOT / found).is_file()
        assert found in PAGES or written, link
        assert not anchor or re.search(rf"^#+ `?{anchor}`?$", PAGES[found], re.MULTILINE), link


def resolved(path):
    parts = []
    for part in path.parts:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts)


# --- data dictionary


def test_every_resource_and_field_is_in_the_dictionary():
    for name, resource in SCHEMA.resources.items():
        text = TEXTS[f"{DATA}/{name}.md"]
        assert f"({name}.md)" in TEXTS[f"{DATA}/README.md"]
        assert re.findall("^### (.*)$", text, re.MULTILINE) == [f.name for f in resource.fields]
        for field in resource.fields:
            section = text.partition(f"### {field.name}\n")[2].partition("\n###")[0]
            for said in (field.title, field.description, field.guidance):
                assert prose(said) in section
            assert f"- Example: {code(field.example)}" in section
            assert f"- Required: {'yes' if field.required else 'no'}" in section
            assert not field.codelist or f"codelists.md#{field.codelist})" in section


def test_page_of_a_small_resource():
    schema = with_resource(
        exactlyOne=["id", "size"],
        ordered=[["size", "id"]],
        generated=True,
        primaryKey=["id", "size"],
        parent={"resource": "things", "field": "id"},
        foreignKeys=[
            {"fields": ["id"], "reference": {"resource": "things", "fields": ["size"]}},
        ],
        fields=[
            {
                "name": "id",
                "type": "string",
                "title": "Id | id",
                "description": "The *id*.",
                "guidance": "Type it.",
                "example": "a|b",
                "codelist": "freq",
                "check": ["postcode"],
                "constraints": {"required": True, "unique": True, "pattern": "^a|b$"},
            },
            {
                "name": "size",
                "type": "integer",
                "title": "Size",
                "description": "How large.",
                "example": "1",
                "constraints": {"minimum": 0, "maximum": 25000},
            },
        ],
    )
    assert render_dictionary(schema)[f"{DATA}/things.md"] == (
        "<!-- Rendered by `make render`: change the source, not this page. -->\n"
        "\n"
        "# Things\n"
        "\n"
        "What there is.\n"
        "\n"
        "- File: `data/things.csv`\n"
        "- Part: what there is\n"
        "- Key: `id`, `size`\n"
        "- Belongs to: [`things`](things.md), by `id`\n"
        "- Referred to by: [`things`](things.md)\n"
        "- Exactly one of `id`, `size` is filled in.\n"
        "- `size` is not greater than `id`, where both are filled in.\n"
        "- Written by the tool; no spreadsheet may fill it.\n"
        "\n"
        "## Fields\n"
        "\n"
        "| field | title | type | required |\n"
        "| --- | --- | --- | --- |\n"
        "| [`id`](#id) | Id \\| id | string | yes |\n"
        "| [`size`](#size) | Size | integer |  |\n"
        "\n"
        "### id\n"
        "\n"
        "**Id | id.** The \\*id\\*.\n"
        "\n"
        "- Type: string (text)\n"
        "- Required: yes\n"
        "- Part of the key `id`, `size`.\n"
        "- Refers to: `size` of [`things`](things.md)\n"
        "- One of the list [freq](../codelists.md#freq): `WEEKLY`, `MONTHLY`\n"
        "- No two records share a value.\n"
        "- The whole value matches `^a|b$`.\n"
        "- Checked: [not-a-postcode](../issues/not-a-postcode.md)\n"
        "- What to type: Type it.\n"
        "- Example: `a|b`\n"
        "\n"
        "### size\n"
        "\n"
        "**Size.** How large.\n"
        "\n"
        "- Type: integer (a whole number)\n"
        "- Required: no\n"
        "- Part of the key `id`, `size`.\n"
        "- At least 0.\n"
        "- At most 25,000.\n"
        "- Example: `1`\n"
        "\n"
        "[All resources](README.md)\n"
    )


def test_every_value_check_of_the_schema_has_a_page():
    used = {
        check
        for resource in SCHEMA.resources.values()
        for field in resource.fields
        for check in field.checks
    }
    assert used == set(CHECKS)
    assert set(CHECKS.values()) <= set(all_rules())


# --- code lists


def test_every_code_is_on_a_page():
    pages = render_codelists(SCHEMA)
    for name, codelist in SCHEMA.codelists.items():
        index = pages["docs/reference/codelists.md"].partition(f"\n## {name}\n")[2]
        long = len(codelist.rows) > LONG
        text = pages[f"docs/reference/codelists/{name}.md"] if long else index.partition("\n## ")[0]
        for row in codelist.rows:
            assert f"| {code(row['code'])} | {prose(row['label'])} |".replace("\n", " ") in text
        assert prose(SCHEMA.descriptor["codelists"][name]["description"]) in text


def test_lists_say_where_they_are_used():
    text = TEXTS["docs/reference/codelists.md"]
    assert "Used by `services.sector`, `routes.sector`, `terms (sector)`." in text


# --- issues


def test_every_issue_has_a_page_in_the_index():
    pages = render_issue_pages(EXAMPLES)
    assert set(pages) == {f"{ISSUES}/{name}.md" for name in ("README", *all_rules())}
    index = pages[f"{ISSUES}/README.md"]
    for rule in all_rules().values():
        assert f"| [{rule.code}]({rule.code}.md) | " in index
        text = pages[f"{ISSUES}/{rule.code}.md"]
        assert text.index("**Wrong:** ") < text.index("**Right:** ")


def test_page_of_a_stage_s_issue():
    assert TEXTS[f"{ISSUES}/value-not-in-table.md"].endswith(
        "# value-not-in-table\n"
        "\n"
        "A cell that a mapping translates must hold one of the values in the mapping's table.\n"
        "\n"
        "**Wrong:** `Y` in a column for which the mapping knows only `S` (each session) and "
        "`T` (each term).\n"
        "\n"
        "**Right:** `S`.\n"
        "\n"
        "## Example\n"
        "\n"
        "In `clubs.csv`:\n"
        "\n"
        "```text\n"
        "Ref,Pounds,Per\n"
        "2,80,Y\n"
        "```\n"
        "\n"
        "`offer-opendata check --date 2026-11-02` says:\n"
        "\n"
        "```text\n"
        "ERROR  Per: 1 cell (value-not-in-table)\n"
        '  clubs.csv › C3: "Y" is not in the table of values in the mapping.\n'
        "    Fix: Correct the cell, or add the value to values = {...} in the mapping.\n"
        "```\n"
        "\n"
        "All of it: [value-not-in-table](../../../tests/cases/value-not-in-table).\n"
        "\n"
        "An error stops a release; or, where `offer.toml` says so, what has it is left out.\n"
        "\n"
        "[All issues](README.md)\n"
    )


def test_page_of_a_check():
    text = TEXTS[f"{ISSUES}/not-a-date.md"]
    assert "\nA date is a day that exists, written as year, month and day: 2026-02-28.\n" in text
    assert "\n**Wrong:** `31/02/2026`, " in text
    assert "\nSource: ISO 8601" in text


def test_an_example_shows_the_lines_at_fault_and_what_is_said_of_them():
    other = EXAMPLES["other-source-wins"]
    assert [(each.file, each.lines[1:]) for each in other.excerpts] == [
        ("sources/Providers.csv", ("P1,Acorn Trust,01632 960111",)),
        ("register.csv", ("P1,Acorn Trust,01632 960222",)),
    ]
    dates = EXAMPLES["not-a-date"]
    assert len(dates.excerpts[0].lines) == 3
    assert dates.said.count("(not-a-date)") == 2
    assert EXAMPLES["column-not-used"].excerpts[0].lines[0].endswith(",Parking")
    assert EXAMPLES["control-character"].excerpts[0].lines[1].startswith("K1,S1,Our[U+0007]film,")
    assert EXAMPLES["not-utf-8"].excerpts[0].lines[1].startswith("L1,Café Acorn,")
    assert EXAMPLES["no-services"].excerpts == ()
    assert EXAMPLES["hidden-rows"].case == "workbook"


def test_a_code_is_found_in_a_heading_of_two_lines(tmp_path):
    heading = (
        "ERROR  Charity number (England and Wales) and more:\n(not-a-number)\n  a.csv › B2: Why"
    )
    (tmp_path / "expected.txt").write_text(f"Title\n\n{heading}\n\n0 errors (none)\n", "utf-8")
    assert told(tmp_path) == {"not-a-number": heading}


def test_examples_make_no_long_pages():
    for name, shown in EXAMPLES.items():
        assert sum(len(excerpt.lines) for excerpt in shown.excerpts) <= 6, name
        assert len(shown.said.splitlines()) <= 10, name


def test_report_page_names_every_key():
    text = TEXTS["docs/reference/report.md"]
    for column in COLUMNS:
        assert f"| `{column}` | " in text
    assert "| `files[].sheets[].left_out` | Number of rows that the mapping leaves out. |" in text
    assert "gets an apostrophe in front" in text


# --- Markdown


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("plain, and more.", "plain, and more."),
        ("a *b* [c] <d> \\", r"a \*b\* \[c\] \<d> \\"),
        ("snake_case _not_", r"snake_case \_not\_"),
        ("`a*b` and *c*", r"`a*b` and \*c\*"),
        ("a ` alone", r"a \` alone"),
        ("`` a`b ``", "`` a`b ``"),
        ("&amp; & co", r"\&amp; & co"),
        ("# one\n- two\n3. four\n6.28", "\\# one\n\\- two\n3\\. four\n6.28"),
    ],
)
def test_prose_reads_the_same(text, markdown):
    assert prose(text) == markdown


@pytest.mark.parametrize(
    ("value", "markdown"),
    [
        ("a", "`a`"),
        ("", ""),
        ("a\n b", "`a b`"),
        ("a`b", "``a`b``"),
        ("`a`", "`` `a` ``"),
        ("a``", "``` a`` ```"),
    ],
)
def test_code_holds_any_value(value, markdown):
    assert code(value) == markdown


def test_table_escapes_pipes_and_line_breaks():
    assert table(["a", "b"], [["x|y", "1\n2"]]) == ("| a | b |\n| --- | --- |\n| x\\|y | 1 2 |\n")


def test_page_leaves_blank_parts_out():
    assert page("T", "a\n", "", " ", "b").endswith("-->\n\n# T\n\na\n\nb\n")


@settings(max_examples=100, deadline=None)
@given(
    st.text(st.characters(min_codepoint=32, max_codepoint=126, exclude_characters="`"), max_size=30)
)
@example("1) a")
@example("&#65; <b>x</b> ![a](b) ~~~")
@example("===")
@example("__0__ a__b")
@example("https://www.example.org")
def test_a_reader_sees_the_text(text):
    reader = pytest.importorskip("markdown_it", reason="markdown-it-py is not installed")
    line = " ".join(text.split())
    paragraph, *rest = [
        token for token in reader.MarkdownIt().parse(f"x {prose(line)}") if token.content
    ]
    assert rest == []
    assert all(child.type in ("text", "text_special") for child in paragraph.children)
    assert "".join(child.content for child in paragraph.children) == f"x {line}".strip()


# --- JSON Schema of a descriptor

VALIDATOR = Draft202012Validator(json.loads(TEXTS[PATH]))


def descriptor():
    """Return the descriptor of a package as we write it."""
    publication = SimpleNamespace(
        title="Wrenshire SEND Local Offer",
        description="",
        licence="OGL-UK-3.0",
        postcodes=SimpleNamespace(attribution="Contains OS data."),
        predecessors=(),
        publisher=SimpleNamespace(
            name="Wrenshire County Council",
            code="E10999901",
            previous=("E10999900",),
            homepage="https://www.wrenshire.example.org/local-offer",
            contact_role="SEND Local Offer officer",
            email="localoffer@wrenshire.example.org",
            phone="01632 960100",
        ),
    )
    made = package_descriptor(publication, SCHEMA, ReleaseName(1, "2026-11-02", "2026-11-02"))
    tables = [empty_table(resource) for resource in SCHEMA.resources.values()]
    return json.loads(json.dumps(package_files(made, tables, {}).descriptor))


DESCRIPTOR = descriptor()


def test_our_own_descriptor_is_accepted():
    Draft202012Validator.check_schema(json.loads(TEXTS[PATH]))
    assert [error.message for error in VALIDATOR.iter_errors(DESCRIPTOR)] == []


def changed(path, value):
    """Return the descriptor with the value at a path of keys changed, or left out if ...."""
    copied = copy.deepcopy(DESCRIPTOR)
    *way, last = path
    inside = copied
    for step in way:
        inside = inside[step]
    if value is ...:
        del inside[last]
    else:
        inside[last] = value
    return copied


SERVICES = list(SCHEMA.resources).index("services")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["title"], "Another title"),
        (["homepage"], ""),
        (["licenses", 0], {"name": "CC-BY-4.0"}),
        (["offer", "schemaVersion"], "1.7.2"),
        (["resources", SERVICES, "title"], "Offers"),
        (["resources", SERVICES, "schema", "fields", 0, "description"], "Other words."),
        (["resources", SERVICES, "schema", "fields", 0, "example"], ...),
        (["resources", SERVICES, "schema", "fields", 5, "constraints", "enum"], ["education"]),
    ],
)
def test_other_wording_is_accepted(path, value):
    assert VALIDATOR.is_valid(changed(path, value))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["profile"], "https://www.example.org/profile.json"),
        (["$schema"], "https://www.example.org/profile.json"),
        (["name"], "other"),
        (["homepage"], "javascript:alert(1)"),
        (["offer", "schemaVersion"], "2.0.0"),
        (["offer", "number"], 0),
        (["offer", "more"], "x"),
        (["resources", SERVICES], ...),
        (["resources", 30], DESCRIPTOR["resources"][0]),
        (["resources", SERVICES, "path"], "../../etc/passwd"),
        (["resources", SERVICES, "path"], "https://www.example.org/services.csv"),
        (["resources", SERVICES, "path"], ["data/services.csv"]),
        (["resources", SERVICES, "data"], []),
        (["resources", SERVICES, "hash"], ...),
        (["resources", SERVICES, "dialect"], "https://www.example.org/d.json"),
        (["resources", SERVICES, "schema"], "https://www.example.org/s.json"),
        (["resources", SERVICES, "schema", "primaryKey"], ["name"]),
        (["resources", SERVICES, "schema", "foreignKeys"], ...),
        (["resources", SERVICES, "schema", "fields", 0], ...),
        (["resources", SERVICES, "schema", "fields", 0, "name"], "identifier"),
        (["resources", SERVICES, "schema", "fields", 0, "type"], "integer"),
        (["resources", SERVICES, "schema", "fields", 0, "format"], "uri"),
        (["resources", SERVICES, "schema", "fields", 0, "constraints", "pattern"], "(a+)+$"),
        (["resources", SERVICES, "schema", "fields", 0, "constraints"], ...),
        (["resources", SERVICES, "schema", "fields", 5, "constraints", "pattern"], "(a+)+$"),
        (["resources", SERVICES, "schema", "fields", 5, "constraints", "enum"], [1]),
    ],
)
def test_anything_else_is_refused(path, value):
    if path == ["resources", 30]:
        assert not VALIDATOR.is_valid(
            {**DESCRIPTOR, "resources": [*DESCRIPTOR["resources"], value]}
        )
    else:
        assert not VALIDATOR.is_valid(changed(path, value))


def test_json_schema_is_closed_everywhere():
    for part in parts_of(json.loads(TEXTS[PATH])):
        if "properties" in part:
            assert part["additionalProperties"] is False
        if part.get("type") == "array" and "prefixItems" in part:
            assert part["items"] is False
            assert part["minItems"] == len(part["prefixItems"])


def parts_of(schema):
    for each in schema.values() if isinstance(schema, dict) else schema:
        if isinstance(each, dict | list):
            yield from parts_of(each)
    if isinstance(schema, dict):
        yield schema


def test_resource_without_references_has_none():
    rules = render_json_schemas(
        SimpleNamespace(**vars(with_resource()), descriptor={"name": "small"})
    )[PATH]
    keys = json.loads(rules)["$defs"]["things"]["properties"]["schema"]["properties"]
    assert "foreignKeys" not in keys
    assert keys["fields"]["prefixItems"][0]["required"] == ["name", "type"]


@given(
    st.recursive(
        st.text() | st.integers() | st.none(), lambda s: st.lists(s) | st.dictionaries(st.text(), s)
    )
)
@example(["a" * 300, {"b": ["c" * 500, 1]}])
@settings(max_examples=50, deadline=None)
def test_json_text_is_json(value):
    assert json.loads(json_text(value)) == value
