"""The checks as a whole: each is listed and documented, and the runner keeps its promises."""

import importlib
import json
import pkgutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import ModuleType
from typing import Any

import pytest

from offer_opendata import checks
from offer_opendata.checks import TABLE_CHECKS, VALUE_CHECKS, find_issues
from offer_opendata.checks.data import Data
from offer_opendata.intake.sheet import letter
from offer_opendata.issues import Issue
from offer_opendata.schema import Resource, Schema, load_schema, resource_of, schema_folder
from offer_opendata.tables import Source, Table

SCHEMA = load_schema()
RELEASED = date(2026, 11, 23)

Records = Sequence[Mapping[str, str]]

PARTS = {"check_digits", "data", "days", "fields", "figures", "names", "people", "phones"} | {
    "postcodes",
    "suggest",
    "words",
}
MODULES = {
    each.name: importlib.import_module(f"{checks.__name__}.{each.name}")
    for each in pkgutil.iter_modules(checks.__path__)
}
CHECKS = {name: module for name, module in MODULES.items() if name not in PARTS}


SINGLE = {check.CODE for check in VALUE_CHECKS} | {"placeholder-text", "too-long", "too-short"}


def table_from(resource: Resource, records: Records) -> Table:
    """Return a table as if read from the sheet of its title, from row 2 on."""
    names = [field.name for field in resource.fields]
    source = Source("offer.xlsx", resource.title, {n: letter(i) for i, n in enumerate(names)})
    columns = {name: [record.get(name, "") for record in records] for name in names}
    rows = list(range(2, len(records) + 2))
    return Table(resource, columns, [source] * len(records), rows)


def data_from(schema: Schema = SCHEMA, released: date = RELEASED, **records: Records) -> Data:
    """Return the data of a release from records by resource."""
    tables = {name: table_from(schema.resources[name], each) for name, each in records.items()}
    return Data(tables, schema, released)


def told(code: str, schema: Schema = SCHEMA, **records: Records) -> list[str]:
    """Return what one check says: field, row, message, fix."""
    return [
        f"{issue.field} {issue.row}: {issue.message} Fix: {issue.fix}"
        for issue in find_issues(data_from(schema, **records))
        if issue.code == code
    ]


def schema_of(**resources: dict[str, Any]) -> Schema:
    """Return the schema with resources of its own, from descriptors without their names."""
    made = {
        name: resource_of({"name": name, "title": name.capitalize(), "group": "provision", **each})
        for name, each in resources.items()
    }
    return replace(SCHEMA, resources={**SCHEMA.resources, **made})


def of_value(resource: str, field: str, value: str) -> list[Issue]:
    """Return the issues about one value, whatever else its record lacks."""
    found = find_issues(data_from(**{resource: [{field: value}]}))
    return [each for each in found if each.field == field and each.code in SINGLE]


def paragraphs(module: ModuleType) -> Iterator[str]:
    """Yield the paragraphs of a docstring, each on one line."""
    for paragraph in (module.__doc__ or "").strip().split("\n\n"):
        yield " ".join(paragraph.split())


def test_every_check_is_in_one_of_the_two_tuples() -> None:
    listed = [*VALUE_CHECKS, *TABLE_CHECKS]
    assert len(listed) == len(set(map(id, listed)))
    assert {id(module) for module in CHECKS.values()} == {id(module) for module in listed}
    assert len(CHECKS) >= 49
    assert not [name for name in PARTS if hasattr(MODULES[name], "CODE")]


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_a_check_is_its_own_documentation(name: str) -> None:
    module = CHECKS[name]
    assert module.CODE.replace("-", "_") == name
    assert module.SEVERITY in {"error", "warning"}
    first, *rest = paragraphs(module)
    assert first.endswith(".")
    assert "\n" not in (module.__doc__ or "").strip().split("\n\n", maxsplit=1)[0], "one line"
    examples = [each for each in rest if each.startswith("Wrong: ")]
    assert len(examples) == 1
    assert " Right: " in examples[0]


def test_codes_are_unique() -> None:
    codes = [module.CODE for module in CHECKS.values()]
    assert len(codes) == len(set(codes))


def test_errors_are_asked_for_before_warnings() -> None:
    severities = [check.SEVERITY for check in VALUE_CHECKS]
    assert severities == sorted(severities)


NAMED = {
    "web-address": checks.not_a_web_address,
    "email-address": checks.not_an_email_address,
    "uk-phone": checks.not_a_uk_phone,
    "postcode": checks.not_a_postcode,
    "gss-code": checks.unknown_gss_code,
    "language-code": checks.not_a_language_code,
    "academic-year": checks.not_an_academic_year,
    "year-month": checks.not_a_month,
}


def test_every_named_check_of_the_schema_is_carried_out() -> None:
    text = (schema_folder() / "resource.schema.json").read_text(encoding="utf-8")
    field = json.loads(text)["$defs"]["field"]["properties"]
    assert set(field["check"]["items"]["enum"]) == set(NAMED)
    for resource in SCHEMA.resources.values():
        for each in resource.fields:
            applied = {name for name, check in NAMED.items() if check.applies(each)}
            assert applied == set(each.checks), (resource.name, each.name)


def test_every_example_of_the_schema_passes() -> None:
    """What the schema shows as a valid value has no error and no warning of its own."""
    for resource in SCHEMA.resources.values():
        record = {field.name: field.example for field in resource.fields}
        found = find_issues(data_from(**{resource.name: [record]}))
        assert not [each for each in found if each.code in SINGLE | {"required-value"}]


def test_an_issue_says_where_it_is_and_what_is_published_there() -> None:
    record = {"id": "svc-1", "email": "info@acorn", "name": "Club"}
    found = [each for each in find_issues(data_from(services=[{}, record])) if each.id == "svc-1"]
    issue = next(each for each in found if each.field == "email")
    assert issue.place == "offer.xlsx › Services!I3"
    assert (issue.resource, issue.value) == ("services", "info@acorn")
    assert issue.severity == "error"


def test_the_same_value_in_two_rows_gives_two_issues() -> None:
    record = {"id": "a", "email": "info@acorn"}
    found = find_issues(data_from(services=[record, {**record, "id": "b"}]))
    assert [each.row for each in found if each.code == "not-an-email-address"] == [2, 3]


def test_a_value_is_reported_for_its_first_error_only() -> None:
    value = "=HYPERLINK(https://a.org and https://b.org)"
    assert [each.code for each in of_value("services", "url", value)] == ["formula-text"]


def test_a_value_may_have_several_warnings() -> None:
    value = "<p>cafÃ©</p>"
    codes = [each.code for each in of_value("services", "description", value)]
    assert codes == ["damaged-text", "markup-in-text"]


def test_a_value_with_an_error_gets_no_warning_too() -> None:
    codes = [each.code for each in of_value("services", "description", "=<p>cafÃ©</p>")]
    assert codes == ["formula-text"]


def test_what_is_wrong_in_itself_is_not_compared_with_others() -> None:
    found = find_issues(data_from(services=[{"id": "a", "organization_id": "#REF!"}]))
    about = [each.code for each in found if each.field == "organization_id"]
    assert about == ["spreadsheet-error"]


def test_no_tables_and_empty_tables_have_no_issues() -> None:
    assert find_issues(Data({}, SCHEMA, RELEASED)) == []
    assert find_issues(data_from(**{name: [] for name in SCHEMA.resources})) == []


def test_the_same_data_give_the_same_issues_in_the_same_order() -> None:
    records = [{"id": f"s{i}", "email": "x", "phone": "TBC", "free": "2"} for i in range(20)]
    assert find_issues(data_from(services=records)) == find_issues(data_from(services=records))


PRIVATE = (
    ("services", {"description": "Ask for Sam, 943 476 5919."}, "943 476"),
    ("comments", {"summary": "My son Sam waits."}, "Sam"),
    ("locations", {"address_visibility": "hidden", "address_1": "1 Mill Lane"}, "Mill"),
)


@pytest.mark.parametrize(("resource", "record", "secret"), PRIVATE)
def test_a_report_does_not_repeat_what_is_private(
    resource: str, record: dict[str, str], secret: str
) -> None:
    private = {"personal-number", "name-in-comment", "address-not-allowed"}
    found = find_issues(data_from(**{resource: [record]}))
    about = [each for each in found if each.code in private]
    assert len(about) == 1
    assert secret not in repr(about)
