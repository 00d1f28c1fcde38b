"""Text becomes the one way of writing that a package uses, or stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offer_opendata.schema import resource_of
from offer_opendata.values import canonical, clock, postcode, rewriting, slug
from texts import SCHEMA

TYPES = ("string", "integer", "number", "boolean", "date", "time")
FIELDS = {
    field.name: field
    for field in resource_of(
        {
            "name": "things",
            "fields": [
                *({"name": kind, "type": kind} for kind in TYPES),
                {"name": "postcode", "type": "string", "check": ["postcode"]},
            ],
        }
    ).fields
}
CODELISTS = ("sector", "status", "sen_need", "yes_no_not_stated", "category")

CASES = [
    ("string", "  Club  ", "Club"),
    ("string", "\u00a0Club\n", "Club"),
    ("string", "Yes", "Yes"),
    ("string", "007", "007"),
    ("string", "=1+1", "=1+1"),
    ("integer", "3", "3"),
    ("integer", "3.0", "3"),
    ("integer", "3.000", "3"),
    ("integer", "+3", "3"),
    ("integer", "-3.0", "-3"),
    ("integer", "03", "03"),
    ("integer", "3.5", "3.5"),
    ("integer", "1_000", "1_000"),
    ("integer", "٣", "٣"),
    ("integer", "three", "three"),
    ("number", "2.50", "2.50"),
    ("number", "+2.5", "2.5"),
    ("number", "3.0", "3.0"),
    ("number", "nan", "nan"),
    ("number", "1e3", "1e3"),
    ("number", "£3", "£3"),
    ("boolean", "Yes", "true"),
    ("boolean", "NO", "false"),
    ("boolean", "TRUE", "true"),
    ("boolean", "False", "false"),
    ("boolean", "1", "1"),
    ("boolean", "y", "y"),
    ("date", "2026-09-02", "2026-09-02"),
    ("date", "2/9/2026", "2/9/2026"),
    ("time", "9:00", "09:00"),
    ("time", "09:00:00", "09:00"),
    ("time", "9.30", "09:30"),
    ("time", "9:30 pm", "21:30"),
    ("time", "24:00", "24:00"),
    ("time", "9", "9"),
    ("postcode", "zz1 1aa", "ZZ1 1AA"),
    ("postcode", "ZZ11AA", "ZZ1 1AA"),
    ("postcode", "zz1a  1aa", "ZZ1A 1AA"),
    ("postcode", "ZZ1", "ZZ1"),
    ("postcode", "not known", "not known"),
]


@pytest.mark.parametrize(("kind", "text", "value"), CASES)
def test_canonical_text(kind: str, text: str, value: str) -> None:
    assert canonical(text, FIELDS[kind], None) == value


CODES = [
    ("sector", "health", "health"),
    ("sector", "Health", "health"),
    ("sector", " social  CARE ", "social_care"),
    ("sector", "Social_Care", "social_care"),
    ("status", "Temporarily closed", "temporarily closed"),
    ("status", "temporarily-closed", "temporarily closed"),
    ("yes_no_not_stated", "Not stated", "not_stated"),
    ("sector", "helth", "helth"),
    ("sector", "---", "---"),
    ("category", "After school", "After school"),
]


@pytest.mark.parametrize(("codelist", "text", "value"), CODES)
def test_a_label_in_any_case_becomes_its_code(codelist: str, text: str, value: str) -> None:
    assert canonical(text, FIELDS["string"], SCHEMA.codelists[codelist]) == value


@pytest.mark.parametrize("codelist", sorted(SCHEMA.codelists))
def test_every_code_and_every_label_is_understood(codelist: str) -> None:
    rows = SCHEMA.codelists[codelist]
    for row in rows.rows:
        assert canonical(row["code"], FIELDS["string"], rows) == row["code"]
        assert canonical(row["label"], FIELDS["string"], rows) in rows.codes


@given(st.text(), st.sampled_from([*FIELDS]), st.sampled_from([None, *CODELISTS]))
def test_canonical_text_is_canonical(text: str, kind: str, codelist: str | None) -> None:
    rows = SCHEMA.codelists[codelist] if codelist else None
    once = canonical(text, FIELDS[kind], rows)
    assert canonical(once, FIELDS[kind], rows) == once
    assert once == once.strip()


def test_what_needs_no_rewriting_is_known_for_a_whole_column() -> None:
    assert rewriting(FIELDS["string"], None) is None
    assert rewriting(FIELDS["date"], None) is None
    assert rewriting(FIELDS["time"], None) is not None
    assert rewriting(FIELDS["string"], SCHEMA.codelists["sector"]) is not None


@given(st.from_regex(r"[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2}", fullmatch=True))
def test_a_postcode_in_any_case_and_spacing(code: str) -> None:
    assert (
        postcode(code.lower()) == postcode(code.replace(" ", "")) == postcode(f" {code} ") == code
    )


TIMES = [
    ("00:00", "00:00"), ("9:05", "09:05"), ("23:59", "23:59"), ("9.05", "09:05"),
    ("12:00am", "00:00"), ("12:30 PM", "12:30"), ("1:00pm", "13:00"), ("11:59 pm", "23:59"),
    ("24:00", ""), ("9:60", ""), ("13:00pm", ""), ("0:30am", ""), ("9", ""), ("9am", ""),
    ("09:00:30", ""), ("noon", ""), ("", ""), ("9:5", ""), ("٩:٠٠", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "time"), TIMES)
def test_a_time_of_day(text: str, time: str) -> None:
    assert clock(text) == time


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("After school clubs", "after-school-clubs"),
        ("  A & E! ", "a-e"),
        ("16+", "16"),
        ("日本", ""),
    ],
)
def test_words_as_a_code(words: str, code: str) -> None:
    assert slug(words) == code
