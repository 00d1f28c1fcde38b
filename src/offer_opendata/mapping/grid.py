"""A grid: a table as it was found in a sheet, by named column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from offer_opendata.issues import Issue
from offer_opendata.mapping.form import Lookup
from offer_opendata.tables import Source


@dataclass(frozen=True)
class Grid:
    """A table as found: one heading and one sequence of trimmed cells per column.

    `rows` are the spreadsheet's row numbers of the records; where the sheet is
    transposed they are its column numbers, and `letters` hold row numbers. `heads`
    gives, for each row, the position of the first row of its record. `own` is how many
    columns stand in the sheet itself; those after it were looked up. `left_out` counts
    rows that the mapping leaves out; `beside` are the letters and headings of filled
    columns outside the ones it asks for; `looked_up` are the tables whose columns were
    added; `issues` are what reading had to say.
    """

    file: str
    sheet: str
    headings: tuple[str, ...]
    letters: tuple[str, ...]
    columns: tuple[Sequence[str], ...]
    rows: Sequence[int]
    heads: Sequence[int]
    own: int
    transposed: bool = False
    left_out: int = 0
    beside: Mapping[str, str] = field(default_factory=dict)
    looked_up: tuple[tuple[Lookup, "Grid"], ...] = ()
    issues: tuple[Issue, ...] = ()

    @cached_property
    def _by_heading(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for i, heading in enumerate(self.headings):
            if heading:
                found.setdefault(heading, []).append(i)
        return found

    def positions(self, heading: str) -> list[int]:
        """Return where a heading stands; `=C` means the column with that letter."""
        if heading.startswith("="):
            return [i for i in range(self.own) if self.letters[i] == heading[1:]]
        return self._by_heading.get(tidy(heading), [])

    def column(self, heading: str) -> Sequence[str]:
        """Return the cells of a heading; all blank where it is not in the sheet."""
        found = self.positions(heading)
        return self.columns[found[0]] if found else [""] * len(self.rows)

    def letter(self, heading: str) -> str:
        """Return the letter of a heading's column, or nothing where it is not in the sheet."""
        found = self.positions(heading)
        return self.letters[found[0]] if found else ""

    def place(self, row: int, position: int) -> Issue:
        """Return an issue that holds only the place of a cell: a row number and a column."""
        column = self.letters[position]
        return Source(self.file, self.sheet, {"": column}, self.transposed).place(row, "")

    @property
    def name(self) -> str:
        """The file, with the sheet where it has a name."""
        return f"{self.file} › {self.sheet}" if self.sheet else self.file

    def select(self, keep: Sequence[int]) -> "Grid":
        """Return the grid with only the records at the given positions."""
        place = {old: new for new, old in enumerate(keep)}
        return replace(
            self,
            columns=tuple([column[i] for i in keep] for column in self.columns),
            rows=[self.rows[i] for i in keep],
            heads=[place.get(self.heads[i], place[i]) for i in keep],
            left_out=self.left_out + len(self.rows) - len(keep),
        )

    def with_columns(self, columns: Mapping[int, Sequence[str]]) -> "Grid":
        """Return the grid with the columns at some positions replaced."""
        if not columns:
            return self
        return replace(
            self, columns=tuple(columns.get(i, column) for i, column in enumerate(self.columns))
        )


def tidy(heading: str) -> str:
    """Return a heading on one line, with single spaces."""
    return " ".join(heading.split())
