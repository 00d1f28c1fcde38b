"""The pages of the issues: the rules, and an example of each from the golden cases."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from offer_opendata.issues import SEVERITIES, Severity
from offer_opendata.render.markdown import code, fenced, page, prose, table
from offer_opendata.report.rules import Rule, all_rules

FOLDER = "docs/reference/issues"
CASES = "../../../tests/cases"
TITLES: Mapping[Severity, str] = {
    "error": "Errors",
    "warning": "Warnings",
    "repaired": "Repairs",
}
MEANS: Mapping[Severity, str] = {
    "error": "An error stops a release; or, where `offer.toml` says so, what has it is left out.",
    "warning": "A warning stops nothing: the value is published as it is.",
    "repaired": "A repair changed or left out a value, as somebody had decided, and says so.",
}


@dataclass(frozen=True)
class Excerpt:
    """A few lines of a file."""

    file: str
    lines: Sequence[str]


@dataclass(frozen=True)
class Example:
    """What an issue looks like in a golden case: the lines at fault, and what the report says."""

    case: str
    command: str
    excerpts: Sequence[Excerpt]
    said: str


def render_issue_pages(examples: Mapping[str, Example]) -> dict[str, str]:
    """Return the page of each issue code, with its example if there is one, and the index."""
    rules = all_rules()
    pages = {
        f"{FOLDER}/{name}.md": _issue_page(rule, examples.get(name)) for name, rule in rules.items()
    }
    return {f"{FOLDER}/README.md": _index(rules), **pages}


def _index(rules: Mapping[str, Rule]) -> str:
    parts = ["What a report can say, by the code that stands beside it."]
    for severity in SEVERITIES:
        rows = [
            (f"[{rule.code}]({rule.code}.md)", prose(rule.title))
            for rule in rules.values()
            if rule.severity == severity
        ]
        parts += [f"## {TITLES[severity]}", MEANS[severity], table(["code", "rule"], rows)]
    return page("Issues", *parts)


def _issue_page(rule: Rule, example: Example | None) -> str:
    shown = _shown(example) if example else ()
    return page(rule.code, *_parts(rule), *shown, MEANS[rule.severity], "[All issues](README.md)")


def _parts(rule: Rule) -> Iterator[str]:
    yield prose(rule.title)
    yield prose(rule.why)
    yield f"**Wrong:** {prose(rule.wrong)}"
    yield f"**Right:** {prose(rule.right)}"
    if rule.source:
        yield f"Source: {prose(rule.source)}"


def _shown(example: Example) -> Iterator[str]:
    yield "## Example"
    for excerpt in example.excerpts:
        yield f"In {code(excerpt.file)}:"
        yield fenced("\n".join(excerpt.lines))
    yield f"{code(example.command)} says:"
    yield fenced(example.said)
    yield f"All of it: [{example.case}]({CASES}/{example.case})."
