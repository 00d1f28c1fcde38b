"""The rule behind each issue code: what is wrong, what is right, and why."""

import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from offer_opendata import checks
from offer_opendata.checks.data import TableCheck, ValueCheck
from offer_opendata.issues import Severity
from offer_opendata.stage_issues import Declared, declared_issues

_LABEL = re.compile(r"^(Wrong|Right|Source):[ \n]*", re.MULTILINE)


@dataclass(frozen=True)
class Rule:
    """What an issue code stands for, as its page in the documentation says it.

    `title` is the rule in one sentence; `why` says more of it. `is_check` tells rules
    that are checked in every run from what a stage says when it does something.
    """

    code: str
    severity: Severity
    title: str
    why: str = ""
    wrong: str = ""
    right: str = ""
    source: str = ""
    is_check: bool = False


@cache
def all_rules() -> Mapping[str, Rule]:
    """Return the rule of every issue code, in the order of the codes."""
    checked = [*map(rule_of, checks.VALUE_CHECKS), *map(rule_of, checks.TABLE_CHECKS)]
    rules = [*checked, *map(_declared, declared_issues().values())]
    return {rule.code: rule for rule in sorted(rules, key=lambda rule: rule.code)}


def rule_of(check: ValueCheck | TableCheck) -> Rule:
    """Return the rule that a check's docstring states."""
    first, *parts = _LABEL.split(inspect.cleandoc(check.__doc__ or ""))
    title, _, why = first.partition("\n\n")
    said = dict(zip(parts[::2], map(_paragraphs, parts[1::2]), strict=True))
    return Rule(
        code=check.CODE,
        severity=check.SEVERITY,
        title=_paragraphs(title),
        why=_paragraphs(why),
        wrong=said.get("Wrong", ""),
        right=said.get("Right", ""),
        source=said.get("Source", ""),
        is_check=True,
    )


def _declared(issue: Declared) -> Rule:
    return Rule(
        code=issue.code,
        severity=issue.severity,
        title=issue.title,
        wrong=issue.wrong,
        right=issue.right,
    )


def _paragraphs(text: str) -> str:
    blocks = (" ".join(block.split()) for block in text.strip().split("\n\n"))
    return "\n\n".join(block for block in blocks if block)
