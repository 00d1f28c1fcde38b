"""A count below five may point at a child; it is rounded, or written as fewer than five.

Wrong: `3` people taking part, `two pupils with epilepsy`.
Right: `fewer than five`, `some pupils`, or a blank cell for the count.

Source: rules of disclosure control in official statistics.
"""

import re

from offer_opendata.checks.data import Data, Findings, at_values
from offer_opendata.checks.fields import is_written
from offer_opendata.checks.words import quoted
from offer_opendata.issues import Severity
from offer_opendata.schema import Field

CODE = "small-number"
SEVERITY: Severity = "warning"
LEAST = 5
_COUNTED = ("participants",)
_PEOPLE = re.compile(
    r"(?<![\w-])(?:[1-4]|one|two|three|four)\s(?:\w+\s)?(?:pupils?|child(?:ren)?|boys?|girls?|students?|"
    r"learners?|young (?:people|person)|toddlers?)\b",
    re.IGNORECASE,
)


def find(data: Data) -> Findings:
    """Yield a finding for each small count of people in what the council accounts for."""
    for table in data.sourced():
        if table.resource.group != "accountability":
            continue
        for field in table.resource.fields:
            values = data.distinct[table.resource.name][field.name]
            said = {value: problem for value in values if (problem := _problem(value, field))}
            yield from at_values(table, field.name, said)


def _problem(value: str, field: Field) -> tuple[str, str] | None:
    if field.name in _COUNTED and value.isdecimal() and 0 < int(value[:9]) < LEAST:
        return (
            f"{quoted(value)} is so few that people might be recognised.",
            "Leave the cell blank.",
        )
    found = _PEOPLE.search(value) if is_written(field) else None
    if not found:
        return None
    return f"{quoted(found[0])} are so few that they might be recognised.", "Write fewer than five."
