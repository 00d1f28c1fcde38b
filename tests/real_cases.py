"""Real councils' files, read in place: where they are, and what is expected of them."""

import datetime
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from offer_opendata.draft import Draft, make_draft
from offer_opendata.publication import Publication, load_publication
from offer_opendata.schema import load_schema

HERE = Path(__file__).resolve().parent
CASES = HERE.parents[1] / "shared" / "cases"
DAY = datetime.date(2026, 11, 23)


@dataclass(frozen=True)
class Case:
    """A publication over real files, its draft, and what a plain script counted in them."""

    publication: Publication
    draft: Draft
    expected: dict[str, Any]

    def column(self, resource: str, field: str) -> list[str]:
        """Return the values of a field that are not blank."""
        return [cell for cell in self.draft.tables[resource].columns[field] if cell]

    def codes(self, severity: str) -> list[str]:
        """Return the codes of the issues of one severity."""
        return [issue.code for issue in self.draft.issues if issue.severity == severity]


def expected(name: str) -> dict[str, Any]:
    """Return what a case expects; skip the test where the folder of real files is absent."""
    file = CASES / name / "expected.json"
    if not file.is_file():
        pytest.skip(f"the real files ../shared/cases/{name} are not beside this checkout")
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return dict(content["expected"])


@cache
def case(name: str) -> Case:
    """Return the case of that name, drafted once."""
    counts = expected(name)
    publication = load_publication(HERE / "real" / name, load_schema())
    return Case(publication, make_draft(publication, load_schema(), DAY, lambda _: None), counts)
