"""The pages of the issues, from the docstrings of the checks and the stages' declarations."""

from collections.abc import Iterator, Mapping

from offer_opendata.issues import SEVERITIES, Severity
from offer_opendata.render.markdown import page, prose, table
from offer_opendata.report.rules import Rule, all_rules
from offer_opendata.schema import Schema

FOLDER = "docs/reference/issues"
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


def render_issue_pages(_schema: Schema) -> dict[str, str]:
    """Return the page of each issue code and the index of them."""
    rules = all_rules()
    pages = {f"{FOLDER}/{code}.md": _issue_page(rule) for code, rule in rules.items()}
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


def _issue_page(rule: Rule) -> str:
    return page(rule.code, *_parts(rule), MEANS[rule.severity], "[All issues](README.md)")


def _parts(rule: Rule) -> Iterator[str]:
    yield prose(rule.title)
    yield prose(rule.why)
    yield f"**Wrong:** {prose(rule.wrong)}"
    yield f"**Right:** {prose(rule.right)}"
    if rule.message:
        yield f"The report says:\n\n> {prose(rule.message)}\n>\n> Fix: {prose(rule.fix)}"
    if rule.source:
        yield f"Source: {prose(rule.source)}"
