"""The reference of `offer.toml` and of mappings, from the JSON Schemas that validate them."""

import json
from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

from offer_opendata.mapping.repairs import REPAIRS
from offer_opendata.schema import Schema, schema_folder

Key = tuple[str, str, Mapping[str, Any] | None]

PAGES = {
    "docs/reference/offer-toml.md": ("offer.schema.json", "offer.toml"),
    "docs/reference/mapping.md": ("mapping.schema.json", "Mappings"),
}


def render_settings_reference(_: Schema) -> dict[str, str]:
    """Return both pages: each section of the file with its keys and what they mean."""
    pages = {path: _page(*how) for path, how in PAGES.items()}
    return {path: text + (_repairs() if "Mappings" in text else "") for path, text in pages.items()}


def _page(file: str, title: str) -> str:
    schema = json.loads((schema_folder() / file).read_text(encoding="utf-8"))
    parts = [f"# {title}\n\n{schema['description']}\n"]
    waiting, seen = [("", schema)], list[Mapping[str, Any]]()
    while waiting:
        name, part = waiting.pop(0)
        if part.get("properties") not in seen:
            seen.append(part["properties"])
            keys = _keys(part, schema)
            parts.append(_section(name, part, keys))
            waiting += [(f"{name}.{key}" if name else key, n) for key, _, n in keys if n]
    return "\n".join(parts)


def _section(name: str, part: Mapping[str, Any], keys: Sequence[Key]) -> str:
    required = part.get("required", ())
    rows = [
        f"| `{key}`{' (required)' if key in required else ''} | {_cell(text)} |"
        for key, text, _ in keys
    ]
    heading = f"## `{name}`\n\n{part.get('description', '')}" if name else "## At the top"
    return "\n".join([heading, "", "| key | means |", "|---|---|", *rows, ""])


def _keys(part: Mapping[str, Any], whole: Mapping[str, Any]) -> list[Key]:
    every = dict(part.get("properties", {}))
    if isinstance(part.get("additionalProperties"), dict):
        every["any field"] = part["additionalProperties"]
    found = []
    for key, value in every.items():
        target = _resolved(value, whole)
        found.append((key, target.get("description", ""), _nested(target, whole)))
    return found


def _nested(target: Mapping[str, Any], whole: Mapping[str, Any]) -> Mapping[str, Any] | None:
    found = _resolved(target["items"], whole) if "items" in target else target
    return found if "properties" in found else None


def _resolved(part: Mapping[str, Any], whole: Mapping[str, Any]) -> Mapping[str, Any]:
    found = dict(part)
    while "$ref" in found:
        steps = found.pop("$ref").removeprefix("#/").split("/")
        # What is said where a definition is used says more than the definition.
        found = {**reduce(lambda inside, step: inside[step], steps, whole), **found}
    return found


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _repairs() -> str:
    rows = "".join(
        f"| `{name}` | {_cell((repair.__doc__ or '').strip())} |\n"
        for name, repair in REPAIRS.items()
    )
    head = "\n## Repairs\n\nEach is reported for every cell that it changes.\n\n"
    return f"{head}| name | does |\n|---|---|\n{rows}"
