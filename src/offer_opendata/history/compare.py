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
from offer_opendata.history.rows import Records, Row, differing, filled, lines, parsed, row_id
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
            own, theirs = dict(filled(before.names, one)), dict(filled(after.names, other))
            place = (after.resource, row_id(key), {**own, **theirs})
            found.extend(_values(place, names, (own, theirs)))
    return found


def compare_text(
    before: tuple[Resource, str], after: tuple[Resource, str], renames: Mapping[str, str]
) -> tuple[list[Change], Records]:
    """Compare two CSV texts in canonical form; return the changes, and the rows with new values.

    Where both have the same fields, only lines that differ are parsed.
    """
    (old, old_text), (new, new_text) = before, after
    same = [field.name for field in old.fields] == [field.name for field in new.fields]
    if same and not renames:
        gone, come = differing(old_text, new_text)
        records = Records(new, come)
        return compare(Records(old, gone), records), records
    records = Records(new, parsed(lines(new_text)[1:]))
    changes = compare(Records(old, parsed(lines(old_text)[1:])), records, renames)
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


def _whole(records: Records, key: Row, row: Row, action: str) -> Change:
    before = removed_text(records.names, row) if action == REMOVED else ""
    change = Change(records.resource.name, row_id(key), action, before=before)
    return _placed(change, records.resource, dict(filled(records.names, row)))


def _values(
    place: tuple[Resource, str, Mapping[str, str]],
    names: tuple[str, ...],
    rows: tuple[Mapping[str, str], Mapping[str, str]],
) -> Iterator[Change]:
    resource, text, whole = place
    own, theirs = rows
    for name in names:
        before, after = own.get(name, ""), theirs.get(name, "")
        if before != after:
            change = Change(resource.name, text, CHANGED, name, before, after)
            yield _placed(change, resource, whole)


def _placed(change: Change, resource: Resource, row: Mapping[str, str]) -> Change:
    parent_resource, parent_id = parent_of(resource, row)
    return replace(
        change,
        parent_resource=parent_resource,
        parent_id=parent_id,
        significance=significance(resource, change),
    )
