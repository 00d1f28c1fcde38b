"""What differs between two releases, packages or files, in the forms people read: one file each."""

from collections.abc import Callable, Mapping

from offer_opendata.diff.comparison import Comparison, compare_sides
from offer_opendata.diff.html import render_html
from offer_opendata.diff.json_form import render_json
from offer_opendata.diff.sides import read_sides
from offer_opendata.diff.text import render_text
from offer_opendata.schema import Schema

__all__ = ["FORMS", "Comparison", "compare_sides", "read_sides", "render"]

FORMS: Mapping[str, Callable[[Comparison, Schema], str]] = {
    "text": render_text,
    "json": render_json,
    "html": render_html,
}


def render(comparison: Comparison, schema: Schema, form: str) -> str:
    """Return a comparison in one of the FORMS; half characters become question marks."""
    return FORMS[form](comparison, schema).encode("utf-8", "replace").decode("utf-8")
