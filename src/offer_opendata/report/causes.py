"""Issues with the same cause, put together: what a person would mend in one go."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from offer_opendata.checks.words import MONTHS
from offer_opendata.issues import SEVERITIES, Issue, Severity, in_order
from offer_opendata.report.words import counted

_QUOTED = re.compile(r'"[^"]*"')
_DIFFERS = re.compile(rf"[0-9]+|\b(?:{'|'.join(MONTHS)})\b")

Titles = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Cause:
    """One cause and every place where it shows, in the order in which a person finds them.

    `title` is the title of the field, blank where the issues are about no field.
    """

    severity: Severity
    code: str
    title: str
    issues: tuple[Issue, ...]

    @cached_property
    def message(self) -> str:
        """The message, where every place has the same, else blank."""
        return _same(issue.message for issue in self.issues)

    @cached_property
    def fix(self) -> str:
        """The fix, where every place has the same, else blank."""
        return _same(issue.fix for issue in self.issues)

    @cached_property
    def alike(self) -> bool:
        """Whether every place has the same message and the same fix."""
        return len({(issue.message, issue.fix) for issue in self.issues}) == 1

    @cached_property
    def places(self) -> str:
        """How many places there are, in words: `3 cells`, `1 column`."""
        nouns = set(map(_noun, self.issues))
        return counted(len(self.issues), nouns.pop() if len(nouns) == 1 else "place")


def causes(issues: Iterable[Issue], titles: Titles) -> list[Cause]:
    """Return the causes of the issues, what should be mended first at the front.

    Errors come before warnings before repairs. Within, what is wrong with a whole file,
    sheet or column comes first, because much else may follow from it; then the cause
    with the most places.
    """
    groups: dict[tuple[str, ...], list[Issue]] = {}
    for issue in in_order(issues):
        key = (issue.severity, issue.code, issue.resource, issue.field, _shape(issue))
        groups.setdefault(key, []).append(issue)
    found = [_cause(group, titles) for group in groups.values()]
    return sorted(found, key=_urgency)


def _same(texts: Iterable[str]) -> str:
    different = set(texts)
    return different.pop() if len(different) == 1 else ""


def _cause(group: list[Issue], titles: Titles) -> Cause:
    first = group[0]
    title = titles.get((first.resource, first.field), first.field)
    return Cause(first.severity, first.code, title, tuple(group))


def _noun(issue: Issue) -> str:
    if issue.row is not None:
        return "cell" if issue.column else "row"
    if issue.column:
        return "column"
    return "sheet" if issue.sheet else "file" if issue.file else "place"


def _urgency(cause: Cause) -> tuple[int, bool, int]:
    in_one_row = any(issue.row is not None for issue in cause.issues)
    return SEVERITIES.index(cause.severity), in_one_row, -len(cause.issues)


def _shape(issue: Issue) -> str:
    text = issue.message.replace(f'"{issue.value}"', '""')
    text = _QUOTED.sub('""', text)
    if issue.id:
        text = re.sub(rf"(?<!\w){re.escape(issue.id)}(?!\w)", "#", text)
    return _DIFFERS.sub("#", text)
