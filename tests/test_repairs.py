"""A repair changes what it is for, and nothing else."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offer_opendata.mapping.repairs import REPAIRS
from offer_opendata.schema import schema_folder

CASES = {
    "add-https": [
        ("www.example.org", "https://www.example.org"),
        ("example.org/page?a=1#b", "https://example.org/page?a=1#b"),
        ("example.org:8080/", "https://example.org:8080/"),
        ("http://example.org", "http://example.org"),
        ("https://example.org", "https://example.org"),
        ("ask@example.org", "ask@example.org"),
        ("none", "none"),
        ("N.A", "N.A"),
        ("1.5", "1.5"),
        ("see www.example.org", "see www.example.org"),
        ("", ""),
    ],
    "cap-age-at-25": [
        ("26", "25"), ("99.5", "25"), ("25", "25"), ("25.0", "25.0"), ("7", "7"),
        ("1_00", "1_00"), ("inf", "inf"), ("nan", "nan"), ("-30", "-30"), ("30+", "30+"),
        ("٣٠", "٣٠"), ("", ""),
    ],
    "leading-zero": [
        ("1632960001", "01632960001"), ("1632 960001", "01632 960001"),
        ("01632 960001", "01632 960001"), ("163296000", "163296000"),
        ("+441632960001", "+441632960001"), ("ext 1632960001", "ext 1632960001"),
        ("16329600011", "16329600011"), ("²632960001", "²632960001"), ("", ""),
    ],
    "one-line": [("a\nb", "a b"), ("  a \t b\r\n", "a b"), ("a b", "a b"), ("", "")],
    "lower-case": [("Ask@Example.ORG", "ask@example.org"), ("", "")],
    "capitals": [("e10000008", "E10000008"), ("", "")],
    "latitude-of-pair": [
        ("(51.36, -2.40)", "51.36"), ("51.36,-2.40", "51.36"), ("51.36; -2.4", "51.36"),
        ("51.36", "51.36"), ("a, b", "a, b"), ("1, 2, 3", "1, 2, 3"), ("", ""),
    ],
    "longitude-of-pair": [
        ("(51.36, -2.40)", "-2.40"), ("51.36,-2.40", "-2.40"), ("51.36", "51.36"),
        ("a, b", "a, b"), ("", ""),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "mended"), [(name, *case) for name, cases in CASES.items() for case in cases]
)
def test_repair(name: str, text: str, mended: str) -> None:
    assert REPAIRS[name](text) == mended


def test_every_repair_has_cases_a_sentence_and_its_place_in_the_rules_of_mappings() -> None:
    rules = json.loads((schema_folder() / "mapping.schema.json").read_text(encoding="utf-8"))
    allowed = rules["$defs"]["field"]["properties"]["repair"]["items"]["enum"]
    assert list(REPAIRS) == list(CASES) == allowed
    assert all(repair.__doc__ for repair in REPAIRS.values())


@given(st.text(), st.sampled_from([*REPAIRS]))
def test_a_repair_made_twice_changes_nothing_more(text: str, name: str) -> None:
    once = REPAIRS[name](text)
    assert REPAIRS[name](once) == once
