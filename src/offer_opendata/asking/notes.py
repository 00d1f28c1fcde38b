"""Notes beside reasons are published for good: they name no child and no family."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from offer_opendata.asking.questions import Question
from offer_opendata.checks.name_in_comment import CODE, FIX, SEVERITY, without
from offer_opendata.checks.people import named_person
from offer_opendata.checks.words import quoted
from offer_opendata.history.naming import Known
from offer_opendata.issues import Issue


def naming_issues(
    questions: Iterable[Question], names: Known, not_people: Sequence[str]
) -> Iterator[Issue]:
    """Yield an issue for each note that seems to name a person; the note is not repeated.

    `names` are those of records, which a note may say; `not_people` are names that somebody
    looked at and found to be no person's.
    """
    answers = {each.answer for each in questions if each.answer and each.answer.note}
    called = (name for named in names.values() for name in named.values())
    known = "\n".join(called).casefold() if answers else ""
    for answer in answers:
        clue = named_person(without(answer.note, not_people), known)
        if clue:
            message = f"The note seems to name a person, by the words {quoted(clue)}."
            problem = replace(answer.place, severity=SEVERITY, code=CODE, value="")
            yield replace(problem, message=message, fix=FIX)
