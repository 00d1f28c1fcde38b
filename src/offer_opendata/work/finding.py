"""`erase --find`: every place where a text stands, in what is published and in what is kept."""

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path

from offer_opendata.draft import make_draft
from offer_opendata.errors import OfferError
from offer_opendata.folders import files_in
from offer_opendata.history.find import FoundPlace, find, matcher
from offer_opendata.intake import read_workbook
from offer_opendata.intake.sheet import letter
from offer_opendata.publication import SETTINGS, TEMPLATE, Publication, load_publication
from offer_opendata.schema import load_schema
from offer_opendata.tables import Tables
from offer_opendata.toml_file import read_text
from offer_opendata.work.done import Tell
from offer_opendata.work.past import past_of

READABLE = {".csv", ".xlsx", ".xlsm", ".xls", ".ods"}


def found(folder: Path, text: str, day: datetime.date, tell: Tell) -> str:
    """Return a list, for people, of every place that holds the text.

    Looks into the released package with its whole history, the sources as they are and as
    they are read, the answers, the settings and the mappings. Raises OfferError where the
    text is too short to look for.
    """
    if len(text.strip()) < 3:
        raise OfferError("give at least three letters or digits to look for")
    publication, holds = load_publication(folder, load_schema()), matcher(text)
    past = past_of(publication)
    published = find(past, holds) if past else []
    draft = make_draft(publication, load_schema(), day, tell)
    cells = [*_cells(publication, holds), *_values(draft.tables, holds)]
    kept = [*dict.fromkeys(cells), *_written(publication, holds)]
    if not published and not kept:
        return f'"{text}" stands nowhere: not in the package, its history, the sources or answers.'
    said = ["Published, in the package and its history, with what erases it:"]
    said += list(map(_command, published)) or ["  nowhere"]
    said += ["", "Kept by you, to be corrected by hand first:"]
    said += [f"  {each}" for each in kept] or ["  nowhere"]
    said += ["", "build/ (databases, drafts, reports) is emptied when you erase."]
    return "\n".join(said)


def _command(place: FoundPlace) -> str:
    row_id = f"'{place.row_id}'" if " " in place.row_id or '"' in place.row_id else place.row_id
    return f"  erase {place.resource} {row_id} {place.field}    ({place.when})"


def _cells(publication: Publication, holds: Callable[[str], bool]) -> Iterator[str]:
    for file, shown in _files(publication):
        for sheet in read_workbook(file, shown).sheets:
            for number, row in enumerate(sheet.rows, start=1):
                for place, cell in enumerate(row):
                    if holds(cell):
                        yield f"{shown} › {sheet.name}!{letter(place)}{number}".replace(
                            " › !", " › "
                        )


def _values(tables: Tables, holds: Callable[[str], bool]) -> Iterator[str]:
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
        if file.suffix.lower() in READABLE and not file.name.startswith("~$"):
            yield file, f"answers/{file.name}"


def _written(publication: Publication, holds: Callable[[str], bool]) -> Iterator[str]:
    names = [SETTINGS, *(each.mapping for each in publication.sources if each.mapping != TEMPLATE)]
    for name in dict.fromkeys(names):
        for number, line in enumerate(read_text(publication.folder / name, name).splitlines(), 1):
            if holds(line):
                yield f"{name} line {number}"
