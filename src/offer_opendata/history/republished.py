"""Values that would be published again where some were erased."""

from collections.abc import Iterable, Iterator, Mapping

from offer_opendata.errors import OfferError
from offer_opendata.history.past import ERASURES, Past
from offer_opendata.history.rows import key_of, lines, parsed
from offer_opendata.history.rows import row_id as id_of
from offer_opendata.history.step import Step
from offer_opendata.tables import Table

Place = tuple[str, str, str]


def refuse_republished(
    past: Past, step: Step, tables: Mapping[str, Table], allowed: Iterable[Place]
) -> None:
    """Raise OfferError where a release would fill a field again whose value was erased.

    `tables` are those that would be released: they know in which cell the value stands.
    `allowed` are the places (resource, row_id, field) for which a person recorded an exception.
    """
    found = sorted(set(_republished(past, step)) - set(allowed))
    if found:
        resource, row_id, field = found[0]
        others = f" and {len(found) - 1} more" if len(found) > 1 else ""
        raise OfferError(
            f"a value of {resource} {row_id} {field}{others} was erased, and this release would "
            f"publish one there again{_cell(tables, found[0])}; leave it blank in the sources, or "
            "record why it may be published in answers/exceptions.csv, in the columns resource, "
            "row_id, field, by_role and why"
        )


def _cell(tables: Mapping[str, Table], place: Place) -> str:
    resource, row_id, field = place
    table = tables.get(resource)
    if table is None:
        return ""
    at = next((i for i, key in enumerate(table.keys) if id_of(key) == row_id), None)
    shown = "" if at is None else table.place(at, field).place
    return f" ({shown})" if shown else ""


def _republished(past: Past, step: Step) -> Iterator[Place]:
    erased = {tuple(row[3:6]) for row in parsed(lines(past.texts[ERASURES])[1:])}
    changed = {(*change.place, change.field) for change in step.changes if change.after}
    added = {change.place for change in step.changes if not change.field}
    for resource, row_id, field in erased:
        if (resource, row_id, field) in changed:
            yield resource, row_id, field
        elif (resource, row_id) in added and resource in step.fresh:
            records = step.fresh[resource]
            row = records.by_key.get(key_of(row_id, records.resource))
            if row and field in records.names and row[records.names.index(field)]:
                yield resource, row_id, field
