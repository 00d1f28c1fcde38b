"""Compare a report with an answer key: what was not found, and what was invented."""

import csv
import json
from pathlib import Path
from typing import NamedTuple

Place = tuple[str, str, str]


class Judgement(NamedTuple):
    """How many mistakes were planted, which were not found, and what was found beside them."""

    planted: int
    missed: list[Place]
    invented: list[Place]


def judged(answer_key: Path, report: Path) -> Judgement:
    """Return how the report (JSON) of a check compares with the answer key.

    Invented is every error at another cell than the planted, and every warning of a
    kind that was planted.
    """
    with answer_key.open(encoding="utf-8", newline="") as file:
        planted = {(row["code"], row["sheet"], row["cell"]) for row in csv.DictReader(file)}
    codes = {code for code, _, _ in planted}
    issues = json.loads(report.read_text(encoding="utf-8"))["issues"]
    found = {
        (issue["code"], issue["sheet"], issue["cell"])
        for issue in issues
        if issue["severity"] == "error" or issue["code"] in codes
    }
    return Judgement(len(planted), sorted(planted - found), sorted(found - planted))
