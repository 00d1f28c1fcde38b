"""A mapping file read: its TOML, checked, becomes tables, blocks and cells."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from offer_opendata.mapping.form import (
    Block,
    Cells,
    Continuation,
    Lookup,
    MappingSpec,
    PostcodeAreas,
    TableSpec,
    Where,
    placeholders,
)
from offer_opendata.mapping.known import check_known
from offer_opendata.schema import Schema, schema_folder
from offer_opendata.toml_file import read_text, read_toml

__all__ = ["Block", "Cells", "MappingSpec", "TableSpec", "load_mapping", "placeholders"]

DIRECTIVES = ("resource", "rows", "unless_blank", "where", "hours", "key")


def load_mapping(path: Path, shown: str, schema: Schema) -> MappingSpec:
    """Return the mapping in a TOML file.

    Raises OfferError, naming file, line and key, for what the JSON Schema of mappings
    or the data model does not know.
    """
    rules = json.loads((schema_folder() / "mapping.schema.json").read_text(encoding="utf-8"))
    content = read_toml(path, shown, rules)
    mapping = mapping_of(content, read_text(path, shown), shown)
    check_known(mapping, schema)
    return mapping


def mapping_of(content: Mapping[str, Any], text: str, shown: str) -> MappingSpec:
    """Return the mapping that a TOML document states; `text` is the document as written."""
    return MappingSpec(
        shown=shown,
        text=text,
        tables=tuple(_table(each, ("table", i)) for i, each in enumerate(content.get("table", []))),
        records=tuple(dict(each) for each in content.get("record", [])),
        precedence=content.get("precedence", 0),
    )


def _table(content: Mapping[str, Any], path: tuple[str | int, ...]) -> TableSpec:
    names = ("sheet", "file", "headings", "columns", "transposed", "optional", "first", "last")
    dates = tuple(content.get("dates", ()))
    rows = enumerate(content.get("row", []))
    lookups = enumerate(content.get("lookup", ()))
    return TableSpec(
        **{name: content[name] for name in names if name in content},
        skip=frozenset(content.get("skip", ())),
        fill_down=tuple(content.get("fill_down", ())),
        nulls=tuple(content.get("nulls", ())),
        where=_where(content),
        continuation=_continuation(content.get("continuation")),
        lookup=tuple(_lookup(each, (*path, "lookup", i)) for i, each in lookups),
        ignore=tuple(content.get("ignore", ())),
        blocks=tuple(_block(each, (*path, "row", i), dates) for i, each in rows),
        key_there=next(iter(content.get("on", {}).values()), ""),
        path=path,
    )


def _continuation(content: Mapping[str, Any] | None) -> Continuation | None:
    return Continuation(content["key"], content.get("reference", "")) if content else None


def _lookup(content: Mapping[str, Any], path: tuple[str | int, ...]) -> Lookup:
    here, there = next(iter(content["on"].items()))
    name = content.get("name") or content.get("sheet") or Path(content.get("file", "")).stem
    return Lookup(name, (here, there), _table(content, path))


def _where(content: Mapping[str, Any]) -> Where:
    return tuple((name, _kept(kept)) for name, kept in content.get("where", {}).items())


def _kept(kept: Sequence[str] | Mapping[str, Sequence[str]]) -> frozenset[str] | PostcodeAreas:
    if isinstance(kept, Mapping):
        return PostcodeAreas(frozenset(kept["postcode_areas"]))
    return frozenset(kept)


def _block(content: Mapping[str, Any], path: tuple[str | int, ...], dates: Sequence[str]) -> Block:
    unless = content.get("unless_blank", ())
    fields = {name: how for name, how in content.items() if name not in DIRECTIVES}
    return Block(
        resource=content["resource"],
        fields=tuple(_cells(name, how, dates) for name, how in fields.items()),
        rows=content.get("rows", "each"),
        unless_blank=(unless,) if isinstance(unless, str) else tuple(unless),
        where=_where(content),
        hours=content.get("hours", ""),
        key=content.get("key", ""),
        path=path,
    )


def _cells(field: str, how: str | Mapping[str, Any], dates: Sequence[str]) -> Cells:
    if isinstance(how, str):
        how = {"template": how} if "{" in how else {"column": how}
    columns = how.get("columns", [how["column"]] if "column" in how else [])
    if "position" in how:
        columns = [f"={how['position'].upper()}"]
    plain = ("join", "template", "minted", "value", "values", "unlisted", "default", "split")
    return Cells(
        field=field,
        columns=tuple(columns),
        repair=tuple(how.get("repair", ())),
        nulls=tuple(how.get("nulls", ())),
        dates=tuple(how.get("dates", dates)),
        leave_out=frozenset(how.get("leave_out", ())),
        **{name: how[name] for name in plain if name in how},
    )
