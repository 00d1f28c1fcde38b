"""One record's life, release by release, and the record as it was on a day."""

from collections.abc import Callable, Mapping

from offer_opendata.timeline.json_form import render_json
from offer_opendata.timeline.life import Told, told
from offer_opendata.timeline.text import render_text

__all__ = ["FORMS", "Told", "render", "told"]

FORMS: Mapping[str, Callable[[Told], str]] = {"text": render_text, "json": render_json}


def render(found: Told, form: str) -> str:
    """Return what is told of a record in one of the FORMS; half characters become marks."""
    return FORMS[form](found).encode("utf-8", "replace").decode("utf-8")
