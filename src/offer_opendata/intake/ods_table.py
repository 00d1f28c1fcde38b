"""Put the cells of one sheet of an .ods workbook where they belong.

A file of this format says "16,000 blank cells" or "the same row, 40 times" in one
element: blank ones are only counted, until something filled follows.
"""

from dataclasses import dataclass, field

from offer_opendata.errors import OfferError
from offer_opendata.intake import refuse
from offer_opendata.intake.limits import CELLS, COLUMNS, ROWS
from offer_opendata.intake.seen import Place, Range
from offer_opendata.intake.sheet import Note


@dataclass
class OdsTable:
    """A sheet while it is read, in the order of the file."""

    name: str
    hidden: bool
    shown: str
    rows: list[list[str]] = field(default_factory=list)
    row: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    merged: list[tuple[Place, Place]] = field(default_factory=list)
    comments: list[Place] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[Range] = field(default_factory=list)
    columns: int = 0
    blank_rows: int = 0
    blank_cells: int = 0
    cells: int = 0

    def place(self) -> Place:
        """Return where the next cell stands."""
        return len(self.rows) + self.blank_rows + 1, len(self.row) + self.blank_cells

    def add_columns(self, count: int, hidden: bool) -> None:
        """Count columns, which a file lists before its rows."""
        if hidden:
            self.hidden_columns.append((self.columns, self.columns + count - 1))
        self.columns += count

    def add_cells(self, text: str, count: int) -> None:
        """Add a cell, or several that are alike."""
        if not text:
            self.blank_cells += count
            return
        if len(self.row) + self.blank_cells + count > COLUMNS:
            raise self._too_large()
        self.row += [""] * self.blank_cells + [text] * count
        self.blank_cells = 0

    def add_rows(self, count: int, hidden: bool) -> None:
        """Add the row that was read, or several that are alike."""
        row, self.row, self.blank_cells = self.row, [], 0
        if not row:
            self.blank_rows += count
            return
        first = len(self.rows) + self.blank_rows
        self.cells += len(row) * count + self.blank_rows
        if len(row) > COLUMNS or first + count > ROWS or self.cells > CELLS:
            raise self._too_large()
        if hidden:
            self.hidden_rows += range(first + 1, first + count + 1)
        self.rows += [[] for _ in range(self.blank_rows)]
        self.rows += [row] * count
        self.blank_rows = 0

    def _too_large(self) -> OfferError:
        return refuse.too_large(self.shown, f"sheet {self.name} fills too many cells")
