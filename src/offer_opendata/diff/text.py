"""A comparison as plain text, each changed sentence with the words that went and came."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from offer_opendata.checks.words import lower_first
from offer_opendata.diff.comparison import Comparison, RecordDiff, TableDiff
from offer_opendata.diff.prose import NEW, OLD, SAME, Piece, is_prose, pieces
from offer_opendata.diff.sentences import (
    KINDS,
    because,
    column_said,
    in_short,
    shown_records,
    table_in_short,
)
from offer_opendata.diff.words import Words, words_of
from offer_opendata.history.change import CHANGED, ERASED, Change
from offer_opendata.report.words import visible
from offer_opendata.schema import Schema

Said = Callable[..., str]
Marks = Mapping[str, tuple[str, str]]
# What marks a piece: letters that survive any pipe, or colour and a line on a terminal.
MARKS: Marks = {OLD: ("[-", "-]"), NEW: ("{+", "+}"), SAME: ("", "")}
COLOURS: Marks = {OLD: ("\x1b[31;9m", "\x1b[0m"), NEW: ("\x1b[32;4m", "\x1b[0m"), SAME: ("", "")}


def render_text(comparison: Comparison, schema: Schema, marks: Marks = MARKS) -> str:
    """Return a comparison as lines of text: a summary, then each table and record."""
    if comparison.is_of_one_release:
        return f"{visible(comparison.before.title)}: {lower_first(in_short(comparison))}\n"
    said = partial(value_diff, marks=marks)
    before, after = visible(comparison.before.title), visible(comparison.after.title)
    lines = [f"{before} -> {after}", in_short(comparison)]
    lines += [f"Not compared: {visible(each)}." for each in comparison.left_out]
    words = words_of(comparison, schema)
    for table in comparison.tables:
        lines += ["", *_table(table, words, said)]
    return "\n".join(lines) + "\n"


def _table(table: TableDiff, words: Words, said: Said) -> Iterator[str]:
    short = table_in_short(table)
    title = visible(table.resource.title)
    yield f"{title}: {short}" if short else title
    for column in table.columns:
        yield f"  {visible(column_said(column))}"
    for record, changes in shown_records(table):
        yield f"  {KINDS[record.action]}: {visible(words.name(table, record))}"
        yield from _record(table, (record, changes), words, said)


def _record(
    table: TableDiff, found: tuple[RecordDiff, list[Change]], words: Words, said: Said
) -> Iterator[str]:
    record, changes = found
    if record.action != CHANGED:
        yield from _reason(changes[0], words.schema)
        for title, value in words.values(table, record):
            yield f"      {visible(title)}: {visible(value)}"
        return
    reasons = [because(change, words.schema) for change in changes]
    for change, reason, following in zip(changes, reasons, [*reasons[1:], ""], strict=True):
        plain, whole = words.change(table, change)
        yield f"      {visible(table.title_of(change.field))}: {said(plain, whole=whole)}"
        if reason and reason != following:  # one reason for several values is said once
            yield f"        {visible(reason)}"


def _reason(change: Change, schema: Schema) -> Iterator[str]:
    reason = because(change, schema)
    if reason:
        yield f"      {visible(reason)}"


def value_diff(change: Change, marks: Marks = MARKS, *, whole: bool = False) -> str:
    """Return a changed value on one line: word by word if it is prose, else before and after.

    `whole` says that it is no prose, however many words it has.
    """
    before, after = visible(change.before), visible(change.after)
    if change.before == change.after == ERASED:
        return f"{ERASED} (one value and the next, both taken out since)"
    if before == after:
        return f"{after} (only spacing or line breaks differ)"
    prose = not whole and is_prose(before, after)
    found = pieces(before, after) if prose else (Piece(OLD, before), Piece(NEW, after))
    shown = [
        f"{marks[each.kind][0]}{each.text}{marks[each.kind][1]}" for each in found if each.text
    ]
    return ("" if prose else " ").join(shown)
