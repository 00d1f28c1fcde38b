"""The names of records: those of today, and the last ones of records that went lately."""

from collections.abc import Iterable, Mapping

from offer_opendata.feeds.entry import Names
from offer_opendata.history.change import REMOVED, Change
from offer_opendata.package import Rows
from offer_opendata.schema import load_schema

# What a feed follows, as the resource that names it.
KINDS = {"service": "services", "provider": "organizations", "district": "areas"}


def names_of(tables: Mapping[str, Rows], changes: Iterable[Change]) -> Names:
    """Return what tells the name of a record, by resource (or kind of feed) and key.

    The key of a term is its taxonomy and code with a tab between them; a need goes by its
    code alone.
    """
    found: dict[tuple[str, str], str] = {}
    for change in changes:
        if change.action == REMOVED and not change.parent_id:
            row = change.removed_row()
            found[change.place] = row.get("name") or row.get("title", "")
    for name, table in tables.items():
        found |= _names(name, table)
    for (name, key), label in list(found.items()):
        if name == "terms" and key.startswith(("sen_need\t", "area_of_need\t")):
            found["need", key.partition("\t")[2]] = label

    def named(kind: str, key: str) -> str:
        return found.get((KINDS.get(kind, kind), key), "")

    return named


def _names(name: str, table: Rows) -> dict[tuple[str, str], str]:
    resource = load_schema().resources[name]
    label = resource.descriptor.get("label", "name")
    if label not in table.header:
        return {}
    keys = [table.header.index(part) for part in resource.primary_key]
    place = table.header.index(label)
    return {(name, "\t".join(row[key] for key in keys)): row[place] for row in table.rows}
