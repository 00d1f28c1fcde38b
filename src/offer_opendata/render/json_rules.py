"""JSON Schema in pieces: texts, lists and closed objects, each key described."""

import json
from collections.abc import Mapping
from typing import Any

Rules = dict[str, Any]

WIDTH = 400
TEXT: Rules = {"type": "string"}
WEB: Rules = {"type": "string", "pattern": "^(https?://[^\\s]+)?$"}
GSS: Rules = {"type": "string", "pattern": "^E[0-9]{8}$"}


def described(description: str, **rules: Any) -> Rules:
    """Return rules with what the value means."""
    return {"description": description, **rules}


def list_of(items: Mapping[str, Any], least: int = 0) -> Rules:
    """Return the rules of a list of at least so many."""
    return {"type": "array", "items": items, **({"minItems": least} if least else {})}


def closed(properties: Mapping[str, Any], optional: tuple[str, ...] = ()) -> Rules:
    """Return the rules of an object with these keys and no others."""
    return {
        "type": "object",
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
        "properties": dict(properties),
    }


def json_text(value: Any, indent: str = "") -> str:
    """Return a value as JSON text, as deep as `indent` inside another."""
    short = json.dumps(value, ensure_ascii=False)
    if len(short) <= WIDTH or not isinstance(value, dict | list):
        return short
    inner = f"{indent}  "
    if isinstance(value, list):
        return _spread("[]", [json_text(each, inner) for each in value], indent)
    pairs = [
        f"{json.dumps(key, ensure_ascii=False)}: {json_text(each, inner)}"
        for key, each in value.items()
    ]
    return _spread("{}", pairs, indent)


def _spread(brackets: str, items: list[str], indent: str) -> str:
    lines = f",\n{indent}  ".join(items)
    return f"{brackets[0]}\n{indent}  {lines}\n{indent}{brackets[1]}"
