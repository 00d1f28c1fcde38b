"""A comparison as JSON, in the form that `schema/diff.schema.json` describes."""

import json
from collections.abc import Mapping
from typing import Any

from offer_opendata import __version__
from offer_opendata.diff.comparison import ColumnDiff, Comparison, RecordDiff, TableDiff
from offer_opendata.diff.prose import is_prose, pieces
from offer_opendata.diff.sides import Side
from offer_opendata.history.change import ADDED, CHANGED, REMOVED, Change
from offer_opendata.history.replay import record_of
from offer_opendata.schema import Schema

SCHEMA = "diff.schema.json"
VERSION = 1
WHY = ("reason", "note", "decision_id", "release_number")


def render_json(comparison: Comparison, _schema: Schema) -> str:
    """Return a comparison as a JSON document; the same sides always give the same text."""
    return json.dumps(_document(comparison), ensure_ascii=False, indent=2) + "\n"


def _document(comparison: Comparison) -> dict[str, Any]:
    actions = (ADDED, REMOVED, CHANGED)
    return {
        "$schema": SCHEMA,
        "version": VERSION,
        "tool_version": __version__,
        "before": _side(comparison.before),
        "after": _side(comparison.after),
        "totals": {each: sum(t.count(each) for t in comparison.tables) for each in actions},
        "tables": [_table(table) for table in comparison.tables],
        "left_out": list(comparison.left_out),
    }


def _side(side: Side) -> dict[str, Any]:
    if side.past is None:
        return {"kind": side.kind, "title": side.title}
    record = record_of(side.past, side.number)
    release = {"number": side.number, "release": record["release"], "date": record["date"]}
    return {"kind": side.kind, "title": side.title, **release}


def _table(table: TableDiff) -> dict[str, Any]:
    return {
        "resource": table.resource.name,
        "title": table.resource.title,
        "key": list(table.resource.primary_key),
        "columns": [_column(column) for column in table.columns],
        "records": [_record(table, record) for record in table.records],
    }


def _column(column: ColumnDiff) -> dict[str, Any]:
    was = {"was": column.was} if column.was else {}
    return {
        "name": column.name,
        "title": column.title,
        "action": column.action,
        **was,
        "values": column.values,
    }


def _record(table: TableDiff, record: RecordDiff) -> dict[str, Any]:
    known = {"row_id": record.row_id, "label": record.label, "action": record.action}
    if record.action == CHANGED:
        return {**known, "changes": [_change(table, change) for change in record.changes]}
    return {**known, "values": dict(record.values), **_why(record.changes[0])}


def _change(table: TableDiff, change: Change) -> dict[str, Any]:
    words: Mapping[str, Any] = {}
    if is_prose(change.before, change.after):
        found = pieces(change.before, change.after)
        words = {"words": [{"kind": each.kind, "text": each.text} for each in found]}
    return {
        "field": change.field,
        "title": table.title_of(change.field),
        "before": change.before,
        "after": change.after,
        "significance": change.significance,
        **words,
        **_why(change),
    }


def _why(change: Change) -> dict[str, str]:
    return {name: vars(change)[name] for name in WHY if vars(change)[name]}
