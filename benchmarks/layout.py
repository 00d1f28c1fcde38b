"""The sheets of the template workbook: which column holds what, as schema/template.toml says."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from xlsxwriter.utility import xl_col_to_name

from offer_opendata.mapping.spec import Block, Cells, load_mapping
from offer_opendata.render.template_sheets import Column, TemplateSheet, template_sheets
from offer_opendata.schema import load_schema, schema_folder

SHEETS = (
    "Providers",
    "Services",
    "Places",
    "Opening times",
    "Contacts",
    "Costs",
    "Links",
    "Checks",
    "Accessibility",
)
"""The sheets that are filled; the other sheets of the template are optional."""

Value = str | int | float | datetime.date | datetime.time
Record = dict[str, Value]


@dataclass(frozen=True)
class Layout:
    """One sheet: its columns in order, and for each the key by which a record holds its value."""

    sheet: TemplateSheet
    keys: Mapping[str, str]

    @property
    def name(self) -> str:
        """The name of the sheet."""
        return self.sheet.name

    @cached_property
    def columns(self) -> dict[str, Column]:
        """The columns by the key of a record: `name`, `service_terms.sen_need`."""
        return {self.keys[column.heading]: column for column in self.sheet.columns}

    @cached_property
    def letters(self) -> dict[str, str]:
        """The letter of the column of each key."""
        return {key: xl_col_to_name(place) for place, key in enumerate(self.columns)}


def layouts() -> dict[str, Layout]:
    """Return the layout of every sheet that is filled, by the sheet's name."""
    schema = load_schema()
    mapping = load_mapping(schema_folder() / "template.toml", "template.toml", schema)
    keys = {table.sheet: _keys(table.blocks) for table in mapping.tables}
    sheets = {sheet.name: sheet for sheet in template_sheets(schema, mapping)}
    return {name: Layout(sheets[name], keys[name]) for name in SHEETS}


def _keys(blocks: tuple[Block, ...]) -> dict[str, str]:
    main, *links = blocks
    keys = {heading: cells.field for cells in main.fields for heading in cells.headings}
    for block in links:
        for cells in block.fields:
            for heading in cells.headings:
                keys.setdefault(heading, _link_key(block, cells))
    return keys


def _link_key(block: Block, cells: Cells) -> str:
    constants = [each.value for each in block.fields if each.value is not None and each != cells]
    return ".".join([block.resource, *constants])
