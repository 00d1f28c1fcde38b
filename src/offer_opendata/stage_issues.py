"""The issues that a stage raises itself, declared in `stage_issues.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from offer_opendata.issues import Issue, Severity


@dataclass(frozen=True)
class Declared:
    """An issue code with its rule, its sentences (with {names} to fill) and its examples."""

    code: str
    severity: Severity
    title: str
    message: str
    fix: str
    wrong: str
    right: str


@cache
def declared_issues() -> Mapping[str, Declared]:
    """Return every declared issue by its code."""
    text = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    return {code: Declared(code=code, **keys) for code, keys in tomllib.loads(text).items()}


def stage_issue(code: str, place: Issue, **names: object) -> Issue:
    """Return the declared issue at a place, its sentences filled from `names`.

    `place` is an Issue of which only the place, the record and the value count.
    """
    declared = declared_issues()[code]
    return replace(
        place,
        code=code,
        severity=declared.severity,
        message=declared.message.format(**names),
        fix=declared.fix.format(**names),
    )
