"""Answers matched with questions: each counts once, and one that counts no more is said."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from offer_opendata.answers.answer import Reason, near
from offer_opendata.asking.questions import About, Question
from offer_opendata.history.change import NOT_STATED
from offer_opendata.history.past import RELEASES, Past
from offer_opendata.history.rows import lines, parsed
from offer_opendata.issues import Issue
from offer_opendata.stage_issues import stage_issue

GONE = "what it explains does not change any more"
OTHER = "the value is another one by now"
NO_RELEASE = "there is no such release"


def answered(
    questions: Sequence[Question], reasons: Iterable[Reason], past: Past
) -> tuple[list[Question], list[Issue]]:
    """Return the questions with their answers, and the issues of answers that do not count.

    Of several answers the one to the very change counts before the one to its record. An
    answer to an earlier release has counted already.
    """
    issues: list[Issue] = []
    reasons = tuple(reasons)
    given = _by_about(current(reasons, past), issues)
    issues += _not_yet(reasons, past)
    used: set[About] = set()
    found = []
    for question in questions:
        answer = next((given[about] for about in _asked_as(question) if about in given), None)
        if answer:
            used.add(answer.about)
            if not _saw(answer, question):
                issues.append(_stale(answer, OTHER))
                answer = None
        found.append(replace(question, answer=answer))
    issues += [_stale(answer, GONE) for about, answer in given.items() if about not in used]
    return found, issues


def answered_beside(questions: Sequence[Question], beside: Iterable[Reason]) -> list[Question]:
    """Return the questions that nobody answered with the reason that stands beside their row.

    Such a reason may wait for a change, so that one without a question is no mistake.
    """
    given = {reason.about: reason for reason in beside}
    return [
        question
        if question.answer
        else replace(
            question,
            answer=next((given[each] for each in _asked_as(question) if each in given), None),
        )
        for question in questions
    ]


def explained(question: Question) -> Question:
    """Return a question whose changes carry the reason that was given; a note stands once.

    What the tool knows the reason of itself keeps that one.
    """
    answer = question.answer
    if answer is None:
        return question
    reason, decision = answer.reason or NOT_STATED, answer.decision_id
    changes = [
        replace(change, reason=reason, decision_id=decision, note="" if i else answer.note)
        if change.reason == NOT_STATED
        else change
        for i, change in enumerate(question.changes)
    ]
    return replace(question, changes=tuple(changes))


def decision_issues(reasons: Iterable[Reason], decisions: Collection[str]) -> Iterator[Issue]:
    """Yield an issue for each answer that names a decision which is not published."""
    for answer in reasons:
        if answer.decision_id and answer.decision_id not in decisions:
            place = replace(answer.place, value=answer.decision_id)
            yield stage_issue("unknown-decision", place, value=answer.decision_id)


def current(reasons: Iterable[Reason], past: Past) -> Iterator[Reason]:
    """Yield the answers that were asked since the last release: others have counted already."""
    for reason in reasons:
        if reason.release in ("", str(past.number), past.name):
            yield reason


def _not_yet(reasons: Iterable[Reason], past: Past) -> Iterator[Issue]:
    known = {cell for row in parsed(lines(past.texts[RELEASES])[1:]) for cell in row[:2]}
    for reason in reasons:
        if reason.release and reason.release not in known:
            yield _stale(reason, NO_RELEASE)


def _by_about(reasons: Iterable[Reason], issues: list[Issue]) -> Mapping[About, Reason]:
    given: dict[About, Reason] = {}
    for reason in reasons:
        first = given.setdefault(reason.about, reason)
        if first.said != reason.said:
            issues.append(stage_issue("answers-differ", reason.place, there=first.place.place))
    return given


def _asked_as(question: Question) -> list[About]:
    """Return what an answer may be about: the change itself, its row, or its record."""
    first = question.first
    return [question.about, (*first.place, ""), (*first.owner, "")]


def _saw(answer: Reason, question: Question) -> bool:
    if answer.about != question.about:
        return True
    was, becomes = question.values
    return near(answer.was, was) and near(answer.becomes, becomes)


def _stale(answer: Reason, why: str) -> Issue:
    return stage_issue("stale-answer", answer.place, why=why)
