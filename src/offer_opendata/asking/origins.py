"""Where each change comes from: which source, and whose knowledge that is."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from offer_opendata.errors import OfferError
from offer_opendata.history.change import LISTS, REMOVED, Change
from offer_opendata.history.rows import csv_text, key_of, row_id
from offer_opendata.publication import Publication, mapping_file
from offer_opendata.publish import replace_file
from offer_opendata.source_files import OWN
from offer_opendata.tables import Table, Tables

TOOL = "tool"
Place = tuple[str, str]
HEADINGS = ("resource", "row_id", "origin", "source")
# What the tool fills in where no source says it.
FILLED: Mapping[str, frozenset[str]] = {
    "locations": frozenset(
        (
            "latitude",
            "longitude",
            "coordinates_source",
            "local_authority_code",
            "district_code",
            "ward_code",
        )
    ),
    "services": frozenset(("assured_date", "assured_by")),
}


@dataclass(frozen=True)
class Origin:
    """Whose knowledge it is, a code of the list `origin`, and the source's name as shown."""

    code: str
    source: str = ""


UNKNOWN = Origin(OWN)


def with_origins(
    changes: tuple[Change, ...], tables: Tables, publication: Publication
) -> tuple[Change, ...]:
    """Return the changes with their origin: for a removal, where the last release had it from.

    The sources of the last release are kept in `answers/sources.csv`; without that file a
    removal counts as the council's own, and nothing else is other.
    """
    places = _positions(changes, tables)
    origins, kept = _origins(publication), kept_sources(publication)
    return tuple(
        _placed(change, _origin(change, tables, places, (origins, kept))) for change in changes
    )


def kept_sources(publication: Publication) -> dict[Place, Origin]:
    """Return from which source each record of the last release came; none where that is lost.

    Raises OfferError where the disk does not give what it holds.
    """
    file = publication.kept_sources
    if not file.is_file():
        return {}
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise OfferError(f'"{file}" cannot be read ({error.strerror}); try again') from error
    rows = list(csv.reader(io.StringIO(text, newline="")))
    if not rows or tuple(rows[0]) != HEADINGS or any(len(row) != len(HEADINGS) for row in rows):
        return {}
    return {(row[0], row[1]): Origin(row[2], row[3]) for row in rows[1:]}


def keep_sources(publication: Publication, tables: Tables) -> None:
    """Write from which source each record comes that belongs to no other one."""
    origins = _origins(publication)
    rows = [
        (table.resource.name, row_id(key), origin.code, origin.source)
        for table in tables.values()
        if not table.resource.descriptor.get("parent") and table.resource.name not in LISTS
        for key, source in zip(table.keys, table.sources, strict=True)
        if (origin := origins.get(source.file, Origin(TOOL))).code != TOOL
    ]
    replace_file(publication.kept_sources, csv_text([HEADINGS, *rows]).encode("utf-8"))


def _origins(publication: Publication) -> dict[str, Origin]:
    """Return the origin of every file that a record may come from, by its name as shown."""
    found: dict[str, Origin] = {}
    for source in publication.sources:
        shown = mapping_file(publication, source.mapping)[1]
        found[shown] = Origin(OWN, shown)  # a record that a mapping states is the council's word
        found |= {name: Origin(source.origin, name) for name in source.shown}
    return found


def _positions(changes: tuple[Change, ...], tables: Tables) -> dict[Place, int]:
    wanted: dict[str, set[tuple[str, ...]]] = {}
    for change in changes:
        if change.resource in tables and change.action != REMOVED:
            resource = tables[change.resource].resource
            wanted.setdefault(change.resource, set()).add(key_of(change.row_id, resource))
    return dict(_found(wanted, tables))


def _found(
    wanted: Mapping[str, set[tuple[str, ...]]], tables: Tables
) -> Iterator[tuple[Place, int]]:
    for name, keys in wanted.items():
        for i, key in enumerate(tables[name].keys):
            if key in keys:
                yield (name, row_id(key)), i


def _origin(
    change: Change,
    tables: Tables,
    places: Mapping[Place, int],
    known: tuple[Mapping[str, Origin], Mapping[Place, Origin]],
) -> Origin:
    origins, kept = known
    if change.resource in LISTS:
        return Origin(TOOL)
    if change.place not in places:
        return kept.get(change.place) or kept.get(change.owner) or UNKNOWN
    table, i = tables[change.resource], places[change.place]
    if _is_filled_in(table, i, change.field):
        return Origin(TOOL)
    file = table.place(i, change.field).file if change.field else table.sources[i].file
    return origins.get(file, Origin(TOOL))


def _is_filled_in(table: Table, i: int, field: str) -> bool:
    may_be = field in FILLED.get(table.resource.name, ())
    return may_be and field not in table.sources[i].columns and (i, field) not in table.moved


def _placed(change: Change, origin: Origin) -> Change:
    return replace(change, origin=origin.code, origin_ref=origin.source)
