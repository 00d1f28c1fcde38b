"""Read .xlsx and .xlsm workbooks."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import zip_longest
from pathlib import Path
from zipfile import ZipFile

from offer_opendata.intake import refuse
from offer_opendata.intake.archive import open_archive
from offer_opendata.intake.calamine import Rows, holds_cells, opened, packed, sheet_at
from offer_opendata.intake.parts import blank_texts, commented_cells, sheet_parts
from offer_opendata.intake.scan import Part, blank_cells, check_cells, look_closely
from offer_opendata.intake.seen import Seen, comment_notes, filled_cells
from offer_opendata.intake.unpacked import unpacked
from offer_opendata.intake.wire import PackedSheet

_FEW = 100


def read_xlsx(path: Path, shown: str) -> Iterator[PackedSheet]:
    """Yield the sheets of an .xlsx or .xlsm workbook; its macros are never looked at."""
    with open_archive(path, shown) as archive:
        sheets = sheet_parts(archive, shown)
        parts = {
            sheet.name: Part(partial(archive.open, sheet.name), sheet.title, shown)
            for sheet in sheets
            if sheet.name and sheet.holds_cells
        }
        with unpacked(archive, parts, shown) as (copy, seen), opened(copy, shown) as workbook:
            for index, (title, sheet) in enumerate(zip_longest(workbook.sheet_names, sheets)):
                if not (title and sheet and sheet.name):
                    raise refuse.damaged(shown)
                if holds_cells(workbook, index):
                    part, comments = parts[sheet.name], commented_cells(archive, sheet.name, shown)
                    noted = _with_comments(seen[sheet.name], comments)
                    settle = partial(_settled, part, archive, noted)
                    yield packed(sheet_at(workbook, index, shown), noted, settle)


def _settled(part: Part, archive: ZipFile, seen: Seen, rows: Rows) -> Seen:
    blanks = blank_texts(archive, part.shown)
    if 0 < len(blanks) <= _FEW and seen.filled - blank_cells(part, blanks) == filled_cells(rows):
        return seen  # a cell with an empty text is filled for the file and not for a person
    check_cells(part, rows, blanks)
    return look_closely(part, seen)


def _with_comments(seen: Seen, places: list[str]) -> Seen:
    return replace(seen, notes=[*seen.notes, *comment_notes(places)]) if places else seen
