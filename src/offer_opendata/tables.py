"""Tables of canonical text, held by column, each record knowing where it came from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from offer_opendata.intake.sheet import letter
from offer_opendata.issues import Issue, Severity
from offer_opendata.schema import Resource


@dataclass(frozen=True)
class Source:
    """The place in a file that one block of a mapping reads: which column feeds which field.

    Where the sheet is transposed, `columns` hold the row numbers of the headings, and
    a record's row is its column, counted from 1.
    """

    file: str
    sheet: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    transposed: bool = False

    def place(self, row: int, name: str) -> Issue:
        """Return an issue that holds only the place of a field's cell in a row."""
        column = self.columns.get(name, "")
        if self.transposed:
            row, column = int(column or 0), letter(row - 1) if row else ""
        return Issue("error", "", self.file, self.sheet, row or None, column, field=name)


@dataclass(frozen=True)
class Table:
    """The records of one resource, by column: row i of every column is one record.

    Every column of the resource is there and all are equally long; a blank value is
    the empty text. `sources[i]` and `rows[i]` say where record i was read; a row of 0
    means that it was stated in a mapping or derived, and stands in no cell. `moved`
    are the values, by record and field, that were read somewhere else, since the record
    is made of several rows.
    """

    resource: Resource
    columns: Mapping[str, Sequence[str]]
    sources: Sequence[Source]
    rows: Sequence[int]
    moved: Mapping[tuple[int, str], tuple[Source, int]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def keys(self) -> Sequence[tuple[str, ...]]:
        """The primary key of each record."""
        return list(zip(*(self.columns[name] for name in self.resource.primary_key), strict=True))

    def records(self) -> Iterator[tuple[str, ...]]:
        """Yield each record as a tuple of text in the order of the schema's fields."""
        return zip(*(self.columns[field.name] for field in self.resource.fields), strict=True)

    def record(self, index: int) -> dict[str, str]:
        """Return one record by field name."""
        return {name: column[index] for name, column in self.columns.items()}

    def place(self, index: int, name: str) -> Issue:
        """Return an issue that holds only the place of a value: of a record and a field."""
        source, row = self.moved.get((index, name), (self.sources[index], self.rows[index]))
        return source.place(row, name)

    def select(self, keep: Sequence[int]) -> "Table":
        """Return a table of the records at the given positions, in that order."""
        now = {old: new for new, old in enumerate(keep)} if self.moved else {}
        return replace(
            self,
            columns={
                name: list(map(cells.__getitem__, keep)) for name, cells in self.columns.items()
            },
            sources=list(map(self.sources.__getitem__, keep)),
            rows=list(map(self.rows.__getitem__, keep)),
            moved={(now[i], name): at for (i, name), at in self.moved.items() if i in now},
        )

    def with_columns(self, columns: Mapping[str, Sequence[str]]) -> "Table":
        """Return the table with some of its columns replaced."""
        return replace(self, columns={**self.columns, **columns})


Tables = Mapping[str, Table]


@dataclass(frozen=True)
class Finding:
    """What a check says about one value, before it is given its place in a file.

    `index` is the position of the record in its table; `field` is the field meant
    (blank for the whole record). `message` and `fix` are one plain sentence each.
    """

    resource: str
    index: int
    field: str
    value: str
    message: str
    fix: str


def located(finding: Finding, table: Table, code: str, severity: Severity) -> Issue:
    """Return the issue for a finding: with file, sheet, row, column and the record's key."""
    return replace(
        table.place(finding.index, finding.field),
        severity=severity,
        code=code,
        resource=finding.resource,
        id=table.resource.key_text(table.record(finding.index)),
        value=finding.value,
        message=finding.message,
        fix=finding.fix,
    )


def empty_table(resource: Resource) -> Table:
    """Return a table of the resource with no records."""
    return Table(resource, {field.name: [] for field in resource.fields}, [], [])


def table_of(resource: Resource, records: Sequence[Mapping[str, str]], source: Source) -> Table:
    """Return a table from records by field name; what a record leaves out is blank."""
    return Table(
        resource,
        {
            field.name: [record.get(field.name, "") for record in records]
            for field in resource.fields
        },
        [source] * len(records),
        [0] * len(records),
    )
