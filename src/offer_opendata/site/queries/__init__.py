"""The questions that the site answers: one SQL file each, in this folder."""

from functools import cache
from pathlib import Path

from offer_opendata.database.statement import Statement, load_statements
from offer_opendata.site.typed import with_typed


@cache
def load_queries() -> tuple[Statement, ...]:
    """Return the questions in the order of their names."""
    return tuple(map(with_typed, load_statements(Path(__file__).parent)))
