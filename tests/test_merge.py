"""Records with one key are one record, and nothing that differs is lost without a word."""

import pytest

from texts import applied, book, codes, lines, merged, read, said

TOML = """
{top}
[[table]]
[[table.row]]
resource = "services"
id = "Id"
name = "Name"
phone = "Phone"
"""
PLAIN = TOML.format(top="")
RULES = TOML.format(top="precedence = 2")


def test_equal_records_are_one() -> None:
    tables, issues = read(PLAIN, "Id,Name,Phone\n1,Club,01\n1,Club,01\n2,Club,01")
    assert lines(tables["services"]) == [
        "services id=1 name=Club phone=01",
        "services id=2 name=Club phone=01",
    ]
    assert issues == []


def test_a_blank_says_nothing_against_a_value() -> None:
    tables, issues = read(PLAIN, "Id,Name,Phone\n1,Club,\n1,,01\n1,,")
    assert lines(tables["services"]) == ["services id=1 name=Club phone=01"]
    assert issues == []


def test_a_value_taken_from_another_row_keeps_its_address() -> None:
    tables, _ = read(PLAIN, "Id,Name,Phone\n0,,\n1,Club,\n2,Band,02\n1,,01")
    table = tables["services"].select([2, 1])
    assert table.place(1, "phone").cell == "C5"
    assert table.place(1, "name").cell == "B3"
    assert table.place(0, "phone").cell == "C4"


def test_a_conflict_is_an_error_that_names_both_cells() -> None:
    tables, issues = read(PLAIN, "Id,Name,Phone\n1,Club,01\n1,Klub,01")
    assert lines(tables["services"]) == ["services id=1 name=Club phone=01"]
    assert said(issues) == [
        'error Data!B3 conflicting-values: Service of 1 is "Klub" here and "Club" in offer.xlsx › '
        "Data!B2."
    ]
    assert (issues[0].resource, issues[0].id, issues[0].field) == ("services", "1", "name")
    assert issues[0].value == "Klub"


def test_a_conflict_with_a_value_taken_from_another_row_names_that_row() -> None:
    _, issues = read(PLAIN, "Id,Name,Phone\n1,Club,\n1,,01\n1,,02")
    assert said(issues) == [
        'error Data!C4 conflicting-values: Telephone of 1 is "02" here and "01" in offer.xlsx › '
        "Data!C3."
    ]


def test_every_differing_row_is_told() -> None:
    _, issues = read(PLAIN, "Id,Name,Phone\n1,A,1\n1,B,2\n1,C,1")
    assert codes(issues) == [
        "B3 conflicting-values",
        "C3 conflicting-values",
        "B4 conflicting-values",
    ]


OWN = book("Id,Name,Phone\n1,Club,01\n", file="own.xlsx")
REGISTER = book("Id,Name,Phone\n1,The Club,01\n", file="register.csv")


@pytest.mark.parametrize("turn", [1, -1])
def test_the_mapping_of_higher_precedence_wins_and_it_is_told(turn: int) -> None:
    makes = [applied(PLAIN, OWN), applied(RULES, REGISTER)][::turn]
    tables, issues = merged(*makes)
    assert tables["services"].columns["name"] == ["The Club"]
    assert [(i.severity, i.file, i.cell, i.message) for i in issues] == [
        ("repaired", "own.xlsx", "B2", 'Service of 1 is "Club" here; "The Club" in register.csv › '
         "Data!B2 is published, because its mapping has precedence.")
    ]  # fmt: skip


def test_the_lower_one_fills_what_the_higher_one_leaves_blank() -> None:
    more = book("Id,Name,Phone\n1,Club,09", file="own.xlsx")
    blank = book("Id,Name,Phone\n1,The Club,", file="register.csv")
    tables, _ = merged(applied(PLAIN, more), applied(RULES, blank))
    assert lines(tables["services"]) == ["services id=1 name=The Club phone=09"]
    assert tables["services"].place(0, "phone").place == "own.xlsx › Data!C2"
    assert tables["services"].place(0, "name").place == "register.csv › Data!B2"


def test_two_that_are_equally_low_conflict_about_what_the_higher_one_leaves_blank() -> None:
    blank = book("Id,Name,Phone\n1,The Club,", file="register.csv")
    low = [book(f"Id,Name,Phone\n1,,{n}", file=f"{n}.csv") for n in ("01", "02")]
    _, issues = merged(applied(RULES, blank), *(applied(PLAIN, each) for each in low))
    assert [(issue.file, issue.code) for issue in issues] == [("02.csv", "conflicting-values")]


def test_records_without_a_key_are_not_one_record() -> None:
    tables, issues = read(PLAIN, "Id,Name,Phone\n,A,\n,B,")
    assert tables["services"].columns["name"] == ["A", "B"]
    assert issues == []


def test_composite_keys() -> None:
    toml = """
    [[table]]
    [[table.row]]
    resource = "location_features"
    location_id = "P"
    feature = "F"
    details = "D"
    """
    tables, issues = read(toml, "P,F,D\n1,lift,a\n1,ramp,b\n1,lift,c\n,lift,d\n,lift,e")
    assert tables["location_features"].columns["details"] == ["a", "b", "d", "e"]
    assert [(i.cell, i.id) for i in issues] == [("C4", '["1", "lift"]')]


def test_issues_of_cells_come_with_the_id_of_their_record() -> None:
    toml = TOML.format(top="").replace(
        'phone = "Phone"', 'phone = { column = "Phone", repair = ["leading-zero"] }'
    )
    toml = toml.replace('id = "Id"', 'key = "{Id}"')
    _, issues = read(toml, "Id,Name,Phone\na,Club,1632960001\nb,,")
    assert [(issue.code, issue.id) for issue in issues] == [("value-repaired", "services-1")]


def test_every_resource_that_a_source_may_fill_has_a_table() -> None:
    tables, _ = read(PLAIN, "Id,Name,Phone")
    assert "terms" in tables
    assert "changes" not in tables
    assert len(tables["services"]) == 0
    assert set(tables["services"].columns) == {f.name for f in tables["services"].resource.fields}
