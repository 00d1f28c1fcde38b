"""What an answer may say: reasons that people may give, and notes that name nobody."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from offer_opendata.checks import find_issues
from offer_opendata.checks.data import Data
from offer_opendata.checks.suggest import nearest, spellings
from offer_opendata.issues import Issue
from offer_opendata.schema import Codelist, Schema
from offer_opendata.stage_issues import stage_issue
from offer_opendata.tables import Source, table_of

TOOL = "tool"
CHANGES = "changes"
_NO_DAY = date(1970, 1, 1)  # nothing about a note depends on the day


def given_by_people(codelist: Codelist) -> list[Mapping[str, str]]:
    """Return the rows of the list of reasons that a person may give."""
    return [row for row in codelist.rows if row["given_by"] != TOOL]


def wrong_reason(code: str, place: Issue, codelist: Codelist) -> Issue | None:
    """Return the issue of a reason that nobody may give, or None; a blank one is no mistake."""
    allowed = given_by_people(codelist)
    if not code or code in {row["code"] for row in allowed}:
        return None
    if code in codelist.codes:
        return stage_issue("reason-of-the-tool", place, value=codelist.labels[code])
    meant = nearest(code, spellings(allowed))
    fix = f"Write {codelist.labels[meant]}, if you mean that." if meant else _choice(allowed)
    return stage_issue("unknown-reason", place, value=place.value, fix=fix)


def _choice(allowed: Sequence[Mapping[str, str]]) -> str:
    *others, last = [row["label"] for row in allowed]
    return f"Write one of these: {', '.join(others)} or {last}."


def wrong_answer(place: Issue) -> Issue:
    """Return the issue of an answer that is neither `same` nor `new`."""
    return stage_issue("unknown-answer", place, value=place.value)


def note_issues(notes: Sequence[tuple[str, Issue]], schema: Schema) -> list[Issue]:
    """Return what is wrong with the texts of notes, which are published for good."""
    resource = schema.resources[CHANGES]
    only = replace(
        resource, fields=(resource.by_name["note"],), primary_key=("note",), foreign_keys=()
    )
    places: dict[str, list[Issue]] = {}
    for note, place in notes:
        places.setdefault(note, []).append(place)
    table = table_of(only, [{"note": note} for note in places if note], Source(""))
    found = find_issues(Data({CHANGES: table}, schema, _NO_DAY)) if len(table) else []
    return [_at(issue, place) for issue in found for place in places[issue.id]]


def _at(issue: Issue, place: Issue) -> Issue:
    return replace(
        issue,
        file=place.file,
        sheet=place.sheet,
        row=place.row,
        column=place.column,
        resource="",
        id="",
        field="",
    )
