"""The schema folder keeps its rules, read here as plain JSON and CSV."""

import csv
import json
import re
from datetime import date, datetime
from pathlib import Path

import pytest
from frictionless import Schema
from jsonschema import Draft202012Validator

FOLDER = Path(__file__).resolve().parents[1] / "schema"
HEADER = ["code", "label", "description", "valid_from", "valid_to", "source", "confirmed"]

# The data model as it was agreed: names in order, * for required, the key last.
MODEL = """
organizations: id* name* description organization_type local_authority_code website email phone
    parent_organization_id opened_on closed_on | id
organization_identifiers: organization_id* scheme* identifier* valid_from valid_to
    | organization_id scheme identifier
services: id* organization_id* name* alternate_name description sector* status* url email phone
    minimum_age maximum_age ages eligibility diagnosis_required ehc_plan_required how_to_access
    accepting_referrals how_decisions_are_made offer_level reach opening_hours fees free
    waiting_time_weeks waiting_time_as_of waiting_time_note places places_as_of accreditations alert
    sen_information_report_url valid_from valid_to assured_date assured_by review_due replaced_by
    | id
service_terms: service_id* taxonomy* code* | service_id taxonomy code
service_commissioners: service_id* organization_id* | service_id organization_id
service_areas: service_id* area_code* | service_id area_code
areas: code* name* kind* parent_code valid_from valid_to | code
locations: id* name location_type* description address_1 address_2 city county postcode country
    latitude longitude coordinates_source uprn local_authority_code district_code ward_code
    address_visibility* | id
location_features: location_id* feature* details | location_id feature
service_at_locations: service_id* location_id* | service_id location_id
schedules: id* service_id* location_id freq interval byday bymonthday dtstart opens_at closes_at
    valid_from valid_to term description | id
contacts: id* service_id organization_id location_id role* name email phone sms | id
urls: id* service_id organization_id label url* | id
cost_options: id* service_id* option amount amount_description valid_from valid_to | id
languages: service_id* language* | service_id language
assurances: service_id* checked_on* by_role* how* result* | service_id checked_on
terms: taxonomy* code* label* description synonyms parent_code valid_from valid_to source
    | taxonomy code
documents: id* kind* title* url summary academic_year published_on review_due owner_role | id
routes: id* kind* title* sector who_for how_to_start* how_decided timescale_weeks time_limit url
    email phone document_id review_due | id
document_terms: document_id* taxonomy* code* | document_id taxonomy code
route_terms: route_id* taxonomy* code* | route_id taxonomy code
comments: id* received_month published_on* theme* about* summary* from_group service_id
    organization_id reviewed_by_role* | id
responses: id* comment_id* responded_on* response* action action_status owner_role due_on done_on
    decision_id | id
decisions: id* kind title* decided_on* decided_by* summary* reasons url | id
decision_services: decision_id* service_id* | decision_id service_id
involvement: id* held_on* stage* method group* participants what_changed url | id
gap_statements: id* duty* statement* action declared_on* review_due | id
releases: number* release* released_on* title note released_by_role publisher* schema_version*
    fingerprint* | number
changes: release_number* sequence* resource* row_id* action* field before after parent_resource
    parent_id significance* reason* note decision_id origin* origin_ref | release_number sequence
erasures: id* release_number* erased_on* resource* row_id* field* ground* by_role* versions* | id
"""

# Fields that look like references and have no foreign key, and why.
NOT_REFERENCES = {
    ("changes", "row_id"): "refers to a record of the resource that the row names",
    ("changes", "parent_id"): "refers to a record of the resource that the row names",
    ("changes", "decision_id"): "the decision may have been removed since; history stays",
    ("erasures", "row_id"): "refers to a record of the resource that the row names",
    ("terms", "parent_code"): "Frictionless refuses a two-part key of which one part is blank",
}

# Lists that no field and no taxonomy uses: the checks, the mapping of codes and the docs do.
REFERENCE_LISTS = {
    "esd_duty",
    "free_mail_domain",
    "glossary",
    "inspection_judgement",
    "lgsl",
    "local_authorities",
    "personal_identifier",
    "placeholder_text",
    "postcode_area",
    "private_heading",
    "provision_sector",
    "reduction",
    "region",
    "resourced_provision",
    "sen2_setting",
    "sen_provision",
    "tidying_reason",
    "week_day",
}

# How many codes there are in the lists that come from a law, a register or an agreement.
COUNTS = {
    "sen_need": 14,
    "sector": 11,
    "organization_type": 14,
    "change_reason": 23,
    "route_kind": 9,
    "setting_type": 39,
    "duty": 74,
    "region": 9,
    "glossary": 112,
    "lgsl": 44,
    "category": 0,
}


def read_json(name):
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def read_codelist(name):
    with (FOLDER / "codelists" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


PACKAGE = read_json("package.json")
RESOURCES = {name: read_json(f"{name}.json") for name in PACKAGE["resources"]}
CODELISTS = {path.stem: read_codelist(path.stem) for path in FOLDER.glob("codelists/*.csv")}
FIELDS = [
    pytest.param(resource, field, id=f"{name}.{field['name']}")
    for name, resource in RESOURCES.items()
    for field in resource["fields"]
]
each_resource = pytest.mark.parametrize("resource", RESOURCES.values(), ids=RESOURCES)
each_field = pytest.mark.parametrize(("resource", "field"), FIELDS)
each_codelist = pytest.mark.parametrize("name", sorted(CODELISTS))


def names(resource):
    return [field["name"] for field in resource["fields"]]


def test_package_file_is_valid():
    Draft202012Validator.check_schema(read_json("package.schema.json"))
    Draft202012Validator(read_json("package.schema.json")).validate(PACKAGE)


def test_package_lists_every_file():
    files = {path.stem for path in FOLDER.glob("*.json") if "." not in path.stem}
    assert files - {"package"} == set(PACKAGE["resources"])
    assert set(PACKAGE["codelists"]) == set(CODELISTS)
    assert set(PACKAGE["taxonomies"].values()) <= set(CODELISTS)
    assert [row["code"] for row in CODELISTS["taxonomy"]] == list(PACKAGE["taxonomies"])


@each_resource
def test_resource_file_is_valid(resource):
    Draft202012Validator(read_json("resource.schema.json")).validate(resource)


def test_resource_schema_is_valid_and_describes_every_key():
    schema = read_json("resource.schema.json")
    Draft202012Validator.check_schema(schema)
    assert not list(undescribed(schema)) + list(undescribed(read_json("package.schema.json")))


def undescribed(schema):
    if isinstance(schema, list):
        for each in schema:
            yield from undescribed(each)
    if isinstance(schema, dict):
        properties = schema.get("properties", {})
        yield from (key for key, each in properties.items() if "description" not in each)
        for each in schema.values():
            yield from undescribed(each)


@each_resource
def test_frictionless_accepts_the_table_schema(resource):
    schema = Schema.from_descriptor(resource)
    assert schema.field_names == names(resource)
    assert schema.primary_key == resource["primaryKey"]


def test_the_model_is_as_agreed():
    lines = re.sub(r"\n +", " ", MODEL).strip().splitlines()
    model = {line.split(":")[0]: line.split(":")[1].strip() for line in lines}
    assert {name: model_line(resource) for name, resource in RESOURCES.items()} == model
    assert list(model) == PACKAGE["resources"]


def model_line(resource):
    required = {
        field["name"]
        for field in resource["fields"]
        if field.get("constraints", {}).get("required")
    }
    marked = [name + "*" * (name in required) for name in names(resource)]
    return " ".join([*marked, "|", *resource["primaryKey"]])


@each_resource
def test_titles_are_different_headings(resource):
    titles = [field["title"] for field in resource["fields"]]
    assert len({fold(title) for title in titles}) == len(titles)


@each_field
def test_field_is_explained(resource, field):
    assert field["title"]
    assert field["example"]
    assert field["description"].endswith(".")
    assert bool(field.get("guidance")) != bool(resource.get("generated"))
    assert not field.get("guidance") or field["guidance"].endswith(".")


@each_field
def test_example_is_valid(resource, field):
    value, constraints = field["example"], field.get("constraints", {})
    typed = TYPES[field["type"]](value)
    assert re.fullmatch(constraints.get("pattern", ".*"), value, re.DOTALL)
    assert len(value) <= constraints.get("maxLength", len(value))
    assert typed >= constraints.get("minimum", typed)
    assert typed <= constraints.get("maximum", typed)
    if "codelist" in field:
        assert value in {row["code"] for row in CODELISTS[field["codelist"]]}
    assert Schema.from_descriptor({"fields": [field]}).fields[0].read_cell(value)[1] is None


TYPES = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": date.fromisoformat,
    "time": lambda text: datetime.strptime(text, "%H:%M").time(),
}


def test_a_field_name_has_one_type():
    types = {}
    for resource in RESOURCES.values():
        for field in resource["fields"]:
            types.setdefault(field["name"], set()).add(field["type"])
    assert [name for name, each in types.items() if len(each) > 1] == []


@each_resource
def test_foreign_keys_point_at_keys(resource):
    for key in resource.get("foreignKeys", []):
        target = RESOURCES[key["reference"]["resource"]]
        assert set(key["fields"]) <= set(names(resource))
        assert key["reference"]["fields"] == target["primaryKey"]


@each_field
def test_references_have_a_foreign_key(resource, field):
    if not re.search("_(id|code)$", field["name"]):
        return
    referring = {name for key in resource.get("foreignKeys", []) for name in key["fields"]}
    reason = NOT_REFERENCES.get((resource["name"], field["name"]))
    assert (field["name"] in referring) != bool(reason)


@each_resource
def test_keys_of_the_resource_name_real_fields(resource):
    listed = [resource.get("label"), resource.get("sort"), *resource.get("facets", [])]
    listed += [*resource.get("exactlyOne", []), *resource["primaryKey"]]
    listed += [name for pair in resource.get("ordered", []) for name in pair]
    assert {name for name in listed if name} <= set(names(resource))
    if parent := resource.get("parent"):
        assert parent["resource"] in RESOURCES
        assert parent["field"] in names(resource)


@each_resource
def test_facets_and_sort_are_indexed(resource):
    indexed = {field["name"] for field in resource["fields"] if field.get("index")}
    indexed.add(resource["primaryKey"][0])
    without = {field["name"] for field in resource["fields"] if field.get("index") is False}
    assert without <= set(resource.get("facets", []))
    assert not without or resource["name"] == "changes", "only where there are very many rows"
    assert set(resource.get("facets", [])) <= indexed | without
    assert resource.get("sort", resource["primaryKey"][0]) in indexed


def test_every_codelist_is_used():
    fields = {field.values[1].get("codelist") for field in FIELDS} - {None}
    used = fields | set(PACKAGE["taxonomies"].values())
    assert used <= set(CODELISTS)
    assert set(CODELISTS) - used == REFERENCE_LISTS


@each_codelist
def test_codelist_is_complete(name):
    text = (FOLDER / "codelists" / f"{name}.csv").read_bytes().decode("utf-8")
    assert text.split("\n")[0].split(",")[: len(HEADER)] == HEADER
    assert not text.startswith("\ufeff")
    assert "\r" not in text
    assert text.endswith("\n")
    for row in CODELISTS[name]:
        assert row["code"]
        assert row["label"], row["code"]
        assert not row["description"] or row["description"].endswith((".", "?")), row["code"]
        assert row["confirmed"] in {"yes", "memory", "own", "example"}, row["code"]
        assert row["source"] or row["confirmed"] != "yes", row["code"]
        assert None not in row, row["code"]
        assert all(value == value.strip() for value in row.values()), row["code"]
        assert_dates(row)


def assert_dates(row):
    dates = [date.fromisoformat(row[key]) for key in ("valid_from", "valid_to") if row[key]]
    assert dates == sorted(dates), row["code"]


@each_codelist
def test_codes_are_unique(name):
    codes = [row["code"] for row in CODELISTS[name]]
    assert len(set(codes)) == len(codes)


def test_labels_name_one_code():
    """A cell may hold a label in any case, so a label must not mean two codes."""
    chosen = {field.values[1].get("codelist") for field in FIELDS} - {None}
    for name in chosen | set(PACKAGE["taxonomies"]):
        rows = CODELISTS[name]
        spellings = [{fold(row["code"]), fold(row["label"])} for row in rows]
        assert sum(map(len, spellings)) == len(set().union(*spellings)), name


def fold(text):
    return "".join(letter for letter in text.casefold() if letter.isalnum())


@pytest.mark.parametrize(("name", "count"), COUNTS.items())
def test_codelist_has_all_codes(name, count):
    assert len(CODELISTS[name]) == count


@pytest.mark.parametrize(
    ("word", "name", "code"),
    [
        ("respite", "provision_type", "short_breaks"),
        ("autism", "sen_need", "ASD"),
        ("dyslexia", "sen_need", "SPLD"),
        ("SALT", "provision_type", "speech_language_therapy"),
    ],
)
def test_everyday_words_find_codes(word, name, code):
    found = [row["code"] for row in CODELISTS[name] if word in row["synonyms"].split(" | ")]
    assert found == [code]


def test_local_authorities_are_complete():
    rows = [row for row in CODELISTS["local_authorities"] if row["confirmed"] != "example"]
    codes = {row["code"] for row in rows}
    assert len([row for row in rows if not row["valid_to"]]) == 153
    assert len([row for row in rows if row["valid_to"]]) == 19
    for row in rows:
        earlier_and_later = f"{row['previous_codes']} | {row['replaced_by']}"
        assert set(earlier_and_later.split(" | ")) - {""} <= codes


def test_links_between_codelists_hold():
    for name, column, target in LINKS:
        codes = {row["code"] for row in CODELISTS[target]}
        for row in CODELISTS[name]:
            assert set(row[column].split(" | ")) - {""} <= codes, (name, row["code"])


LINKS = [
    ("sen_need", "area_of_need", "area_of_need"),
    ("area_of_need", "sen_needs", "sen_need"),
    ("organization_type", "duty", "duty"),
    ("document_kind", "duty", "duty"),
    ("route_kind", "duty", "duty"),
    ("provision_sector", "duty", "duty"),
    ("provision_sector", "sector", "sector"),
    ("provision_sector", "organization_type", "organization_type"),
    ("provision_type", "sector", "sector"),
    ("provision_type", "lgsl", "lgsl"),
    ("setting_type", "organization_type", "organization_type"),
    ("local_authorities", "region_code", "region"),
    ("reduction", "action", "change_action"),
    ("tidying_reason", "code", "change_reason"),
]


@pytest.mark.parametrize("name", ["identifier_scheme", "personal_identifier"])
def test_identifier_patterns_match_their_examples(name):
    for row in CODELISTS[name]:
        pattern = re.compile(row["regex"])
        assert not row["example"] or pattern.fullmatch(row["example"]), row["code"]
