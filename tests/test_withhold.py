"""With the policy `withhold`, what is wrong is left out, and every omission is said."""

from offer_opendata.issues import Issue
from offer_opendata.withhold import Withheld, still_wrong, withhold
from texts import SCHEMA, lines, said, tables

Records = dict[str, list[dict[str, str]]]

OFFER: Records = {
    "organizations": [{"id": "o", "name": "Ash"},
                      {"id": "x", "name": "Elm", "parent_organization_id": "o"}],
    "services": [
        {"id": "s", "organization_id": "o", "name": "Club", "email": "a@@b", "minimum_age": "9",
         "maximum_age": "5"},
        {"id": "t", "organization_id": "x", "name": "Band", "replaced_by": "s"},
    ],
    "locations": [{"id": "p", "location_type": "physical"}],
    "service_at_locations": [{"service_id": "s", "location_id": "p"},
                             {"service_id": "t", "location_id": "p"}],
    "schedules": [{"id": "h", "service_id": "t", "location_id": "p"}],
    "contacts": [{"id": "c", "service_id": "s", "role": "enquiries"}],
    "terms": [{"taxonomy": "category", "code": "a", "label": "A"}],
    "comments": [{"id": "k", "summary": "More clubs"}],
    "responses": [{"id": "r", "comment_id": "k", "response": "Yes"}],
    "service_terms": [{"service_id": "s", "taxonomy": "category", "code": "a"},
                      {"service_id": "t", "taxonomy": "category", "code": "a"}],
}  # fmt: skip


def wrong(resource: str, key: str, field: str) -> Issue:
    return Issue("error", "some-problem", resource=resource, id=key, field=field)


def left(*issues: Issue, offer: Records = OFFER) -> Withheld:
    return withhold(tables(offer), issues)


def records(it: Withheld) -> set[str]:
    return {line for table in it.tables.values() for line in lines(table)}


def gone(it: Withheld) -> set[str]:
    return {line for table in tables(OFFER).values() for line in lines(table)} - records(it)


def test_nothing_wrong_nothing_left_out() -> None:
    assert gone(left()) == set()
    warning = Issue("warning", "x", resource="services", id="s", field="name")
    assert left(warning) == left()


def test_an_invalid_optional_value() -> None:
    it = left(wrong("services", "s", "email"))
    assert it.tables["services"].columns["email"] == ["", ""]
    assert len(records(it)) == len(records(left()))
    assert said(it.issues) == [
        "warning services!I2 value-withheld: E-mail address of s is left out of the release, "
        "because "
        "it has an error."
    ]
    assert (it.issues[0].resource, it.issues[0].id, it.issues[0].field) == (
        "services",
        "s",
        "email",
    )


def test_both_ends_of_a_range_in_the_wrong_order() -> None:
    it = left(wrong("services", "s", "minimum_age"))
    columns = it.tables["services"].columns
    assert (columns["minimum_age"], columns["maximum_age"]) == (["", ""], ["", ""])
    assert [issue.field for issue in it.issues] == ["maximum_age", "minimum_age"]


def test_a_required_end_of_a_range_stays() -> None:
    statement = {"id": "g", "duty": "d", "statement": "x"}
    dates = {"declared_on": "2026-02-01", "review_due": "2026-01-01"}
    offer = {"gap_statements": [{**statement, **dates}]}
    it = left(wrong("gap_statements", "g", "review_due"), offer=offer)
    assert it.tables["gap_statements"].record(0)["declared_on"] == "2026-02-01"
    assert it.tables["gap_statements"].record(0)["review_due"] == ""
    assert [issue.code for issue in it.issues] == ["value-withheld"]


def test_an_invalid_required_value_takes_everything_that_hangs_on_the_record() -> None:
    it = left(wrong("organizations", "o", "name"))
    assert gone(it) == {
        "organizations id=o name=Ash",
        "organizations id=x name=Elm parent_organization_id=o",
        "services id=s organization_id=o name=Club email=a@@b minimum_age=9 maximum_age=5",
        "services id=t organization_id=x name=Band replaced_by=s",
        "service_at_locations service_id=s location_id=p",
        "contacts id=c service_id=s role=enquiries",
        "service_terms service_id=s taxonomy=category code=a",
    }
    # Of what stays, the optional references to it are gone.
    assert "organizations id=x name=Elm" in records(it)
    assert "services id=t organization_id=x name=Band" in records(it)


def test_every_omission_is_said_once() -> None:
    it = left(wrong("organizations", "o", "name"))
    assert sorted((i.code, i.resource, i.id, i.field) for i in it.issues) == [
        ("record-withheld", "contacts", "c", "id"),
        ("record-withheld", "organizations", "o", "id"),
        ("record-withheld", "service_at_locations", '["s", "p"]', "service_id"),
        ("record-withheld", "service_terms", '["s", "category", "a"]', "service_id"),
        ("record-withheld", "services", "s", "id"),
        ("value-withheld", "organizations", "x", "parent_organization_id"),
        ("value-withheld", "services", "t", "replaced_by"),
    ]
    title = SCHEMA.resources["organizations"].title
    (message,) = (i.message for i in it.issues if i.resource == "organizations" and i.id == "o")
    assert message == (
        f"o is left out of {title}, because a value that it needs has an error or the record it "
        "belongs to is left out."
    )


def test_a_wrong_key_or_a_whole_wrong_record() -> None:
    for field in ("id", ""):
        assert "comments id=k summary=More clubs" in gone(left(wrong("comments", "k", field)))
        assert "responses id=r comment_id=k response=Yes" in gone(
            left(wrong("comments", "k", field))
        )


def test_the_same_id_in_another_table_is_another_record() -> None:
    offer = {**OFFER, "locations": [{"id": "o", "location_type": "physical", "name": "Hall"}]}
    it = left(wrong("organizations", "x", "name"), wrong("services", "o", "name"), offer=offer)
    assert "locations id=o name=Hall location_type=physical" in records(it)
    assert "organizations id=o name=Ash" in records(it)


def test_a_composite_key() -> None:
    it = left(wrong("service_terms", '["s", "category", "a"]', "code"))
    assert gone(it) == {"service_terms service_id=s taxonomy=category code=a"}


def test_an_optional_reference_to_what_is_left_out_is_blank() -> None:
    it = left(wrong("locations", "p", "location_type"))
    assert "schedules id=h service_id=t" in records(it)
    assert len(it.tables["service_at_locations"]) == 0


def test_a_record_that_belongs_to_one_of_several_goes_with_it() -> None:
    it = left(wrong("services", "s", "name"))
    assert "contacts id=c service_id=s role=enquiries" in gone(it)
    assert [i.code for i in it.issues if i.resource == "contacts"] == ["record-withheld"]


def test_what_other_tables_do_not_hold_is_no_matter() -> None:
    it = left(Issue("error", "x", resource="releases", id="1"), wrong("services", "nobody", "name"))
    assert gone(it) == set()


def test_a_mistake_of_no_single_record_cannot_be_left_out() -> None:
    issues = [
        Issue("error", "private-column"),
        Issue("error", "x", resource="services"),
        wrong("services", "s", "name"),
        Issue("warning", "y"),
    ]
    assert still_wrong(issues) == issues[:2]
