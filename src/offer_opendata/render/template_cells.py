"""How the cells of a template column look, and what they let a person choose or type."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from offer_opendata.render.template_columns import Column

LONG = 1000


def styles(file: Any) -> dict[str, Any]:
    """Return the styles of the workbook by name; text cells keep leading zeros and `5-11`."""
    grey = {"italic": True, "font_color": "#595959", "bg_color": "#F2F2F2"}
    text = {"num_format": "@", "valign": "top"}
    return {
        "title": file.add_format({"bold": True, "font_size": 16}),
        "line": file.add_format({"text_wrap": True, "valign": "top"}),
        "link": file.add_format({"font_color": "#0B5394", "underline": True, "valign": "top"}),
        "topic": file.add_format({"bold": True, "valign": "top"}),
        "hint": file.add_format({**grey, "italic": False, "font_size": 9}),
        "example": file.add_format({**grey, "num_format": "@"}),
        "needed": file.add_format(
            {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F3864", "border": 1}
        ),
        "heading": file.add_format({"font_color": "#1F3864", "bg_color": "#D9E2F3", "border": 1}),
        "text": file.add_format(text),
        "long": file.add_format({**text, "text_wrap": True}),
        "date": file.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
        "time": file.add_format({"num_format": "hh:mm", "valign": "top"}),
        "number": file.add_format({"valign": "top"}),
    }


def style(column: Column) -> str:
    """Return the name of the style of the cells below a heading."""
    if column.field.type in ("date", "time"):
        return column.field.type
    if column.field.type in ("number", "integer"):
        return "number"
    return "long" if _is_long(column) else "text"


def _is_long(column: Column) -> bool:
    limits = column.field.constraints
    return column.several or (not column.field.checks and limits.get("maxLength", 0) >= LONG)


def width(column: Column) -> int:
    """Return the width of a column in characters: its words and its heading fit."""
    longest = max((len(word) for word in column.words), default=0)
    fitting = 40 if _is_long(column) else min(max(longest + 4, 14), 36)
    return max(fitting, len(column.heading) + 5, 28 if column.field.name == "name" else 0)


def rule(column: Column, lists: Mapping[str, str], ids: Mapping[str, str]) -> dict[str, Any]:
    """Return the drop-down or the limits of a column; several values are never refused.

    `lists` and `ids` name the range of each code list and of each resource's ids.
    """
    advice = {"error_title": column.heading, "error_message": f"Please check: {column.hint}."}
    if column.list_name:
        kind = {"validate": "list", "source": f"={lists[column.list_name]}"}
        return {**kind, **advice, "show_error": not column.several}
    if column.words:
        free = column.field.type == "string"
        return {"validate": "list", "source": list(column.words), **advice, "show_error": not free}
    if column.reference:
        kind = {"validate": "list", "source": f"={ids[column.reference]}"}
        return {**kind, **advice, "error_type": "warning", "show_error": not column.several}
    return {**_limits(column), **advice, "error_type": "warning"} if _limits(column) else {}


def _limits(column: Column) -> dict[str, Any]:
    if column.field.type == "date":
        return {"validate": "date", "criteria": ">=", "value": date(1900, 1, 1)}
    kind = {"integer": "integer", "number": "decimal"}.get(column.field.type)
    limits = column.field.constraints
    ends = {name: limits[name] for name in ("minimum", "maximum") if name in limits}
    return {"validate": kind, "criteria": "between", **ends} if kind and len(ends) == 2 else {}
