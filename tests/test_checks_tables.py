"""Rules between values: keys, references, order, dates against the release, and what is missing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from offer_opendata.checks import check_digits, find_issues, people
from offer_opendata.checks.data import Data
from offer_opendata.tables import Source
from test_checks import SCHEMA, Records, data_from, schema_of, table_from, told

CLUB = {
    "id": "club",
    "organization_id": "acorn",
    "name": "Saturday Club",
    "description": "Play.",
    "sector": "leisure",
    "status": "active",
    "phone": "01632 960001",
    "ages": "All ages",
    "assured_date": "2026-09-15",
}
ACORN = {"id": "acorn", "name": "Acorn Family Trust"}
HALL = {
    "id": "hall",
    "name": "Village Hall",
    "location_type": "physical",
    "address_visibility": "full",
    "postcode": "TA1 1AA",
}
COMMENT = {
    "id": "c1",
    "published_on": "2026-11-01",
    "theme": "waiting_times",
    "about": "quality",
    "summary": "People wait too long.",
    "reviewed_by_role": "Local Offer officer",
}
CONTACT = {"id": "k1", "role": "enquiries", "phone": "01632 960001"}


def about(code: str, resource: str, *records: Mapping[str, str], **others: Records) -> list[str]:
    return told(code, **{resource: list(records)}, **others)


def test_a_sound_offer_has_no_issues() -> None:
    records: dict[str, Records] = {
        "organizations": [ACORN],
        "services": [CLUB],
        "locations": [HALL],
        "service_at_locations": [{"service_id": "club", "location_id": "hall"}],
        "contacts": [{**CONTACT, "service_id": "club"}],
        "comments": [COMMENT],
    }
    assert find_issues(data_from(**records)) == []


def test_a_required_value_is_missing() -> None:
    assert about("required-value", "services", {**CLUB, "name": ""}) == [
        'name 2: "Service" is blank, and every record here needs it. '
        'Fix: Fill it in, as in "Saturday Stay and Play".'
    ]


def test_what_is_missing_of_a_few_codes_is_a_choice_and_no_example() -> None:
    """Nobody should come to publish an address by copying an example."""
    place = {"id": "hall", "name": "Hall", "location_type": "physical"}
    assert about("required-value", "locations", place)[-1].endswith(
        'Fix: Choose "Show in full", "Show the area only" or "Show nothing".'
    )
    assert about("required-value", "services", {**CLUB, "sector": ""})[0].endswith(
        "Fix: Choose one from the list."
    )


def test_a_key_is_required_whether_the_schema_says_so_or_not() -> None:
    schema = schema_of(things={"primaryKey": "id", "fields": [{"name": "id"}, {"name": "t"}]})
    assert len(told("required-value", schema, things=[{"t": "x"}])) == 1
    assert told("duplicate-key", schema, things=[{"t": "x"}, {"t": "y"}]) == []


def test_a_key_is_used_twice() -> None:
    twins = [CLUB, {**CLUB, "name": "Sunday Club"}, {**CLUB, "id": "Club"}]
    assert about("duplicate-key", "services", *twins) == [
        'id 3: Another record has the same service id "club": offer.xlsx › Services!A2. '
        "Fix: Delete one of the two, or give this one a key of its own."
    ]


def test_a_key_of_several_parts_is_used_twice() -> None:
    link = {"service_id": "club", "location_id": "hall"}
    said = about("duplicate-key", "service_at_locations", link, {**link, "location_id": "b"}, link)
    assert said == [
        'service_id 4: Another record has the same service and place "club" and "hall": '
        "offer.xlsx › Where services are given!A2. "
        "Fix: Delete one of the two, or give this one a key of its own."
    ]


def test_the_other_record_may_stand_in_no_cell() -> None:
    table = table_from(SCHEMA.resources["organizations"], [ACORN, ACORN])
    stated = replace(table, sources=[Source(""), *table.sources[1:]], rows=[0, 7])
    found = find_issues(Data({"organizations": stated}, SCHEMA, date(2026, 11, 23)))
    (twice,) = [each for each in found if each.code == "duplicate-key"]
    assert twice.cell == "A7"
    assert '"acorn": the mapping.' in twice.message


def test_numbers_are_the_same_however_they_are_written() -> None:
    fields = [{"name": "n", "type": "integer"}, {"name": "x", "type": "number", "constraints": {}}]
    fields[1]["constraints"] = {"unique": True}
    schema = schema_of(things={"primaryKey": "n", "fields": fields})
    things = [{"n": "1", "x": "2.5"}, {"n": "01", "x": "2.50"}, {"n": "", "x": ""}, {"x": ""}]
    assert len(told("duplicate-key", schema, things=things)) == 1
    assert told("not-unique", schema, things=things) == [
        'x 3: "2.50" is already the "x" of offer.xlsx › Things!B2. '
        "Fix: Give each record a value of its own."
    ]


NOWHERE = 'Correct it, or add a record for it to "Organisations".'


@pytest.mark.parametrize(
    ("value", "fix"),
    [
        ("zebra", NOWHERE),
        ("acron", 'Write "acorn" if you mean "Acorn Family Trust".'),
        ("ACORN", 'Write "acorn" if you mean "Acorn Family Trust".'),
        ("Acorn Family Trust", 'Write "acorn" if you mean "Acorn Family Trust".'),
        ("acorn family", 'Write "acorn" if you mean "Acorn Family Trust".'),
        ("org-12", 'Write "org-0012" if you mean "Mill Trust".'),
        ("org-0013", NOWHERE),
    ],
)
def test_a_reference_leads_nowhere(value: str, fix: str) -> None:
    owners = [ACORN, {"id": "org-0012", "name": "Mill Trust"}]
    said = about(
        "unknown-reference", "services", {**CLUB, "organization_id": value}, organizations=owners
    )
    assert said == [f'organization_id 2: There is no "{value}" in "Organisations". Fix: {fix}']


def test_among_thousands_of_records_likeness_is_not_looked_for() -> None:
    names = [f"{a}{b}{c} Trust" for a in "bcdfg" for b in "aeiou" for c in "lmnprstvwxyz" * 4]
    owners = [{"id": f"o{i}", "name": f"{name} {i}"} for i, name in enumerate(names)]
    club = {**CLUB, "organization_id": "acron"}
    known = [ACORN, *owners, *({"id": f"p{i}", "name": f"P {i}"} for i in range(3000))]
    assert "acorn" in about("unknown-reference", "services", club, organizations=known[:50])[0]
    (said,) = about("unknown-reference", "services", club, organizations=known)
    assert said.endswith(f"Fix: {NOWHERE}")
    exact = {**CLUB, "organization_id": "acorn family-trust"}
    (said,) = about("unknown-reference", "services", exact, organizations=known)
    assert said.endswith('Fix: Write "acorn" if you mean "Acorn Family Trust".')


def test_a_reference_to_a_term_is_looked_for_in_its_own_list() -> None:
    terms = [
        {"taxonomy": "sen_need", "code": "ASD", "label": "Autism", "synonyms": "autistic | ASC"},
        {"taxonomy": "duty", "code": "LO-EARLY-YEARS", "label": "Early years"},
    ]
    links = [
        {"service_id": "club", "taxonomy": "sen_need", "code": "autistic"},
        {"service_id": "club", "taxonomy": "sen_need", "code": "LO-EARLY-YEARS"},
        {"service_id": "club", "taxonomy": "sen_need", "code": "ASD"},
        {"service_id": "club", "taxonomy": "sen_need", "code": ""},
        {"service_id": "club", "taxonomy": "sen_need", "code": "ASD and autistic"},
    ]
    said = about(
        "unknown-reference", "service_terms", *links, services=[{"id": "club"}], terms=terms
    )
    assert said == [
        'code 2: There is no "autistic" in the list "Needs". '
        'Fix: Write "Autism" if you mean that; its code "ASD" does as well.',
        'code 3: There is no "LO-EARLY-YEARS" in the list "Needs". '
        "Fix: Choose one from the list; a word of your own belongs to your own categories.",
        'code 6: There is no "ASD and autistic" in the list "Needs". '
        "Fix: Write one, or put ; between several if the column may hold several.",
    ]


def term(code: str, parent: str = "", taxonomy: str = "category") -> dict[str, str]:
    return {"taxonomy": taxonomy, "code": code, "label": code.title(), "parent_code": parent}


def test_a_wider_term_is_one_of_its_list() -> None:
    terms = [term("clubs"), term("judo", "clubs"), term("chess", "Club"), term("art", "xyz")]
    terms += [term("ASD", "clubs", "sen_need"), term("quiet", "judo")]
    assert about("unknown-wider-term", "terms", *terms) == [
        'parent_code 4: There is no "Club" in the list "Own categories". '
        'Fix: Write "clubs" if you mean "Clubs".',
        'parent_code 5: There is no "xyz" in the list "Own categories". '
        "Fix: Correct it, add a row for it, or leave the cell blank.",
        'parent_code 6: There is no "clubs" in the list "Needs". '
        "Fix: Correct it, add a row for it, or leave the cell blank.",
    ]


def test_a_term_is_no_part_of_itself() -> None:
    circle = [term("a", "b"), term("b", "c"), term("c", "a"), term("d", "d"), term("e", "a")]
    assert about("unknown-wider-term", "terms", *circle) == [
        f'parent_code {row}: "{code}" is part of itself, by way of "{parent}". '
        "Fix: Correct it, or leave the cell blank."
        for row, code, parent in [(2, "a", "b"), (3, "b", "c"), (4, "c", "a"), (5, "d", "d")]
    ]


def test_a_reference_with_a_blank_part_is_none() -> None:
    fields = [{"name": name} for name in ("list", "code", "parent")]
    reference = {"resource": "things", "fields": ["list", "code"]}
    key = {"fields": ["list", "parent"], "reference": reference}
    schema = schema_of(
        things={"primaryKey": ["list", "code"], "fields": fields, "foreignKeys": [key]}
    )
    thing = {"list": "a", "code": "1"}
    assert told("unknown-reference", schema, things=[thing]) == []
    said = told("unknown-reference", schema, things=[{**thing, "parent": "2"}])
    assert said == [
        'parent 2: There is no "2" in "Things" under "a". '
        'Fix: Correct it, or add a record for it to "Things".'
    ]


def test_a_reference_to_a_table_that_is_not_there_leads_nowhere() -> None:
    said = about("unknown-reference", "services", {**CLUB, "replaced_by": "x"})
    assert [each.split(":")[0] for each in said] == ["organization_id 2", "replaced_by 2"]


def test_a_reference_to_a_number_may_be_written_in_two_ways() -> None:
    number = {"name": "n", "type": "integer"}
    key = {"fields": ["of"], "reference": {"resource": "things", "fields": ["n"]}}
    schema = schema_of(
        things={"primaryKey": "n", "fields": [number]},
        parts={
            "primaryKey": "id",
            "fields": [{"name": "id"}, {"name": "of", "type": "integer"}],
            "foreignKeys": [key],
        },
    )
    parts = [{"id": "a", "of": "01"}, {"id": "b", "of": "0"}, {"id": "c", "of": ""}]
    said = told("unknown-reference", schema, things=[{"n": "1"}], parts=parts)
    assert [each.split(".")[0] for each in said] == ['of 3: There is no "0" in "Things"']


def test_values_are_in_the_wrong_order() -> None:
    ages = {**CLUB, "minimum_age": "12", "maximum_age": "5"}
    dates = {**CLUB, "valid_from": "2026-09-01", "valid_to": "2026-08-01"}
    fix = "Fix: Correct one of the two; if they were swapped, swap them back."
    assert about("values-out-of-order", "services", ages, dates) == [
        f"minimum_age 2: Youngest age 12 is more than oldest age 5. {fix}",
        f"valid_from 3: Valid from 2026-09-01 is after valid to 2026-08-01. {fix}",
    ]


@pytest.mark.parametrize(
    ("low", "high"), [("5", "12"), ("5", "5.0"), ("9", "10"), ("", "5"), ("5", ""), ("x", "5")]
)
def test_values_are_in_order(low: str, high: str) -> None:
    ages = {**CLUB, "minimum_age": low, "maximum_age": high}
    assert about("values-out-of-order", "services", ages) == []
    days = {**CLUB, "valid_from": f"{low}/2026", "valid_to": "2026-01-01"}
    assert about("values-out-of-order", "services", days) == []


def test_a_contact_belongs_to_one_thing() -> None:
    owner = 'Exactly one of "Service", "Organisation", "Place" must be filled, and'
    fix = "Fix: Fill one of them, and leave the others blank."
    contacts = [
        CONTACT,
        {**CONTACT, "service_id": "club", "location_id": "hall"},
        {**CONTACT, "location_id": "hall"},
    ]
    assert about("exactly-one", "contacts", *contacts) == [
        f" 2: {owner} all of them are blank. {fix}",
        f" 3: {owner} 2 of them are filled. {fix}",
    ]


@pytest.mark.parametrize(
    ("scheme", "value", "fix"),
    [
        ("company", "1234567", 'Write "01234567".'),
        ("company", "SC12345", 'Write "SC012345".'),
        ("company", "1234567.0", 'Write "01234567".'),
        ("company", "12 34 56 78", 'Write "12345678".'),
        ("company", "123456789", 'Write it as in "01234567".'),
        ("company", "none", 'Write it as in "01234567".'),
        ("charity_sc", "sc012345", 'Write "SC012345".'),
        ("urn", "12345", 'Write it as in "123456".'),
        ("ods", "rxx01", 'Write "RXX01".'),
        ("gss_la", "E09000099", 'Write it as in "E06000060".'),
    ],
)
def test_an_identifier_is_impossible(scheme: str, value: str, fix: str) -> None:
    record = {"organization_id": "acorn", "scheme": scheme, "identifier": value}
    (said,) = about("wrong-identifier", "organization_identifiers", record)
    label = next(
        row["label"] for row in SCHEMA.codelists["identifier_scheme"].rows if row["code"] == scheme
    )
    zeros = ", without its leading zeros" if value in {"1234567", "SC12345"} else ""
    start = f'identifier 2: "{value}" is not a possible identifier of this kind: {label}{zeros}.'
    assert said == f"{start} Fix: {fix}"


@pytest.mark.parametrize(
    ("scheme", "value"),
    [
        *(("company", "01234567"), ("company", "SC012345"), ("company", "IP12345R")),
        *(("urn", "123456"), ("ukprn", "10001234"), ("laestab", "301/2001"), ("dfe_la", "301")),
        *(("charity_ew", "1234567-12"), ("charity_ni", "NIC100012"), ("gss_la", "E09000030")),
        *(("cqc_location", "1-123456789"), ("ofsted_ey", "EY123456"), ("uprn", "100012345678")),
        *(("nowhere", "x"), ("company", "")),
    ],
)
def test_an_identifier_is_possible(scheme: str, value: str) -> None:
    record = {"organization_id": "acorn", "scheme": scheme, "identifier": value}
    assert about("wrong-identifier", "organization_identifiers", record) == []


def test_every_identifier_of_the_code_lists_fits_its_own_pattern() -> None:
    for row in SCHEMA.codelists["identifier_scheme"].rows:
        record = {"organization_id": "a", "scheme": row["code"], "identifier": row["example"]}
        assert about("wrong-identifier", "organization_identifiers", record) == [], row["code"]


@pytest.mark.parametrize(
    ("number", "holds"),
    [("9434765919", True), ("943 476 5919", True), ("9434765918", False), ("0123456789", False)],
)
def test_the_check_digit_of_the_nhs(number: str, holds: bool) -> None:
    assert check_digits.mod11(number) is holds


@pytest.mark.parametrize(
    ("number", "holds"),
    [("H801200001001", True), ("A801200001001", False), ("U80120000100A", True)],
)
def test_the_check_letter_of_pupils(number: str, holds: bool) -> None:
    assert check_digits.mod23(number) is holds


def test_nothing_leads_to_a_protected_place() -> None:
    everything = {field.name: field.example for field in SCHEMA.resources["locations"].fields} | {
        "id": "hall"
    }
    hidden = about(
        "address-not-allowed", "locations", {**everything, "address_visibility": "hidden"}
    )
    assert len(hidden) == len(everything) - 3
    assert hidden[0] == (
        'name 2: "Place" of a protected place must not be published. '
        "Fix: Leave the cell blank, or show the address in full if it may be known."
    )
    area = about(
        "address-not-allowed", "locations", {**everything, "address_visibility": "area_only"}
    )
    left = [each.split('"')[1] for each in area]
    assert left == [
        *("Place", "About the place", "Address line 1", "Address line 2", "Postcode"),
        *("Latitude", "Longitude", "Source of the coordinates", "UPRN"),
    ]
    half = {**HALL, "name": "", "address_visibility": "area_only", "postcode": "TA1"}
    assert about("address-not-allowed", "locations", half) == []
    assert about("address-not-allowed", "locations", everything) == []


def test_half_a_postcode_is_too_little_where_nothing_is_protected() -> None:
    assert about("half-postcode", "locations", {**HALL, "postcode": "TA1"}) == [
        'postcode 2: "TA1" is only the first half of a postcode. '
        "Fix: Write the whole postcode, or show the area only."
    ]
    protected = {**HALL, "postcode": "TA1", "address_visibility": "area_only"}
    for record in (HALL, {**HALL, "postcode": ""}, {**HALL, "postcode": "ZZ1"}, protected):
        assert about("half-postcode", "locations", record) == []


def test_a_code_has_ended_or_not_begun() -> None:
    old = {**ACORN, "local_authority_code": "E08000016"}
    assert about("code-not-in-force", "organizations", old) == [
        'local_authority_code 2: "E08000016" (Barnsley) ended on 30 April 2025. '
        'Fix: Write "E08000038".'
    ]
    two = {**ACORN, "local_authority_code": "E10000021"}
    assert about("code-not-in-force", "organizations", two) == [
        'local_authority_code 2: "E10000021" (Northamptonshire) ended on 31 March 2021. '
        'Fix: Write "E06000061" or "E06000062".'
    ]
    new = data_from(
        released=date(2025, 4, 30),
        organizations=[{**ACORN, "local_authority_code": "E08000038"}, old],
    )
    said = [each.message for each in find_issues(new) if each.code == "code-not-in-force"]
    assert said == ['"E08000038" (Barnsley) comes into force only on 1 May 2025.']


def test_a_term_has_ended() -> None:
    terms = [
        {"taxonomy": "sen_need", "code": "OLD", "label": "Old need", "valid_to": "2026-08-31"},
        {"taxonomy": "sen_need", "code": "NOW", "label": "Need", "valid_from": "2025-01-01"},
        {"taxonomy": "duty", "code": "OLD", "label": "Duty"},
    ]
    links = [
        {"service_id": "club", "taxonomy": taxonomy, "code": code}
        for taxonomy, code in (("sen_need", "OLD"), ("sen_need", "NOW"), ("duty", "OLD"))
    ]
    assert about("code-not-in-force", "service_terms", *links, terms=terms) == [
        'code 2: "OLD" (Old need) ended on 31 August 2026. Fix: Choose a code that is in force.'
    ]
    assert about("code-not-in-force", "service_terms", *links) == []


def test_a_service_is_listed_twice() -> None:
    again = {**CLUB, "id": "club-2", "name": "saturday-club"}
    assert about("duplicate-service", "services", CLUB, again) == [
        'name 3: "saturday-club" of the same provider and places is also "club". '
        "Fix: Keep one record, or say in the names how the two differ."
    ]
    places = [
        {"service_id": "club", "location_id": "hall"},
        {"service_id": "club-2", "location_id": "park"},
    ]
    assert about("duplicate-service", "services", CLUB, again, service_at_locations=places) == []
    for other in ({"organization_id": "x"}, {"name": "Club"}, {"status": "defunct"}, {"name": ""}):
        assert about("duplicate-service", "services", CLUB, {**again, **other}) == []
    nameless = {**CLUB, "name": ""}
    assert about("duplicate-service", "services", nameless, {**nameless, "id": "b"}) == []


def test_a_service_does_not_say_what_it_is() -> None:
    assert about("no-description", "services", {**CLUB, "description": ""}) == [
        "description 2: The service has no description, "
        "so families cannot tell whether it suits them. "
        "Fix: Write in two or three sentences what happens there and for whom."
    ]
    gone = {**CLUB, "description": "", "status": "defunct"}
    assert about("no-description", "services", gone) == []


def test_nobody_can_reach_a_service() -> None:
    silent = {**CLUB, "phone": ""}
    assert about("no-contact-route", "services", silent) == [
        " 2: Neither the service nor its provider has a web page, an address or a number. "
        "Fix: Give a web page, an e-mail address or a telephone number."
    ]
    assert about("no-contact-route", "services", silent, organizations=[ACORN]) != []
    assert about("no-contact-route", "services", {**silent, "organization_id": ""}) != []


@pytest.mark.parametrize(
    "others",
    [
        {"organizations": [{**ACORN, "website": "https://example.org"}]},
        {"contacts": [{**CONTACT, "service_id": "club"}]},
        {"contacts": [{"id": "k", "organization_id": "acorn", "sms": "85258"}]},
        {"urls": [{"id": "u", "service_id": "club", "url": "https://example.org"}]},
    ],
)
def test_a_service_is_reached_in_another_way(others: dict[str, Records]) -> None:
    silent = {**CLUB, "phone": ""}
    assert about("no-contact-route", "services", silent, **others) == []


def test_a_price_is_missing() -> None:
    costly = {**CLUB, "free": "false"}
    assert about("cost-not-stated", "services", costly) == [
        "free 2: The service is not free, and does not say what it costs. "
        "Fix: Write the price, as in £2.50 a session, or what it depends on."
    ]
    price = [{"id": "p", "service_id": "club", "amount": "2.50"}]
    assert about("cost-not-stated", "services", costly, cost_options=price) == []
    for other in ({"fees": "£2"}, {"free": "true"}, {"free": ""}):
        assert about("cost-not-stated", "services", {**costly, **other}) == []


def test_a_price_has_no_amount() -> None:
    price = {"id": "p", "service_id": "club", "amount_description": "per session"}
    said = (
        "amount 2: The price has no amount, and its words do not say what one pays. "
        "Fix: Write the price in pounds, as in 2.50, or what it depends on."
    )
    assert about("cost-not-stated", "services", CLUB, cost_options=[price]) == [said]
    costly = {**CLUB, "free": "false"}
    both = about("cost-not-stated", "services", costly, cost_options=[price])
    assert len(both) == 2
    assert both[1] == said
    second = {**price, "id": "q", "amount": "2.50"}
    assert about("cost-not-stated", "services", costly, cost_options=[price, second]) == [said]
    for words in ("£3 a session", "by donation", "It varies", "Free with a card", "Ask the office"):
        for field in ("option", "amount_description"):
            told_so = {**price, field: words}
            assert about("cost-not-stated", "services", costly, cost_options=[told_so]) == []
    for words in ("Free school meals", "Families on benefits", "One child", "half day"):
        who = {**price, "option": words}
        assert about("cost-not-stated", "services", CLUB, cost_options=[who]) == [said]
    zero = {**price, "amount": "0"}
    assert about("cost-not-stated", "services", costly, cost_options=[zero]) == []
    stopped = {**costly, "status": "inactive"}
    assert about("cost-not-stated", "services", stopped, cost_options=[price]) == []


def test_ages_are_missing() -> None:
    assert about("ages-not-stated", "services", {**CLUB, "ages": ""}) == [
        "minimum_age 2: The service does not say for which ages it is. "
        "Fix: Write the youngest or the oldest age, or All ages in the text for ages."
    ]
    assert about("ages-not-stated", "services", {**CLUB, "ages": "", "minimum_age": "0"}) == []


def test_a_check_lies_in_the_future() -> None:
    fix = "Fix: Write the day on which somebody checked the record."
    late = {**CLUB, "assured_date": "2026-11-24"}
    said = f'"2026-11-24" is after the day of the release, 23 November 2026. {fix}'
    assert about("checked-in-the-future", "services", late) == [f"assured_date 2: {said}"]
    assert about("checked-in-the-future", "services", {**CLUB, "assured_date": "2026-11-23"}) == []
    made = {"service_id": "club", "checked_on": "2026-11-24", "result": "unchanged"}
    assert told("checked-in-the-future", services=[late], assurances=[made]) == [
        f"checked_on 2: {said}"
    ]


def test_a_service_was_not_checked_for_a_year() -> None:
    fix = "Fix: Ask the provider whether it is still right, and write down the day."
    old, never = {**CLUB, "assured_date": "2025-11-21"}, {**CLUB, "assured_date": ""}
    assert about("not-checked-for-a-year", "services", old, never) == [
        f"assured_date 2: The service was last checked on 21 November 2025. {fix}",
        f"assured_date 3: The service was never checked. {fix}",
    ]
    assert about("not-checked-for-a-year", "services", {**CLUB, "assured_date": "2025-11-22"}) == []
    gone = {**never, "status": "inactive"}
    assert about("not-checked-for-a-year", "services", gone) == []


@pytest.mark.parametrize(
    ("on", "result", "count"),
    [
        *(("2026-09-15", "unchanged", 0), ("2026-09-15", "no-reply", 1)),
        *(("2020-01-01", "changed", 1), ("soon", "changed", 1)),
    ],
)
def test_a_check_counts_unless_nobody_replied(on: str, result: str, count: int) -> None:
    never = {**CLUB, "assured_date": ""}
    checks = [{"service_id": "club", "checked_on": on, "result": result}]
    assert len(about("not-checked-for-a-year", "services", never, assurances=checks)) == count


def test_an_active_service_has_ended() -> None:
    ended = {**CLUB, "valid_to": "2026-11-22"}
    assert about("past-its-end", "services", ended) == [
        "valid_to 2: The service ended on 22 November 2026, and its status is active. "
        "Fix: Change the status, or write the day on which it will end."
    ]
    for other in ({"valid_to": "2026-11-23"}, {"status": "inactive"}, {"valid_to": ""}):
        assert about("past-its-end", "services", {**ended, **other}) == []


def test_a_waiting_time_is_old() -> None:
    fix = "Fix: Ask for the wait as it is now, and write down the day."
    old = {**CLUB, "waiting_time_weeks": "6", "waiting_time_as_of": "2026-08-22"}
    assert about("waiting-time-old", "services", old, {**old, "waiting_time_as_of": ""}) == [
        f"waiting_time_as_of 2: The waiting time is of 22 August 2026. {fix}",
        f"waiting_time_as_of 3: The waiting time does not say when it was measured. {fix}",
    ]
    for other in ({"waiting_time_as_of": "2026-08-23"}, {"waiting_time_weeks": ""}):
        assert about("waiting-time-old", "services", {**old, **other}) == []


def test_a_small_number_may_point_at_somebody() -> None:
    involved = {"id": "i1", "held_on": "2026-06-12", "stage": "reviewing", "group": "parents"}
    assert about("small-number", "involvement", {**involved, "participants": "3"}) == [
        'participants 2: "3" is so few that people might be recognised. Fix: Leave the cell blank.'
    ]
    for count in ("0", "5", "18", "", "x", "1" * 5000):
        assert about("small-number", "involvement", {**involved, "participants": count}) == []
    for text, words in (
        ("We asked two pupils with epilepsy.", "two pupils"),
        ("Three deaf children came.", "Three deaf children"),
        ("Only 1 young person replied.", "1 young person"),
    ):
        assert about("small-number", "comments", {**COMMENT, "summary": text}) == [
            f'summary 2: "{words}" are so few that they might be recognised. '
            "Fix: Write fewer than five."
        ]
    for text in ("We asked 40 pupils.", "Twenty-one children", "4 schools", "one of the children"):
        assert about("small-number", "comments", {**COMMENT, "summary": text}) == []
    # What a service offers is no count of pupils.
    assert about("small-number", "services", {**CLUB, "description": "Up to four children."}) == []


def test_a_comment_waits_for_an_answer() -> None:
    old = {**COMMENT, "published_on": "2026-08-22"}
    assert about("unanswered-comment", "comments", old) == [
        "published_on 2: The comment was published on 22 August 2026 and has no response. "
        "Fix: Add a response that says what will be done, or why nothing can be."
    ]
    answer = [{"id": "r", "comment_id": "c1", "response": "Yes."}]
    assert about("unanswered-comment", "comments", old, responses=answer) == []
    assert about("unanswered-comment", "comments", {**old, "published_on": "2026-08-23"}) == []
    assert about("unanswered-comment", "comments", {**old, "published_on": "x"}) == []


NAMED = {
    "My son Sam waits for a place.": "My son",
    "our daughter, Aisha, is happy": "our daughter",
    "My autistic son Thomas loves it.": "My autistic son",
    "A boy called Jack was turned away.": "boy called",
    "Her name is Zoë.": "Her name is",
    "Mrs Marlow was helpful.": "Mrs",
    "Dr. O’Neill never rang back.": "Dr",
    "Jane Marlow, aged 9, waits.": "aged",
    "We asked Priya Shah. She attends Millbrook School.": "attends",
    "Dafydd ap-Rhys Jones has autism": "",
    "At nursery Siân O'Brien was left alone.": "nursery",
    "Their 7 year old Kofi Mensah is waiting.": "7 year old",
}


@pytest.mark.parametrize("text", NAMED)
def test_a_comment_names_a_person(text: str) -> None:
    said = about("name-in-comment", "comments", {**COMMENT, "summary": text})
    if NAMED[text]:
        assert said == [
            f'summary 2: "What people said" seems to name a person, by the words "{NAMED[text]}". '
            "Fix: Take the name out, or say what the person is, such as a parent. If it is no "
            "person's name, add it to not_people under [policy] in offer.toml."
        ]


@pytest.mark.parametrize(
    "text",
    [
        "Several parents said that they wait too long for a speech therapist.",
        "Parents at Millbrook School said that the Local Offer is hard to find.",
        "My son has been waiting since March. My daughter EHCP was late.",
        "My son is autistic. The school is good.",
        "My child Nursery place was lost.",
        "The Short Breaks team and Acorn Family Trust help disabled children.",
        "The SEND Tribunal and the Educational Psychology service are slow.",
        "People with Down Syndrome want Saturday clubs at the Village Hall.",
        "We asked for an EHC Plan in Year 6. Nobody answered.",
        "Thank You. Very good for autism.",
        "A service called Shine is missing. A scheme named Acorn helps.",
        "Parent Carers in North Wrenshire asked for a nursery.",
        "Key Stage Two pupils at St Mary's School need a Sensory Room.",
    ],
)
def test_a_comment_names_nobody(text: str) -> None:
    known: dict[str, Records] = {
        "organizations": [ACORN, {"id": "m", "name": "Millbrook School"}],
        "areas": [{"code": "w", "name": "North Wrenshire"}],
    }
    assert about("name-in-comment", "comments", {**COMMENT, "summary": text}, **known) == []


def test_a_response_names_nobody_either() -> None:
    answer = {"id": "r", "comment_id": "c1", "response": "Mr Marlow will call.", "action": "Call."}
    (said,) = about("name-in-comment", "responses", answer)
    assert said.startswith('response 2: "What we say" seems to name a person')


@pytest.mark.parametrize(
    ("summary", "told"),
    [
        ("Mrs Crumble was a lovely play, said the nursery.", 0),
        ("Mrs Crumbleton is rude.", 1),
        ("Mrs Crumble was lovely. Mrs Marlow was not.", 1),
        ("Our school loved the Rosie Bear puppet.", 0),
    ],
)
def test_a_name_that_somebody_looked_at_is_no_persons(summary: str, told: int) -> None:
    data = data_from(comments=[{**COMMENT, "summary": summary}])
    codes = [issue.code for issue in find_issues(data)]
    assert codes.count("name-in-comment") == 1
    looked_at = replace(data, not_people=("Mrs Crumble", "Rosie Bear"))
    assert [issue.code for issue in find_issues(looked_at)].count("name-in-comment") == told


def test_names_that_the_package_knows_are_no_persons() -> None:
    text = "Florence Melly, aged 5, is a school."
    assert people.named_person(text, "") == "aged"
    assert people.named_person(text, "florence melly community primary school") == ""


def test_the_tools_own_tables_are_not_the_officers_to_mend() -> None:
    release = {field.name: field.example for field in SCHEMA.resources["releases"].fields}
    old = {**release, "publisher": "E08000016", "note": "TBC"}
    assert told("code-not-in-force", releases=[old]) == []
    assert told("placeholder-text", releases=[old]) == []
