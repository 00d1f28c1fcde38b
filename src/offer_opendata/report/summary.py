"""The report: what was read, what came of it, what is wrong with it and what is right."""

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING

from offer_opendata import __version__
from offer_opendata.issues import SEVERITIES, Issue, Severity
from offer_opendata.report.rules import Rule, all_rules
from offer_opendata.report.words import counted

# Only their types are wanted: a report renders without the stages that made it.
if TYPE_CHECKING:
    from offer_opendata.draft import Draft
    from offer_opendata.publication import Publication

CHECK = "offer-opendata check"
PREVIEW = "offer-opendata preview"
NOUNS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "repaired": "repair"}


@dataclass(frozen=True)
class SheetRead:
    """One table of a sheet: rows that hold data, and rows that the mapping leaves out."""

    sheet: str
    rows: int
    left_out: int = 0


@dataclass(frozen=True)
class FileRead:
    """A source file: the sheets that were read in it, and how many records came of them."""

    file: str
    sheets: tuple[SheetRead, ...] = ()
    records: int = 0

    @property
    def rows(self) -> int:
        """How many rows hold data."""
        return sum(sheet.rows for sheet in self.sheets)


@dataclass(frozen=True)
class Made:
    """How many records there are of one resource."""

    resource: str
    title: str
    records: int


@dataclass(frozen=True)
class Report:
    """Everything a report says, whatever its form.

    `released_on` is the day against which freshness was judged; `stops` says whether a
    release is stopped. `rules` explain the codes of the issues and name every check.
    `titles` gives the title of a field by resource and name, and `headings` what stands
    above a column. Where `says_next` is false, the report ends without saying what comes
    next.
    """

    publisher: str
    title: str
    released_on: datetime.date
    tool_version: str = __version__
    stops: bool = False
    files: tuple[FileRead, ...] = ()
    made: tuple[Made, ...] = ()
    issues: tuple[Issue, ...] = ()
    rules: Mapping[str, Rule] = field(default_factory=dict)
    titles: Mapping[tuple[str, str], str] = field(default_factory=dict)
    headings: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    says_next: bool = True

    @property
    def totals(self) -> dict[Severity, int]:
        """How many issues there are of each severity."""
        counts = Counter(issue.severity for issue in self.issues)
        return {severity: counts[severity] for severity in SEVERITIES}

    @property
    def passed(self) -> tuple[Rule, ...]:
        """The checks that found nothing."""
        found = {issue.code for issue in self.issues}
        return tuple(
            rule for rule in self.rules.values() if rule.is_check and rule.code not in found
        )


def report_of(publication: "Publication", draft: "Draft", released_on: datetime.date) -> Report:
    """Return the report of a draft."""
    resources = [table.resource for table in draft.tables.values()]
    return Report(
        publisher=publication.publisher.name,
        title=publication.title,
        released_on=released_on,
        stops=draft.stops,
        files=_files(publication, draft),
        made=tuple(
            Made(table.resource.name, table.resource.title, len(table))
            for table in draft.tables.values()
            if len(table)
        ),
        issues=draft.issues,
        rules=all_rules(),
        titles={(each.name, f.name): f.title for each in resources for f in each.fields},
        headings=_headings(draft),
    )


def in_short(report: Report) -> str:
    """Return the numbers, as in: 4 errors, 12 warnings, 7 repairs in 3 files. 41 checks passed."""
    said = [counted(number, NOUNS[each]) for each, number in report.totals.items()]
    passed = f"{counted(len(report.passed), 'check')} passed."
    return f"{', '.join(said)} in {counted(len(report.files), 'file')}. {passed}"


def next_step(report: Report) -> tuple[str, str]:
    """Return what a person should do now, in one sentence, and the command that follows."""
    errors, warnings, _ = report.totals.values()
    if report.stops:
        return "Nothing is released until the errors are corrected in the spreadsheets.", CHECK
    if errors:
        return "A release leaves out what has errors; correct it when you can.", PREVIEW
    if warnings:
        return "Nothing stops a release; the warnings are worth a look first.", PREVIEW
    return "Nothing stops a release.", PREVIEW


def _headings(draft: "Draft") -> dict[tuple[str, str, str], str]:
    """Return the headings of columns; none where tables below each other have different ones."""
    found: dict[tuple[str, str, str], str] = {}
    for sheet in draft.sheets:
        for column, heading in sheet.headings.items():
            place = (sheet.file, sheet.sheet, column)
            found[place] = heading if found.get(place, heading) == heading else ""
    return found


def _files(publication: "Publication", draft: "Draft") -> tuple[FileRead, ...]:
    sources = chain.from_iterable(table.sources for table in draft.tables.values())
    records = Counter(map(attrgetter("file"), sources))
    sheets: dict[str, list[SheetRead]] = {}
    for each in draft.sheets:
        sheets.setdefault(each.file, []).append(SheetRead(each.sheet, each.rows, each.left_out))
    names = dict.fromkeys(name for source in publication.sources for name in source.shown)
    return tuple(FileRead(name, tuple(sheets.get(name, ())), records[name]) for name in names)
