"""Read .xlsx and .xlsm workbooks."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from zipfile import ZipFile

from offer_opendata.intake import refuse
from offer_opendata.intake.archive import open_archive
from offer_opendata.intake.parsed import Rows, holds_cells, opened, packed, sheet_at
from offer_opendata.intake.parts import blank_texts, commented_cells, sheet_parts
from offer_opendata.intake.scan import Part, blank_cells, check_cells, look_closely, scan
from offer_opendata.intake.seen import Seen, comment_notes, filled_cells
from offer_opendata.intake.wire import PackedSheet

_FEW = 100


def read_xlsx(path: Path, shown: str) -> Iterator[PackedSheet]:
    """Yield the sheets of an .xlsx or .xlsm workbook; its macros are never looked at."""
    known = path.suffix.lower() in (".xlsx", ".xlsm")  # by which the parser goes, given a path
    source = path if known else BytesIO(path.read_bytes())
    with open_archive(path, shown) as archive, opened(source, shown) as workbook:
        parts = zip_longest(workbook.sheet_names, sheet_parts(archive, shown))
        for index, (sheet, name) in enumerate(parts):
            if not (sheet and name):
                raise refuse.damaged(shown)
            if holds_cells(workbook, index):
                part = Part(partial(archive.open, name), sheet, shown)
                seen = _with_comments(scan(part), commented_cells(archive, name, shown))
                settle = partial(_settled, part, archive, seen)
                yield packed(sheet_at(workbook, index, shown), seen, settle)


def _settled(part: Part, archive: ZipFile, seen: Seen, rows: Rows) -> Seen:
    blanks = blank_texts(archive, part.shown)
    if 0 < len(blanks) <= _FEW and seen.filled - blank_cells(part, blanks) == filled_cells(rows):
        return seen  # a cell with an empty text is filled for the file and not for a person
    check_cells(part, rows, blanks)
    return look_closely(part, seen)


def _with_comments(seen: Seen, places: list[str]) -> Seen:
    return replace(seen, notes=[*seen.notes, *comment_notes(places)]) if places else seen
