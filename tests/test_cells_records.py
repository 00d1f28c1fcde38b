"""From cells to records: what each way of stating a field makes of a row."""

import pytest

from offer_opendata.errors import OfferError
from texts import applied, codes, lines, made, mapping, merged, read, said

HEAD = "[[table]]\n"


def block(resource: str, *fields: str) -> str:
    return "\n".join(["[[table.row]]", f'resource = "{resource}"', *fields, ""])


def area(*fields: str) -> str:
    """Return a table whose rows become areas, the code from the first column."""
    known = {"code": '"Code"', "name": '"Name"', "kind": '{ value = "custom" }'}
    known |= dict(field.split(" = ", 1) for field in fields)
    return HEAD + block("areas", *(f"{name} = {how}" for name, how in known.items()))


def names(how: str, text: str) -> list[str]:
    """Return what a way of stating the name makes of each row."""
    tables, _ = read(area(f"name = {how}"), text)
    return list(tables["areas"].columns["name"])


STATED = [
    ('"Name"', ["Ash", ""]),
    ('{ column = "Name" }', ["Ash", ""]),
    ('{ position = "b" }', ["Ash", ""]),
    ('{ value = "same" }', ["same", "same"]),
    ('"{Code}-{Name}"', ["A-Ash", "B-"]),
    ('"X-{Name}"', ["X-Ash", ""]),
    ('"{Name}{Name}"', ["AshAsh", ""]),
    ('"X-{#}"', ["X-1", "X-2"]),
    ('{ template = "{Name}, {Town}" }', ["Ash, Ely", ", Ely"]),
    ('{ columns = ["Name", "Town"] }', ["Ash Ely", "Ely"]),
    ('{ columns = ["Name", "Town"], join = ", " }', ["Ash, Ely", "Ely"]),
    ('{ columns = ["Name"], default = "none" }', ["Ash", "none"]),
    ('{ column = "Town", nulls = ["Ely"] }', ["", ""]),
    ('{ column = "Town", nulls = ["Ely"], default = "none" }', ["none", "none"]),
    ('{ column = "Town", leave_out = ["Ely"], default = "none" }', ["", ""]),
    ('{ column = "Town", values = { ELY = "Ely, Cambridgeshire" } }', ["Ely, Cambridgeshire"] * 2),
    ('{ column = "Name", values = { Elm = "x" }, unlisted = "keep" }', ["Ash", ""]),
    ('{ column = "Name", values = { Elm = "x" }, unlisted = "leave-out" }', ["", ""]),
]


@pytest.mark.parametrize(("how", "result"), STATED)
def test_ways_of_stating_a_field(how: str, result: list[str]) -> None:
    assert names(how, "Code,Name,Town\nA,Ash,Ely\nB,,Ely") == result


def test_a_cell_with_brackets_is_not_a_template() -> None:
    assert names('"{Name} {Town}"', "Code,Name,Town\nA,{Town},{#}") == ["{Town} {#}"]


def test_numbers_count_texts_that_are_otherwise_the_same() -> None:
    toml = HEAD + block("urls", 'id = "{S}-{#}"', 'service_id = "S"', 'url = "Web"')
    assert made(toml, "S,Web\na,1\nb,2\na,3\n,4") == [
        "urls id=a-1 service_id=a url=1",
        "urls id=b-1 service_id=b url=2",
        "urls id=a-2 service_id=a url=3",
        "urls url=4",
    ]


class TestValues:
    FREE = HEAD + block(
        "services",
        'id = "Id"',
        'free = { column = "Cost", values = { Yes = "false", No = "true" } }',
    )

    def test_a_value_table_ignores_case_and_spacing(self) -> None:
        assert made(self.FREE, "Id,Cost\n1,yes\n2,NO\n3,") == [
            "services id=1 free=false", "services id=2 free=true", "services id=3",
        ]  # fmt: skip

    def test_what_is_not_in_the_table_is_an_error_even_if_it_could_be_a_value(self) -> None:
        _, issues = read(self.FREE, "Id,Cost\n1,true")
        assert said(issues) == [
            'error Data!B2 value-not-in-table: "true" is not in the table of values in the mapping.'
        ]
        assert (issues[0].resource, issues[0].id, issues[0].field) == ("services", "1", "free")
        assert issues[0].fix == (
            "Correct the cell, or add the value to values = {...} in the mapping."
        )

    def test_but_what_the_fields_own_check_refuses_is_left_to_it(self) -> None:
        tables, issues = read(self.FREE, "Id,Cost\n1,Perhaps")
        assert tables["services"].columns["free"] == ["Perhaps"]
        assert issues == []

    @pytest.mark.parametrize(
        ("taxonomy", "cell", "found"),
        [("sen_need", "ASD", ["B2 value-not-in-table"]), ("sen_need", "Autsm", []),
         ("category", "Sports", ["B2 value-not-in-table"])],
    )  # fmt: skip
    def test_a_value_table_over_a_code_list(
        self, taxonomy: str, cell: str, found: list[str]
    ) -> None:
        toml = HEAD + block(
            "service_terms",
            'service_id = "S"',
            f'taxonomy = {{ value = "{taxonomy}" }}',
            'code = { column = "N", values = { Hearing = "HI" } }',
        )
        assert codes(read(toml, f"S,N\n1,{cell}")[1]) == found

    def test_what_is_left_out_because_it_is_not_listed_is_told(self) -> None:
        toml = self.FREE.replace("values =", 'unlisted = "leave-out", values =')
        tables, issues = read(toml, "Id,Cost\n1,Perhaps")
        assert tables["services"].columns["free"] == [""]
        assert said(issues) == [
            'repaired Data!B2 value-left-out: "Perhaps" is left out, because the mapping does not '
            "list it."
        ]

    def test_a_value_of_the_table_may_be_a_label(self) -> None:
        toml = HEAD + block(
            "services", 'id = "Id"', 'status = { column = "S", values = { Shut = "Defunct" } }'
        )
        assert made(toml, "Id,S\n1,Shut") == ["services id=1 status=defunct"]


class TestRepairs:
    WEB = HEAD + block(
        "services", 'id = "Id"', 'url = { column = "W", repair = ["lower-case", "add-https"] }'
    )

    def test_what_was_repaired_is_told_with_every_repair(self) -> None:
        tables, issues = read(self.WEB, "Id,W\n1,https://x.org\n2,www.x.org\n3,WWW.X.org\n4,none")
        assert tables["services"].columns["url"] == [
            "https://x.org", "https://www.x.org", "https://www.x.org", "none",
        ]  # fmt: skip
        assert said(issues) == [
            'repaired Data!B3 value-repaired: "www.x.org" is published as "https://www.x.org" '
            "(repair add-https).",
            'repaired Data!B4 value-repaired: "WWW.X.org" is published as "https://www.x.org" '
            "(repair lower-case, add-https).",
        ]

    def test_the_repaired_value_is_canonical(self) -> None:
        toml = HEAD + block(
            "locations", 'id = "Id"', 'latitude = { column = "L", repair = ["latitude-of-pair"] }'
        )
        assert made(toml, 'Id,L\n1,"(+51.5, -2)"') == ["locations id=1 latitude=51.5"]


class TestDates:
    def test_forms_of_the_table_hold_for_date_fields_only(self) -> None:
        toml = 'dates = ["DD/MM/YYYY"]\n' + block(
            "organizations", 'id = "Id"', 'name = "N"', 'opened_on = "O"'
        )
        assert made(HEAD + toml, "Id,N,O\n1,02/09/2026,02/09/2026") == [
            "organizations id=1 name=02/09/2026 opened_on=2026-09-02"
        ]

    def test_forms_of_a_field_stand_instead_of_those_of_the_table(self) -> None:
        toml = 'dates = ["DD/MM/YYYY"]\n' + block(
            "organizations", 'id = "Id"', 'opened_on = { column = "O", dates = ["MM/DD/YYYY"] }',
            'closed_on = "C"',
        )  # fmt: skip
        assert made(HEAD + toml, "Id,O,C\n1,02/09/2026,02/09/2026") == [
            "organizations id=1 opened_on=2026-02-09 closed_on=2026-09-02"
        ]


NEEDS = HEAD + block(
    "service_terms", 'service_id = "S"', 'taxonomy = { value = "sen_need" }',
    'code = { column = "Needs", split = ";" }',
)  # fmt: skip
FEATURES = HEAD + block(
    "location_features", 'location_id = "P"', 'feature = { column = "F", split = ";" }',
    'details = { column = "D", split = ";" }',
)  # fmt: skip


class TestSplit:
    def test_each_value_is_a_record_once(self) -> None:
        tables, issues = read(NEEDS, "S,Needs\n1, ASD ;hi;; ASD\n2,\n3,VI")
        links = tables["service_terms"].columns
        assert list(zip(links["service_id"], links["code"], strict=True)) == [
            ("1", "ASD"), ("1", "HI"), ("3", "VI"),
        ]  # fmt: skip
        assert codes(issues) == ["3 row-not-used"]
        assert list(tables["service_terms"].rows) == [2, 2, 4]

    def test_one_value_on_each_line(self) -> None:
        text = 'S,Needs\n1,"ASD\r\nHI\n\nVI"'
        assert read(NEEDS.replace('";"', '"lines"'), text)[0]["service_terms"].columns["code"] == [
            "ASD", "HI", "VI",
        ]  # fmt: skip

    def test_lists_that_belong_together_are_paired(self) -> None:
        assert made(FEATURES, "P,F,D\n1,ramp;;lift,front;side;hall\n2,lift;ramp,\n3,lift,;") == [
            "location_features location_id=1 feature=ramp details=front",
            "location_features location_id=1 details=side",
            "location_features location_id=1 feature=lift details=hall",
            "location_features location_id=2 feature=lift",
            "location_features location_id=2 feature=ramp",
            "location_features location_id=3 feature=lift",
        ]

    def test_lists_of_different_length_are_an_error_and_lose_nothing(self) -> None:
        tables, issues = read(FEATURES, "P,F,D\n1,ramp;lift;loop,front;hall")
        assert said(issues) == [
            "error Data!B2 lists-of-different-length: The lists under F and D have different "
            "lengths "
            "in this row, so it is not sure what belongs to what."
        ]
        assert tables["location_features"].columns["feature"] == ["ramp", "lift", "loop"]

    @pytest.mark.parametrize("row", ["a;b;,x;y", "a;b,x;", "a;b;c,x;y;z", "a;b,;y", ",x;y", "a,x"])
    def test_lists_that_may_stand_together(self, row: str) -> None:
        assert codes(read(FEATURES, f"P,F,D\n1,{row}")[1]) == []

    def test_values_of_a_split_cell_are_translated_one_by_one(self) -> None:
        toml = NEEDS.replace(
            'split = ";"', 'split = ";", values = { Autism = "ASD" }, unlisted = "leave-out"'
        )
        tables, issues = read(toml, "S,Needs\n1,Autism;Mobility\n2,Mobility")
        assert tables["service_terms"].columns["code"] == ["ASD"]
        assert [(i.cell, i.value, i.id) for i in issues] == [
            ("B2", "Mobility", ""),
            ("B3", "Mobility", ""),
        ]


class TestLinks:
    def test_a_blank_cell_makes_no_link(self) -> None:
        toml = HEAD + block("service_commissioners", 'service_id = "S"', 'organization_id = "O"')
        assert made(toml, "S,O\n1,a\n2,\n") == [
            "service_commissioners service_id=1 organization_id=a"
        ]

    def test_a_record_that_says_anything_stays_for_the_checks(self) -> None:
        toml = HEAD + block(
            "assurances",
            'service_id = "S"',
            'checked_on = "D"',
            'by_role = "B"',
            'how = { value = "phone" }',
        )
        assert made(toml, "S,D,B\n1,,provider\n2,,\n,2026-01-01,") == [
            "assurances service_id=1 by_role=provider how=phone",
            "assurances checked_on=2026-01-01 how=phone",
        ]

    def test_a_link_to_a_constant_is_made_for_every_row(self) -> None:
        toml = HEAD + block(
            "service_commissioners", 'service_id = "S"', 'organization_id = { value = "o" }'
        )
        assert len(made(toml, "S\n1\n2")) == 2

    def test_a_record_with_an_id_is_always_made(self) -> None:
        toml = HEAD + block("areas", 'code = "C"', 'name = "N"')
        assert made(toml, "C,N\n,North\nA,") == ["areas name=North", "areas code=A"]


class TestWhichRows:
    TEXT = "Code,Name,Open\nA,Ash,Yes\nB,,Yes\nC,Cedar,No"

    @pytest.mark.parametrize(
        ("keys", "result"),
        [
            (['unless_blank = "Name"'], ["A", "C"]),
            (['unless_blank = ["Name", "Open"]'], ["A", "B", "C"]),
            (['where = { Open = ["Yes"] }'], ["A", "B"]),
            (['where = { Open = ["Yes"] }', 'unless_blank = "Name"'], ["A"]),
            (['where = { Open = ["Yes", "No"], Name = ["Cedar"] }'], ["C"]),
            (['where = { Open = ["yes"] }'], []),
        ],
    )
    def test_rows_that_a_block_takes(self, keys: list[str], result: list[str]) -> None:
        toml = HEAD + block("areas", 'code = "Code"', 'name = "Name"', *keys)
        assert read(toml, self.TEXT)[0]["areas"].columns["code"] == result

    def test_addresses_are_of_the_rows_taken(self) -> None:
        toml = HEAD + block("areas", 'code = "Code"', 'name = "Name"', 'where = { Open = ["No"] }')
        tables, _ = read(toml, self.TEXT)
        assert tables["areas"].place(0, "name").cell == "B4"


class TestHours:
    TOML = HEAD + block("schedules", 'hours = "Times"', 'id = "{S}-{#}"', 'service_id = "S"')

    def test_lines_become_schedules(self) -> None:
        assert made(self.TOML, 'S,Times\na,"Mon 9am - 1pm\nTue 10:00 - 12:00"\nb,\n') == [
            "schedules id=a-1 service_id=a freq=WEEKLY byday=MO opens_at=09:00 closes_at=13:00 "
            "description=Mon 9am - 1pm",
            "schedules id=a-2 service_id=a freq=WEEKLY byday=TU opens_at=10:00 closes_at=12:00 "
            "description=Tue 10:00 - 12:00",
        ]

    def test_what_is_not_read_is_told_at_its_cell(self) -> None:
        tables, issues = read(self.TOML, 'S,Times\na,"Mon 9am - 1pm\nTue by appointment"')
        assert len(tables["schedules"]) == 0
        assert said(issues) == [
            'warning Data!B2 hours-not-read: The opening hours "Tue by appointment" could not '
            "be read "
            "into a timetable; the text itself is published."
        ]
        assert issues[0].value == "Tue by appointment"

    def test_the_place_of_a_time_is_the_cell_of_the_text(self) -> None:
        tables, _ = read(self.TOML, "S,Times\na,Mon 9am - 1pm")
        assert tables["schedules"].place(0, "opens_at").cell == "B2"
        assert tables["schedules"].place(0, "byday").cell == "B2"

    def test_what_stands_beside_no_text_is_told(self) -> None:
        toml = f'{self.TOML}valid_from = "From"\n'
        text = "S,Times,From\na,,2026-01-01\nb,Sun closed,2026-01-01\nc,?,2026-01-01"
        assert codes(read(toml, text)[1]) == ["B4 hours-not-read", "2 row-not-used"]

    def test_where_it_may_be_missing(self) -> None:
        assert made(self.TOML.replace(HEAD, f"{HEAD}optional = true\n"), "S\na") == []


class TestMinted:
    TOML = (
        HEAD
        + block("organizations", 'key = "{Org}"', 'name = "Org"')
        + block("services", 'id = "Id"', 'organization_id = { minted = "{Org}" }')
    )

    def test_ids_are_minted_and_referred_to(self) -> None:
        assert made(self.TOML, "Id,Org\n1,Ash\n2,Beech\n3,Ash\n4,") == [
            "organizations id=organizations-1 name=Ash",
            "organizations id=organizations-2 name=Beech",
            "organizations",
            "services id=1 organization_id=organizations-1",
            "services id=2 organization_id=organizations-2",
            "services id=3 organization_id=organizations-1",
            "services id=4",
        ]

    def test_keys_that_would_be_the_same_may_be_numbered(self) -> None:
        toml = HEAD + block("urls", 'key = "{S} {#}"', 'service_id = "S"', 'url = "W"')
        assert made(toml, "S,W\na,1\na,2") == [
            "urls id=urls-1 service_id=a url=1", "urls id=urls-2 service_id=a url=2",
        ]  # fmt: skip


class TestConstantRecords:
    TOML = """
    [[record]]
    resource = "organizations"
    id = "o"
    name = " Council "
    organization_type = "NHS"
    """

    def test_they_stand_in_no_cell(self) -> None:
        tables, issues = read(self.TOML, "")
        assert lines(tables["organizations"]) == [
            "organizations id=o name=Council organization_type=nhs"
        ]
        assert tables["organizations"].place(0, "name").place == "m.toml"
        assert [issue.code for issue in issues] == ["file-not-read"]


MISTAKES = [
    ('resource = "service"', 'line 3: table.row.resource: "service" is not a resource; did you '
     'mean "services"?'),
    ('resource = "zzz"', 'line 3: table.row.resource: "zzz" is not a resource'),
    ('resource = "releases"',
     'line 3: table.row.resource: "releases" is written by the tool; no source fills it'),
    ('resource = "areas"\ncode = "C"\nnam = "N"',
     'line 5: table.row.nam: areas has no such field; did you mean "name"?'),
    ('resource = "areas"\nname = "N"',
     'line 2: table.row: "code" is missing; a record of areas needs it'),
    ('resource = "service_terms"\nservice_id = "S"\ncode = "C"',
     'line 2: table.row: "taxonomy" is missing; a record of service_terms needs it'),
    ('resource = "services"\nid = "I"\nkey = "{N}"',
     "line 5: table.row.key: give id or key, not both"),
    ('resource = "areas"\ncode = "C"\nkey = "{N}"',
     "line 5: table.row.key: a record of areas has no id of its own"),
    ('resource = "services"\nid = "I"\nhours = "H"',
     "line 5: table.row.hours: opening hours become schedules, not services"),
    ('resource = "services"\nid = "I"\nvalid_to = { column = "V", dates = ["MM/YYYY"] }',
     'line 5: table.row.valid_to: "MM/YYYY" is not a form of date; write it as in DD/MM/YYYY'),
    ('resource = "services"\nid = "I"\nurl = { column = "V", repair = ["add-http"] }',
     'line 5: table.row.url: "add-http" is not a repair; did you mean "add-https"?'),
    ('resource = "services"\nid = "I"\nname = { minted = "{N}" }',
     "line 5: table.row.name: is not the id of another record, so nothing can be minted for it"),
    ('resource = "services"\nid = "I"\n'
     'free = { column = "V", values = { Yes = "true", yes = "false" } }',
     "line 5: table.row.free: two of its values are the same text in capitals and small letters"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "message"), MISTAKES)
def test_what_the_data_model_does_not_know(row: str, message: str) -> None:
    with pytest.raises(OfferError) as found:
        mapping(f"[[table]]\n[[table.row]]\n{row}\n")
    assert str(found.value) == f"m.toml {message}"


def test_a_constant_record_must_be_known_and_have_a_key() -> None:
    with pytest.raises(OfferError, match=r'^m\.toml line 1: record: "id" is missing; a record of'):
        mapping('[[record]]\nresource = "organizations"\nname = "N"\n')
    with pytest.raises(
        OfferError, match=r"^m\.toml line 3: record\.nam: organizations has no such"
    ):
        mapping('[[record]]\nresource = "organizations"\nnam = "N"\n')


def test_two_sources_become_one_set_of_tables() -> None:
    tables, _ = merged(applied(area(), "Code,Name\nA,Ash"), applied(area(), "Code,Name\nB,Beech"))
    assert tables["areas"].columns["name"] == ["Ash", "Beech"]
