"""The page about the report's forms, from its JSON Schema and from the module that writes CSV."""

import inspect
import json
from collections.abc import Iterator, Mapping
from typing import Any

from offer_opendata.render.markdown import code, page, prose, table
from offer_opendata.report import csv_form
from offer_opendata.report.json_form import SCHEMA
from offer_opendata.schema import Schema, schema_folder

PATH = "docs/reference/report.md"
FORMS = [
    ("`text`", "for a terminal: grouped by cause, about 60 lines at most"),
    ("`html`", "every place, in one file to keep, print or mail; it needs nothing else"),
    ("`csv`", "one row for each issue, to work through in a spreadsheet"),
    ("`json`", "for programs; stable"),
]


def render_report_page(_schema: Schema) -> dict[str, str]:
    """Return the page: the four forms, and each key of the JSON form."""
    rules = json.loads((schema_folder() / SCHEMA).read_text(encoding="utf-8"))
    about_csv = inspect.cleandoc(csv_form.__doc__ or "").partition("\n\n")[2]
    text = page(
        "The report",
        "`offer-opendata check --format` takes:",
        table(["form", "what it is"], FORMS),
        "What the codes mean: [issues](issues/README.md).",
        "## CSV",
        prose(" ".join(about_csv.split())),
        "The columns are the keys of an issue in JSON.",
        "## JSON",
        prose(rules["description"]),
        f"Its JSON Schema is {code(f'schema/{SCHEMA}')}.",
        table(["key", "means"], _keys(rules)),
        "### An issue",
        table(["key", "means"], _keys(rules["$defs"]["issue"])),
    )
    return {PATH: text}


def _keys(rules: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for key, value in rules["properties"].items():
        name = f"{before}{key}"
        yield code(name), prose(value["description"])
        items = value.get("items", {})
        if "properties" in value:
            yield from _keys(value, f"{name}.")
        if "properties" in items:
            yield from _keys(items, f"{name}[].")
