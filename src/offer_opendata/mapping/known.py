"""What a mapping names must be known: resources, fields, repairs and forms of date."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from offer_opendata.mapping.beside import is_beside
from offer_opendata.mapping.dates import is_form
from offer_opendata.mapping.form import Block, Cells, MappingSpec
from offer_opendata.mapping.repairs import REPAIRS
from offer_opendata.schema import Resource, Schema

Place = tuple[str | int, ...]
HOURS = "schedules"


def check_known(mapping: MappingSpec, schema: Schema) -> None:
    """Raise OfferError, naming line and key, for the first thing that nobody knows."""
    for path, message in _mistakes(mapping, schema):
        raise mapping.mistake(path, message)


def _mistakes(mapping: MappingSpec, schema: Schema) -> Iterator[tuple[Place, str]]:
    for block in (block for table in mapping.tables for block in table.blocks):
        known = schema.resources.get(block.resource)
        fields = [cells.field for cells in block.fields]
        names = [name for name in fields if known is None or not is_beside(name, known)]
        yield from _fields_known(schema, block.resource, names, block.path)
        yield from _block_mistakes(block, schema.resources[block.resource])
        for cells in block.fields:
            yield from _cells_mistakes(cells, block, schema.resources[block.resource])
    for i, record in enumerate(mapping.records):
        names = [name for name in record if name != "resource"]
        yield from _fields_known(schema, record["resource"], names, ("record", i))
        yield from _key_missing(schema.resources[record["resource"]], record, ("record", i))


def _fields_known(
    schema: Schema, name: str, fields: list[str], path: Place
) -> Iterator[tuple[Place, str]]:
    resource = schema.resources.get(name)
    if resource is None:
        hint = _did_you_mean(name, [*schema.resources])
        yield (*path, "resource"), f'"{name}" is not a resource{hint}'
        return
    if resource.generated:
        yield (*path, "resource"), f'"{name}" is written by the tool; no source fills it'
    for field in fields:
        if field not in resource.by_name:
            hint = _did_you_mean(field, list(resource.by_name))
            yield (*path, field), f"{name} has no such field{hint}"


def _key_missing(
    resource: Resource, fields: Mapping[str, object], path: Place
) -> Iterator[tuple[Place, str]]:
    for name in resource.primary_key:
        if name not in fields:
            yield path, f'"{name}" is missing; a record of {resource.name} needs it'


def _block_mistakes(block: Block, resource: Resource) -> Iterator[tuple[Place, str]]:
    fields: dict[str, object] = dict.fromkeys(cells.field for cells in block.fields)
    if block.key and "id" in fields:
        yield (*block.path, "key"), "give id or key, not both"
    if block.key and resource.primary_key != ("id",):
        yield (*block.path, "key"), f"a record of {resource.name} has no id of its own"
    if block.hours and resource.name != HOURS:
        yield (*block.path, "hours"), f"opening hours become {HOURS}, not {resource.name}"
    yield from _key_missing(resource, {**fields, "id": None} if block.key else fields, block.path)


def _cells_mistakes(cells: Cells, block: Block, resource: Resource) -> Iterator[tuple[Place, str]]:
    path = (*block.path, cells.field)
    for form in cells.dates:
        if not is_form(form):
            yield path, f'"{form}" is not a form of date; write it as in DD/MM/YYYY'
    for name in cells.repair:
        if name not in REPAIRS:
            yield path, f'"{name}" is not a repair{_did_you_mean(name, list(REPAIRS))}'
    keys = {key.fields for key in resource.foreign_keys}
    if cells.minted and cells.field != "id" and (cells.field,) not in keys:
        yield path, "is not the id of another record, so nothing can be minted for it"
    values = cells.values or {}
    if len({" ".join(text.casefold().split()) for text in values}) < len(values):
        yield path, "two of its values are the same text in capitals and small letters"


def _did_you_mean(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, 1)
    return f'; did you mean "{close[0]}"?' if close else ""
