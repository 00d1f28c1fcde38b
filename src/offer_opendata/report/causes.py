"""Issues with the same cause, put together: what a person would mend in one go."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from offer_opendata.checks.words import MONTHS, shown
from offer_opendata.issues import SEVERITIES, Issue, Severity, in_order
from offer_opendata.report.words import counted

_QUOTED = re.compile(r'"[^"]*"')
_DIFFERS = re.compile(rf"[0-9]+|\b(?:{'|'.join(MONTHS)})\b")

Titles = Mapping[tuple[str, str], str]
"""The title of a field by resource and name."""
Headings = Mapping[tuple[str, str, str], str]
"""What a person wrote above a column, by file, sheet and letter; beside a row, by its number."""
COLUMNS = 3


@dataclass(frozen=True)
class Cause:
    """One cause and every place where it shows, in the order in which a person finds them.

    `title` is the heading of the column, or the title of the field where no cell is
    known; it is blank where the issues are about no field.
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


def causes(
    issues: Iterable[Issue], titles: Titles, headings: Headings | None = None
) -> list[Cause]:
    """Return the causes of the issues, what should be mended first at the front.

    Errors come before warnings before repairs. Within, what is wrong with a whole file,
    sheet or column comes first, because much else may follow from it; then the cause
    with the most places. Where two would have the same title, the sheet is said.
    """
    groups: dict[tuple[str, ...], list[Issue]] = {}
    for issue in in_order(issues):
        key = (issue.severity, issue.code, issue.resource, issue.field, _shape(issue))
        groups.setdefault(key, []).append(issue)
    found = [_cause(group, titles, headings or {}) for group in groups.values()]
    return sorted(_told_apart(found), key=_urgency)


def _same(texts: Iterable[str]) -> str:
    different = set(texts)
    return different.pop() if len(different) == 1 else ""


def _cause(group: list[Issue], titles: Titles, headings: Headings) -> Cause:
    first = group[0]
    title = titles.get((first.resource, first.field), first.field)
    names = list(dict.fromkeys(_heading(issue, headings) or title for issue in group))
    if title and len(names) <= COLUMNS:
        title = ", ".join(names)
    return Cause(first.severity, first.code, title, tuple(group))


def _heading(issue: Issue, headings: Headings) -> str:
    """Return the heading of the cell of an issue; in a sheet on its side it stands in the row."""
    if issue.row is None or not issue.column:
        return ""
    places = (issue.column, str(issue.row))
    found = (headings.get((issue.file, issue.sheet, place), "") for place in places)
    return shown(" ".join(next(filter(None, found), "").split()))


def _told_apart(found: list[Cause]) -> list[Cause]:
    sheets: dict[tuple[str, ...], set[str]] = {}
    for cause in found:
        sheets.setdefault(_read_as(cause), set()).add(_sheet(cause))
    return [
        replace(cause, title=f"{cause.title} in {_sheet(cause)}")
        if cause.title and _sheet(cause) and len(sheets[_read_as(cause)]) > 1
        else cause
        for cause in found
    ]


def _read_as(cause: Cause) -> tuple[str, ...]:
    return cause.severity, cause.code, cause.title


def _sheet(cause: Cause) -> str:
    """Return the sheet of a cause, or the file that has only one; blank where there are several."""
    return _same(each.sheet or each.file.rpartition("/")[2] for each in cause.issues)


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
