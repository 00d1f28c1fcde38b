"""The names of records: those of today, and the last ones of records that went lately."""

from collections.abc import Callable, Iterable, Mapping

from offer_opendata.feeds.entry import LONGEST
from offer_opendata.history.change import REMOVED, Change
from offer_opendata.history.naming import Names, label_field
from offer_opendata.history.rows import row_ids
from offer_opendata.package import Rows
from offer_opendata.schema import load_schema

# What a feed follows, as the resource that names it.
KINDS = {"service": "services", "provider": "organizations", "district": "areas"}
NEEDS = ("sen_need", "area_of_need")


def names_of(tables: Mapping[str, Rows], changes: Iterable[Change]) -> Names:
    """Return what records are called, by resource and key."""
    schema, found = load_schema(), dict[tuple[str, str], str]()
    for change in changes:
        if change.action == REMOVED:
            label = label_field(schema.resources.get(change.resource))
            found[change.place] = change.removed_row().get(label, "")
    for name, table in tables.items():
        found |= _names(name, table)
    return Names(schema, lambda resource, key: found.get((resource, key), ""), longest=LONGEST)


def titles_of(terms: Rows | None, names: Names) -> Callable[[str, str], str]:
    """Return what tells the name of what a feed follows, by its kind and key.

    A need goes by its code alone.
    """
    rows = [dict(zip(terms.header, row, strict=True)) for row in terms.rows] if terms else []
    needs = {row["code"]: row["label"] for row in rows if row["taxonomy"] in NEEDS}

    def title(kind: str, key: str) -> str:
        return needs.get(key, "") if kind == "need" else names.named(KINDS[kind], key)

    return title


def _names(name: str, table: Rows) -> dict[tuple[str, str], str]:
    resource = load_schema().resources[name]
    label = label_field(resource)
    if label not in table.header:
        return {}
    columns = [
        [row[table.header.index(part)] for row in table.rows] for part in resource.primary_key
    ]
    place = table.header.index(label)
    return {(name, key): row[place] for key, row in zip(row_ids(columns), table.rows, strict=True)}
