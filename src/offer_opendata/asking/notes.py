"""Notes beside reasons are published for good: they name no child and no family."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from offer_opendata.asking.questions import Question
from offer_opendata.checks.name_in_comment import CODE, SEVERITY
from offer_opendata.checks.people import named_person
from offer_opendata.checks.words import quoted
from offer_opendata.history.naming import Names
from offer_opendata.issues import Issue


def naming_issues(questions: Iterable[Question], names: Names) -> Iterator[Issue]:
    """Yield an issue for each note that seems to name a person; the note is not repeated."""
    answers = {each.answer for each in questions if each.answer and each.answer.note}
    known = ""
    for answer in answers:
        known = (
            known
            or "\n".join(
                name for named in names.known.values() for name in named.values()
            ).casefold()
        )
        clue = named_person(answer.note, known)
        if clue:
            yield replace(
                answer.place,
                severity=SEVERITY,
                code=CODE,
                value="",
                message=f"The note seems to name a person, by the words {quoted(clue)}.",
                fix="Take the name out, or say what the person is, such as a parent.",
            )
