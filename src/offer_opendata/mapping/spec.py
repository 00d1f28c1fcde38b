"""A mapping as written: which cells of which table become which fields of which resource."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from offer_opendata.errors import OfferError
from offer_opendata.schema import Schema, schema_folder
from offer_opendata.toml_file import line_of, read_toml

NUMBER = "{#}"
DIRECTIVES = ("resource", "rows", "unless_blank", "where", "hours", "key", "dates")
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True)
class Cells:
    """How one field is made from cells.

    Exactly one of `value` (a constant), `template` (text with {headings}), `minted`
    (a template for the source key of a minted id) and `columns` (headings whose
    cells are joined) is given; a heading of the form `=C` is a column letter.
    """

    field: str
    columns: tuple[str, ...] = ()
    join: str = " "
    template: str = ""
    minted: str = ""
    value: str | None = None
    values: Mapping[str, str] | None = None
    unlisted: str = "error"
    leave_out: frozenset[str] = frozenset()
    repair: tuple[str, ...] = ()
    nulls: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    default: str = ""
    split: str = ""

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The headings whose cells this field is made from."""
        return self.columns or placeholders(self.template or self.minted)


@dataclass(frozen=True)
class Block:
    """One record from each row: a resource, its fields, and the rows it takes."""

    resource: str
    fields: tuple[Cells, ...]
    rows: str = "each"
    unless_blank: tuple[str, ...] = ()
    where: tuple[tuple[str, frozenset[str]], ...] = ()
    hours: str = ""
    key: str = ""
    path: tuple[str | int, ...] = ()

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """Every heading that the block uses."""
        used = [heading for cells in self.fields for heading in cells.headings]
        asked = [heading for heading, _ in self.where]
        hours = [self.hours] if self.hours else []
        return tuple(dict.fromkeys([*used, *self.unless_blank, *asked, *hours, *placeholders(self.key)]))


@dataclass(frozen=True)
class Continuation:
    """How the rows of one record hang together: by a reference to its key, or by a blank key."""

    key: str
    reference: str = ""


@dataclass(frozen=True)
class Lookup:
    """A table whose columns are added to this one by key: `on` is (column here, column there)."""

    name: str
    on: tuple[str, str]
    table: "TableSpec"


@dataclass(frozen=True)
class TableSpec:
    """The reading part: where a table stands in a file, and which of its rows count."""

    sheet: str = ""
    file: str = ""
    headings: int | None = None
    columns: str = ""
    transposed: bool = False
    optional: bool = False
    first: int = 0
    last: int = 0
    skip: frozenset[int] = frozenset()
    fill_down: tuple[str, ...] = ()
    nulls: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    where: tuple[tuple[str, frozenset[str]], ...] = ()
    continuation: Continuation | None = None
    lookup: tuple[Lookup, ...] = ()
    ignore: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    path: tuple[str | int, ...] = ()

    @cached_property
    def used(self) -> tuple[str, ...]:
        """Every heading that the reading part or a block uses."""
        asked = [heading for heading, _ in self.where]
        held = [self.continuation.key] if self.continuation else []
        held += [self.continuation.reference] if self.continuation else []
        keys = [lookup.on[0] for lookup in self.lookup]
        blocks = [heading for block in self.blocks for heading in block.headings]
        every = [*asked, *held, *keys, *self.fill_down, *blocks]
        return tuple(dict.fromkeys(heading for heading in every if heading))


@dataclass(frozen=True)
class MappingSpec:
    """A whole mapping: its tables and its constant records; `shown` names the file."""

    shown: str
    text: str
    tables: tuple[TableSpec, ...]
    records: tuple[Mapping[str, str], ...]
    precedence: int = 0

    def mistake(self, path: Sequence[str | int], message: str) -> OfferError:
        """Return the error for a mistake at a place of the mapping, naming its line and key."""
        key = ".".join(str(part) for part in path if isinstance(part, str))
        return OfferError(f"{self.shown} line {line_of(self.text, path)}: {key}: {message}")


def placeholders(template: str) -> tuple[str, ...]:
    """Return the headings that a text with {headings} names, but for the number {#}."""
    return tuple(name for name in _PLACEHOLDER.findall(template) if name != "#")


def load_mapping(path: Path, shown: str, schema: Schema) -> MappingSpec:
    """Return the mapping in a TOML file.

    Raises OfferError, naming file, line and key, for what the JSON Schema of mappings
    or the data model does not know.
    """
    rules = json.loads((schema_folder() / "mapping.schema.json").read_text(encoding="utf-8"))
    content = read_toml(path, shown, rules)
    mapping = MappingSpec(
        shown=shown,
        text=path.read_text(encoding="utf-8-sig"),
        tables=tuple(_table(each, ("table", i)) for i, each in enumerate(content.get("table", []))),
        records=tuple(dict(each) for each in content.get("record", [])),
        precedence=content.get("precedence", 0),
    )
    _check(mapping, schema)
    return mapping


def _table(content: Mapping[str, Any], path: tuple[str | int, ...]) -> TableSpec:
    rows = content.get("row", [])
    return TableSpec(
        **{
            name: content[name]
            for name in ("sheet", "file", "headings", "columns", "transposed", "optional")
            if name in content
        },
        first=content.get("first", 0),
        last=content.get("last", 0),
        skip=frozenset(content.get("skip", ())),
        fill_down=tuple(content.get("fill_down", ())),
        nulls=tuple(content.get("nulls", ())),
        dates=tuple(content.get("dates", ())),
        where=_where(content),
        continuation=_continuation(content.get("continuation")),
        lookup=tuple(_lookup(each) for each in content.get("lookup", ())),
        ignore=tuple(content.get("ignore", ())),
        blocks=tuple(
            _block({"dates": content.get("dates", ()), **each}, (*path, "row", i))
            for i, each in enumerate(rows)
        ),
        path=path,
    )


def _continuation(content: Mapping[str, Any] | None) -> Continuation | None:
    return Continuation(content["key"], content.get("reference", "")) if content else None


def _lookup(content: Mapping[str, Any]) -> Lookup:
    reading = {key: value for key, value in content.items() if key not in ("on", "name")}
    here, there = next(iter(content["on"].items()))
    name = content.get("name") or content.get("sheet") or Path(content.get("file", "")).stem
    return Lookup(name, (here, there), _table(reading, ()))


def _where(content: Mapping[str, Any]) -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((name, frozenset(kept)) for name, kept in content.get("where", {}).items())


def _block(content: Mapping[str, Any], path: tuple[str | int, ...]) -> Block:
    unless = content.get("unless_blank", ())
    return Block(
        resource=content["resource"],
        fields=tuple(
            _cells(name, how, tuple(content["dates"]))
            for name, how in content.items()
            if name not in DIRECTIVES
        ),
        rows=content.get("rows", "each"),
        unless_blank=(unless,) if isinstance(unless, str) else tuple(unless),
        where=_where(content),
        hours=content.get("hours", ""),
        key=content.get("key", ""),
        path=path,
    )


def _cells(field: str, how: str | Mapping[str, Any], dates: tuple[str, ...]) -> Cells:
    if isinstance(how, str):
        how = {"template" if "{" in how else "column": how}
    columns = how.get("columns", [how["column"]] if "column" in how else [])
    if "position" in how:
        columns = [f"={how['position'].upper()}"]
    listed = {name: tuple(how[name]) for name in ("repair", "nulls") if name in how}
    plain = ("join", "template", "minted", "value", "values", "unlisted", "default", "split")
    return Cells(
        field=field,
        columns=tuple(columns),
        leave_out=frozenset(how.get("leave_out", ())),
        dates=tuple(how.get("dates", dates)),
        **listed,
        **{name: how[name] for name in plain if name in how},
    )


def _check(mapping: MappingSpec, schema: Schema) -> None:
    for table in mapping.tables:
        for block in table.blocks:
            _check_block(mapping, block, schema)
    for i, record in enumerate(mapping.records):
        _check_fields(mapping, ("record", i), [name for name in record if name != "resource"], schema)


def _check_block(mapping: MappingSpec, block: Block, schema: Schema) -> None:
    names = [cells.field for cells in block.fields]
    _check_fields(mapping, block.path, names, schema, block.resource)
    key = schema.resources[block.resource].primary_key
    missing = [name for name in key if name not in names]
    if missing and not (missing == ["id"] and block.key):
        raise mapping.mistake(
            block.path, f'"{missing[0]}" is missing; a record of {block.resource} needs it'
        )


def _check_fields(
    mapping: MappingSpec,
    path: tuple[str | int, ...],
    names: Sequence[str],
    schema: Schema,
    resource: str = "",
) -> None:
    from difflib import get_close_matches

    resource = resource or next(
        str(each["resource"]) for i, each in enumerate(mapping.records) if ("record", i) == path
    )
    known = schema.resources.get(resource)
    if known is None or known.generated:
        raise mapping.mistake((*path, "resource"), f'"{resource}" is not a resource that a source fills')
    for name in names:
        if name not in known.by_name:
            close = get_close_matches(name, list(known.by_name), 1)
            hint = f'; did you mean "{close[0]}"?' if close else ""
            raise mapping.mistake((*path, name), f"{resource} has no such field{hint}")
