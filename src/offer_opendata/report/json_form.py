"""The report as JSON, in the form that `schema/report.schema.json` describes."""

import json
from typing import Any

from offer_opendata.issues import Issue
from offer_opendata.report.summary import FileRead, Report

SCHEMA = "report.schema.json"
VERSION = 1


def render_json(report: Report) -> str:
    """Return the report as a JSON document; the same report always gives the same text."""
    return json.dumps(_document(report), ensure_ascii=False, indent=2) + "\n"


def _document(report: Report) -> dict[str, Any]:
    passed = {rule.code for rule in report.passed}
    return {
        "$schema": SCHEMA,
        "version": VERSION,
        "tool_version": report.tool_version,
        "publisher": report.publisher,
        "title": report.title,
        "released_on": report.released_on.isoformat(),
        "stops": report.stops,
        "totals": {**report.totals, "checks_passed": len(passed)},
        "files": [_file(file) for file in report.files],
        "resources": [dict(vars(made)) for made in report.made],
        "checks": [
            {"code": rule.code, "title": rule.title, "passed": rule.code in passed}
            for rule in report.rules.values()
            if rule.is_check
        ],
        "issues": [_issue(issue) for issue in report.issues],
    }


def _file(file: FileRead) -> dict[str, Any]:
    sheets = [
        {"sheet": each.sheet, "rows": each.rows, "left_out": each.left_out} for each in file.sheets
    ]
    return {"file": file.file, "records": file.records, "sheets": sheets}


def _issue(issue: Issue) -> dict[str, Any]:
    return {**vars(issue), "cell": issue.cell, "place": issue.place}
