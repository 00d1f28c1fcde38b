"""Rows of a table as text, told apart by their keys."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter

from offer_opendata.errors import OfferError
from offer_opendata.schema import Resource

Row = tuple[str, ...]
_ESCAPED = re.compile(r'["\\\x00-\x1f]')  # what JSON does not write as it is


@dataclass(frozen=True)
class Records:
    """Rows of one table, each with a cell for every field of the resource, in that order."""

    resource: Resource
    rows: Sequence[Row]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the fields."""
        return tuple(field.name for field in self.resource.fields)

    @cached_property
    def by_key(self) -> Mapping[Row, Row]:
        """The rows by their keys; raises OfferError where two rows have one key, naming both."""
        names = self.names
        places = [names.index(name) for name in self.resource.primary_key]
        keyed: dict[Row, Row]
        if len(places) == 1:
            keyed = {(row[places[0]],): row for row in self.rows}
        else:
            key = itemgetter(*places)
            keyed = {key(row): row for row in self.rows}
        if len(keyed) < len(self.rows):
            _refuse_duplicates(self, places)
        return keyed


def row_id(key: Sequence[str]) -> str:
    """Return a key as one text: the value itself, or a JSON array of its parts."""
    return key[0] if len(key) == 1 else json.dumps(list(key), ensure_ascii=False)


def row_ids(columns: Sequence[Sequence[str]]) -> list[str]:
    """Return the keys of a table, whose key columns these are, each as one text."""
    if len(columns) == 1:
        return list(columns[0])
    if any(_ESCAPED.search("".join(cells)) for cells in columns):
        return list(map(row_id, zip(*columns, strict=True)))
    # Nothing needs escaping, as nearly always: then a form to fill in is ten times quicker.
    form = json.dumps(["%s"] * len(columns))
    return list(map(form.__mod__, zip(*columns, strict=True)))


def key_of(text: str, resource: Resource) -> Row:
    """Return the parts of a key from its one text."""
    return (text,) if len(resource.primary_key) == 1 else tuple(json.loads(text))


def lines(text: str) -> list[str]:
    """Return the lines of CSV text with CRLF, a line with a quoted line break being one."""
    pieces = _pieces(text)
    if not _is_broken(pieces):
        return pieces
    whole: list[str] = []
    still_open = False
    for piece in pieces:
        if still_open:
            whole[-1] += f"\r\n{piece}"
        else:
            whole.append(piece)
        still_open ^= bool(piece.count('"') % 2)
    return whole


def parsed(found: Sequence[str]) -> list[Row]:
    """Return the rows of lines of CSV."""
    if not any('"' in line for line in found):
        return [tuple(line.split(",")) for line in found]
    text = io.StringIO("\r\n".join(found), newline="")
    with _long_cells():
        return [tuple(row) for row in csv.reader(text, strict=True)]


def rows_of(content: bytes) -> Iterator[list[str]]:
    """Yield the rows of a CSV file in canonical form, the heading left out.

    It is for long files: neither their text nor all of their rows are ever in memory at once.
    """
    with _long_cells(), io.TextIOWrapper(io.BytesIO(content), "utf-8", newline="") as text:
        rows = csv.reader(text, strict=True)
        next(rows)
        yield from rows


def csv_text(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as CSV (RFC 4180): CRLF, quotes only where they are needed."""
    return "".join(",".join(map(_quoted, row)) + "\r\n" for row in rows)


def filled(names: Sequence[str], row: Row) -> Iterator[tuple[str, str]]:
    """Yield the fields of a row that are not blank, with their values."""
    return ((name, value) for name, value in zip(names, row, strict=True) if value)


@contextmanager
def _long_cells() -> Iterator[None]:
    before = csv.field_size_limit(1 << 30)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _pieces(text: str) -> list[str]:
    return text.removesuffix("\r\n").split("\r\n")


def _is_broken(pieces: Iterable[str]) -> bool:
    """Tell whether a line break is quoted somewhere, so that a piece is not a whole line."""
    return any(piece.count('"') % 2 for piece in pieces)


def _quoted(cell: str) -> str:
    if any(mark in cell for mark in ',"\r\n'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _refuse_duplicates(records: Records, places: Sequence[int]) -> None:
    seen: dict[Row, int] = {}
    for number, row in enumerate(records.rows, start=2):  # the headings are row 1
        key = tuple(row[place] for place in places)
        if key in seen:
            raise OfferError(
                f"rows {seen[key]} and {number} of {records.resource.name} have the same key "
                f'"{row_id(key)}"; every record needs a key of its own'
            )
        seen[key] = number
