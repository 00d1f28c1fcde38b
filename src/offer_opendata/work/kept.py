"""Where a text stands in what the publisher keeps: sources, answers, settings and mappings."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from offer_opendata.answers.answer import shortened
from offer_opendata.folders import MARKS, files_in
from offer_opendata.history.find import Holds, matcher
from offer_opendata.intake import read_workbook
from offer_opendata.intake.sheet import letter
from offer_opendata.publication import SETTINGS, TEMPLATE, Publication
from offer_opendata.tables import Tables
from offer_opendata.toml_file import read_text

READABLE = {".csv", ".xlsx", ".xlsm", ".xls", ".ods"}
# A text of fewer letters, such as an age, stands within a great many others.
WITHIN = 4


def kept_places(publication: Publication, tables: Tables, holds: Holds) -> list[str]:
    """Return every place, as people know it, that holds a text, each once.

    Looks into the sources as they are and, in `tables`, as they are read, into the answers,
    the settings and the mappings.
    """
    cells = [*_cells(publication, holds), *_values(tables, holds)]
    return [*dict.fromkeys(cells), *_written(publication, holds)]


def holds_any(values: Sequence[str]) -> Holds:
    """Return what tells whether a cell is one of the values, or holds a longer one within it.

    A question shows a long value shortened, and that is found, too.
    """
    whole = {_folded(value) for value in values} | {_folded(shortened(value)) for value in values}
    within = [matcher(value) for value in values if len(_folded(value)) >= WITHIN]

    def holds(cell: str) -> bool:
        return bool(cell) and (_folded(cell) in whole or any(each(cell) for each in within))

    return holds


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _cells(publication: Publication, holds: Holds) -> Iterator[str]:
    for file, shown in _files(publication):
        for sheet in read_workbook(file, shown).sheets:
            for number, row in enumerate(sheet.rows, start=1):
                for place, cell in enumerate(row):
                    if holds(cell):
                        yield f"{shown} › {sheet.name}!{letter(place)}{number}".replace(
                            " › !", " › "
                        )


def _values(tables: Tables, holds: Holds) -> Iterator[str]:
    # A value may be put together from several cells, none of which holds it whole.
    for table in tables.values():
        for name, column in table.columns.items():
            for index, value in enumerate(column):
                if holds(value) and (place := table.place(index, name).place):
                    yield place


def _files(publication: Publication) -> Iterator[tuple[Path, str]]:
    for source in publication.sources:
        yield from zip(source.files, source.shown, strict=True)
    for file in files_in(publication.folder / "answers"):
        if file.suffix.lower() in READABLE and not file.name.startswith(MARKS):
            yield file, f"answers/{file.name}"


def _written(publication: Publication, holds: Holds) -> Iterator[str]:
    names = [SETTINGS, *(each.mapping for each in publication.sources if each.mapping != TEMPLATE)]
    for name in dict.fromkeys(names):
        for number, line in enumerate(read_text(publication.folder / name, name).splitlines(), 1):
            if holds(line):
                yield f"{name} line {number}"
