"""The step to the next release with reasons, notes, decisions and origins; and what is open."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from offer_opendata.answers.answer import Sameness
from offer_opendata.asking.matching import (
    answered,
    answered_beside,
    current,
    decision_issues,
    explained,
)
from offer_opendata.asking.notes import naming_issues
from offer_opendata.asking.origins import with_origins
from offer_opendata.asking.questions import Question, questions_of
from offer_opendata.asking.renumbering import Proposal, proposals
from offer_opendata.asking.used import not_used
from offer_opendata.asking.withheld import with_withheld
from offer_opendata.draft import Draft, read_ids
from offer_opendata.history.change import Change
from offer_opendata.history.naming import Names, known_names, names_in
from offer_opendata.issues import Issue
from offer_opendata.publication import Publication
from offer_opendata.release import Next
from offer_opendata.schema import Schema


@dataclass(frozen=True)
class Decided:
    """The next release with what people answered; its questions, and the issues of answers.

    `proposals` are records that may be the same and about which nobody has said anything;
    `sameness` what people said of such records since the last release.
    """

    following: Next
    questions: tuple[Question, ...]
    proposals: tuple[Proposal, ...]
    sameness: tuple[Sameness, ...]
    issues: tuple[Issue, ...]
    names: Names

    @property
    def open(self) -> list[Question]:
        """The questions that nobody has answered."""
        return [question for question in self.questions if question.is_open]

    def missing(self, required: str) -> list[Question]:
        """Return the questions that must be answered first: `none`, `removals` or `all`."""
        if required == "none":
            return []
        return [each for each in self.open if required == "all" or each.is_removal]


def decide(publication: Publication, schema: Schema, draft: Draft, following: Next) -> Decided:
    """Return the next release with reasons, notes, decisions and origins of its changes.

    Every change has exactly one reason: the tool's own where it withheld something, what a
    person answered, or `not-stated`.
    """
    columns = {name: table.columns for name, table in following.tables.items()}
    changes = following.step.changes
    known = known_names(schema, columns, changes)
    names = names_in(schema, columns, known)
    if following.past is None:
        return Decided(following, (), (), (), (), names)
    changes = with_origins(changes, following.tables, publication)
    changes = with_withheld(changes, draft.issues)
    asked, issues = answered(questions_of(changes, schema), draft.answers.reasons, following.past)
    beside, used = not_used(draft.answers.beside, publication, following.past)
    asked, issues = answered_beside(asked, beside), [*issues, *used]
    decisions = frozenset(columns.get("decisions", {}).get("id", ()))
    given = [*current(draft.answers.reasons, following.past), *beside]
    issues += decision_issues(given, decisions)
    issues += naming_issues(asked, known, publication.not_people)
    questions = tuple(map(explained, asked))
    step = dataclasses.replace(following.step, changes=_in_order(changes, questions))
    found = proposals(changes, following.tables, _source_keys(draft))
    said = {each.about for each in draft.answers.sameness}
    return Decided(
        following=dataclasses.replace(following, step=step),
        questions=questions,
        proposals=tuple(each for each in found if each.about not in said),
        sameness=tuple(_fresh(draft.answers.sameness, publication, found)),
        issues=tuple(issues),
        names=names,
    )


def _in_order(changes: Sequence[Change], questions: Sequence[Question]) -> tuple[Change, ...]:
    found = {(*each.place, each.field): each for one in questions for each in one.changes}
    return tuple(found[(*change.place, change.field)] for change in changes)


def _source_keys(draft: Draft) -> Mapping[tuple[str, str], str]:
    """Return the source key of each minted id."""
    return {(resource, id_): key for (resource, key), id_ in draft.minted.ids.items()}


def _fresh(
    sameness: Sequence[Sameness], publication: Publication, found: Sequence[Proposal]
) -> Iterator[Sameness]:
    """Yield the answers that the files of answers alone hold: no release has been made of them."""
    kept, still = read_ids(publication).ids, {each.about for each in found}
    for each in sameness:
        if (each.resource, each.source_id) not in kept and (each.is_same or each.about in still):
            yield each
