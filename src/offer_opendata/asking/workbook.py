"""`to-decide.xlsx`: what a person has to say of the changes to come, each with a drop-down."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from offer_opendata.answers.rules import given_by_people
from offer_opendata.asking.decide import Decided
from offer_opendata.asking.questions import Question
from offer_opendata.history.change import CHANGED
from offer_opendata.history.naming import Names, titled
from offer_opendata.history.words import said
from offer_opendata.intake.sheet import letter
from offer_opendata.schema import Schema

TOP, HEADINGS, FIRST = 0, 2, 3
LISTS = "Lists"
KEEP = "Keep the grey columns as they are; the tool knows the line again by them."
SAVE = "Then save this file in the folder answers/. A blank is shown to readers as not stated."
_CREATED = datetime(2026, 1, 1)  # fixed, so that the same questions give the same bytes
_WIDTHS = {"What happens": 60, "Note for readers": 40, "Why?": 26, "Record": 36, "Evidence": 44}
_REASON = ("Record", "What happens", "Why?", "Note for readers", "Decision id")
_REASON_KEPT = ("Resource", "Record id", "Field", "Was", "Becomes", "After release")
_SAME = ("Kind", "Went", "Came", "Evidence", "Same or new?")
_SAME_KEPT = ("Resource", "Published id", "New id")
_ABOUT: Mapping[str, str] = {
    "Removed": "These records would go. Choose why in the column Why?, one line for each; what "
    f"hangs on a record goes with it. {SAVE} {KEEP}",
    "Changed": "These values would change, and these records are new. Choose why in the column "
    f"Why?; copy it down where one reason explains several lines. {SAVE} {KEEP}",
    "Same or new": "Each line has a record that would go, and one that would come and is much like "
    "it. Write same if it has only a new id: it then keeps the published one, for ever. Write new "
    "if it is another one. What is the same needs no reason in the other sheets. Then save this "
    f"file in the folder answers/. {KEEP}",
}


@dataclass(frozen=True)
class _Sheet:
    """One sheet: its headings, which of them the tool needs, its lines, and its drop-downs."""

    name: str
    headings: tuple[str, ...]
    kept: tuple[str, ...]
    lines: Sequence[Sequence[str]]
    choices: Mapping[str, Any]


def workbook(decided: Decided, schema: Schema) -> bytes:
    """Return the workbook (.xlsx) with the questions of a release.

    What was answered since the last release stands below what was not, so that the new file
    may be saved over the old one. The same questions give the same bytes.
    """
    from xlsxwriter import Workbook

    target = BytesIO()
    with Workbook(target, {"in_memory": True, "strings_to_urls": False}) as file:
        file.set_properties({"title": "To decide", "author": "offer-opendata", "created": _CREATED})
        reasons = [row["label"] for row in given_by_people(schema.codelists["change_reason"])]
        decisions = sorted(decided.following.tables["decisions"].columns["id"])
        styles = _styles(file)
        for sheet in _sheets(decided, schema, (reasons, decisions)):
            _write(file, sheet, styles)
        _write_lists(file, (reasons, decisions))
    return target.getvalue()


def _sheets(
    decided: Decided, schema: Schema, lists: tuple[Sequence[str], Sequence[str]]
) -> list[_Sheet]:
    labels = schema.codelists["change_reason"].labels
    choices = {
        "Why?": _list(0, len(lists[0]), strict=True),
        "Decision id": _list(1, len(lists[1]), strict=False),
    }
    past = decided.following.past
    after = str(past.number) if past else ""
    asked = sorted((each for each in decided.questions if each.is_asked), key=_answered_last)
    removed, changed = (
        [(*_line(each, decided.names, labels), after) for each in asked if each.is_removal is kind]
        for kind in (True, False)
    )
    same = {"Same or new?": {"validate": "list", "source": ["same", "new"]}}
    reasons = [
        _Sheet("Removed", _REASON, _REASON_KEPT, removed, choices),
        _Sheet("Changed", _REASON, _REASON_KEPT, changed, choices),
    ]
    ids = _Sheet("Same or new", _SAME, _SAME_KEPT, list(_same_lines(decided, schema)), same)
    # What is the same needs no reason, so that is decided first.
    return [ids, *reasons] if decided.proposals else [*reasons, ids]


def _answered_last(question: Question) -> bool:
    return question.answer is not None


def _line(question: Question, names: Names, labels: Mapping[str, str]) -> tuple[str, ...]:
    first, answer = question.first, question.answer
    what = said(first, names)
    if first.action != CHANGED and not first.parent_id:
        hanging = len(question.changes) - 1
        what = first.action + (f", with {hanging} that hang on it" if hanging else "")
    kind = titled(names.schema, first.owner[0])
    given = (
        (labels.get(answer.reason, ""), answer.note, answer.decision_id) if answer else ("",) * 3
    )
    about = (*question.about, *question.values)
    return (f"{names.of(*first.owner)} ({kind})", what, *given, *about)


def _same_lines(decided: Decided, schema: Schema) -> Iterable[tuple[str, ...]]:
    for each in decided.proposals:
        kind = titled(schema, each.resource)
        went, came = f"{each.before} ({each.published_id})", f"{each.after} ({each.source_id})"
        yield (kind, went, came, each.evidence, "", *_ids(each))
    for said_same in decided.sameness:
        kind, answer = titled(schema, said_same.resource), "same" if said_same.is_same else "new"
        went = decided.names.of(said_same.resource, said_same.published_id)
        yield (kind, went, said_same.source_id, "Answered before", answer, *_ids(said_same))


def _ids(each: Any) -> tuple[str, str, str]:
    return each.resource, each.published_id, each.source_id


def _list(column: int, count: int, *, strict: bool) -> dict[str, Any]:
    place = letter(column)
    source = f"={LISTS}!${place}$2:${place}${max(2, count + 1)}"
    return {"validate": "list", "source": source, "show_error": strict}


def _styles(file: Any) -> dict[str, Any]:
    text = {"num_format": "@", "valign": "top", "text_wrap": True}
    return {
        "top": file.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
        "heading": file.add_format({"bold": True, "bg_color": "#D9E2F3", "border": 1}),
        "kept heading": file.add_format({"font_color": "#595959", "bg_color": "#E7E6E6"}),
        "text": file.add_format(text),
        "answer": file.add_format({**text, "bg_color": "#FFF8E1", "border": 1}),
        "kept": file.add_format({"num_format": "@", "valign": "top", "font_color": "#595959"}),
    }


def _write(file: Any, sheet: _Sheet, styles: Mapping[str, Any]) -> None:
    page = file.add_worksheet(sheet.name)
    page.merge_range(TOP, 0, TOP, len(sheet.headings) - 1, _ABOUT[sheet.name], styles["top"])
    page.set_row(TOP, 66)
    if not sheet.lines:
        page.write_string(TOP + 1, 0, "Nothing to decide here.")
    for place, heading in enumerate((*sheet.headings, *sheet.kept)):
        kind = "kept" if place >= len(sheet.headings) else "text"
        is_answer = heading in (*sheet.choices, "Note for readers")
        page.set_column(place, place, _WIDTHS.get(heading, 16))
        page.write_string(
            HEADINGS, place, heading, styles["kept heading" if kind == "kept" else "heading"]
        )
        for row, line in enumerate(sheet.lines, FIRST):
            page.write_string(row, place, line[place], styles["answer" if is_answer else kind])
        if heading in sheet.choices and sheet.lines:
            last = FIRST + len(sheet.lines) - 1
            page.data_validation(FIRST, place, last, place, sheet.choices[heading])
    page.freeze_panes(FIRST, 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _write_lists(file: Any, lists: tuple[Sequence[str], Sequence[str]]) -> None:
    page = file.add_worksheet(LISTS)
    for place, (heading, words) in enumerate(zip(("Reasons", "Decisions"), lists, strict=True)):
        page.set_column(place, place, 30)
        page.write_string(0, place, heading)
        for row, word in enumerate(words, 1):
            page.write_string(row, place, word)
