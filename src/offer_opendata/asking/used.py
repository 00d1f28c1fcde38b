"""Reasons beside rows count once: those that have are kept, and one that stays is said."""

import csv
import io
from collections.abc import Iterable, Sequence

from offer_opendata.answers.answer import Reason
from offer_opendata.asking.questions import Question
from offer_opendata.errors import OfferError
from offer_opendata.history.past import Past
from offer_opendata.history.rows import csv_text
from offer_opendata.issues import Issue
from offer_opendata.publication import Publication
from offer_opendata.publish import replace_file
from offer_opendata.stage_issues import stage_issue

HEADINGS = ("release", "resource", "row_id", "reason", "note", "decision_id")
Row = tuple[str, ...]


def not_used(
    reasons: Sequence[Reason], publication: Publication, past: Past
) -> tuple[list[Reason], list[Issue]]:
    """Return the reasons beside rows that have not counted yet, and an issue for each other one.

    What a release kept that was then not published, as its number tells, has not counted.
    """
    used = {row[1:] for row in used_rows(publication) if int(row[0]) <= past.number}
    fresh, issues = [], []
    for reason in reasons:
        if _row(reason) in used:
            issues.append(stage_issue("reason-used-up", reason.place))
        else:
            fresh.append(reason)
    return fresh, issues


def used_rows(publication: Publication) -> list[Row]:
    """Return the lines of `answers/used-reasons.csv`; raises OfferError where it is damaged."""
    file = publication.used_reasons
    if not file.is_file():
        return []
    try:
        text = file.read_text(encoding="utf-8")
        header, *rows = [tuple(row) for row in csv.reader(io.StringIO(text, newline="")) if row]
    except (OSError, ValueError) as error:
        raise OfferError(f'"{file}" cannot be read; take it again from a backup') from error
    if header != HEADINGS or any(len(row) != len(HEADINGS) or not row[0].isdigit() for row in rows):
        raise OfferError(f'"{file}" is damaged; take it again from a backup')
    return rows


def keep_used(
    publication: Publication, reasons: Sequence[Reason], counted: Iterable[Question], number: int
) -> None:
    """Write which reasons beside rows count with a release: before it is published.

    With the first release all of them do, as nothing before it could change.
    """
    about = {each.answer.about for each in counted if each.answer}
    now = [_row(each) for each in reasons if number == 1 or each.about in about]
    if now:
        kept = [row for row in used_rows(publication) if int(row[0]) < number]
        rows = [*kept, *((str(number), *row) for row in sorted(set(now)))]
        replace_file(publication.used_reasons, csv_text([HEADINGS, *rows]).encode("utf-8"))


def _row(reason: Reason) -> Row:
    return (reason.resource, reason.row_id, *reason.said)
