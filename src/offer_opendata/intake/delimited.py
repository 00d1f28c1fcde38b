"""Read a CSV file strictly: what cannot be certain is refused, with its line."""

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from offer_opendata.errors import OfferError
from offer_opendata.intake import refuse
from offer_opendata.intake.encodings import decoded
from offer_opendata.intake.limits import CELL_CHARACTERS, CELLS, COLUMNS, ROWS
from offer_opendata.intake.pack import pack
from offer_opendata.intake.separators import SEPARATORS, separator
from offer_opendata.intake.sheet import Note
from offer_opendata.intake.wire import PackedSheet

_TOLD = re.compile(r"sep=([,;\t])\r?\n")
_QUOTED = re.compile(r'"[^"]*+(?:""[^"]*+)*+"')
_CELL_END = {each: re.compile(rf"[{each}\r\n]") for each in SEPARATORS}


def read_delimited(path: Path, shown: str) -> Iterator[PackedSheet]:
    """Yield the one sheet of a CSV file; its row numbers count records, as a spreadsheet does."""
    found, encoding = read_records(path, shown)
    notes = [Note("not-utf-8", encoding)] if encoding else []
    yield pack("", found, notes)


def read_records(path: Path, shown: str) -> tuple[Iterator[list[str]], str]:
    """Return the cells of each record just as they stand, and the encoding if it is not UTF-8."""
    text, encoding = decoded(path.read_bytes(), shown)
    told = _TOLD.match(text)  # a line that Excel writes and never shows
    mark = told[1] if told else separator(text, shown)
    return records(text[told.end() :] if told else text, mark, shown), encoding


def records(text: str, mark: str, shown: str) -> Iterator[list[str]]:
    """Yield the cells of each record; raise OfferError for quotation marks that do not pair."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    began = cells = 0
    try:
        for number, record in enumerate(reader, 1):
            yield record
            began = reader.line_num
            cells += len(record)
            if number > ROWS or len(record) > COLUMNS or cells > CELLS:
                raise refuse.too_large(shown, f"line {began} goes beyond what a sheet can hold")
    except csv.Error as error:
        raise _broken(text, mark, began, shown) from error


def _broken(text: str, mark: str, began: int, shown: str) -> OfferError:
    """Return the error for the record that starts after a number of whole lines."""
    start = sum(map(len, islice(io.StringIO(text, newline=""), began)))
    opened = _unpaired(text, mark, start)
    if opened is None:
        return refuse.too_large(
            shown, f"a cell in line {began + 1} has over {CELL_CHARACTERS:,} characters"
        )
    line = began + len(io.StringIO(text[start : opened + 1], newline="").readlines())
    return OfferError(
        f"{shown} cannot be read: the quotation mark that opens in line {line} is not closed as "
        'it should be; close it, or write a quotation mark inside a cell as two ("")'
    )


def _unpaired(text: str, mark: str, at: int) -> int | None:
    """Return where a cell's quotation mark opens that is not closed before a separator."""
    while at < len(text):
        opened = at
        if text[at] == '"':
            closed = _QUOTED.match(text, at)
            after = text[closed.end() : closed.end() + 1] if closed else None
            if closed is None or after not in ("", "\r", "\n", mark):
                return opened
            at = closed.end()
        elif end := _CELL_END[mark].search(text, at):
            at = end.start()
        if text[at : at + 1] != mark:
            return None
        at += 1
    return None
