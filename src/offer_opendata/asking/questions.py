"""What is asked: one question for what one reason explains, and every change in just one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from offer_opendata.answers.answer import Reason, shortened
from offer_opendata.asking.origins import TOOL
from offer_opendata.history.change import CHANGED, LISTS, MATERIAL, NOT_STATED, REMOVED, Change
from offer_opendata.schema import Schema

About = tuple[str, str, str]
Place = tuple[str, str]


@dataclass(frozen=True)
class Question:
    """Changes that one reason explains; the first is the one that a person is shown.

    A record that goes or comes is one question with everything that hangs on it; every
    other change is one of its own. `answer` is what a person said, if they did.
    """

    changes: tuple[Change, ...]
    answer: Reason | None = None

    @property
    def first(self) -> Change:
        """The change that a person is shown."""
        return self.changes[0]

    @property
    def about(self) -> About:
        """What it asks about: resource, row_id and field."""
        return self.first.resource, self.first.row_id, self.first.field

    @property
    def is_removal(self) -> bool:
        """Whether it asks why a record goes that hangs on no other."""
        return self.first.action == REMOVED and not self.first.parent_id

    @property
    def is_asked(self) -> bool:
        """Whether a person is asked: not about lists, capitals, checks, or what the tool did."""
        first = self.first
        matters = first.significance == MATERIAL and first.resource not in LISTS
        return matters and first.origin != TOOL

    @property
    def is_open(self) -> bool:
        """Whether a person is asked and no reason is known."""
        return self.is_asked and all(change.reason == NOT_STATED for change in self.changes)

    @property
    def values(self) -> tuple[str, str]:
        """The values before and after as a person is shown them; blank for a whole record."""
        first = self.first
        if first.action != CHANGED:
            return "", ""
        return shortened(first.before), shortened(first.after)


def questions_of(changes: Sequence[Change], schema: Schema) -> list[Question]:
    """Return the questions, in the order of their first changes; each change is in one of them."""
    whole = {change.place: change for change in changes if change.action != CHANGED}
    groups: dict[object, list[Change]] = {}
    for change in changes:
        subject = _subject(change, whole, schema)
        key: object = subject or (*change.place, change.field)
        # What went or came stands first, and what hangs on it follows.
        at = 0 if change.place == subject else len(groups.get(key, ()))
        groups.setdefault(key, []).insert(at, change)
    return [Question(tuple(group)) for group in groups.values()]


def _subject(change: Change, whole: Mapping[Place, Change], schema: Schema) -> Place | None:
    """Return the record whose coming or going explains a change, or None."""
    owner = whole.get(change.owner)
    if owner and owner.action == change.action and not owner.parent_id:
        return owner.place
    resource = schema.resources.get(change.resource)
    if change.action != REMOVED or resource is None or not change.parent_id:
        return None
    row = change.removed_row()
    for key in resource.foreign_keys:
        target = whole.get((key.resource, row.get(key.fields[0], "")))
        if len(key.fields) == 1 and target and target.action == REMOVED:
            return target.place
    return None
