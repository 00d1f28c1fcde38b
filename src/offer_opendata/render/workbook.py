"""The template workbook, rendered from the mapping that reads it and from the schema."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from offer_opendata.intake.sheet import letter
from offer_opendata.mapping.form import MappingSpec
from offer_opendata.mapping.spec import load_mapping
from offer_opendata.render.template_cells import rule, style, styles, width
from offer_opendata.render.template_columns import Column, labels_in_force, list_title
from offer_opendata.render.template_sheets import TemplateSheet, template_sheets
from offer_opendata.schema import Schema, schema_folder

PURPOSE, HINTS, EXAMPLE, HEADINGS, FIRST = range(5)
LAST = 20_000
READ_ME, LISTS = "Read me", "Lists"
NOT_READ = "The grey lines explain and show an example; they are not published."
# A fixed day, so that the same schema gives the same bytes.
_CREATED = datetime(2026, 1, 1)
A4 = 9

_WORDS = {
    "Begin": "Each sheet holds one kind of thing. Begin with Providers, then Services, then "
    "Places. Fill in the other sheets as you get to them.",
    "Type": "In every sheet, type below the line of headings, one row for each thing. The lines "
    "above the headings explain and show an example; they are not published.",
    "Fill in": "Point at a heading to read what belongs below it. What is marked Needed must be "
    "filled in; leave everything else blank rather than guess.",
    "Choose": "Some cells have an arrow with a list to choose from. Where several are allowed, "
    "put ; between them. All the words are in the last sheet, Lists.",
    "Ids": "You make up the ids yourself, such as svc-0001. Never change an id, and never use it "
    "again for something else: by its id a record is known next year.",
    "Change": "You may sort rows, move columns, and delete sheets that you do not need (but not "
    "Providers, Services and Places). Please do not rename sheets or headings.",
    "Protect": "Everything you type here is published. Write nothing about a child, a family or "
    "a private person. Give job titles and shared mailboxes, not people's names.",
    "Check": "Save the workbook, then run check. It lists every problem by sheet and cell.",
}


@dataclass(frozen=True)
class _Book:
    """The workbook being written: its styles, and the names of its ranges."""

    file: Any
    styles: Mapping[str, Any]
    lists: Mapping[str, str]
    ids: Mapping[str, str]


def template_workbook(schema: Schema) -> bytes:
    """Return the template workbook that ships with the tool."""
    mapping = load_mapping(schema_folder() / "template.toml", "the template's mapping", schema)
    return render_workbook(schema, mapping)


def render_workbook(schema: Schema, mapping: MappingSpec) -> bytes:
    """Return the template workbook (.xlsx) whose sheets `mapping` reads.

    Each sheet has drop-downs from the code lists, the text of the data dictionary as
    notes on its headings, and an example above them, where it is never read as data.
    """
    from xlsxwriter import Workbook

    target = BytesIO()
    sheets = template_sheets(schema, mapping)
    with Workbook(target, {"in_memory": True}) as file:
        title = f"{schema.descriptor['title']}: template workbook"
        file.set_properties({"title": title, "author": "offer-opendata", "created": _CREATED})
        names = _names(sheets)
        book = _Book(file, styles(file), names, _id_ranges(file, sheets))
        _write_read_me(book, sheets, title)
        for sheet in sheets:
            _write_sheet(book, sheet)
        _write_lists(book, schema)
    return target.getvalue()


def _names(sheets: Sequence[TemplateSheet]) -> dict[str, str]:
    used = (column.list_name for sheet in sheets for column in sheet.columns)
    return {name: f"list_{name}" for name in dict.fromkeys(used) if name}


def _id_ranges(file: Any, sheets: Sequence[TemplateSheet]) -> dict[str, str]:
    """Name the filled part of every column of ids, and return the name for each resource."""
    wanted = {column.reference for sheet in sheets for column in sheet.columns}
    names = {}
    for sheet in sheets:
        name = sheet.resource.name
        if name in wanted:
            place = letter([column.field.name for column in sheet.columns].index("id"))
            first = f"'{sheet.name}'!${place}${FIRST + 1}"
            every = f"{first}:${place}${LAST}"
            names[name] = f"ids_{name}"
            file.define_name(names[name], f"={first}:INDEX({every},MAX(1,COUNTA({every})))")
    return names


def _write_read_me(book: _Book, sheets: Sequence[TemplateSheet], title: str) -> None:
    sheet = book.file.add_worksheet(READ_ME)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 120)
    sheet.write(0, 0, title, book.styles["title"])
    for row, (topic, words) in enumerate(_WORDS.items(), 2):
        sheet.set_row(row, 32)
        sheet.write(row, 0, topic, book.styles["topic"])
        sheet.write(row, 1, words, book.styles["line"])
    start = len(_WORDS) + 3
    sheet.write(start, 0, "The sheets", book.styles["topic"])
    for row, each in enumerate(sheets, start + 1):
        sheet.write_url(row, 0, f"internal:'{each.name}'!A1", book.styles["link"], each.name)
        sheet.write(row, 1, each.about, book.styles["line"])
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write_sheet(book: _Book, template: TemplateSheet) -> None:
    sheet = book.file.add_worksheet(template.name)
    sheet.write(PURPOSE, 0, f"{template.about} {NOT_READ}", book.styles["topic"])
    sheet.set_row(HEADINGS, 22)
    for place, column in enumerate(template.columns):
        _write_column(book, sheet, place, column)
    sheet.freeze_panes(FIRST, min(2, len(template.columns) - 1))
    sheet.autofilter(HEADINGS, 0, LAST - 1, len(template.columns) - 1)
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.repeat_rows(HEADINGS)
    sheet.repeat_columns(0, 1)


def _write_column(book: _Book, sheet: Any, place: int, column: Column) -> None:
    sheet.set_column(place, place, width(column), book.styles[style(column)])
    example = f"Example: {column.example}" if place == 0 else column.example
    sheet.write_string(HINTS, place, column.hint, book.styles["hint"])
    sheet.write_string(EXAMPLE, place, example, book.styles["example"])
    heading = book.styles["needed" if column.required else "heading"]
    sheet.write_string(HEADINGS, place, column.heading, heading)
    height = 40 + 18 * sum(1 + len(line) // 48 for line in column.note.splitlines())
    sheet.write_comment(
        HEADINGS, place, column.note, {"width": 340, "height": height, "author": "offer-opendata"}
    )
    accepted = rule(column, book.lists, book.ids)
    if accepted:
        sheet.data_validation(FIRST, place, LAST - 1, place, accepted)


def _write_lists(book: _Book, schema: Schema) -> None:
    sheet = book.file.add_worksheet(LISTS)
    sheet.freeze_panes(1, 0)
    for place, (name, range_name) in enumerate(book.lists.items()):
        words = labels_in_force(schema.codelists[name])
        sheet.set_column(place, place, min(max(map(len, words)) + 2, 50), book.styles["text"])
        sheet.write_string(0, place, list_title(name, schema), book.styles["needed"])
        for row, word in enumerate(words, 1):
            sheet.write_string(row, place, word, book.styles["text"])
        column = letter(place)
        book.file.define_name(range_name, f"={LISTS}!${column}$2:${column}${len(words) + 1}")
