"""The questions that the site answers: one SQL file each, in this folder."""

from functools import cache
from pathlib import Path

from offer_opendata.database.statement import Statement, load_statements
from offer_opendata.site.typed import with_typed

ASKERS = ("families", "researchers", "journalists")


@cache
def load_queries() -> tuple[Statement, ...]:
    """Return the questions in the order of who asks them most (`-- for: …`), then of names."""
    found = map(with_typed, load_statements(Path(__file__).parent))
    return tuple(sorted(found, key=lambda each: ASKERS.index(each.text("for"))))
