"""Changes of form only: capitals, spacing and punctuation, and what is said of them."""

import pytest

from offer_opendata.history.change import CHANGED, Change, significance
from offer_opendata.schema import load_schema

SCHEMA = load_schema()


def of(field: str, before: str, after: str) -> str:
    change = Change("services", "SVC-1", CHANGED, field, before, after, "", "")
    return significance(SCHEMA.resources["services"], change)


@pytest.mark.parametrize(
    ("before", "after"),
    [("judo club", "Judo Club"), ("Judo  club", "Judo club"), ("Judo club.", "Judo, club")],
    ids=["capitals", "spacing", "punctuation"],
)
def test_capitals_spacing_and_punctuation_of_a_text_are_form(before: str, after: str) -> None:
    assert of("name", before, after) == "cosmetic"


@pytest.mark.parametrize(
    ("field", "before", "after"),
    [
        ("name", "Judo clubb", "Judo club"),
        ("name", "Judoclub", "Judo club"),
        ("description", "It costs 1.50", "It costs 150"),
        ("email", "Judo@example.org", "judo@example.org"),
        ("name", "Judo", ""),
    ],
    ids=["a spelling", "a word", "between digits", "no text", "gone"],
)
def test_a_corrected_spelling_and_all_else_is_not(field: str, before: str, after: str) -> None:
    assert of(field, before, after) == "material"


def test_it_is_described_as_what_it_is() -> None:
    codes = {row["code"]: row["description"] for row in SCHEMA.codelists["significance"].rows}
    field = SCHEMA.resources["changes"].by_name["significance"]
    for text in (codes["cosmetic"], field.descriptor["description"]):
        assert "capitals, spacing or punctuation" in text
    assert codes["cosmetic"].endswith("A corrected spelling is material.")
