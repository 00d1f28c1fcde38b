"""Two states of a table compared by key: what was added, removed and changed."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace

from offer_opendata.errors import OfferError
from offer_opendata.history.change import (
    ADDED,
    CHANGED,
    REMOVED,
    Change,
    parent_of,
    significance,
)
from offer_opendata.history.rows import Records, Row, filled, lines, parsed, row_id
from offer_opendata.history.walk import differing
from offer_opendata.schema import Resource

NO_RENAMES: Mapping[str, str] = {}


def compare(
    before: Records, after: Records, renames: Mapping[str, str] = NO_RENAMES
) -> list[Change]:
    """Return what changed between two states of a table, in order of key and field.

    Works for any Table Schema with a key. A column that only `before` has, and that
    `renames` (old name to new) does not name, gives one change for each value it held; one
    that only `after` has, one for each value it holds. Raises OfferError where a table has
    two rows with one key, or where a rename collides with a column.
    """
    before = renamed(before, renames)
    old, new = before.by_key, after.by_key
    names = (*after.names, *(name for name in before.names if name not in after.names))
    found: list[Change] = []
    for key in sorted(old.keys() | new.keys()):
        one, other = old.get(key), new.get(key)
        if one is None and other is not None:
            found.append(_whole(after, key, other, ADDED))
        elif one is not None and other is None:
            found.append(_whole(before, key, one, REMOVED))
        elif one is not None and other is not None and (one != other or before.names != names):
            own, theirs = (
                dict(zip(before.names, one, strict=True)),
                dict(zip(after.names, other, strict=True)),
            )
            whole = own | {name: value for name, value in theirs.items() if value}
            place = (after.resource, row_id(key), whole)
            found.extend(_values(place, names, (own, theirs)))
    return found


def compare_csv(
    before: tuple[Resource, bytes], after: tuple[Resource, bytes], renames: Mapping[str, str]
) -> tuple[list[Change], Records]:
    """Compare two CSV files in canonical form; return the changes, and the rows with new values.

    Where both have the same fields, only lines that differ are parsed.
    """
    (old, old_csv), (new, new_csv) = before, after
    same = [field.name for field in old.fields] == [field.name for field in new.fields]
    if same and not renames:
        gone, come = map(parsed, differing(old_csv, new_csv))
        records = Records(new, come)
        return compare(Records(old, gone), records), records
    records = _records(new, new_csv)
    changes = compare(_records(old, old_csv), records, renames)
    if renames:
        return changes, records
    touched = {change.row_id for change in changes}
    rows = [row for key, row in records.by_key.items() if row_id(key) in touched]
    return changes, Records(new, rows)


def renamed(records: Records, renames: Mapping[str, str]) -> Records:
    """Return the rows under new names of their columns (old name to new)."""
    if not renames:
        return records
    names = [renames.get(name, name) for name in records.names]
    if len(set(names)) < len(names):
        raise OfferError(
            f"a column of {records.resource.name} is renamed to the name of another one; "
            "rename in one release and drop in the next"
        )
    resource = records.resource
    fields = tuple(
        replace(field, name=name) for field, name in zip(resource.fields, names, strict=True)
    )
    key = tuple(renames.get(name, name) for name in resource.primary_key)
    return Records(replace(resource, fields=fields, primary_key=key), records.rows)


def removed_text(names: tuple[str, ...], row: Row) -> str:
    """Return a whole row as a JSON object of texts, blanks left out."""
    return json.dumps(dict(filled(names, row)), ensure_ascii=False)


def _records(resource: Resource, content: bytes) -> Records:
    return Records(resource, parsed(lines(content.decode("utf-8"))[1:]))


def _whole(records: Records, key: Row, row: Row, action: str) -> Change:
    resource, before = records.resource, ""
    if action == REMOVED:
        before = removed_text(records.names, row)
    parent = parent_of(resource, dict(filled(records.names, row)))
    return _weighed(resource, Change(resource.name, row_id(key), action, "", before, "", *parent))


def _values(
    place: tuple[Resource, str, Mapping[str, str]],
    names: tuple[str, ...],
    rows: tuple[Mapping[str, str], Mapping[str, str]],
) -> Iterator[Change]:
    resource, text, whole = place
    own, theirs = rows
    parent = parent_of(resource, whole)
    for name in names:
        before, after = own.get(name, ""), theirs.get(name, "")
        if before != after:
            change = Change(resource.name, text, CHANGED, name, before, after, *parent)
            yield _weighed(resource, change)


def _weighed(resource: Resource, change: Change) -> Change:
    found = significance(resource, change)
    return change if found == change.significance else replace(change, significance=found)
