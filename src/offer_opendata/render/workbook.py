"""The template workbook, rendered from the mapping that reads it and from the schema."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from offer_opendata.intake.sheet import letter
from offer_opendata.mapping.spec import MappingSpec
from offer_opendata.render.template_sheets import (
    Column,
    TemplateSheet,
    labels_in_force,
    list_title,
    template_sheets,
)
from offer_opendata.schema import Schema

PURPOSE, HINTS, EXAMPLE, HEADINGS, FIRST = range(5)
LAST = 20_000
READ_ME, LISTS = "Read me", "Lists"
# A fixed day, so that the same schema gives the same bytes.
_CREATED = datetime.datetime(2026, 1, 1)  # noqa: DTZ001
_LONG = 1000
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
        book = _Book(file, _styles(file), names, _id_ranges(file, sheets))
        _write_read_me(book, sheets, title)
        for sheet in sheets:
            _write_sheet(book, sheet)
        _write_lists(book, schema)
    return target.getvalue()


def _names(sheets: Sequence[TemplateSheet]) -> dict[str, str]:
    used = (column.list_name for sheet in sheets for column in sheet.columns)
    return {name: f"list_{name}" for name in dict.fromkeys(used) if name}


def _styles(file: Any) -> dict[str, Any]:
    grey = {"italic": True, "font_color": "#595959", "bg_color": "#F2F2F2"}
    text = {"num_format": "@", "valign": "top"}
    return {
        "title": file.add_format({"bold": True, "font_size": 16}),
        "line": file.add_format({"text_wrap": True, "valign": "top"}),
        "link": file.add_format({"font_color": "#0B5394", "underline": True, "valign": "top"}),
        "topic": file.add_format({"bold": True, "valign": "top"}),
        "hint": file.add_format({**grey, "italic": False, "font_size": 9}),
        "example": file.add_format({**grey, "num_format": "@"}),
        "needed": file.add_format(
            {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F3864", "border": 1}
        ),
        "heading": file.add_format({"font_color": "#1F3864", "bg_color": "#D9E2F3", "border": 1}),
        "text": file.add_format(text),
        "long": file.add_format({**text, "text_wrap": True}),
        "date": file.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
        "time": file.add_format({"num_format": "hh:mm", "valign": "top"}),
        "number": file.add_format({"valign": "top"}),
    }


def _id_ranges(file: Any, sheets: Sequence[TemplateSheet]) -> dict[str, str]:
    """Name the filled part of every column of ids, and return the name for each resource."""
    names = {}
    for sheet in sheets:
        places = [i for i, column in enumerate(sheet.columns) if column.field.name == "id"]
        if places:
            column = f"'{sheet.name}'!${letter(places[0])}$"
            every = f"{column}{FIRST + 1}:${letter(places[0])}${LAST}"
            names[sheet.resource.name] = f"ids_{sheet.resource.name}"
            file.define_name(
                names[sheet.resource.name],
                f"={column}{FIRST + 1}:INDEX({every},MAX(1,COUNTA({every})))",
            )
    return names


def _write_read_me(book: _Book, sheets: Sequence[TemplateSheet], title: str) -> None:
    sheet = book.file.add_worksheet(READ_ME)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 100)
    sheet.write(0, 0, title, book.styles["title"])
    for row, (topic, words) in enumerate(_WORDS.items(), 2):
        sheet.write(row, 0, topic, book.styles["topic"])
        sheet.write(row, 1, words, book.styles["line"])
    start = len(_WORDS) + 3
    sheet.write(start, 0, "The sheets", book.styles["topic"])
    for row, each in enumerate(sheets, start + 1):
        sheet.write_url(row, 0, f"internal:'{each.name}'!A1", book.styles["link"], each.name)
        sheet.write(row, 1, each.resource.description, book.styles["line"])
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write_sheet(book: _Book, template: TemplateSheet) -> None:
    sheet = book.file.add_worksheet(template.name)
    purpose = f"{template.resource.description} The grey line is an example and is not published."
    sheet.write(PURPOSE, 0, purpose, book.styles["topic"])
    sheet.set_row(HEADINGS, 22)
    for place, column in enumerate(template.columns):
        _write_column(book, sheet, place, column)
    sheet.freeze_panes(FIRST, min(2, len(template.columns) - 1))
    sheet.autofilter(HEADINGS, 0, HEADINGS, len(template.columns) - 1)
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.repeat_rows(HEADINGS)
    sheet.repeat_columns(0, 1)


def _write_column(book: _Book, sheet: Any, place: int, column: Column) -> None:
    sheet.set_column(place, place, _width(column), book.styles[_style(column)])
    example = f"Example: {column.example}" if place == 0 else column.example
    sheet.write_string(HINTS, place, column.hint, book.styles["hint"])
    sheet.write_string(EXAMPLE, place, example, book.styles["example"])
    style = book.styles["needed" if column.required else "heading"]
    sheet.write_string(HEADINGS, place, column.heading, style)
    height = 40 + 18 * sum(1 + len(line) // 48 for line in column.note.splitlines())
    sheet.write_comment(
        HEADINGS, place, column.note, {"width": 340, "height": height, "author": "offer-opendata"}
    )
    rule = _rule(book, column)
    if rule:
        sheet.data_validation(FIRST, place, LAST - 1, place, rule)


def _style(column: Column) -> str:
    if column.field.type in ("date", "time"):
        return column.field.type
    if column.field.type in ("number", "integer"):
        return "number"
    return "long" if _is_long(column) else "text"


def _is_long(column: Column) -> bool:
    limits = column.field.constraints
    return column.several or (not column.field.checks and limits.get("maxLength", 0) >= _LONG)


def _width(column: Column) -> int:
    longest = max((len(word) for word in column.words), default=0)
    fitting = 40 if _is_long(column) else min(max(longest + 4, 14), 36)
    return max(fitting, len(column.heading) + 5, 28 if column.field.name == "name" else 0)


def _rule(book: _Book, column: Column) -> dict[str, Any]:
    """Return the drop-down or the limits of a column; several values are never refused."""
    advice = {"error_title": column.heading, "error_message": f"Please check: {column.hint}."}
    if column.list_name:
        kind = {"validate": "list", "source": f"={book.lists[column.list_name]}"}
        return {**kind, **advice, "show_error": not column.several}
    if column.words:
        free = column.field.type == "string"
        return {"validate": "list", "source": list(column.words), **advice, "show_error": not free}
    if column.reference:
        kind = {"validate": "list", "source": f"={book.ids[column.reference]}"}
        return {**kind, **advice, "error_type": "warning", "show_error": not column.several}
    return {**_limits(column), **advice, "error_type": "warning"} if _limits(column) else {}


def _limits(column: Column) -> dict[str, Any]:
    if column.field.type == "date":
        return {"validate": "date", "criteria": ">=", "value": datetime.date(1900, 1, 1)}
    if column.field.type not in ("number", "integer"):
        return {}
    kind = "integer" if column.field.type == "integer" else "decimal"
    ends = {name: column.field.constraints[name] for name in ("minimum", "maximum")}
    return {"validate": kind, "criteria": "between", **ends}


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
