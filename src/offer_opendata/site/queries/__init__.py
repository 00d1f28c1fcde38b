"""The questions that the site answers: one SQL file each, in this folder."""

from pathlib import Path

from offer_opendata.database.statement import Statement, load_statements


def load_queries() -> tuple[Statement, ...]:
    """Return the questions, in the order of their names."""
    return load_statements(Path(__file__).parent)
