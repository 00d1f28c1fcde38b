"""What vanished since it was withheld: losing a service to a mistyped postcode is no cut."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from offer_opendata.asking.origins import TOOL
from offer_opendata.history.change import CHANGED, REMOVED, Change
from offer_opendata.issues import Issue

WITHHELD = "withheld"


def with_withheld(changes: Sequence[Change], issues: Iterable[Issue]) -> tuple[Change, ...]:
    """Return the changes, those that the tool made by withholding with the reason `withheld`."""
    records = set[tuple[str, str]]()
    values = set[tuple[str, str, str]]()
    for issue in issues:
        if issue.code == "record-withheld":
            records.add((issue.resource, issue.id))
        elif issue.code == "value-withheld":
            values.add((issue.resource, issue.id, issue.field))
    return tuple(
        replace(change, reason=WITHHELD, origin=TOOL, origin_ref="")
        if _vanished(change, records, values)
        else change
        for change in changes
    )


def _vanished(
    change: Change, records: set[tuple[str, str]], values: set[tuple[str, str, str]]
) -> bool:
    if change.action == REMOVED:
        return change.place in records or change.owner in records
    value = (*change.place, change.field)
    return change.action == CHANGED and not change.after and value in values
