"""An issue: one thing that a person should know about their data."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "repaired"]

TOLD_BETTER = {"cell-shows-an-error": "spreadsheet-error"}
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "repaired")


@dataclass(frozen=True)
class Issue:
    """One problem or repair, with its place and what to do about it.

    `row` is the spreadsheet's own row number and `column` its letter; both are
    None where the issue is about a whole file or sheet. `message` and `fix` are
    one plain sentence each. `resource`, `id` and `field` say which published
    value is meant; they are blank where the issue is not about one.
    """

    severity: Severity
    code: str
    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    resource: str = ""
    id: str = ""
    field: str = ""
    value: str = ""
    message: str = ""
    fix: str = ""

    @property
    def cell(self) -> str:
        """The address as a spreadsheet shows it: `P27`, `27` for a row, `P` for a column."""
        return f"{self.column}{self.row or ''}"

    @property
    def place(self) -> str:
        """The address with its file and sheet: `returns.xlsx › Data Capture!P27`."""
        inside = (
            f"{self.sheet}!{self.cell}" if self.sheet and self.cell else self.sheet or self.cell
        )
        return " › ".join(part for part in (self.file, inside) if part)


def in_order(issues: Iterable[Issue]) -> list[Issue]:
    """Return the issues without repetition: by severity, then as a person walks through files."""
    return sorted(set(issues), key=_position)


def once(issues: Iterable[Issue]) -> list[Issue]:
    """Return the issues without what one slip says again: one cell, one error of a kind.

    A cell may feed several fields, and what a sheet shows may be found by its reader
    and again by a check.
    """
    kept: dict[object, Issue] = {}
    for issue in issues:
        single = issue.severity == "error" and issue.row and issue.column
        kept.setdefault((issue.code, issue.place, issue.value) if single else issue, issue)
    wrong = {each.place for each in kept.values() if each.code in TOLD_BETTER.values()}
    return [
        each for each in kept.values() if each.code not in TOLD_BETTER or each.place not in wrong
    ]


def errors(issues: Iterable[Issue]) -> list[Issue]:
    """Return the issues that stop a release."""
    return [issue for issue in issues if issue.severity == "error"]


def _position(issue: Issue) -> tuple[object, ...]:
    return (
        SEVERITIES.index(issue.severity),
        issue.file,
        issue.sheet,
        issue.row or 0,
        len(issue.column),
        issue.column,
        issue.code,
        issue.field,
        issue.value,
        issue.message,
        issue.resource,
        issue.id,
        issue.fix,
    )
