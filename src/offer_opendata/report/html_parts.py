"""The parts of the HTML report: tables, lists that open, and the card of one cause."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from offer_opendata.issues import Issue, Severity
from offer_opendata.report.causes import Cause
from offer_opendata.report.markup import Html, joined, tag
from offer_opendata.report.rules import Rule

FEW = 12
WORDS: Mapping[Severity, str] = {"error": "Error", "warning": "Warning", "repaired": "Repaired"}


@dataclass(frozen=True)
class Cell:
    """The content of a table's cell, and its class where it has one."""

    content: str | Html
    kind: str = ""


def table(caption: str, heads: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> Html:
    """Return a table with its caption; the first of several cells is the heading of its row."""
    head = tag("tr", *(_cell("th", cell, scope="col") for cell in heads))
    body = tag("tbody", *(tag("tr", *_row(row)) for row in rows))
    return tag("table", tag("caption", caption), tag("thead", head), body)


def disclosure(summary: str, *children: Html) -> Html:
    """Return a part of the page that opens when a person asks for it."""
    return tag("details", tag("summary", summary), *children)


def with_note(text: str | Html, note: str) -> Html:
    """Return a text with a note below it, if there is one."""
    return joined(text, " ", tag("span", note, class_="note")) if note else joined(text)


def cause_card(cause: Cause, rule: Rule | None) -> Html:
    """Return what one cause has to say: what is wrong, what to do, where, and why."""
    kind = tag("span", WORDS[cause.severity], class_="kind")
    return joined(
        tag("h3", kind, f" {cause.title or _name(cause.code)}"),
        *_explained(cause, rule),
        _where(cause),
        _about(cause.code, rule),
    )


def _name(code: str) -> str:
    words = code.replace("-", " ")
    return words[:1].upper() + words[1:]


def _explained(cause: Cause, rule: Rule | None) -> Iterator[Html]:
    said = cause.message or (rule.title if rule else "")
    if said:
        yield tag("p", said)
    if cause.fix:
        yield tag("p", f"Fix: {cause.fix}", class_="fix")


def _where(cause: Cause) -> Html:
    if len(cause.issues) == 1:
        return _only_place(cause.issues[0])
    heads = [Cell("Where"), Cell("What it says" if cause.message else "What is wrong")]
    rows = [[_where_cell(issue), _what(issue, cause)] for issue in cause.issues]
    if all(what == _NOTHING for _, what in rows):
        heads, rows = heads[:1], [row[:1] for row in rows]
    about = f"{cause.places}: {cause.title}" if cause.title else cause.places
    places = table(about, heads, rows)
    return places if len(rows) <= FEW else disclosure(f"All {cause.places}", places)


def _only_place(issue: Issue) -> Html:
    record = _record(issue)
    return tag("p", tag("b", "Where: "), ", ".join(filter(None, (_place(issue), record))))


def _where_cell(issue: Issue) -> Cell:
    return Cell(with_note(_place(issue), _record(issue)))


def _record(issue: Issue) -> str:
    """Return which record is meant; a key of several parts is written as a person would."""
    if not issue.id:
        return ""
    try:
        parts = json.loads(issue.id) if issue.id.startswith("[") else issue.id
    except ValueError:
        parts = issue.id
    return f"record {', '.join(map(str, parts)) if isinstance(parts, list) else parts}"


def _place(issue: Issue) -> str:
    if issue.row is not None and issue.column:
        return replace(issue, file="").place
    row = "" if issue.row is None else f"row {issue.row}"
    column = f"column {issue.column}" if issue.column else ""
    return ", ".join(filter(None, (issue.sheet, row or column))) or "the file as a whole"


def _what(issue: Issue, cause: Cause) -> Cell:
    said = tag("span", issue.value, class_="value") if cause.message else issue.message
    fix = "" if cause.fix or not issue.fix else tag("span", f"Fix: {issue.fix}", class_="fix")
    return Cell(joined(said if issue.value or not cause.message else "", fix))


_NOTHING = Cell(joined())


def _about(code: str, rule: Rule | None) -> Html:
    said = {"Code": tag("code", code)} | (_rule(rule) if rule else {})
    pairs = (joined(tag("dt", term), tag("dd", text)) for term, text in said.items())
    return tag("div", disclosure("About this rule", tag("dl", *pairs)), class_="about")


def _rule(rule: Rule) -> dict[str, str | Html]:
    said = {
        "Rule": rule.title,
        "Why": rule.why,
        "Wrong": rule.wrong,
        "Right": rule.right,
        "Source": rule.source,
    }
    return {term: in_code(text) for term, text in said.items() if text}


def in_code(text: str) -> Html:
    """Return a text in which what stands between backticks is shown as code."""
    parts = text.split("`")
    return joined(*(tag("code", part) if i % 2 else part for i, part in enumerate(parts)))


def _row(cells: Sequence[Cell]) -> Iterator[Html]:
    first, *rest = cells
    yield _cell("th", first, scope="row") if rest else _cell("td", first)
    yield from (_cell("td", cell) for cell in rest)


def _cell(name: str, cell: Cell, /, **attributes: str) -> Html:
    if cell.kind:
        attributes["class_"] = cell.kind
    return tag(name, cell.content, **attributes)
