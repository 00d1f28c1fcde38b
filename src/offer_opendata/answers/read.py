"""The files of answers, read: any sheet with the headings of a question holds answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from offer_opendata.answers.answer import Answers, Reason, Sameness
from offer_opendata.answers.files import answer_files
from offer_opendata.answers.rules import note_issues, wrong_answer, wrong_reason
from offer_opendata.intake import read_workbook
from offer_opendata.intake.sheet import Sheet, Workbook, letter
from offer_opendata.issues import Issue
from offer_opendata.publication import Publication
from offer_opendata.schema import Codelist, Schema, fold
from offer_opendata.stage_issues import stage_issue
from offer_opendata.tables import Source

REASON_HEADINGS: Mapping[str, str] = {
    "why": "reason",
    "reason": "reason",
    "note": "note",
    "noteforreaders": "note",
    "decisionid": "decision_id",
    "resource": "resource",
    "rowid": "row_id",
    "recordid": "row_id",
    "field": "field",
    "was": "was",
    "becomes": "becomes",
    "afterrelease": "release",
    "release": "release",
}
SAME_HEADINGS: Mapping[str, str] = {
    "sameornew": "answer",
    "resource": "resource",
    "publishedid": "published_id",
    "newid": "source_id",
}
_KINDS = (
    (REASON_HEADINGS, {"reason", "resource", "row_id"}),
    (SAME_HEADINGS, {"answer", "resource", "published_id", "source_id"}),
)


@dataclass(frozen=True)
class _Line:
    """One row below the headings of a question: its cells by name, and where they stand."""

    cells: Mapping[str, str]
    source: Source
    row: int

    def text(self, name: str) -> str:
        return self.cells.get(name, "").strip()

    def place(self, name: str) -> Issue:
        # No field of the data is meant, and a report would name one.
        return replace(self.source.place(self.row, name), value=self.text(name), field="")


def read_answers(publication: Publication, schema: Schema) -> Answers:
    """Return the answers in the folder `answers/`, and in a file that was named for this run.

    A line without an answer says nothing. A reason that is not on the list, a line that does
    not say after which release it was asked, and a file that holds no answers are issues.
    """
    reasons: list[Reason] = []
    sameness: list[Sameness] = []
    notes: list[tuple[str, Issue]] = []
    issues: list[Issue] = []
    for path, shown in answer_files(publication):
        lines = list(_lines(read_workbook(path, shown)))
        if not lines:
            issues.append(stage_issue("answers-not-read", Issue("warning", "", shown)))
        known = path == publication.reasons
        for line in (line for found in lines for line in found):
            if "answer" in line.source.columns:
                sameness.extend(_sameness(line, issues))
            else:
                notes.append((line.text("note"), line.place("note")))
                reasons.extend(_reason(line, schema.codelists["change_reason"], known, issues))
    issues += note_issues(notes, schema)
    return Answers(tuple(reasons), tuple(sameness), tuple(issues))


def _lines(book: Workbook) -> Iterator[list[_Line]]:
    for sheet in book.sheets:
        for number, row in enumerate(sheet.rows):
            names = _headings(row)
            if names:
                letters = {name: letter(place) for place, name in names.items()}
                source = Source(book.file, sheet.name, letters)
                yield list(_rows(sheet, number, names, source))
                break


def _headings(row: Sequence[str]) -> dict[int, str]:
    for known, needed in _KINDS:
        names = {place: known[fold(cell)] for place, cell in enumerate(row) if fold(cell) in known}
        if needed <= set(names.values()):
            return names
    return {}


def _rows(sheet: Sheet, headings: int, names: Mapping[int, str], source: Source) -> Iterator[_Line]:
    for number, row in enumerate(sheet.rows[headings + 1 :], headings + 2):
        cells = {name: row[place] for place, name in names.items() if place < len(row)}
        if any(cells.values()):
            yield _Line(cells, source, number)


def _sameness(line: _Line, issues: list[Issue]) -> Iterator[Sameness]:
    answer = fold(line.text("answer"))
    if answer and answer not in ("same", "new"):
        issues.append(wrong_answer(line.place("answer")))
    elif answer:
        resource, published, new = map(line.text, ("resource", "published_id", "source_id"))
        yield Sameness(resource, published, new, answer == "same", line.place("answer"))


def _reason(
    line: _Line, codelist: Codelist, counts_now: bool, issues: list[Issue]
) -> Iterator[Reason]:
    typed, note, decision = (line.text(name) for name in ("reason", "note", "decision_id"))
    if not (typed or note or decision):
        return
    code = codelist.spellings.get(fold(typed), typed) if typed else ""
    wrong = wrong_reason(code, line.place("reason"), codelist)
    if wrong:
        issues.append(wrong)
        return
    if not counts_now and not line.text("release"):
        issues.append(stage_issue("answer-without-release", line.place("release")))
        return
    yield Reason(
        release="" if counts_now else line.text("release"),
        resource=line.text("resource"),
        row_id=line.text("row_id"),
        field=line.text("field"),
        reason=code,
        note=note,
        decision_id=decision,
        was=line.cells.get("was"),
        becomes=line.cells.get("becomes"),
        place=line.place("reason"),
    )
