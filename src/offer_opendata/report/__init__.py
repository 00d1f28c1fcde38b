"""The report of a check in the forms that people and programs read: one form, one file."""

from collections.abc import Callable, Mapping

from offer_opendata.report.csv_form import render_csv
from offer_opendata.report.html import render_html
from offer_opendata.report.json_form import render_json
from offer_opendata.report.summary import Report
from offer_opendata.report.terminal import painted, render_text

__all__ = ["FORMS", "Report", "render"]

FORMS: Mapping[str, Callable[[Report], str]] = {
    "text": render_text,
    "json": render_json,
    "csv": render_csv,
    "html": render_html,
}


def render(report: Report, form: str, colour: bool = False) -> str:
    """Return a report in one of the FORMS; only `text` knows colour.

    The text can always be written as UTF-8: half characters, which a file name may
    hold, become question marks.
    """
    text = FORMS[form](report).encode("utf-8", "replace").decode("utf-8")
    return painted(text) if colour and form == "text" else text
