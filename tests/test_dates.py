"""Dates are read in the forms that a mapping declares, and in no other."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offer_opendata.mapping.dates import is_form, iso_date

DAY, MONTH = "DD/MM/YYYY", "DD MMM YYYY"
CASES = [
    ("02/09/2026", [DAY], "2026-09-02"),
    ("2/9/2026", [DAY], "2026-09-02"),
    ("31/12/1999", [DAY], "1999-12-31"),
    ("29/02/2024", [DAY], "2024-02-29"),
    ("02-09-2026", ["DD-MM-YYYY"], "2026-09-02"),
    ("02.09.2026", ["DD.MM.YYYY"], "2026-09-02"),
    ("2026/09/02", ["YYYY/MM/DD"], "2026-09-02"),
    ("2 Sep 2026", [MONTH], "2026-09-02"),
    ("2 sept 2026", [MONTH], "2026-09-02"),
    ("2 SEPTEMBER 2026", [MONTH], "2026-09-02"),
    ("2 May 2026", [MONTH], "2026-05-02"),
    ("2026-09-02", [DAY], "2026-09-02"),
    ("02/09/2026 00:00", [DAY], "2026-09-02"),
    ("02/09/2026 00:00:00", [DAY], "2026-09-02"),
    ("02/09/2026 12:00:00 AM", [DAY], "2026-09-02"),
    ("2026-09-02T00:00:00", [DAY], "2026-09-02"),
    ("02-09-2026", ["DD/MM/YYYY", "DD-MM-YYYY"], "2026-09-02"),
]
LEFT = [
    ("31/02/2026", [DAY]),
    ("09/31/2026", [DAY]),
    ("29/02/2025", [DAY]),
    ("02/09/26", [DAY]),
    ("02-09-2026", [DAY]),
    ("02/09/2026 09:30", [DAY]),
    ("about 02/09/2026", [DAY]),
    ("02/09/2026?", [DAY]),
    ("00/09/2026", [DAY]),
    ("02/09/0000", [DAY]),
    ("2 Junk 2026", [MONTH]),
    ("2 Sepia 2026", [MONTH]),
    ("2 Ju 2026", [MONTH]),
    ("soon", [DAY]),
    ("soon 00:00", [DAY]),
    ("", [DAY]),
    ("٢/٩/٢٠٢٦", [DAY]),
    ("02/09/2026", []),
    ("02/03/2026", ["DD/MM/YYYY", "MM/DD/YYYY"]),
]


@pytest.mark.parametrize(("text", "forms", "date"), CASES)
def test_a_date_in_a_declared_form(text: str, forms: list[str], date: str) -> None:
    assert iso_date(text, forms) == date


@pytest.mark.parametrize(("text", "forms"), LEFT)
def test_what_is_no_date_of_these_forms_stays(text: str, forms: list[str]) -> None:
    assert iso_date(text, forms) == text


def test_two_forms_that_mean_the_same_day_are_no_doubt() -> None:
    assert iso_date("03/03/2026", ["DD/MM/YYYY", "MM/DD/YYYY"]) == "2026-03-03"
    assert iso_date("25/12/2026", ["DD/MM/YYYY", "MM/DD/YYYY"]) == "2026-12-25"


@pytest.mark.parametrize("form", [DAY, MONTH, "YYYY-MM-DD", "MM/DD/YYYY", "DD.MM.YYYY"])
def test_forms(form: str) -> None:
    assert is_form(form)


@pytest.mark.parametrize(
    "form", ["", "YYYY", "MM/YYYY", "DD/DD/YYYY", "DD/MM/YY", "DD MM MMM YYYY"]
)
def test_what_is_no_form(form: str) -> None:
    assert not is_form(form)


@given(
    st.dates(min_value=datetime.date(1000, 1, 1)), st.sampled_from([DAY, "MM.DD.YYYY", "YYYYMMDD"])
)
def test_every_day_comes_back(day: datetime.date, form: str) -> None:
    parts = {"DD": f"{day.day:02}", "MM": f"{day.month:02}", "YYYY": f"{day.year:04}"}
    text = form
    for name, part in parts.items():
        text = text.replace(name, part)
    assert iso_date(text, [form]) == day.isoformat()


@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    result = iso_date(text, [DAY, MONTH])
    assert result == text or datetime.date.fromisoformat(result)
