"""A column of the template workbook: its heading, the words to choose, its note and example."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from offer_opendata.mapping.form import Block, Cells
from offer_opendata.schema import Codelist, Field, Resource, Schema

FEW = 8
_BY_CHECK = {
    "web-address": "web address, https://",
    "email-address": "e-mail address",
    "uk-phone": "telephone number",
    "postcode": "postcode",
    "gss-code": "code, as E10000008",
    "academic-year": "school year, as 2026/27",
    "year-month": "month, as 2026-05",
}
_BY_TYPE = {
    "date": "date",
    "time": "time, as 09:30",
    "integer": "whole number",
    "number": "number",
}


@dataclass(frozen=True)
class Column:
    """One column: its heading, the field below it, and what a person is told about it.

    `words` are what may be typed, where that is a list: `list_name` is the code list
    they come from, blank where they are the column's own. `reference` is the resource
    whose ids are meant. `note` is what the data dictionary says.
    """

    heading: str
    field: Field
    required: bool
    several: bool
    words: tuple[str, ...]
    list_name: str
    reference: str
    note: str
    example: str

    @property
    def hint(self) -> str:
        """What to type, in a few words: `Needed: date`."""
        kind = f"{self._kind}, several with ; between" if self.several else self._kind
        return f"Needed: {kind}" if self.required else kind

    @property
    def _kind(self) -> str:
        if self.words:
            return "choose from the list"
        if self.reference or self.field.name == "id":
            return "id"
        checks = [_BY_CHECK[check] for check in self.field.checks if check in _BY_CHECK]
        return checks[0] if checks else _BY_TYPE.get(self.field.type, "text")


@dataclass(frozen=True)
class Template:
    """What a column may have to look up: the schema, and the name of each resource's sheet."""

    schema: Schema
    sheets: Mapping[str, str]


def own_column(heading: str, cells: Cells, block: Block, template: Template) -> Column:
    """Return the column of a field of the record that the row itself is."""
    resource = template.schema.resources[block.resource]
    field = resource.by_name[cells.field]
    codelist = template.schema.codes(field)
    words = {code: word for word, code in (cells.values or {}).items()} or _words(field, codelist)
    unused = field.name in resource.descriptor.get("exactlyOne", ())[1:]
    column = Column(
        heading=heading,
        field=field,
        required=field.required,
        several=False,
        words=labels_in_force(codelist) if codelist else tuple(words.values()),
        list_name=field.codelist,
        reference=_reference(field, resource),
        note=f"{field.description} {field.guidance}",
        example="" if unused else words.get(field.example, field.example),
    )
    return _explained(column, template)


def link_column(heading: str, cells: Cells, block: Block, template: Template) -> Column:
    """Return the column of further records that hang on the row, such as its terms."""
    resource = template.schema.resources[block.resource]
    field = resource.by_name[cells.field]
    about = _about(block, template.schema)
    taxonomy = template.schema.taxonomies.get(about.get("code", ""), "")
    codelist = template.schema.codelists.get(taxonomy or field.codelist)
    words = labels_in_force(codelist) if codelist else ()
    column = Column(
        heading=heading,
        field=field,
        required=False,
        several=bool(cells.split),
        words=words,
        list_name=codelist.name if codelist and words else "",
        reference=_reference(field, resource),
        note=about.get("description") or f"{field.description} {field.guidance}",
        example="; ".join(words[:2]) or about.get("example", "" if about else field.example),
    )
    return _explained(column, template)


def labels_in_force(codelist: Codelist) -> tuple[str, ...]:
    """Return the labels of a code list that a person may choose: those that have no end."""
    return tuple(row["label"] for row in codelist.rows if not row.get("valid_to"))


def list_title(name: str, schema: Schema) -> str:
    """Return the title of a code list, by which people find it in the sheet of lists."""
    return str(schema.descriptor["codelists"][name]["title"])


def _words(field: Field, codelist: Codelist | None) -> Mapping[str, str]:
    if field.type == "boolean":
        return {"true": "Yes", "false": "No"}
    return codelist.labels if codelist else {}


def _about(block: Block, schema: Schema) -> Mapping[str, str]:
    """Return what the code lists say of the block's constant, such as the taxonomy it fills."""
    fields = schema.resources[block.resource].by_name
    for cells in block.fields:
        codelist = schema.codes(fields[cells.field]) if cells.value else None
        for row in codelist.rows if codelist else ():
            if row["code"] == cells.value:
                return row
    return {}


def _reference(field: Field, resource: Resource) -> str:
    keys = [key for key in resource.foreign_keys if key.fields == (field.name,)]
    return keys[0].resource if keys and keys[0].references == ("id",) else ""


def _explained(column: Column, template: Template) -> Column:
    lines = [column.note]
    if column.required:
        lines.append("Must be filled in.")
    if column.reference:
        lines.append(f"The ids are in the sheet {template.sheets[column.reference]}.")
    if column.several:
        lines.append("Put ; between several.")
    if column.list_name:
        lines += _choices(template.schema.codelists[column.list_name], template.schema)
    if column.example:
        lines.append(f"Example: {column.example}")
    return replace(column, note="\n".join(lines))


def _choices(codelist: Codelist, schema: Schema) -> Iterator[str]:
    rows = [row for row in codelist.rows if not row.get("valid_to")]
    if len(rows) > FEW:
        yield f"The words are in the sheet Lists, under {list_title(codelist.name, schema)}."
        return
    for row in rows:
        yield f"• {row['label']}: {row['description']}"
