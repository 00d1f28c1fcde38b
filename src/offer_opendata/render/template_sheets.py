"""The sheets of the template workbook, in order, from the mapping that reads them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from offer_opendata.mapping.form import Block, MappingSpec, TableSpec
from offer_opendata.render.template_columns import Column, Template, link_column, own_column
from offer_opendata.schema import Resource, Schema

__all__ = ["Column", "TemplateSheet", "template_sheets"]


@dataclass(frozen=True)
class TemplateSheet:
    """One sheet: its name, what it holds, the resource its rows are, and its columns in order."""

    name: str
    about: str
    resource: Resource
    columns: tuple[Column, ...]


def template_sheets(schema: Schema, mapping: MappingSpec) -> tuple[TemplateSheet, ...]:
    """Return the sheets of the template workbook that a mapping reads, in its order."""
    names = {table.blocks[0].resource: table.sheet for table in mapping.tables}
    template = Template(schema, names)
    written = tomllib.loads(mapping.text)["table"]
    return tuple(
        _sheet(table, shown, template) for table, shown in zip(mapping.tables, written, strict=True)
    )


def _sheet(table: TableSpec, shown: Mapping[str, Any], template: Template) -> TemplateSheet:
    columns = _columns(table.blocks, template)
    order = shown.get("order", [])
    names = [*order, *(heading for heading in columns if heading not in order)]
    return TemplateSheet(
        name=table.sheet,
        about=shown.get("about", ""),
        resource=template.schema.resources[table.blocks[0].resource],
        columns=tuple(columns[heading] for heading in names),
    )


def _columns(blocks: tuple[Block, ...], template: Template) -> dict[str, Column]:
    main, *links = blocks
    own = [(heading, cells) for cells in main.fields for heading in cells.headings]
    columns = {heading: own_column(heading, cells, main, template) for heading, cells in own}
    for block in links:
        for cells in block.fields:
            for heading in cells.headings:
                if heading not in columns:
                    columns[heading] = link_column(heading, cells, block, template)
    return columns
