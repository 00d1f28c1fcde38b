"""A package with many releases, made without spreadsheets.

Each changes as much as `generate.py --changed` does: in every table each fiftieth row has another
text, and of what is little but a link each fiftieth record that has several loses one. The next
release takes that back.
"""

import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from offer_opendata.draft import Draft
from offer_opendata.history.past import Past, read_past
from offer_opendata.history.rows import lines, parsed
from offer_opendata.mapping.identifiers import Minted
from offer_opendata.package import write_package
from offer_opendata.publication import load_publication
from offer_opendata.release import Wanted, make_release, next_name, next_release, random_salt
from offer_opendata.schema import load_schema
from offer_opendata.tables import Source, Table

CHANGEABLE = {
    "organizations": "description",
    "services": "description",
    "locations": "name",
    "schedules": "description",
    "contacts": "name",
    "cost_options": "option",
    "urls": "label",
    "assurances": "how",
    "location_features": "details",
}
COMPLETED = ("areas", "terms")
SOURCE = Source("made for measuring")


def lengthen(folder: Path, releases: int) -> None:
    """Release again and again until there are so many; the last has the rows of the first."""
    schema, publication = load_schema(), load_publication(folder, load_schema())
    past = read_past(publication.package)
    first = _tables(past)
    for number in range(past.number + 1, releases + 1):
        tables = first if number % 2 else _changed(first, number // 2)
        draft = Draft(tables, (), (), Minted({}), stops=False)
        name = next_name(past.day, past)
        following = next_release(schema, draft, past)
        made = make_release(publication, schema, following, (Wanted(name), random_salt))
        write_package(made.files, publication.package)
        past = read_past(publication.package)


def _tables(past: Past) -> dict[str, Table]:
    found = {}
    for name, (resource, content) in past.resources(load_schema()).items():
        _, *rows = parsed(lines(content.decode("utf-8")))
        columns = {
            field.name: [row[place] for row in rows] for place, field in enumerate(resource.fields)
        }
        found[name] = Table(resource, columns, [SOURCE] * len(rows), [0] * len(rows))
    return {name: found[name] for name in found if found[name].resource.group != "history"}


def _changed(tables: Mapping[str, Table], turn: int) -> dict[str, Table]:
    return {
        name: table if name in COMPLETED else _later(table, CHANGEABLE.get(name), turn % 50)
        for name, table in tables.items()
    }


def _later(table: Table, column: str | None, turn: int) -> Table:
    if column is None:
        return table.select(_without_one_of_several(table, turn))
    cells = table.columns[column]
    later = [f"{cell} Turn {turn}" if i % 50 == turn else cell for i, cell in enumerate(cells)]
    return table.with_columns({column: later})


def _without_one_of_several(table: Table, turn: int) -> list[int]:
    """Return the numbers of the rows that stay; the first column says whose link a row is."""
    owners = table.columns[table.resource.primary_key[0]]
    last = {owner: i for i, owner in enumerate(owners)}
    counts = Counter(owners)
    gone = {last[owner] for owner in list(last)[turn::50] if counts[owner] > 1}
    return [i for i in range(len(table)) if i not in gone]


if __name__ == "__main__":
    lengthen(Path(sys.argv[1]), int(sys.argv[2]))
