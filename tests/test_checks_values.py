"""What is said about single values, and what is let pass; the wrong ones stand in the .txt file."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from offer_opendata.checks import VALUE_CHECKS, days, find_issues, words
from offer_opendata.values import canonical
from test_checks import CHECKS, SCHEMA, data_from, of_value, schema_of, told

CASES = Path(__file__).with_suffix(".txt")
HEADING = re.compile(r"(?P<code>[a-z-]+) \((?P<severity>error|warning)\)")
CASE = re.compile(
    r"  (?P<resource>\w+)\.(?P<field>\w+): (?P<value>.*)\n"
    r"    says: (?P<says>.*)\n    fix:  (?P<fix>.*)"
)
ESCAPES = {"\\t": "\t", "\\n": "\n", "\\r": "\r", "\\\\": "\\"}


class Case(NamedTuple):
    code: str
    severity: str
    resource: str
    field: str
    value: str
    says: str
    fix: str


def plain(text: str) -> str:
    text = text[1:-1] if text.startswith("' ") or text.endswith(" '") else text
    seen = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)
    return re.sub(r"\\[tnr\\]", lambda found: ESCAPES[found[0]], seen)


def cases() -> Iterator[Case]:
    text = CASES.read_text(encoding="utf-8")
    for section in re.split(r"\n\n", text)[1:]:
        heading = HEADING.match(section)
        assert heading, section
        for found in CASE.finditer(section):
            shown = {name: plain(each) for name, each in found.groupdict().items()}
            yield Case(**heading.groupdict(), **shown)


WRONG = list(cases())


def test_every_case_of_the_file_is_read() -> None:
    assert len(WRONG) == CASES.read_text(encoding="utf-8").count("    says: ") >= 250
    assert {case.code for case in WRONG} >= {check.CODE for check in VALUE_CHECKS}


@pytest.mark.parametrize("case", WRONG, ids=lambda case: f"{case.code}: {case.value!r}"[:60])
def test_what_is_wrong_with_a_value_is_said_in_one_sentence(case: Case) -> None:
    found = of_value(case.resource, case.field, case.value)
    assert [(each.code, each.severity) for each in found] == [(case.code, case.severity)]
    assert (found[0].message, found[0].fix) == (case.says, case.fix)


@pytest.mark.parametrize("case", WRONG, ids=lambda case: f"{case.code}: {case.value!r}"[:60])
def test_what_a_fix_says_to_write_is_right(case: Case) -> None:
    """Where a fix names a value to write, that value, once read, passes in the same field."""
    field = SCHEMA.resources[case.resource].by_name[case.field]
    for meant in re.findall(r'^Write "([^"]+)"(?: or "([^"]+)")?(?: if you mean .*)?\.$', case.fix):
        for value in filter(None, meant):
            written = canonical(value, field, SCHEMA.codes(field))
            codes = {each.code for each in of_value(case.resource, case.field, written)}
            # A suggestion mends one thing; that a number is a mobile is another.
            assert codes <= {"out-of-range", "personal-mobile"}, value


GOOD = {
    "services.name": ["O'Brien's Club", "Ysgol y Môr", "Tŷ Gŵydd", "Zoë & Søren", "A&E", "Ages <5"],
    "services.description": [
        "Play & stay: £2–£3, it’s “free” for some – ages 5-11.",
        "Ring +44 1632 960001.",
        "-5 to 10",
        "+44 1632 960001",
        "• Tea\n• Toast",
        "naïve, à la carte, CAFÉ–BAR, São Paulo",
        "Is that all?yes",
        "https://example.org/?s=1&t=2",
        "Room #4",
        "a < b and c > d",
        "R&D; fish &chips",
        "e-mail <info@example.org>",
        "🙂",
        "ð€€€",
        "0800 123 4567 or 01632 960 001 or 020 7946 0000",
        "NHS number 943 476 5918",
        "Bring proof of your date of birth.",
        "UPRN 100012345678, company 01234567, ISBN 978-0-306-40615-7",
        "A note for the tbc team",
        "Ring 07600 900456, a pager, or 020 7946 0123.",
        "07.30-18.30 and 07.12.2026 100 places; 07-12-2026 10.30",
        "Company 07123456, charity 1077009, item 107700900456 and 077009004567",
        "Write to enquiries@example.org, short.breaks@example.org or @wrenshire",
        "Ages 7 to 11, £7.50 for 10 weeks",
    ],
    "services.minimum_age": ["0", "5", "25", "25.0", "2.5", "0.25", ".5", "5.", "+5", "05"],
    "locations.longitude": ["-3.1008", "0", "-0.0"],
    "services.places": ["0", "16", "+5", "007"],
    "services.valid_from": ["2026-02-28", "2024-02-29", "2000-02-29", "1571-01-01", "2199-12-31"],
    "schedules.opens_at": ["00:00", "09:30", "23:59"],
    "services.free": ["true", "false"],
    "services.sector": ["health", "preparing_for_adulthood"],
    "languages.language": ["en", "bfi", "yue"],
    "services.url": [
        "https://www.example.org",
        "http://example.org/club?x=1&y=2#z",
        "https://example.org:8443/x",
        "https://www.dŵr.cymru/é",
        "https://xn--dr-1ia.cymru",
        "https://example.london/a_(b)",
        "HTTPS://EXAMPLE.ORG",
        "https://web.archive.org/web/2020/https://example.org",
        "https://my_club.example.org",
        "https://example.org?x",
    ],
    "services.email": [
        "info@example.org",
        "o'brien@example.org",
        "a.b-c+d_e@sub.example.co.uk",
        "office@millbrook.wrenshire.sch.uk",
        "info@example.london",
        "helo@example.cymru",
        "short.breaks@example.org",
        "send-team@example.org",
        "millbrook_jun@example.org",
        "acorn.mill@acornmill.org.uk",
    ],
    "services.phone": [
        "01632 960 001",
        "01632960001",
        "(01632) 960001",
        "01632-960-001",
        "01632.960.001",
        "01632\u00a0960001",
        "020 7946 0000",
        "0113 496 0000",
        "+44 1632 960001",
        "+44 (0)1632 960001",
        "+44(0) 1632 960001",
        "0044 1632 960001",
        "0300 123 4567",
        "0345 123 4567",
        "0800 1111",
        "0800 111 999",
        "0808 800 5000",
        "01204 12345",
        "111",
        "119",
        "999",
        "101",
        "159",
        "116 123",
        "116000",
        "18001 01632 960001",
        "18001 (01632) 960001",
        "01632 960001 ext 4",
        "01632 960001 ext. 12",
        "01632 960001x4",
        "01632 960001 (ext 4)",
        "01632 960001, option 2",
    ],
    "contacts.sms": ["07700 900123", "85258", "60777"],
    "locations.postcode": [
        *("TA1 1AA", "M1 1AE", "B1 1BB", "EC1A 1BB", "W1A 0AX", "SW1A 2AA", "E1W 1AA", "TR21 0LW"),
        *("BF1 2AT", "TA1", "W1A", "EC2Y"),
    ],
    "organizations.local_authority_code": [
        *(
            "E09000030",
            "E10999901",
            "E06000053",
            "E09000001",
            "W06000023",
            "S12000033",
            "N09000003",
        ),
    ],
    "locations.district_code": ["E07999901"],
    "locations.ward_code": ["E05999901"],
    "documents.academic_year": ["2026/27", "1999/00", "2009/10"],
    "comments.received_month": ["2026-05", "1999-12"],
    "services.id": ["svc-0001", "1", "TH/1:2_3.4", "1E5", "x" * 100],
    "locations.uprn": ["1", "100012345678"],
    "organization_identifiers.identifier": ["01234567", "1-101234567", "SC012345", "301/2001"],
}


@pytest.mark.parametrize("where", sorted(GOOD))
def test_what_is_right_passes(where: str) -> None:
    resource, field = where.split(".")
    for value in GOOD[where]:
        assert of_value(resource, field, value) == [], value


LONG = (
    ("services.minimum_age", "1" * 400, "it has too many digits"),
    ("services.places", "1" * 5000, "it has too many digits"),
    ("services.email", f"{'a' * 65}@x.org", "is not an e-mail address."),
    ("services.email", f"a@{'b.' * 130}org", "is not an e-mail address."),
    ("services.description", f"cafÃ© {'x' * 60}", "was read with the wrong character set."),
    ("services.description", f"<p>{'x' * 80}", 'holds "<p>", which is written for a web page.'),
    ("services.name", "n" * 301, 'has 301 characters, and "Service" holds 300.'),
)


@pytest.mark.parametrize(("where", "value", "end"), LONG)
def test_a_long_value_is_shortened_in_the_message(where: str, value: str, end: str) -> None:
    (issue,) = of_value(*where.split("."), value)
    assert end in issue.message
    assert len(issue.message) < 150
    assert issue.value == value


def test_a_fix_for_a_required_value_does_not_ask_for_a_blank_cell() -> None:
    (required,) = of_value("urls", "url", "TBC")
    (optional,) = of_value("services", "url", "TBC")
    assert required.fix == "Copy the address from the browser."
    assert optional.fix == "Copy the address from the browser, or leave the cell blank."


def test_only_one_bound_of_a_number_may_be_stated() -> None:
    fields = [{"name": "id"}, {"name": "n", "type": "integer", "constraints": {"minimum": 2}}]
    schema = schema_of(things={"primaryKey": "id", "fields": fields})
    said = told("out-of-range", schema, things=[{"id": "a", "n": "1"}, {"id": "b", "n": "2"}])
    assert said == [
        'n 2: "1" is less than 2, which "n" cannot be. '
        "Fix: Write a number not less than 2, or leave the cell blank."
    ]


def test_a_text_may_be_too_short() -> None:
    fields = [{"name": "id"}, {"name": "t", "constraints": {"minLength": 3}}]
    schema = schema_of(things={"primaryKey": "id", "fields": fields})
    things = [{"id": "a", "t": "ab"}, {"id": "b", "t": "abc"}, {"id": "c", "t": "é"}, {"id": "d"}]
    assert told("too-short", schema, things=things) == [
        't 2: "ab" has 2 characters, and "t" needs at least 3. Fix: Write it in full.',
        't 4: "é" has 1 character, and "t" needs at least 3. Fix: Write it in full.',
    ]


SLOW = (" " * 30_000, "a" * 30_000, "a@" * 15_000, "www." * 8_000, "0 " * 15_000, "1" * 30_000)
SLOWER = (
    "<p " * 10_000,
    "(ext " * 6_000,
    "Aa Bb " * 5_000,
    "-" * 30_000,
    "a.b" * 9_000,
    "Ã" * 9_000,
    "07 " * 10_000,
    "a'" * 15_000 + "@",
    "7" + " " * 30_000,
)


@pytest.mark.parametrize("text", [*SLOW, *SLOWER], ids=lambda text: text[:6])
def test_no_text_takes_long(text: str) -> None:
    """A cell may hold 32,767 characters, and whoever fills it in may mean harm."""
    resources = [each for each in SCHEMA.resources.values() if not each.generated]
    started = time.process_time()
    for resource in resources:
        find_issues(data_from(**{resource.name: [{field.name: text for field in resource.fields}]}))
    assert time.process_time() - started < 10


def test_hints_do_not_hide_anything() -> None:
    """Where a check passes whole columns by signs and hints, each of its wrong values has one."""
    hinted = {
        name: (getattr(module, "SIGNS", ()), getattr(module, "HINTS", ()))
        for name, module in CHECKS.items()
        if hasattr(module, "SIGNS") or hasattr(module, "HINTS")
    }
    assert len(hinted) >= 7
    for case in WRONG:
        if found := hinted.get(case.code.replace("-", "_")):
            signs, hints = found
            by_hint = any(re.search(hint, f"\n{case.value}") for hint in hints)
            assert by_hint or any(sign in case.value for sign in signs), case.value


def test_words_for_messages() -> None:
    assert words.quoted('a "b"\nc\x00') == '"a "b" c[U+0000]"'
    assert words.quoted("x" * 60) == f'"{"x" * 60}"'
    assert words.quoted("x" * 61) == f'"{"x" * 59}…"'
    assert words.lower_first("EHC plan needed") == "EHC plan needed"
    assert words.lower_first("Youngest age") == "youngest age"
    assert words.either(["a"]) == '"a"'
    assert words.either(["a", "b", "c"]) == '"a", "b" or "c"'
    assert days.readings("no date") == []
