"""Canonical CSV (RFC 4180): the one way in which a table of a package is written."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from offer_opendata.tables import Table

_MARKS = re.compile('[,"\\r\\n]')


def in_key_order(table: "Table") -> "Table":
    """Return the table with its rows in order of their keys, part by part as UTF-8 bytes."""
    # Python compares text by code point, which is the order of its UTF-8 bytes.
    names = table.resource.primary_key
    keys = table.columns[names[0]] if len(names) == 1 else table.keys
    order = sorted(range(len(table)), key=keys.__getitem__)
    return table if order == list(range(len(table))) else table.select(order)


def csv_bytes(table: "Table") -> bytes:
    """Return a table as CSV (RFC 4180): UTF-8, CRLF, quotes only where they are needed."""
    names = [each.name for each in table.resource.fields]
    columns = [_quoted(table.columns[name]) for name in names]
    lines = [",".join(_quoted(names)), *map(",".join, zip(*columns, strict=True)), ""]
    return "\r\n".join(lines).encode("utf-8")


def _quoted(cells: Sequence[str]) -> Sequence[str]:
    # Most columns hold nothing that needs quotes, which one look at the whole column tells.
    together = "".join(cells)
    if any(mark in together for mark in '"\r\n'):
        return [_quote(cell) if cell and _MARKS.search(cell) else cell for cell in cells]
    return [f'"{cell}"' if "," in cell else cell for cell in cells] if "," in together else cells


def _quote(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'
