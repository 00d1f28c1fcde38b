"""Frictionless as referee: what it rejects we reject, and what we reject besides has a reason."""

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import frictionless
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offer_opendata.checks import find_issues
from offer_opendata.schema import Resource, Schema
from test_checks import SCHEMA, Records, data_from, schema_of
from test_checks_properties import TEXTS

Cell = tuple[str, int, str]

# The row of a table in which a value stands: the first one holds the names.
FIRST = 2


def ours(schema: Schema, records: Mapping[str, Records]) -> set[Cell]:
    """Return the cells that our checks reject; a reference counts for each of its fields."""
    found = find_issues(data_from(schema, **records))
    return {
        (each.resource, each.row or 0, each.field) for each in found if each.severity == "error"
    }


def theirs(folder: Path, schema: Schema, records: Mapping[str, Records]) -> set[Cell]:
    """Return the cells that frictionless rejects in a package of the same records."""
    for name, each in records.items():
        write_csv(folder / f"{name}.csv", schema.resources[name], each)
    stated = [described(schema, schema.resources[name]) for name in records]
    descriptor = {"name": "package", "resources": stated}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    report = frictionless.Package(str(folder / "datapackage.json")).validate()
    assert not report.errors, report.errors
    return {
        (task.name, error.row_number, field)
        for task in report.tasks
        for error in task.errors
        for field in fields_of(error, schema.resources[task.name])
    }


def fields_of(error: Any, resource: Resource) -> Sequence[str]:
    if error.type == "primary-key":
        return resource.primary_key[:1]
    if error.type == "foreign-key":
        return error.field_names[-1:]
    return (error.field_name,)


def write_csv(file: Path, resource: Resource, records: Records) -> None:
    names = [field.name for field in resource.fields]
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(names)
        writer.writerows([record.get(name, "") for name in names] for record in records)


def described(schema: Schema, resource: Resource) -> dict[str, Any]:
    """Return the resource as the package states it: code lists as `enum`, our own keys left out."""
    fields = []
    for field in resource.fields:
        keys = ("name", "type", "format", "constraints")
        stated = {key: field.descriptor[key] for key in keys if key in field.descriptor}
        if field.codelist and field.type == "string":
            codes = sorted(schema.codelists[field.codelist].codes)
            stated["constraints"] = {**stated.get("constraints", {}), "enum": codes}
        fields.append(stated)
    keys = ("primaryKey", "foreignKeys", "missingValues")
    rest = {key: resource.descriptor[key] for key in keys if key in resource.descriptor}
    path = f"{resource.name}.csv"
    return {"name": resource.name, "path": path, "schema": {"fields": fields, **rest}}


# Texts at the edges of what a program takes for a number, a date, a code or an address.
EDGES = [
    *(
        "5",
        "5.0",
        "5.",
        ".5",
        "-5",
        "+5",
        "05",
        "-0",
        "0",
        "25",
        "26",
        "2.5",
        "1e3",
        "1E3",
        "1e400",
    ),
    *(
        "1_000",
        "1,000",
        " 5",
        "5 ",
        "\t5",
        "٢٥",
        "２５",
        "²",
        "½",
        "nan",
        "NaN",
        "inf",
        "-Infinity",
    ),
    *("0x10", "1.2.3", "--5", "5-", "1" * 18, "1" * 19, "1" * 5000, "0." + "1" * 18),
    *(
        "2026-02-28",
        "2024-02-29",
        "2025-02-29",
        "2025-1-2",
        "31/02/2026",
        "2026-02-28 ",
        "0000-01-01",
    ),
    *("0001-01-01", "9999-12-31", "٢٠٢٦-٠٢-٠١", "2026-02-28T00:00:00", "20260228", "2026-W01-1"),
    *(
        "09:30",
        "9:30",
        "09:5",
        "24:00",
        "23:59",
        "09:30:00",
        "hh:mm:ss",
        "٠٩:٣٠",
        "00:00",
        "09:30 ",
    ),
    *("true", "false", "True", "TRUE", "1", "0", "False", "yes", "t"),
    *("health", "Health", "leisure ", "active", "temporarily closed", "full", "en", "EN", "WEEKLY"),
    *("info@example.org", "o'brien@example.org", "info@acorn", "a@b@c.org", "info@acorn.org."),
    *("a b@example.org", "josé@example.org", '"a b"@example.org', "info@example.c", "i@-a.org"),
    *(
        "info@exa_mple.org",
        f"{'a' * 65}@x.org",
        f"a@{'b.' * 130}org",
        "info@xn--a.org",
        "a@1.2.3.4",
    ),
    *("https://example.org", "example.org", "//example.org", "mailto:a@example.org", "http://[::1"),
    *("https://dŵr.cymru", "https://example.org/a b", "javascript:alert(1)", "https://"),
    *("svc-0001", "svc 0001", "-x", "x" * 100, "x" * 101, "a\nb", "svc-0001\n", "é", "TA1 1AA"),
    *("MO,TU", "MO TU", "1,15", "100012345678", "0100", "E09000030", "2026/27", "2026-05"),
    *(
        "=1+1",
        "#REF!",
        "#N/A",
        "TBC",
        "n/a",
        "NULL",
        "None",
        "-",
        '"',
        "'",
        ",",
        "\u00a0",
        "\u200b",
    ),
]

# Where frictionless accepts what we reject, and why.
STRICTER = {
    "integer": "Other scripts, underscores, spaces around and over 18 digits are Python's own.",
    "number": "The same, and nan, inf and 1e3, which most programs do not read as numbers.",
    "date": "Years before 1000 and after 2199 are slips; 2025-1-2 is no ISO date.",
    "time": "9:30 sorts after 10:00; ours always has four digits.",
    "boolean": "True, TRUE and 1 mean the same; ours is written in one way.",
    "string": "Addresses, telephones, postcodes and codes have rules that a schema cannot state.",
}


def fields_to_try() -> list[tuple[str, str]]:
    """Return one field for each kind of rule: type, format, constraints, code list and checks."""
    kinds: dict[tuple[Any, ...], tuple[str, str]] = {}
    for resource in SCHEMA.resources.values():
        for field in resource.fields:
            constraints = json.dumps(field.constraints, sort_keys=True)
            kind = (field.type, field.descriptor.get("format"), bool(field.codelist))
            kinds.setdefault((*kind, *field.checks, constraints), (resource.name, field.name))
    return sorted(kinds.values())


@pytest.mark.parametrize(("resource", "name"), fields_to_try())
def test_we_reject_what_frictionless_rejects(resource: str, name: str, tmp_path: Path) -> None:
    schema = schema_of_field(resource, name)
    things = [{"id": str(i), name: text} for i, text in enumerate(EDGES)]
    rejected, by_them = (
        ours(schema, {"things": things}),
        theirs(tmp_path, schema, {"things": things}),
    )
    accepted_wrongly = {EDGES[row - FIRST] for _, row, _ in by_them - rejected}
    assert not accepted_wrongly
    if rejected - by_them:
        field = schema.resources["things"].by_name[name]
        assert STRICTER[field.type]


@pytest.mark.parametrize(("resource", "name"), fields_to_try())
def test_we_reject_whatever_text_frictionless_rejects(resource: str, name: str) -> None:
    """The same for any text, asked of frictionless cell by cell, as a CSV file takes time."""
    schema = schema_of_field(resource, name)
    stated = described(schema, schema.resources["things"])["schema"]["fields"][-1]
    read = frictionless.Field.from_descriptor(stated).create_cell_reader()

    @settings(deadline=None, max_examples=25)
    @given(st.lists(TEXTS.filter(lambda text: "nan" not in text.lower()), max_size=8))
    def holds(texts: list[str]) -> None:
        rejected = ours(schema, {"things": [{"id": str(i), name: t} for i, t in enumerate(texts)]})
        for row, text in enumerate(texts, FIRST):
            _, notes = read(text)
            assert not notes or ("things", row, name) in rejected, text

    holds()


def schema_of_field(resource: str, name: str) -> Schema:
    """Return a schema with one table of two columns: an id, and a field of the real schema."""
    field = SCHEMA.resources[resource].by_name[name]
    key = [{"name": "id"}] if name != "id" else []
    return schema_of(
        things={
            "primaryKey": "id",
            "fields": [*key, dict(field.descriptor)],
            "missingValues": [""],
        }
    )


def test_a_signalling_nan_which_breaks_frictionless_is_no_number_to_us() -> None:
    assert ours(SCHEMA, {"services": [{"minimum_age": "sNaN"}]}) >= {("services", 2, "minimum_age")}


AGREED = {
    "integer": ["5", "-5", "0", "05", "x", "2.5", "1.2.3", "½", "0x10", "1" * 5000],
    "number": ["5", "5.0", "5.", ".5", "-0", "x", "1,000", "1.2.3", "½"],
    "date": ["2026-02-28", "2024-02-29", "2025-02-29", "31/02/2026", "2026-02-28 ", "x"],
    "time": ["09:30", "23:59", "24:00", "x", "09:60", "09:30:15"],
    "boolean": ["true", "false", "yes", "t", "2", "x"],
}


@pytest.mark.parametrize("kind", AGREED)
def test_we_agree_on_plain_values(kind: str, tmp_path: Path) -> None:
    field = {"name": "v", "type": kind, **({"format": "%H:%M"} if kind == "time" else {})}
    schema = schema_of(things={"primaryKey": "id", "fields": [{"name": "id"}, field]})
    things = [{"id": str(i), "v": text} for i, text in enumerate(AGREED[kind])]
    rejected = ours(schema, {"things": things})
    assert rejected == theirs(tmp_path, schema, {"things": things})
    assert 0 < len(rejected) < len(things)


def test_we_agree_on_constraints(tmp_path: Path) -> None:
    fields: list[dict[str, Any]] = [
        {"name": "id", "constraints": {"required": True, "pattern": "^[a-z]+(-[0-9])?$"}},
        {"name": "name", "constraints": {"required": True, "minLength": 2, "maxLength": 4}},
        {"name": "age", "type": "number", "constraints": {"minimum": 0, "maximum": 25.5}},
        {"name": "count", "type": "integer", "constraints": {"minimum": 1, "unique": True}},
    ]
    schema = schema_of(things={"primaryKey": "id", "fields": fields})
    things = [
        {"id": "a", "name": "ab", "age": "25.5", "count": "1"},
        {"id": "b-1", "name": "a", "age": "25.50", "count": "01"},
        {"id": "B", "name": "abcde", "age": "25.6", "count": "0"},
        {"id": "c-12", "name": "éèêë", "age": "-0.1", "count": ""},
        {"id": "d", "name": "", "age": "", "count": ""},
        {"id": "a", "name": "abcd", "age": "25.500000000000000001", "count": "2"},
        {"id": "", "name": "abc", "age": "0", "count": "2"},
    ]
    rejected = ours(schema, {"things": things})
    assert rejected == theirs(tmp_path, schema, {"things": things})
    assert len(rejected) == 13


def test_we_agree_on_keys(tmp_path: Path) -> None:
    def refers(resource: str, fields: list[str], to: list[str]) -> dict[str, Any]:
        return {"fields": fields, "reference": {"resource": resource, "fields": to}}

    number, day = {"name": "number", "type": "integer"}, {"name": "day", "type": "date"}
    schema = schema_of(
        owners={"primaryKey": "number", "fields": [number, {"name": "parent", "type": "integer"}]},
        labels={"primaryKey": ["list", "code"], "fields": [{"name": "list"}, {"name": "code"}]},
        links={
            "primaryKey": ["owner", "day"],
            "fields": [
                {"name": "owner", "type": "integer"},
                day,
                {"name": "list"},
                {"name": "code"},
            ],
            "foreignKeys": [
                refers("owners", ["owner"], ["number"]),
                refers("labels", ["list", "code"], ["list", "code"]),
            ],
        },
    )
    records: dict[str, Records] = {
        "owners": [{"number": "1"}, {"number": "2"}, {"number": "01"}],
        "labels": [
            {"list": "a", "code": "x"},
            {"list": "b", "code": "x"},
            {"list": "a", "code": "x"},
        ],
        "links": [
            {"owner": "1", "day": "2026-01-01", "list": "a", "code": "x"},
            {"owner": "01", "day": "2026-01-01", "list": "", "code": ""},
            {"owner": "2", "day": "2026-01-01", "list": "b", "code": "y"},
            {"owner": "3", "day": "2026-01-01", "list": "a", "code": "X"},
        ],
    }
    rejected = ours(schema, records)
    assert rejected == theirs(tmp_path, schema, records)
    assert len(rejected) == 6


def test_a_reference_that_is_partly_blank_is_none_to_us_and_wrong_to_them(tmp_path: Path) -> None:
    """SQLite and we pass it, frictionless does not: so no schema of ours may have such a key."""
    reference = {"resource": "labels", "fields": ["list", "code"]}
    labels = {
        "primaryKey": ["list", "code"],
        "fields": [{"name": "list"}, {"name": "code"}, {"name": "parent"}],
        "foreignKeys": [{"fields": ["list", "parent"], "reference": reference}],
    }
    schema = schema_of(labels=labels)
    records: dict[str, Records] = {"labels": [{"list": "a", "code": "x"}]}
    assert ours(schema, records) == set()
    assert theirs(tmp_path, schema, records) == {("labels", FIRST, "parent")}
    for resource in SCHEMA.resources.values():
        for key in resource.foreign_keys:
            required = [resource.by_name[name].required for name in key.fields]
            assert all(required) or not any(required), (resource.name, key.fields)


def test_a_whole_offer_without_errors_passes_both(tmp_path: Path) -> None:
    """Every resource with the examples of the schema: nothing is required of one side only."""
    records = {
        name: [{field.name: field.example for field in resource.fields}]
        for name, resource in SCHEMA.resources.items()
        if not resource.generated
    }
    by_them = theirs(tmp_path, SCHEMA, records)
    assert by_them <= ours(SCHEMA, records)
    assert {field for _, _, field in by_them} <= {
        key.fields[-1] for each in SCHEMA.resources.values() for key in each.foreign_keys
    }
