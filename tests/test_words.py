"""What a release changes, in words that a councillor could read."""

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from offer_opendata.answers.answer import Reason
from offer_opendata.asking.matching import answered, explained
from offer_opendata.asking.questions import questions_of
from offer_opendata.history.change import ADDED, CHANGED, REMOVED, Change
from offer_opendata.history.naming import Names, names_of
from offer_opendata.history.past import RELEASES, Past
from offer_opendata.history.words import in_short, said, text_of, told
from offer_opendata.issues import Issue
from offer_opendata.schema import load_schema

SCHEMA = load_schema()
COLUMNS = {
    "organizations": {"id": ["p1"], "name": ["Sunflower Trust"]},
    "services": {"id": ["s1", "s2"], "name": ["Sunflower Short Breaks", "Judo"]},
    "locations": {"id": ["l1"], "name": ["Oak Hall"]},
    "areas": {"code": ["E07999901"], "name": ["Ashwick"]},
    "terms": {"taxonomy": ["sen_need"], "code": ["ASD"], "label": ["Autism"]},
}


def names(*changes: Change) -> Names:
    return names_of(SCHEMA, COLUMNS, changes)


def changed(field: str, before: str, after: str, resource: str = "services") -> Change:
    return Change(resource, "s1", CHANGED, field, before, after)


def removed(resource: str, row: dict[str, str], parent: str = "") -> Change:
    key = [row[name] for name in SCHEMA.resources[resource].primary_key]
    row_id = key[0] if len(key) == 1 else json.dumps(key)
    place = ("services", parent) if parent else ("", "")
    return Change(
        resource,
        row_id,
        REMOVED,
        before=json.dumps(row),
        parent_resource=place[0],
        parent_id=place[1],
    )


def test_a_changed_value_is_told_by_its_title() -> None:
    change = changed("phone", "01632 960001", "01632 960002")
    assert said(change, names()) == "telephone changed from 01632 960001 to 01632 960002"


def test_codes_ids_dates_and_yes_and_no_are_told_as_people_say_them() -> None:
    told_as = {
        ("sector", "leisure", "childcare"): ("Leisure", "Childcare"),
        ("free", "true", "false"): ("yes", "no"),
        ("assured_date", "2026-09-01", "2026-10-12"): ("1 September 2026", "12 October 2026"),
        ("organization_id", "p1", "p9"): ("Sunflower Trust", "p9"),
    }
    for (field, before, after), (one, other) in told_as.items():
        assert said(changed(field, before, after), names()).endswith(f"from {one} to {other}")


def test_a_value_that_comes_or_goes() -> None:
    assert said(changed("fees", "", "£3"), names()) == "cost added: £3"
    assert said(changed("fees", "£3", ""), names()) == "cost taken out (it was £3)"


def test_links_are_told_of_the_record_that_they_belong_to() -> None:
    need = {"service_id": "s1", "taxonomy": "sen_need", "code": "ASD"}
    gone = removed("service_terms", need, "s1")
    assert said(gone, names(gone)) == "no longer for: Autism"
    come = replace(gone, action=ADDED, before="")
    assert said(come, names()) == "now also for: Autism"
    place = removed("service_at_locations", {"service_id": "s1", "location_id": "l1"}, "s1")
    assert said(place, names(place)) == "no longer at: Oak Hall"
    area = removed("service_areas", {"service_id": "s1", "area_code": "E07999901"}, "s1")
    assert said(area, names(area)) == "no longer for people in: Ashwick"


def test_the_most_important_comes_first_and_what_hangs_on_a_record_is_counted() -> None:
    need = {"service_id": "s9", "taxonomy": "sen_need", "code": "ASD"}
    changes = [
        changed("phone", "01632 960001", "01632 960002"),
        Change("services", "s2", ADDED),
        replace(changed("name", "judo", "Judo"), significance="cosmetic"),
        removed("service_terms", need, "s9"),
        replace(removed("services", {"id": "s9", "name": "Swimming"}), reason="closed"),
        replace(removed("services", {"id": "s8", "name": "Twice"}), reason="duplicate"),
        replace(changed("assured_date", "", "2026-10-12"), significance="checked"),
    ]
    text = text_of(told(changes, names(*changes)))
    assert text == (
        "Removed: services\n"
        "  Swimming (s9), with needs and categories (1) [Closed]\n\n"
        "Added: services\n"
        "  Judo (s2)\n\n"
        "Changed: services\n"
        "  Sunflower Short Breaks: telephone changed from 01632 960001 to 01632 960002\n\n"
        "Tidied, and not a loss: services\n"
        "  Twice (s8) [Duplicate]\n\n"
        "Capitals, spacing and punctuation only: 1\n"
        "Checked again, and nothing else: 1\n"
        "No reason stated: 2"
    )


def test_in_short_each_group_is_counted() -> None:
    changes = (Change("services", "s2", ADDED), changed("phone", "01632 960001", "01632 960002"))
    found = in_short(changes, names())
    assert found == "Added: services (1); Changed: services (1); No reason stated, 2.\n"
    assert in_short((), names()) == ""


def test_long_lists_are_cut_with_a_count_and_long_texts_too() -> None:
    changes = [Change("services", f"n{i}", ADDED) for i in range(1200)]
    text = text_of(told(changes, names()), 8)
    assert text.count("\n  n") == 8
    assert "  and 1,192 more" in text
    long = said(changed("description", "a " * 200 + "x", "a\n" * 200 + "y and more"), names())
    assert len(long) < 200
    assert "\n" not in long
    one, other = "We meet each week in the old hall, " * 3, "and bring your own lunch."
    told_as = said(changed("description", one + "at 4pm.", one + other), names())
    assert told_as == (
        'description changed from "…week in the old hall, at 4pm." '
        'to "…week in the old hall, and bring your own lunch."'
    )


def test_a_change_of_what_hangs_on_a_record_says_what_it_is() -> None:
    change = Change("contacts", "c1", CHANGED, "role", "enquiries", "referrals", "services", "s1")
    assert (
        said(change, names()) == "contact, contact for changed from General enquiries to Referrals"
    )


def test_nothing_changed_says_nothing() -> None:
    assert told([], names()) == ()
    assert text_of([]) == ""


ROWS = st.sampled_from(["a", "b", "c"])
RESOURCES = st.sampled_from(["services", "locations", "organizations"])


@st.composite
def some_changes(draw: st.DrawFn) -> list[Change]:
    """Changes as a comparison gives them: of each record it came, it went, or values changed."""
    found: list[Change] = []
    for resource in ("services", "locations"):
        for id_ in "abc":
            kind = draw(st.sampled_from(["", ADDED, REMOVED, "phone", "name"]))
            if kind in (ADDED, REMOVED):
                before = json.dumps({"id": id_}) if kind == REMOVED else ""
                found.append(Change(resource, id_, kind, before=before))
            elif kind:
                found.append(Change(resource, id_, CHANGED, kind, "x", "y"))
    for service in "abc":
        for place in "abc":
            kind = draw(st.sampled_from(["", ADDED, REMOVED]))
            if kind:
                row = {"service_id": service, "location_id": place}
                before = json.dumps(row) if kind == REMOVED else ""
                key = json.dumps([service, place])
                found.append(
                    Change("service_at_locations", key, kind, "", before, "", "services", service)
                )
    return found


@given(some_changes(), st.lists(st.tuples(RESOURCES, ROWS, st.sampled_from(["", "phone"]))))
def test_every_change_is_in_one_question_and_has_one_reason(
    changes: list[Change], given_for: list[tuple[str, str, str]]
) -> None:
    questions = questions_of(changes, SCHEMA)
    inside = [change for question in questions for change in question.changes]
    assert sorted(inside, key=repr) == sorted(changes, key=repr)
    reasons = [
        Reason("", *about, "closed", "", "", None, None, Issue("error", "")) for about in given_for
    ]
    files = {RELEASES: b"number,release\r\n1,2026-11-02\r\n"}
    past = Past(1, "2026-11-02", "2026-11-02", "", {}, files)
    found, stale = answered(questions, reasons, past)
    after = [change for each in found for change in explained(each).changes]
    assert [replace(change, reason="not-stated") for change in after] == inside
    assert {change.reason for change in after} <= {"closed", "not-stated"}
    used = {each.answer.about for each in found if each.answer}
    assert len(stale) == len(set(given_for) - used)
    for question in found:
        about = {question.about, (*question.first.place, ""), (*question.first.owner, "")}
        assert (question.answer is not None) is bool(about & set(given_for))


@given(some_changes())
def test_every_change_is_told_or_counted(changes: list[Change]) -> None:
    groups = told(changes, names(*changes))
    whole = {change.place: change for change in changes if change.action != CHANGED}
    parts = [
        change
        for change in changes
        if change.parent_id
        and change.owner in whole
        and whole[change.owner].action == change.action
    ]
    lines = sum(len(group.lines) for group in groups)
    assert lines == len(changes) - len(parts)
