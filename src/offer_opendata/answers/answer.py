"""An answer: one line that a person filled in, with the place where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from offer_opendata.issues import Issue

LONGEST = 300
SAME: Literal["same"] = "same"
NEW: Literal["new"] = "new"


@dataclass(frozen=True)
class Reason:
    """Why something changed.

    `release` is the last release when it was asked, by number or name, and blank where the
    line counts now. A blank `field` means the whole record. `was` and `becomes` are the values
    that the person saw, shortened; None where the line does not say.
    """

    release: str
    resource: str
    row_id: str
    field: str
    reason: str
    note: str
    decision_id: str
    was: str | None
    becomes: str | None
    place: Issue

    @property
    def about(self) -> tuple[str, str, str]:
        """What it answers: resource, row_id and field."""
        return self.resource, self.row_id, self.field

    @property
    def said(self) -> tuple[str, str, str]:
        """What it says: reason, note and decision."""
        return self.reason, self.note, self.decision_id


@dataclass(frozen=True)
class Sameness:
    """Whether the record with a new id in a source is the one published under another id."""

    resource: str
    published_id: str
    source_id: str
    is_same: bool
    place: Issue

    @property
    def about(self) -> tuple[str, str, str]:
        """What it answers: the two ids of a resource."""
        return self.resource, self.published_id, self.source_id


@dataclass(frozen=True)
class Answers:
    """Every answer in the files of a publication, and what is wrong with them.

    `beside` are the reasons that stand in a source, beside the row that they explain.
    """

    reasons: tuple[Reason, ...]
    sameness: tuple[Sameness, ...]
    issues: tuple[Issue, ...]
    beside: tuple[Reason, ...] = ()

    @property
    def aliases(self) -> Mapping[tuple[str, str], str]:
        """The published id for each (resource, new source id) that is the same record."""
        return {(e.resource, e.source_id): e.published_id for e in self.sameness if e.is_same}


NO_ANSWERS = Answers((), (), ())


def shortened(value: str) -> str:
    """Return a value as a question shows it: on one line, and not too long to be read."""
    text = " ".join(value.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def near(seen: str | None, value: str) -> bool:
    """Tell whether a person saw this value, as far as a spreadsheet keeps it."""
    return seen is None or shortened(seen) == shortened(value)
