"""Stages are tested text in, text out: small sheets, mappings and tables, as people write them."""

import csv
import io
import tomllib
from collections.abc import Iterable, Mapping, Sequence

from hypothesis import strategies as st

from offer_opendata.intake.sheet import Sheet, Workbook
from offer_opendata.issues import Issue
from offer_opendata.mapping.apply import Applied, apply_mapping
from offer_opendata.mapping.form import MappingSpec
from offer_opendata.mapping.identifiers import Minted, mint
from offer_opendata.mapping.known import check_known
from offer_opendata.mapping.merge import merge
from offer_opendata.mapping.spec import mapping_of
from offer_opendata.schema import load_schema
from offer_opendata.tables import Source, Table, empty_table, table_of

SCHEMA = load_schema()

# What breaks programs that read and write cells: marks, line breaks, what looks like a number.
HOSTILE = (
    *(
        "",
        " ",
        ",",
        '"',
        '""',
        "\r",
        "\n",
        "\r\n",
        "\t",
        "a,b",
        'say "no"',
        "one\r\ntwo",
        "\r\n\r\n",
    ),
    *(
        "=1+1",
        "0123",
        "1.0",
        "1",
        "TRUE",
        "[erased]",
        "null",
        "[]",
        '["a", "b"]',
        "\ufeff",
        "\u2028",
    ),
    *("é", "e\u0301", "😀", "\u202e", "~", "\U0010ffff", "\ue000", "\x1f", "  padded  "),
)
# A cell as anybody may fill it: any text but half characters and NUL, which no reader lets in.
CELLS = st.sampled_from(HOSTILE) | st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=8
)


def sheet(text: str, name: str = "Data") -> Sheet:
    """Return a sheet whose cells are written as CSV, a line for each row."""
    return Sheet.of_rows(
        name, tuple(tuple(row) for row in csv.reader(io.StringIO(text), strict=True))
    )


def book(*sheets: Sheet | str, file: str = "offer.xlsx") -> Workbook:
    """Return a workbook of sheets; a text is the CSV of a sheet called Data."""
    return Workbook(file, tuple(sheet(each) if isinstance(each, str) else each for each in sheets))


def mapping(toml: str) -> MappingSpec:
    """Return the mapping that a TOML text states, checked against the data model."""
    made = mapping_of(tomllib.loads(toml), toml, "m.toml")
    check_known(made, SCHEMA)
    return made


def applied(toml: str, *sheets: Sheet | str | Workbook) -> Applied:
    """Return what a mapping makes of some sheets of one workbook, or of several workbooks."""
    books = [each for each in sheets if isinstance(each, Workbook)]
    return apply_mapping(mapping(toml), books or [book(*sheets)], SCHEMA)  # type: ignore[arg-type]


def merged(*makes: Applied) -> tuple[dict[str, Table], list[Issue]]:
    """Return the tables and all issues of what several mappings made."""
    batches, _ = mint([batch for each in makes for batch in each.batches], Minted({}))
    tables, issues = merge(batches, SCHEMA)
    return tables, [*issues, *(issue for each in makes for issue in each.issues)]


def read(toml: str, *sheets: Sheet | str | Workbook) -> tuple[dict[str, Table], list[Issue]]:
    """Return the tables and issues that a mapping makes of some sheets."""
    return merged(applied(toml, *sheets))


def made(toml: str, *sheets: Sheet | str | Workbook) -> list[str]:
    """Return the records that a mapping makes of some sheets, a line of text for each."""
    tables, _ = read(toml, *sheets)
    return [line for table in tables.values() for line in lines(table)]


def lines(table: Table) -> list[str]:
    """Return each record as text: `services id=s1 name=Club`, blanks left out."""
    return [
        " ".join(
            [table.resource.name, *(f"{name}={text}" for name, text in record.items() if text)]
        )
        for record in (table.record(i) for i in range(len(table)))
    ]


def said(issues: Iterable[Issue]) -> list[str]:
    """Return each issue as a person sees it: `error Data!B2 value-not-in-table: sentence`."""
    return [
        f"{i.severity} {f'{i.sheet}!' if i.sheet else ''}{i.cell} {i.code}: {i.message}"
        for i in issues
    ]


def codes(issues: Iterable[Issue]) -> list[str]:
    """Return where and what each issue is: `B2 value-not-in-table`."""
    return [f"{issue.cell} {issue.code}".strip() for issue in issues]


def tables(records: Mapping[str, Sequence[Mapping[str, str]]]) -> dict[str, Table]:
    """Return a table for each resource that a source fills, from records by field name.

    Record i stands in row i + 2 of a sheet named as its resource, its fields in the
    columns A, B, C, … in the order of the schema.
    """
    made = {
        name: empty_table(each) for name, each in SCHEMA.resources.items() if not each.generated
    }
    for name, rows in records.items():
        resource = SCHEMA.resources[name]
        letters = dict(zip((f.name for f in resource.fields), "ABCDEFGHIJKLMNOPQRS", strict=False))
        table = table_of(resource, rows, Source("offer.xlsx", name, letters))
        made[name] = Table(resource, table.columns, table.sources, range(2, len(rows) + 2))
    return made
