"""Read .xls workbooks, as Excel wrote them until 2007."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from offer_opendata.intake import refuse
from offer_opendata.intake.biff import scan_records, settled
from offer_opendata.intake.calamine import holds_cells, opened, packed, sheet_at
from offer_opendata.intake.ole import open_container, stream
from offer_opendata.intake.seen import Place
from offer_opendata.intake.wire import PackedSheet

if TYPE_CHECKING:
    from python_calamine import CalamineSheet


def read_xls(path: Path, shown: str) -> Iterator[PackedSheet]:
    """Yield the sheets of an .xls workbook."""
    content = path.read_bytes()
    container = open_container(content, shown)
    data = stream(container, "Workbook", shown) or stream(container, "Book", shown)
    records = scan_records(data, shown)
    with opened(BytesIO(content), shown) as workbook:
        for index, (sheet, found) in enumerate(zip_longest(workbook.sheet_names, records)):
            if not (sheet and found):
                raise refuse.damaged(shown)
            if holds_cells(workbook, index):
                settle = partial(settled, found, sheet, shown)
                parsed = sheet_at(workbook, index, shown)
                yield packed(parsed, replace(found.seen, merged=_merged(parsed[0])), settle)


def _merged(sheet: "CalamineSheet") -> list[tuple[Place, Place]]:
    ranges = sheet.merged_cell_ranges or ()
    return [((top + 1, left), (bottom + 1, right)) for (top, left), (bottom, right) in ranges]
