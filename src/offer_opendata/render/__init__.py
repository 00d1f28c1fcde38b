"""What is rendered from `schema/`, so that nothing is written twice: pure functions, no files."""

from collections.abc import Callable, Mapping

from offer_opendata.render.codelists import render_codelists
from offer_opendata.render.dictionary import render_dictionary
from offer_opendata.render.json_schemas import render_json_schemas
from offer_opendata.render.report_page import render_report_page
from offer_opendata.render.settings_reference import render_settings_reference
from offer_opendata.render.verifier_page import render_verifier_page
from offer_opendata.schema import Schema

__all__ = ["FOLDERS", "RENDERERS", "render_all"]

# Each returns the texts of its files by their paths from the top of the project. What needs
# more than the schema is not here: the template workbook, the files for Datasette, the
# reference of the commands, the pages of the issues.
RENDERERS: Mapping[str, Callable[[Schema], Mapping[str, str]]] = {
    "data dictionary": render_dictionary,
    "code lists": render_codelists,
    "report": render_report_page,
    "JSON Schemas": render_json_schemas,
    "settings": render_settings_reference,
    "verifier": render_verifier_page,
}

# Folders in which every file is rendered.
FOLDERS = ("docs/reference/data", "docs/reference/codelists", "docs/reference/issues")


def render_all(schema: Schema) -> dict[str, str]:
    """Return every file that follows from the schema: its path, and its text."""
    return {path: text for render in RENDERERS.values() for path, text in render(schema).items()}
