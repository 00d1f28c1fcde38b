"""Whatever stands in the cells: the checks do not fail, and they say plain sentences."""

import re
from datetime import date
from itertools import cycle, islice

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from offer_opendata.checks import VALUE_CHECKS, find_issues, people, phones
from offer_opendata.checks.data import Data
from offer_opendata.checks.days import day, readings
from offer_opendata.checks.figures import likely
from offer_opendata.checks.words import LONGEST, quoted
from test_checks import SCHEMA, data_from, table_from
from test_checks_values import GOOD, WRONG

NAMES = [name for name, resource in SCHEMA.resources.items() if not resource.generated]
KNOWN = [case.value for case in WRONG] + [value for values in GOOD.values() for value in values]
# Any text at all, texts that are nearly values, and texts put together from those.
PIECES = st.sampled_from([*KNOWN, "", " ", "\n", "@", ".", "0", "E", "/", "-", "=", "https://"])
TEXTS = st.text(max_size=60) | PIECES | st.lists(PIECES, max_size=4).map("".join)
WILD = st.text(st.characters(), max_size=30)
SENTENCE = re.compile(r'[A-Z"].*[.]', re.DOTALL)
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=40)


@pytest.mark.parametrize("name", NAMES)
def test_no_text_in_any_column_makes_the_checks_fail(name: str) -> None:
    fields = [field.name for field in SCHEMA.resources[name].fields]

    # A text for each cell takes longer to draw than to check, so that some are dealt out.
    @CALM
    @given(st.lists(TEXTS | WILD, min_size=1, max_size=11), st.integers(0, 3), st.integers(1, 7))
    def holds(texts: list[str], rows: int, step: int) -> None:
        dealt = islice(cycle(texts), 0, None, step)
        records = [{field: next(dealt) for field in fields} for _ in range(rows)]
        data = data_from(**{name: records})
        found = find_issues(data)
        for issue in found:
            assert SENTENCE.fullmatch(issue.message), issue
            assert SENTENCE.fullmatch(issue.fix), issue
            assert not re.search(r"[\x00-\x1f]", issue.message + issue.fix), issue
            assert issue.resource == name
            assert issue.row
        assert find_issues(data_from(**{name: records})) == found

    holds()


@CALM
@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_a_verdict_depends_on_the_value_alone(texts: list[str]) -> None:
    """A value gets the same verdict beside others as alone, so that hints hide nothing."""
    single = {check.CODE for check in VALUE_CHECKS}
    for field in ("description", "phone", "email", "id"):
        together = find_issues(data_from(services=[{field: text} for text in texts]))
        apart = [find_issues(data_from(services=[{field: text}])) for text in texts]
        for row, alone in enumerate(apart, 2):
            beside = [each for each in together if each.row == row and each.field == field]
            assert [(i.code, i.message) for i in beside if i.code in single] == [
                (i.code, i.message) for i in alone if i.field == field and i.code in single
            ]


@CALM
@given(st.integers(0, 2), st.permutations(range(4)))
def test_the_order_of_records_does_not_matter(blank: int, order: list[int]) -> None:
    records = [
        {"id": f"s{i}", "email": "x@", "name": "" if i == blank else "Club"} for i in range(4)
    ]
    one = find_issues(data_from(services=records))
    other = find_issues(data_from(services=[records[i] for i in order]))
    codes = sorted((each.code, each.id) for each in one if each.code != "duplicate-service")
    assert codes == sorted((i.code, i.id) for i in other if i.code != "duplicate-service")


@CALM
@given(st.dates(date(1000, 1, 1), date(2199, 12, 31)))
def test_every_day_is_a_date_and_is_read_from_other_forms(found: date) -> None:
    assert day(found.isoformat()) == found
    assert found in readings(f"{found.day}/{found.month}/{found.year:04}")
    assert found in readings(f"{found:%d.%m.}{found.year:04}")
    assert readings(f"{found.day} {found:%B} {found.year:04}") == [found]
    assert readings(f"{found:%b} {found.day}, {found.year:04}") == [found]


@CALM
@given(TEXTS)
def test_a_suggested_number_is_a_number(text: str) -> None:
    meant = likely(text, "weeks years")
    assert not meant or float(meant) is not None
    phone = phones.likely(text)
    assert not phone or phones.is_phone(phone)


@CALM
@given(st.text(st.characters()))
def test_a_quoted_value_is_short_and_on_one_line(text: str) -> None:
    said = quoted(text)
    assert said.splitlines() == [said]
    assert len(said) <= 8 * LONGEST
    said.encode("utf-8")


@CALM
@given(st.text(max_size=200), st.text(max_size=50))
def test_a_clue_to_a_person_is_part_of_the_text(text: str, known: str) -> None:
    assert people.named_person(text, known) in text


@CALM
@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_any_day_of_release_will_do(released: date) -> None:
    records = [{field.name: field.example for field in SCHEMA.resources["services"].fields}]
    table = table_from(SCHEMA.resources["services"], records)
    find_issues(Data({"services": table}, SCHEMA, released))


QUICK = [check for check in VALUE_CHECKS if hasattr(check, "quick")]
NUMBERISH = st.text("0123456789 ", max_size=16).map("0{}".format)


def test_some_checks_pass_most_values_quickly() -> None:
    assert {check.CODE for check in QUICK} >= {"wrong-form", "not-a-uk-phone"}


@settings(deadline=None, max_examples=300)
@given(TEXTS | WILD | NUMBERISH)
def test_what_passes_quickly_has_no_problem(text: str) -> None:
    for check in QUICK:
        for resource in SCHEMA.resources.values():
            for field in filter(check.applies, resource.fields):
                if check.quick(field)(text):  # type: ignore[attr-defined]
                    assert check.problem(text, field, SCHEMA) is None, (check.CODE, field.name)
