"""A comparison as one HTML file that a person can keep, print or mail; it needs nothing else."""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from offer_opendata import __version__
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
from offer_opendata.history.change import ADDED, CHANGED, REMOVED, Change
from offer_opendata.report.markup import Html, joined, tag
from offer_opendata.report.page import whole_page
from offer_opendata.report.words import visible
from offer_opendata.schema import Schema

MANY = 40


def render_html(comparison: Comparison, schema: Schema) -> str:
    """Return a comparison as a whole page: the summary first, then each table and record."""
    title = f"What changed: {comparison.before.title}, {comparison.after.title}"
    return whole_page(title, _style(), _body(comparison, schema))


@cache
def _style() -> str:
    return Path(__file__).with_name("diff.css").read_text(encoding="utf-8")


def _body(comparison: Comparison, schema: Schema) -> Iterator[Html]:
    yield tag("a", "Skip to the changes", href="#changes", class_="skip")
    sides = tag(
        "dl",
        *(tag("dt", "From"), tag("dd", comparison.before.title)),
        *(tag("dt", "To"), tag("dd", comparison.after.title)),
        class_="sides",
    )
    yield tag("header", tag("h1", "What changed"), sides)
    yield tag("main", *_main(comparison, schema), id="changes", tabindex="-1")
    yield tag("footer", tag("p", f"Made by offer-opendata {__version__}.", class_="quiet"))


def _main(comparison: Comparison, schema: Schema) -> Iterator[Html]:
    yield tag("h2", "In short")
    yield tag("p", in_short(comparison))
    for each in comparison.left_out:
        yield tag("p", f"Not compared: {each}.")
    if comparison.tables:
        yield tag("p", tag("del", "Struck out"), " is gone, ", tag("ins", "underlined"), " is new.")
        yield tag("nav", tag("ul", *map(_link, comparison.tables)), aria_label="Tables that differ")
    words = words_of(comparison, schema)
    for table in comparison.tables:
        yield _table(table, words)


def _link(table: TableDiff) -> Html:
    title = tag("a", table.resource.title, href=f"#{_anchor(table)}")
    short = table_in_short(table)
    return tag("li", title, f": {short}" if short else "")


def _anchor(table: TableDiff) -> str:
    # A name is another's; only its digest can be trusted to be one word.
    return f"table-{hashlib.sha256(table.resource.name.encode('utf-8')).hexdigest()[:12]}"


def _table(table: TableDiff, words: Words) -> Html:
    columns = (tag("p", column_said(column)) for column in table.columns)
    found = list(shown_records(table))
    parts: list[Html] = []
    for action in (REMOVED, CHANGED, ADDED):  # what was lost is what people look for first
        cards = [_card(table, words, *each) for each in found if each[0].action == action]
        if len(cards) > MANY:
            parts.append(tag("details", tag("summary", f"{KINDS[action]}: {len(cards):,}"), *cards))
        else:
            parts += cards
    heading = tag("h2", table.resource.title, id=_anchor(table))
    return tag("section", heading, *columns, *parts, aria_labelledby=_anchor(table))


def _card(table: TableDiff, words: Words, record: RecordDiff, changes: list[Change]) -> Html:
    kind = tag("span", KINDS[record.action], class_="kind")
    heading = tag("h3", kind, f" {words.name(table, record)}")
    if record.action == CHANGED:
        pairs = [_pair(table, words, change) for change in changes]
        return tag("div", heading, tag("dl", *pairs), class_=f"record {record.action}")
    why = because(changes[0], words.schema)
    reason = [tag("p", why, class_="why")] if why else []
    values = [
        joined(tag("dt", title), tag("dd", value)) for title, value in words.values(table, record)
    ]
    listed = [tag("dl", *values)] if values else []
    return tag("div", heading, *reason, *listed, class_=f"record {record.action}")


def _pair(table: TableDiff, words: Words, change: Change) -> Html:
    why = because(change, words.schema)
    reason = [tag("span", why, class_="why")] if why else []
    value = tag("dd", *_value(*words.change(table, change)), *reason)
    return joined(tag("dt", table.title_of(change.field)), value)


def _value(change: Change, whole: bool) -> Iterator[Html]:
    before, after = visible(change.before), visible(change.after)
    if before == after:
        yield joined(after, " ", tag("span", "(only spacing or line breaks differ)"))
    elif not whole and is_prose(before, after):
        yield from map(_piece, pieces(before, after))
    else:
        parts = [Piece(OLD, before), Piece(NEW, after)]
        shown = [_piece(part) for part in parts if part.text]
        yield joined(shown[0], *(joined(" ", each) for each in shown[1:]))


def _piece(piece: Piece) -> Html:
    if piece.kind == SAME:
        return joined(piece.text)
    # A screen reader says nothing of struck-out text by itself.
    name, said = ("del", "removed: ") if piece.kind == OLD else ("ins", "added: ")
    return tag(name, tag("span", said, class_="unseen"), piece.text)
