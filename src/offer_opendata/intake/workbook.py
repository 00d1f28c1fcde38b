"""Read .xlsx and .xls workbooks with python-calamine, compared with what the file itself shows."""

import re
from collections.abc import Iterator, Mapping, Set
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

from offer_opendata.errors import OfferError
from offer_opendata.intake import refuse
from offer_opendata.intake.archive import open_archive
from offer_opendata.intake.cells import TEXT
from offer_opendata.intake.pack import pack
from offer_opendata.intake.parts import commented_cells, shared_strings_part, sheet_parts
from offer_opendata.intake.scan import Part, filled_cells, first_difference, scan
from offer_opendata.intake.seen import Place, Seen, comments_note, hidden_notes, sheet_notes
from offer_opendata.intake.wire import PackedSheet

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook
