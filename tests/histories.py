"""Histories of invented tables for the property tests: any text, any change of columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from offer_opendata.descriptor import ReleaseName
from offer_opendata.draft import Draft
from offer_opendata.history.past import Past, past_in
from offer_opendata.history.rows import Records, csv_text, filled, row_id
from offer_opendata.mapping.identifiers import Minted
from offer_opendata.publication import Publication, Publisher
from offer_opendata.release import Wanted, make_release, next_release, seeded_salt
from offer_opendata.schema import Resource, Schema, resource_of
from offer_opendata.tables import Source, table_of
from texts import CELLS, SCHEMA

Row = tuple[str, ...]
KEYS = st.sampled_from(["a", "b", "a,b", 'q"', "1\r\n2", "é", "~", "01", "1", "[erased]"]) | CELLS
NAMES = ("name", "name-cy", "1st", "a,b", "note", "is", "Größe", "two words")
DAYS = ("2026-01-05", "2026-01-05", "2026-02-02", "2026-03-01", "2026-03-01", "2026-12-31")


@dataclass(frozen=True)
class Shape:
    """A table of a made-up schema: its key, its columns in order, and what they were called."""

    key: tuple[str, ...]
    columns: tuple[str, ...]
    renamed: Mapping[str, str] = field(default_factory=dict)

    def resource(self, name: str) -> Resource:
        """Return the table as a Table Schema states it."""
        was = self.renamed
        return resource_of(
            {
                "name": name,
                "group": "provision",
                "primaryKey": list(self.key),
                "fields": [
                    {"name": each, "type": "string"}
                    | ({"renamedFrom": was[each]} if each in was else {})
                    for each in self.columns
                ],
            }
        )


@dataclass(frozen=True)
class Content:
    """A table and its rows by key, each by column; blanks are left out."""

    shape: Shape
    rows: Mapping[Row, Mapping[str, str]]

    def records(self, name: str) -> Records:
        """Return the rows in the order of their keys."""
        shape = self.shape
        return Records(
            shape.resource(name),
            [
                tuple(
                    key[shape.key.index(each)] if each in shape.key else row.get(each, "")
                    for each in shape.columns
                )
                for key, row in sorted(self.rows.items())
            ],
        )


World = Mapping[str, Content]


def text_of(records: Records) -> str:
    """Return a table as the canonical CSV of a package."""
    return csv_text([records.names, *records.rows])


def csv_of(records: Records) -> bytes:
    """Return a table as its file in a package."""
    return text_of(records).encode("utf-8")


def state_of(records: Records) -> dict[str, dict[str, dict[str, str]]]:
    """Return a table as a state: rows by row_id, each by field, blanks left out."""
    rows = {row_id(key): dict(filled(records.names, row)) for key, row in records.by_key.items()}
    return {records.resource.name: rows}


def shapes() -> st.SearchStrategy[Shape]:
    """Draw a table with a key of one to three columns and up to four others, in any order."""
    names = st.lists(st.sampled_from(NAMES), min_size=1, max_size=6, unique=True)
    return names.flatmap(
        lambda chosen: st.builds(
            lambda order, count: Shape(tuple(chosen[: min(count, len(chosen))]), tuple(order)),
            st.permutations(chosen),
            st.integers(1, 3),
        )
    )


@st.composite
def contents(draw: st.DrawFn) -> Content:
    """Draw a table with up to five rows."""
    shape = draw(shapes())
    return Content(shape, draw(st.dictionaries(keys(shape), rows(shape), max_size=5)))


def keys(shape: Shape) -> st.SearchStrategy[Row]:
    """Draw a key; a key of one part is not blank."""
    if len(shape.key) == 1:
        return st.tuples(KEYS.filter(bool))
    return st.tuples(*[KEYS] * len(shape.key)).filter(any)


def rows(shape: Shape) -> st.SearchStrategy[dict[str, str]]:
    """Draw the values of a row that are not its key."""
    others = [name for name in shape.columns if name not in shape.key]
    return st.fixed_dictionaries(dict.fromkeys(others, CELLS))


@st.composite
def later(draw: st.DrawFn, content: Content) -> Content:
    """Draw what became of a table: rows and columns that came, went, changed or moved."""
    shape = draw(changed_shape(content.shape))
    now = {old: new for new, old in shape.renamed.items() if old not in shape.columns}
    kept: dict[Row, dict[str, str]] = {}
    for key, row in content.rows.items():
        if draw(st.integers(0, 4)):
            moved = {now.get(name, name): value for name, value in row.items()}
            kept[key] = {name: value for name, value in moved.items() if name in shape.columns}
    for key, row in kept.items():
        if draw(st.booleans()):
            kept[key] = {**row, **some(draw(rows(shape)), draw(st.integers(0, 15)))}
    return Content(shape, {**draw(st.dictionaries(keys(shape), rows(shape), max_size=2)), **kept})


def some(row: Mapping[str, str], which: int) -> dict[str, str]:
    """Return those values of a row that the bits of a number choose."""
    return {name: value for i, (name, value) in enumerate(row.items()) if which >> i & 1}


@st.composite
def changed_shape(draw: st.DrawFn, shape: Shape) -> Shape:
    """Draw another version of a table: columns renamed, dropped, added, in another order.

    A column may take the name that another one had before, and may still say what it was
    called long after.
    """
    if draw(st.booleans()):
        return shape
    columns, key, renamed = list(shape.columns), list(shape.key), dict(shape.renamed)
    for name in shape.columns:
        free = [each for each in NAMES if each not in columns and each not in shape.columns]
        what = draw(st.sampled_from(["stay", "stay", "stay", "rename", "drop"]))
        if what == "rename" and free:
            new = draw(st.sampled_from(free))
            columns[columns.index(name)] = new
            key = [new if each == name else each for each in key]
            renamed = {**renamed, new: name}
        elif what == "drop" and name not in key:
            columns.remove(name)
    for name in draw(st.lists(st.sampled_from(NAMES), max_size=2, unique=True)):
        columns += [name] if name not in (*columns, *shape.key) else []
    order = draw(st.permutations(columns))
    return Shape(tuple(key), tuple(order), {n: o for n, o in renamed.items() if n in order})


@st.composite
def series(draw: st.DrawFn) -> list[World]:
    """Draw what the releases of a publication hold: three to six, tables coming and going."""
    world: dict[str, Content] = draw(st.dictionaries(st.sampled_from("xyz"), contents()))
    worlds: list[World] = [world]
    gone: dict[str, Content] = {}
    for _ in range(draw(st.integers(2, 5))):
        following: dict[str, Content] = {}
        for name in draw(st.permutations("xyz")):
            known = world.get(name, gone.get(name))
            if draw(st.integers(0, 5)) == 0:
                continue
            if known is None:
                following[name] = draw(contents())
            else:
                following[name] = draw(later(known))
        gone |= world
        world = following
        worlds.append(world)
    return worlds


PUBLICATION = Publication(
    folder=Path(),
    publisher=Publisher("Wrenshire", "E10999901", (), "", "Local Offer officer", "", ""),
    title="Invented tables",
    description="",
    licence="OGL-UK-3.0",
    sources=(),
    postcodes=None,
    withhold=False,
    package=Path("datapackage"),
)


def schema_of(world: World) -> Schema:
    """Return a schema of made-up tables and our own tables of history."""
    own = {name: each for name, each in SCHEMA.resources.items() if each.group == "history"}
    made = {name: content.shape.resource(name) for name, content in world.items()}
    descriptor: dict[str, Any] = {**SCHEMA.descriptor, "version": "1.0.0"}
    return replace(SCHEMA, descriptor=descriptor, resources={**made, **own})


def released(world: World, past: Past | None, words: Sequence[str]) -> dict[str, bytes]:
    """Return the files of the next release of a publication that holds these tables."""
    schema = schema_of(world)
    tables = {
        name: table_of(schema.resources[name], by_field(content, name), Source("by hand"))
        for name, content in world.items()
    }
    draft = Draft(tables, (), (), Minted({}), stops=False)
    following = next_release(schema, draft, past)
    number = past.number + 1 if past else 1
    day = DAYS[number - 1]
    name = f"{day}.2" if past and past.day == day else day
    wanted = Wanted(ReleaseName(number, name, day), *words)
    salt = seeded_salt("invented", number)
    return dict(make_release(PUBLICATION, schema, following, (wanted, salt)).files.files)


def by_field(content: Content, name: str) -> list[dict[str, str]]:
    """Return the rows of a table by field."""
    records = content.records(name)
    return [dict(zip(records.names, row, strict=True)) for row in records.rows]


def past_of(files: Mapping[str, bytes]) -> Past:
    """Return a released package as the next release reads it."""
    return past_in(Path(), files)
