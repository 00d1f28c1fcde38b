"""The descriptor that the peer validates with: what our checks ask, as far as a sheet can say it.

peer_descriptor.py FOLDER [--split] writes FOLDER/datapackage.json: a resource for each sheet, and
with --split one for each table that comes of cells with several values. A person would write this
file once and keep it, so that making it is not measured.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from layout import Layout, layouts
from offer_opendata.render.template_sheets import Column

FORMATS: dict[str, dict[str, Any]] = {
    "boolean": {"trueValues": ["Yes"], "falseValues": ["No"]},
    "time": {"format": "%H:%M"},
}
TEXTS = {"email-address": "email", "web-address": "uri"}
PATTERNS = {
    "postcode": "[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][ABD-HJLNP-UW-Z]{2}",
    "gss-code": "[EKNSW][0-9]{8}",
}
LIMITS = ("required", "pattern", "minimum", "maximum", "maxLength")


def descriptor(split: bool) -> dict[str, Any]:
    """Return the descriptor of a package with one resource for each sheet."""
    sheets = layouts()
    names = {layout.sheet.resource.name: layout for layout in sheets.values()}
    resources = [_sheet(layout, names) for layout in sheets.values()]
    lists = [each for layout in sheets.values() for each in _lists(layout, names)] if split else []
    return {"name": "local-offer", "resources": [*resources, *lists]}


def _sheet(layout: Layout, sheets: dict[str, Layout]) -> dict[str, Any]:
    table_schema = {
        "fields": [_field(*each, layout) for each in layout.columns.items()],
        "primaryKey": [layout.columns[key].heading for key in layout.sheet.resource.primary_key],
        "foreignKeys": list(_foreign_keys(layout, sheets)),
    }
    return _resource(_name(layout), layout.name, table_schema)


def _resource(name: str, title: str, table_schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "title": title,
        "type": "table",
        "path": f"{name}.csv",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": table_schema,
    }


def _lists(layout: Layout, sheets: dict[str, Layout]) -> Iterator[dict[str, Any]]:
    """Yield the tables of id, list and value that come of the cells with several values."""
    tables: dict[str, dict[str, Column]] = {}
    for key, column in layout.columns.items():
        if column.several:
            table, _, of = key.partition(".")
            tables.setdefault(table, {})[of or table] = column
    for table, columns in tables.items():
        headings = {column.heading: of for of, column in columns.items()}
        resource = _resource(table, layout.name, _list_schema(layout, sheets, columns))
        yield resource | {"cut": {"sheet": _name(layout), "columns": headings}}


def _list_schema(
    layout: Layout, sheets: dict[str, Layout], columns: dict[str, Column]
) -> dict[str, Any]:
    own = layout.columns["id"].heading
    keys = [(own, _name(layout), own)]
    for column in columns.values():
        target = sheets.get(column.reference)
        keys += [("value", _name(target), target.columns["id"].heading)] if target else []
    words = sorted({word for column in columns.values() for word in column.words})
    limits = {"required": True, "enum": words} if words else {"required": True}
    return {
        "fields": [
            {"name": own, "type": "string"},
            {"name": "list", "type": "string"},
            {"name": "value", "type": "string", "constraints": limits},
        ],
        "primaryKey": [own, "list", "value"],
        "foreignKeys": [
            {"fields": [here], "reference": {"resource": other, "fields": [there]}}
            for here, other, there in keys
        ],
    }


def _field(key: str, column: Column, layout: Layout) -> dict[str, Any]:
    """Return the field of a column; a cell that holds several values is any text."""
    own = layout.sheet.resource.by_name.get(key)
    if own is None:
        return {"name": column.heading, "type": "string"}
    limits = {name: own.constraints[name] for name in LIMITS if name in own.constraints}
    found = {"name": column.heading, "type": own.type, **FORMATS.get(own.type, {})}
    for check in own.checks:
        found |= {"format": TEXTS[check]} if check in TEXTS else {}
        limits |= {"pattern": PATTERNS[check]} if check in PATTERNS else {}
    if own.type == "string" and column.words:
        limits = {"enum": list(column.words), "required": own.required}
    return {**found, "constraints": limits} if limits else found


def _foreign_keys(layout: Layout, sheets: dict[str, Layout]) -> Iterator[dict[str, Any]]:
    for key in layout.sheet.resource.foreign_keys:
        target = sheets.get(key.resource)
        if target:
            here = [layout.columns[name].heading for name in key.fields]
            there = [target.columns[name].heading for name in key.references]
            resource = "" if target is layout else _name(target)
            yield {"fields": here, "reference": {"resource": resource, "fields": there}}


def _name(layout: Layout) -> str:
    return layout.name.lower().replace(" ", "-")


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    text = json.dumps(descriptor("--split" in sys.argv), indent=2, ensure_ascii=False)
    (target / "datapackage.json").write_text(text, encoding="utf-8")
