"""A CSV or TSV file as a table whose rows are told apart by given columns."""

from collections.abc import Sequence
from pathlib import Path

from offer_opendata.errors import OfferError
from offer_opendata.history.rows import Records, Row, row_id
from offer_opendata.intake.delimited import read_records
from offer_opendata.intake.limits import FILE_BYTES
from offer_opendata.schema import resource_of


def read_table(path: Path, keys: Sequence[str]) -> Records:
    """Return the rows of a file with headings in its first row; blank rows are left out.

    Short rows are filled up with blanks. Raises OfferError where a heading is missing or
    stands twice, a key is blank, or two rows have one key, naming both.
    """
    if not keys:
        raise OfferError("say which column tells the rows apart, such as: --key id")
    header, *rows = _rows(path)
    names = tuple(header)
    _check(names, keys, path)
    resource = resource_of(
        {"name": "table", "primaryKey": list(keys), "fields": [{"name": name} for name in names]}
    )
    places = [names.index(name) for name in keys]
    seen: dict[Row, int] = {}
    kept = []
    for number, cells in enumerate(rows, start=2):
        if any(cells):
            row = _padded(cells, len(names), f"row {number} of {path.name}")
            _see(seen, tuple(row[place] for place in places), number, path)
            kept.append(row)
    return Records(resource, kept)


def _rows(path: Path) -> list[Row]:
    if path.stat().st_size > FILE_BYTES:
        raise OfferError(f"{path.name} is larger than {FILE_BYTES >> 20} MB; it is not read")
    # Cells are compared just as they stand: intake for a release would tidy them first.
    rows = [tuple(row) for row in read_records(path, path.name)[0]]
    if not rows:
        raise OfferError(f"{path.name} is not a CSV file with headings in its first row")
    return rows


def _check(names: Row, keys: Sequence[str], path: Path) -> None:
    twice = next((name for name in names if names.count(name) > 1 or not name), None)
    if twice is not None:
        what = f'the heading "{twice}" twice' if twice else "a column without a heading"
        raise OfferError(f"{path.name} has {what}; give every column a heading of its own")
    for key in keys:
        if key not in names:
            raise OfferError(f'{path.name} has no column "{key}"; it has: {", ".join(names)}')


def _padded(cells: Row, width: int, place: str) -> Row:
    if any(cells[width:]):
        raise OfferError(f"{place} has more cells than there are headings")
    return (*cells, *[""] * (width - len(cells)))[:width]


def _see(seen: dict[Row, int], key: Row, number: int, path: Path) -> None:
    if not any(key):
        raise OfferError(f"row {number} of {path.name} has nothing in its key")
    if key in seen:
        raise OfferError(
            f'rows {seen[key]} and {number} of {path.name} have the same key "{row_id(key)}"; '
            "every row needs a key of its own"
        )
    seen[key] = number
