"""`to-decide.xlsx`: whatever is answered in it is read back as it was answered."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from faults import quick
from offer_opendata.answers.answer import Reason, Sameness, near, shortened
from offer_opendata.answers.read import read_answers
from offer_opendata.answers.rules import given_by_people
from offer_opendata.asking.decide import Decided
from offer_opendata.asking.questions import Question
from offer_opendata.asking.workbook import workbook
from offer_opendata.history.change import CHANGED, REMOVED, Change
from offer_opendata.history.naming import Names
from offer_opendata.history.past import Past
from offer_opendata.history.step import Step
from offer_opendata.issues import Issue
from offer_opendata.publication import load_publication
from offer_opendata.release import Next
from offer_opendata.schema import load_schema
from offer_opendata.tables import empty_table
from publications import make_publication

SCHEMA = load_schema()
NOWHERE = Issue("error", "")
PAST = Past(3, "2026-11-02", "2026-11-02", "", {}, {})
DECISIONS = {"decisions": empty_table(SCHEMA.resources["decisions"])}
REASONS = [row["code"] for row in given_by_people(SCHEMA.codelists["change_reason"])]
# Every letter that a cell may hold; what stands around a text is not part of it.
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=80).map(str.strip)


def reason(change: Change, code: str, note: str, decision: str) -> Reason:
    about = (change.resource, change.row_id, change.field)
    return Reason("3", *about, code, note, decision, change.before, change.after, NOWHERE)


@st.composite
def questions(draw: st.DrawFn) -> list[Question]:
    """Questions about values and records, some answered."""
    found = []
    for number in range(draw(st.integers(0, 5))):
        id_ = f"{number}{draw(TEXTS)}"
        if draw(st.booleans()):
            change = Change("services", id_, CHANGED, "phone", draw(TEXTS), draw(TEXTS))
        else:
            change = Change("services", id_, REMOVED, before='{"id": "s"}')
        said = (draw(st.sampled_from(["", *REASONS])), draw(TEXTS), draw(TEXTS))
        found.append(Question((change,), reason(change, *said) if any(said) else None))
    return found


def decided(asked: Sequence[Question], sameness: Sequence[Sameness] = ()) -> Decided:
    following = Next(DECISIONS, {}, PAST, Step((), {}, ()))
    return Decided(following, tuple(asked), (), tuple(sameness), (), Names(SCHEMA, lambda *_: ""))


@settings(max_examples=25)
@given(questions(), st.lists(st.tuples(TEXTS, TEXTS, st.booleans()), max_size=3))
def test_answers_are_read_back_as_they_were_given(
    asked: list[Question], pairs: list[tuple[str, str, bool]]
) -> None:
    given_same = [
        Sameness("services", f"p{one}", f"n{other}", same, NOWHERE) for one, other, same in pairs
    ]
    with TemporaryDirectory() as place, quick():
        folder = make_publication(Path(place) / "wrenshire")
        file = folder / "answers" / "mine.xlsx"
        file.parent.mkdir()
        file.write_bytes(workbook(decided(asked, given_same), SCHEMA))
        found = read_answers(load_publication(folder, SCHEMA), SCHEMA)
    expected = {each.about: each for one in asked if (each := one.answer)}
    assert {each.about: each.said for each in found.reasons} == {
        about: each.said for about, each in expected.items()
    }
    for each in found.reasons:
        before, after = expected[each.about].was or "", expected[each.about].becomes or ""
        shown = (before, after) if each.field else ("", "")
        assert near(each.was, shown[0])
        assert near(each.becomes, shown[1])
        assert each.release == "3"
    assert [(*each.about, each.is_same) for each in found.sameness] == [
        (*each.about, each.is_same) for each in given_same
    ]


def test_a_long_value_is_known_again_by_what_was_shown_of_it() -> None:
    long = "a word and " * 100
    assert len(shortened(long)) == 300
    assert near(shortened(long), long)
    assert near(None, long)
    assert not near("a word", long)
    assert near(" a  word\n", "a word")
