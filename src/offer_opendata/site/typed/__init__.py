"""What people type into a question: read in SQL, one file for each kind, in this folder.

A parameter such as `-- parameter since (day): …` has a kind. Its question reads the table
`typed`: one row, with a column for each parameter, blank where nothing was typed and null
where it cannot be read, and with `unread`, which then says how to write it.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from offer_opendata.database.statement import Line, Statement, load_statements

SHOWN = 40


def with_typed(question: Statement) -> Statement:
    """Return a question that can read what was typed, where it has parameters of a kind."""
    lines = [line for line in question.head if line.key == "parameter" and line.type in kinds()]
    if not lines:
        return question
    tables = [*map(_one, lines), _all(lines), question.sql.removeprefix("with ")]
    return replace(question, sql="with " + ",\n".join(tables))


@cache
def kinds() -> Mapping[str, Statement]:
    """Return how each kind is read, by name."""
    return {each.name: each for each in load_statements(Path(__file__).parent)}


def _one(line: Line) -> str:
    read = kinds()[line.type]
    sql = "\n".join(f"  {each}" for each in read.sql.replace(":typed", f":{line.name}").split("\n"))
    return f"typed_{line.name} as (\n{sql}\n)"


def _all(lines: list[Line]) -> str:
    values = ", ".join(f"typed_{line.name}.value as {line.name}" for line in lines)
    cases = "\n".join(_unread(line) for line in lines)
    tables = " cross join ".join(f"typed_{line.name}" for line in lines)
    # Kept as a table of its own, so that nothing is read anew for every row of the answer.
    told = [
        "typed as materialized (",
        f"  select {values},",
        "    case",
        cases,
        "    end as unread",
    ]
    return "\n".join([*told, f"  from {tables}", ")"])


def _unread(line: Line) -> str:
    table = f"typed_{line.name}"
    lines = (
        f"      when {table}.value is null",
        f"        then '\"' || substr({table}.typed, 1, {SHOWN})",
        f"          || iif(length({table}.typed) > {SHOWN}, '…', '')",
        f"          || '\" {kinds()[line.type].text('unread')}'",
    )
    return "\n".join(lines)
