"""A mapping as written: which cells of which table become which fields of which resource."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from offer_opendata.errors import OfferError
from offer_opendata.toml_file import line_of

NUMBER = "{#}"
_AREA = re.compile(r"([A-Z]{1,2})[0-9]")
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
class PostcodeAreas:
    """The texts that are postcodes in some areas, however they are spaced: `ex1 1aa` is in EX."""

    areas: frozenset[str]

    def __contains__(self, text: str) -> bool:
        found = _AREA.match("".join(text.split()).upper())
        return found is not None and found[1] in self.areas


Where = tuple[tuple[str, frozenset[str] | PostcodeAreas], ...]


@dataclass(frozen=True)
class Block:
    """One record from each row: a resource, its fields, and the rows it takes."""

    resource: str
    fields: tuple[Cells, ...]
    rows: str = "each"
    unless_blank: tuple[str, ...] = ()
    where: Where = ()
    hours: str = ""
    key: str = ""
    path: tuple[str | int, ...] = ()

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """Every heading that the block uses."""
        used = [heading for cells in self.fields for heading in cells.headings]
        asked = [heading for heading, _ in self.where]
        hours = [self.hours] if self.hours else []
        return tuple(
            dict.fromkeys([*used, *self.unless_blank, *asked, *hours, *placeholders(self.key)])
        )


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

    @property
    def prefix(self) -> str:
        """What stands in front of its headings: `Ages.`."""
        return f"{self.name}."


@dataclass(frozen=True)
class TableSpec:
    """The reading part: where a table stands in a file, and which of its rows count.

    `key_there` is the heading by which a looked-up table is found; blank for a table
    of its own.
    """

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
    where: Where = ()
    continuation: Continuation | None = None
    lookup: tuple[Lookup, ...] = ()
    ignore: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    key_there: str = ""
    path: tuple[str | int, ...] = ()

    @cached_property
    def used(self) -> tuple[str, ...]:
        """Every heading that the reading part or a block uses."""
        asked = [heading for heading, _ in self.where]
        held = [self.continuation.key] if self.continuation else []
        held += [self.continuation.reference] if self.continuation else []
        keys = [lookup.on[0] for lookup in self.lookup]
        keys += [self.key_there] if self.key_there else []
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
        key = ".".join(part for part in path if isinstance(part, str))
        place = f"{self.shown} line {line_of(self.text, path)}"
        return OfferError(": ".join(part for part in (place, key, message) if part))


def placeholders(template: str) -> tuple[str, ...]:
    """Return the headings that a text with {headings} names, but for the number {#}."""
    return tuple(name for name in _PLACEHOLDER.findall(template) if name != "#")
