"""Pick a few rows out of CSV files too large to hold, such as a national list of postcodes."""

import csv
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from offer_opendata.errors import OfferError
from offer_opendata.folders import MARKS, files_below
from offer_opendata.intake import refuse
from offer_opendata.intake.archive import DAMAGE, open_archive
from offer_opendata.intake.encodings import decoded
from offer_opendata.intake.limits import LINE_BYTES, MIB, STREAM_BYTES

Row = tuple[int, tuple[str, ...]]
"""A row's number, as a spreadsheet counts, and its cells."""

_QUOTE = b'"'
_DROPPED = b' "\r'  # what may surround a key


@dataclass(frozen=True)
class _Source:
    """One CSV file: the name people know it by, and its bytes."""

    name: str
    file: IO[bytes]


def matching_rows(
    paths: Sequence[Path], column: int | str, wanted: frozenset[str]
) -> Iterator[Row]:
    """Yield the rows whose cell in a column is wanted, of one CSV file after the other.

    A path is a CSV file (UTF-8 or Windows-1252, with commas), a folder or a ZIP file of
    them. Cells are compared in capitals and without spaces, as `wanted` has them. A
    column named by its heading is looked for in the first row, which is yielded too;
    files without that heading are passed over, unless none has it. A column given by
    its position, counted from 0, is for files without headings.
    """
    keys = frozenset(each.encode() for each in wanted)
    known = isinstance(column, int)
    for path in paths:
        for source in _sources(path):
            try:
                for row in _matches(source, column, keys):
                    known = True
                    yield row
            except DAMAGE as error:
                raise refuse.damaged(source.name) from error
    if not known:
        names = ", ".join(path.name for path in paths)
        raise OfferError(f"no file in {names} has a column headed {column}; check the heading")


def _matches(source: _Source, column: int | str, keys: frozenset[bytes]) -> Iterator[Row]:
    number = 1
    index = column if isinstance(column, int) else None
    for records in _blocks(source):
        if index is None:
            heading = _row(source, 1, records[0])
            titles = [cell.strip().casefold() for cell in heading[1]]
            if str(column).strip().casefold() not in titles:
                return
            yield heading
            index = titles.index(str(column).strip().casefold())
        for at in _hits(records, index, keys):
            yield _row(source, number + at, records[at])
        number += len(records)


def _hits(records: Sequence[bytes], index: int, keys: frozenset[bytes]) -> list[int]:
    """Return which records have one of the keys in a column."""
    if not any(_QUOTE in record for record in records):
        with suppress(IndexError):  # a row that is too short, such as a blank one
            return [
                at
                for at, record in enumerate(records)
                if record.split(b",", index + 1)[index].translate(None, _DROPPED).upper() in keys
            ]
    return [at for at, record in enumerate(records) if _key(record, index) in keys]


def _key(record: bytes, index: int) -> bytes:
    """Return the cell of a record as keys are written; nothing if the record is too short."""
    parts = record.split(b",", index + 1)
    if _QUOTE in record and not all(map(_is_whole, parts[: index + 1])):
        text = record.decode("utf-8", "replace")
        parts = [cell.encode() for cell in next(csv.reader([text]))]
        return parts[index].replace(b" ", b"").upper() if index < len(parts) else b""
    return parts[index].translate(None, _DROPPED).upper() if index < len(parts) else b""


def _is_whole(part: bytes) -> bool:
    """Say whether a part between separators is a cell: unquoted, or quoted from end to end."""
    return _QUOTE not in part or (part.count(_QUOTE) == 2 and part.startswith(_QUOTE))


def _blocks(source: _Source) -> Iterator[list[bytes]]:
    """Yield the records, some thousands at a time; a quoted line break does not end one."""
    rest = source.file.read(len(BOM_UTF8)).removeprefix(BOM_UTF8)
    if rest.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise OfferError(f"{source.name} is not UTF-8; {refuse.SAVE_CSV}")
    while block := source.file.read(MIB):
        block = rest + block
        *records, rest = block.split(b"\n")
        if _QUOTE in block:
            records, unfinished = _joined(records)
            rest = unfinished + rest
        if len(rest) > LINE_BYTES:
            raise refuse.too_large(source.name, f"it has a row of over {LINE_BYTES // MIB} MB")
        if records:
            yield records
    if rest:
        yield [rest]


def _joined(lines: Sequence[bytes]) -> tuple[list[bytes], bytes]:
    """Join lines whose quotation marks pair only together; return what is left open as well."""
    records = []
    unfinished = b""
    for line in lines:
        record = unfinished + line if unfinished else line
        unfinished = record + b"\n" if record.count(_QUOTE) % 2 else b""
        if not unfinished:
            records.append(record)
    return records, unfinished


def _row(source: _Source, number: int, record: bytes) -> Row:
    """Return a record with its cells as text."""
    text, _ = decoded(record, f"row {number} of {source.name}")
    try:
        cells = next(csv.reader([text], strict=True), [])
    except csv.Error as error:
        raise OfferError(
            f"row {number} of {source.name} cannot be read: its quotation marks do not pair; "
            f"{refuse.SAVE_CSV}"
        ) from error
    return number, tuple(cells)


def _sources(path: Path) -> Iterator[_Source]:
    """Yield the CSV files that a path leads to, each open while it is used."""
    try:
        if path.is_dir():
            files = [file for file in files_below(path) if _is_csv(file.name)]
            if not files:
                raise OfferError(f"{path.name} is a folder without .csv files; name another")
            for file in files:
                yield from _plain(file, file.relative_to(path.parent).as_posix())
        elif path.suffix.lower() == ".zip":
            yield from _members(path)
        else:
            yield from _plain(path, path.name)
    except OSError as error:
        raise refuse.not_opened(path.name, error) from error


def _plain(path: Path, name: str) -> Iterator[_Source]:
    with path.open("rb") as file:
        yield _Source(name, file)


def _members(path: Path) -> Iterator[_Source]:
    with open_archive(path, path.name, STREAM_BYTES) as archive:
        members = sorted(name for name in archive.namelist() if _is_csv(name.rpartition("/")[2]))
        if not members:
            raise OfferError(f"{path.name} holds no .csv files; name another")
        for name in members:
            with archive.open(name) as file:
                yield _Source(f"{path.name}/{name}", file)


def _is_csv(name: str) -> bool:
    return name.lower().endswith(".csv") and not name.startswith((".", *MARKS))
