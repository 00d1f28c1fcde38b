"""Words that every form of a comparison shares."""

from collections.abc import Iterator, Mapping

from offer_opendata.diff.comparison import RENAMED, ColumnDiff, Comparison, RecordDiff, TableDiff
from offer_opendata.history.change import ADDED, CHANGED, NOT_STATED, REMOVED, Change
from offer_opendata.report.words import counted
from offer_opendata.schema import Schema

KINDS: Mapping[str, str] = {ADDED: "Added", REMOVED: "Removed", CHANGED: "Changed"}


def in_short(comparison: Comparison) -> str:
    """Return how many records differ, in one sentence."""
    if comparison.is_of_one_release:
        return "Both are one and the same release, so there is no difference."
    if not comparison.differs:
        return "There is no difference."
    totals = {action: sum(table.count(action) for table in comparison.tables) for action in KINDS}
    said = [f"{number:,} {action}" for action, number in totals.items() if number]
    sentences = [f"Records: {', '.join(said)}." if said else "No record differs."]
    columns = sum(len(table.columns) for table in comparison.tables)
    if columns:
        sentences.append(f"{counted(columns, 'column')} came, went or got another name.")
    return " ".join(sentences)


def table_in_short(table: TableDiff) -> str:
    """Return how many records of one table differ."""
    said = [f"{table.count(each):,} {each}" for each in KINDS if table.count(each)]
    return ", ".join(said)


def column_said(column: ColumnDiff) -> str:
    """Return what became of a column, in one sentence."""
    if column.action == RENAMED:
        return f"The column {column.was} is called {column.name} now."
    what = "added" if column.action == ADDED else "dropped"
    with_values = f" with {counted(column.values, 'value')}" if column.values else ", empty"
    return f"The column {column.title} was {what}{with_values}."


def shown_changes(table: TableDiff, record: RecordDiff) -> list[Change]:
    """Return the values of a record that differ, those of columns that came or went left out."""
    apart = {column.name for column in table.columns if column.action != RENAMED}
    return [change for change in record.changes if change.field not in apart]


def shown_records(table: TableDiff) -> Iterator[tuple[RecordDiff, list[Change]]]:
    """Yield the records of which there is something to show, with their changes."""
    for record in table.records:
        changes = shown_changes(table, record)
        if changes:
            yield record, changes


def because(change: Change, schema: Schema) -> str:
    """Return why a value changed, as the publisher said it, or nothing where nobody was asked."""
    if not change.reason:
        return ""
    label = schema.codelists["change_reason"].labels.get(change.reason, change.reason)
    said = [
        f"Reason: {label[:1].lower()}{label[1:]}"
        if change.reason != NOT_STATED
        else "No reason was given"
    ]
    said += [change.note.rstrip(".")] if change.note else []
    said += [f"Decision {change.decision_id}"] if change.decision_id else []
    return f"{'. '.join(said)} (release {change.release_number})."
