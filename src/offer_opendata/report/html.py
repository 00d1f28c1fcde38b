"""The report as one HTML file that a person can keep, print or mail; it needs nothing else."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from offer_opendata.checks.words import spoken
from offer_opendata.issues import SEVERITIES, Issue, Severity
from offer_opendata.report.causes import Cause, causes
from offer_opendata.report.html_parts import Cell, cause_card, disclosure, in_code, table, with_note
from offer_opendata.report.markup import Html, tag, void
from offer_opendata.report.page import whole_page
from offer_opendata.report.rules import Rule
from offer_opendata.report.summary import NOUNS, FileRead, Report, in_short, next_step
from offer_opendata.report.words import counted

PLURALS: Mapping[Severity, str] = {
    "error": "Errors",
    "warning": "Warnings",
    "repaired": "Repairs",
}
ELSEWHERE = "In no file"


def render_html(report: Report) -> str:
    """Return the report as a whole page: the summary first, then each file and its causes."""
    title = f"{in_short(report).partition('.')[0]}: {report.title}"
    return whole_page(title, _style(), _body(report))


@cache
def _style() -> str:
    return Path(__file__).with_suffix(".css").read_text(encoding="utf-8")


def _body(report: Report) -> Iterator[Html]:
    files = _by_file(report)
    yield tag("a", "Skip to the report", href="#report", class_="skip")
    yield tag(
        "header",
        tag("h1", f"Check of {report.title}"),
        tag("p", f"{report.publisher}, as at {spoken(report.released_on)}", class_="quiet"),
    )
    yield tag("main", *_main(report, files), id="report", tabindex="-1")
    made_by = f"Made by offer-opendata {report.tool_version}."
    yield tag("footer", tag("p", made_by, class_="quiet"))


def _main(report: Report, files: Mapping[str, list[Cause]]) -> Iterator[Html]:
    yield tag("h2", "In short")
    yield tag("p", in_short(report))
    if report.says_next:
        advice, command = next_step(report)
        yield tag("p", f"{advice} Next: ", tag("code", command), class_="next")
    if files:
        yield _contents(files)
        yield _filter(report)
    for number, (file, found) in enumerate(files.items(), 1):
        yield _file(file or ELSEWHERE, found, report.rules, f"file-{number}")
    yield from _read(report)


def _by_file(report: Report) -> dict[str, list[Cause]]:
    groups: dict[str, list[Issue]] = {}
    for issue in report.issues:
        groups.setdefault(issue.file, []).append(issue)
    return {file: causes(groups[file], report.titles, report.headings) for file in sorted(groups)}


def _contents(files: Mapping[str, list[Cause]]) -> Html:
    items = (
        tag("li", *_links(file or ELSEWHERE, found, f"file-{number}"))
        for number, (file, found) in enumerate(files.items(), 1)
    )
    return tag("nav", tag("ul", *items), aria_label="Files with something to look at")


def _links(name: str, found: list[Cause], place: str) -> Iterator[str | Html]:
    yield tag("a", name, href=f"#{place}")
    between = ": "
    for severity in SEVERITIES:
        number = sum(len(cause.issues) for cause in found if cause.severity == severity)
        if number:
            yield between
            yield tag("a", counted(number, NOUNS[severity]), href=f"#{place}-{severity}")
            between = ", "


def _filter(report: Report) -> Html:
    choices = [_choice("all", f"Everything ({len(report.issues):,})", checked="")]
    for severity, number in report.totals.items():
        if number:
            choices.append(_choice(severity, f"{PLURALS[severity]} ({number:,})"))
    return tag("fieldset", tag("legend", "Show"), *choices)


def _choice(name: str, label: str, **attributes: str) -> Html:
    button = void(
        "input", type="radio", name="only", autocomplete="off", id=f"only-{name}", **attributes
    )
    return tag("label", button, label, for_=f"only-{name}")


def _file(name: str, found: Sequence[Cause], rules: Mapping[str, Rule], place: str) -> Html:
    said, cards = set[Severity](), list[Html]()
    for cause in found:
        anchor = {} if cause.severity in said else {"id": f"{place}-{cause.severity}"}
        said.add(cause.severity)
        cards.append(
            tag(
                "div",
                cause_card(cause, rules.get(cause.code)),
                class_=f"cause {cause.severity}",
                **anchor,
            )
        )
    return tag("section", tag("h2", name, id=place), *cards, aria_labelledby=place)


def _read(report: Report) -> Iterator[Html]:
    yield tag("h2", "What was read and checked")
    if report.files:
        heads = [Cell("File"), Cell("Rows", "number"), Cell("Records", "number")]
        yield table("Files", heads, map(_file_read, report.files))
    if report.made:
        rows = ([Cell(made.title), Cell(f"{made.records:,}", "number")] for made in report.made)
        yield table("Records", [Cell("Table"), Cell("Records", "number")], rows)
    if report.passed:
        passed = (tag("li", in_code(rule.title)) for rule in report.passed)
        yield disclosure(f"{counted(len(report.passed), 'check')} passed", tag("ul", *passed))


def _file_read(file: FileRead) -> list[Cell]:
    sheets = ", ".join(dict.fromkeys(sheet.sheet for sheet in file.sheets if sheet.sheet))
    numbers = (Cell(f"{number:,}", "number") for number in (file.rows, file.records))
    return [Cell(with_note(file.file, f"Sheets: {sheets}" if sheets else "")), *numbers]
