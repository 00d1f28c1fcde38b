"""The template workbook: every field is in it, a person understands it, and we read it back."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.worksheet import Worksheet

from offer_opendata.intake.sheet import Sheet, Workbook
from offer_opendata.mapping.apply import apply_mapping
from offer_opendata.mapping.form import MappingSpec
from offer_opendata.mapping.spec import load_mapping
from offer_opendata.render.template_cells import rule
from offer_opendata.render.template_columns import labels_in_force
from offer_opendata.render.template_sheets import Column, TemplateSheet, template_sheets
from offer_opendata.render.workbook import LISTS, READ_ME, render_workbook, template_workbook
from offer_opendata.schema import Codelist, Field, load_schema, schema_folder

SCHEMA = load_schema()
MAPPING = load_mapping(schema_folder() / "template.toml", "template.toml", SCHEMA)
SHEETS = template_sheets(SCHEMA, MAPPING)
NAMES = [sheet.name for sheet in SHEETS]
EXAMPLE_ROW, HEADING_ROW, FIRST_ROW = 3, 4, 5


@cache
def template() -> bytes:
    return template_workbook(SCHEMA)


@cache
def book() -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(template()))


def columns() -> Iterator[tuple[TemplateSheet, Column]]:
    for sheet in SHEETS:
        for column in sheet.columns:
            yield sheet, column


def place(sheet: TemplateSheet, heading: str) -> int:
    return [column.heading for column in sheet.columns].index(heading) + 1


def column_of(sheet: str, heading: str) -> Column:
    found = [c for s, c in columns() if s.name == sheet and c.heading == heading]
    assert len(found) == 1, heading
    return found[0]


def rules_of(worksheet: Worksheet, cell: str) -> list[DataValidation]:
    return [each for each in worksheet.data_validations.dataValidation if cell in each.sqref]


def rule_at(sheet: str, heading: str) -> DataValidation | None:
    worksheet = book()[sheet]
    (number,) = [c.column for c in worksheet[HEADING_ROW] if c.value == heading]
    found = rules_of(worksheet, worksheet.cell(FIRST_ROW, number).coordinate)
    return found[0] if found else None


def words_of(offered: DataValidation) -> list[str]:
    """The words a drop-down offers, as a spreadsheet program would look them up."""
    formula = str(offered.formula1).removeprefix("=")
    if formula.startswith('"'):
        return formula.strip('"').split(",")
    ((sheet, cells),) = book().defined_names[formula].destinations
    return [str(cell.value) for (cell,) in book()[sheet][cells]]


# --- the mapping -------------------------------------------------------------------------------


def fields_not_in_the_template(mapping: MappingSpec) -> list[str]:
    reached: dict[str, set[str]] = {}
    for table in mapping.tables:
        for block in table.blocks:
            reached.setdefault(block.resource, set()).update(c.field for c in block.fields)
    return [
        f"{resource.name}.{field.name}"
        for resource in SCHEMA.resources.values()
        if not resource.generated
        for field in resource.fields
        if field.name not in reached.get(resource.name, ())
    ]


def test_every_field_that_a_source_can_fill_has_a_place() -> None:
    assert fields_not_in_the_template(MAPPING) == []


def test_every_taxonomy_can_be_given_to_a_service() -> None:
    given = {
        cells.value
        for table in MAPPING.tables
        for block in table.blocks
        if block.resource == "service_terms"
        for cells in block.fields
        if cells.field == "taxonomy"
    }
    assert given == set(SCHEMA.taxonomies)


def test_a_column_that_is_one_field_is_called_as_the_field() -> None:
    for table in MAPPING.tables:
        main = table.blocks[0]
        for cells in main.fields:
            if cells.value is None:
                title = SCHEMA.resources[main.resource].by_name[cells.field].title
                assert cells.headings == (title,), f"{table.sheet}: {cells.field}"


def test_a_column_of_terms_or_of_numbers_is_called_as_its_list() -> None:
    taxonomies = SCHEMA.codelists["taxonomy"].labels
    schemes = SCHEMA.codelists["identifier_scheme"].labels
    for table in MAPPING.tables:
        for block in table.blocks[1:]:
            constants = {c.field: c.value for c in block.fields if c.value is not None}
            for cells in block.fields:
                if cells.field == "code":
                    assert cells.headings == (taxonomies[constants["taxonomy"]],)
                if cells.field == "identifier":
                    assert cells.headings == (schemes[constants["scheme"]],)


def test_headings_are_unique_in_a_sheet_and_what_comes_first_is_there() -> None:
    assert len(NAMES) == len(set(NAMES)) == 19
    for sheet in SHEETS:
        headings = [column.heading for column in sheet.columns]
        assert len(headings) == len(set(headings))
        assert sheet.about.endswith(".")
    services = [column.heading for column in SHEETS[1].columns]
    assert services[:3] == ["Service id", "Service", "Provider"]
    assert services.index("Needs") < services.index("Valid from")


def test_no_label_holds_the_mark_that_separates_values() -> None:
    for _, column in columns():
        assert not [word for word in column.words if ";" in word]


def test_dates_are_read_day_first_wherever_there_are_dates() -> None:
    for table, sheet in zip(MAPPING.tables, SHEETS, strict=True):
        dated = any(column.field.type == "date" for column in sheet.columns)
        assert bool(table.blocks[0].fields[0].dates) == dated, table.sheet


# --- the columns -------------------------------------------------------------------------------


def test_a_note_says_what_the_data_dictionary_says() -> None:
    note = column_of("Services", "Youngest age").note
    field = SCHEMA.resources["services"].by_name["minimum_age"]
    assert note == f"{field.description} {field.guidance}\nExample: {field.example}"


def test_a_note_names_the_sheet_of_the_ids_and_the_words_of_a_short_list() -> None:
    provider = column_of("Services", "Provider").note
    assert "Must be filled in.\nThe ids are in the sheet Providers.\n" in provider
    assert "\n• Active: " in column_of("Services", "Status").note
    needs = column_of("Services", "Needs").note
    assert "Put ; between several.\nThe words are in the sheet Lists, under Needs." in needs
    assert needs.startswith("Needs for which a service is meant.")


def test_of_fields_that_exclude_each_other_one_has_an_example() -> None:
    given = [
        c.example for c in SHEETS[4].columns if c.heading in {"Service", "Organisation", "Place"}
    ]
    assert given == ["svc-0001", "", ""]


def test_a_hint_says_what_to_type() -> None:
    hints = {column.heading: column.hint for column in SHEETS[1].columns}
    assert hints["Service id"] == "Needed: id"
    assert hints["Provider"] == "Needed: id"
    assert hints["Sector"] == "Needed: choose from the list"
    assert hints["Needs"] == "choose from the list, several with ; between"
    assert hints["Place ids"] == "id, several with ; between"
    assert hints["Web page"] == "web address, https://"
    assert hints["Valid from"] == "date"
    assert hints["Also known as"] == "text"


def test_a_code_that_has_ended_is_not_offered() -> None:
    ended = {"code": "old", "label": "Old", "description": "", "valid_to": "2020-01-01"}
    now = {"code": "new", "label": "New", "description": "", "valid_to": ""}
    assert labels_in_force(Codelist("x", (ended, now))) == ("New",)


def test_a_field_with_only_one_limit_is_not_limited() -> None:
    field = Field("n", "number", "N", "", "", "", "", (), {"minimum": 0}, {})
    column = Column("N", field, False, False, (), "", "", "", "")
    assert rule(column, {}, {}) == {}


# --- the workbook, seen through another program's eyes ----------------------------------------


def test_the_same_schema_gives_the_same_bytes() -> None:
    assert render_workbook(SCHEMA, MAPPING) == template()


def test_the_sheets_are_in_order_and_all_can_be_seen() -> None:
    assert book().sheetnames == [READ_ME, *NAMES, LISTS]
    assert {sheet.sheet_state for sheet in book().worksheets} == {"visible"}
    assert book().properties.created == datetime(2026, 1, 1)


def test_the_first_sheet_explains_in_a_few_lines_and_leads_to_each_sheet() -> None:
    rows = list(book()[READ_ME].iter_rows(values_only=True))
    lines = [row[1] for row in rows[2:10]]
    assert len(lines) == 8
    assert all(line.endswith(".") and len(line) < 200 for line in lines)
    linked = [row[0] for row in rows if row[0] in NAMES]
    assert linked == NAMES


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_holds_headings_notes_and_an_example(sheet: TemplateSheet) -> None:
    worksheet = book()[sheet.name]
    headings = worksheet[HEADING_ROW]
    assert [cell.value for cell in headings] == [column.heading for column in sheet.columns]
    assert [cell.comment.text for cell in headings] == [column.note for column in sheet.columns]
    assert worksheet.cell(EXAMPLE_ROW, 1).value.startswith("Example: ")
    assert "not published" in worksheet["A1"].value
    assert worksheet.freeze_panes == "C5"
    assert worksheet.max_row == HEADING_ROW
    for cell, column in zip(headings, sheet.columns, strict=True):
        assert dimension_of(worksheet, cell.column).width > len(column.heading)


def test_what_is_needed_is_said_in_words_and_shown() -> None:
    for sheet, column in columns():
        number = place(sheet, column.heading)
        hint = book()[sheet.name].cell(2, number).value
        bold = book()[sheet.name].cell(HEADING_ROW, number).font.bold
        assert hint.startswith("Needed: ") == column.required == bold


def test_text_keeps_its_leading_zeros_and_is_never_taken_for_a_date() -> None:
    for sheet, column in columns():
        style = dimension_of(book()[sheet.name], place(sheet, column.heading)).number_format
        expected = {"date": "yyyy-mm-dd", "time": "hh:mm", "string": "@", "boolean": "@"}
        assert style == expected.get(column.field.type, "General"), column.heading


def dimension_of(worksheet: Worksheet, number: int) -> ColumnDimension:
    """The width and style of a column; equal neighbours stand in the file as one."""
    (found,) = [
        each for each in worksheet.column_dimensions.values() if each.min <= number <= each.max
    ]
    return found


def test_a_drop_down_offers_the_labels_of_its_code_list() -> None:
    sectors = rule_at("Services", "Sector")
    assert sectors is not None
    assert sectors.type == "list"
    assert sectors.showErrorMessage
    assert words_of(sectors) == list(SCHEMA.codelists["sector"].labels.values())
    languages = rule_at("Services", "Languages")
    assert languages is not None
    assert len(words_of(languages)) > 180


def test_every_column_with_words_has_a_drop_down() -> None:
    for sheet, column in columns():
        offered = rule_at(sheet.name, column.heading)
        if column.words:
            assert offered is not None
            assert words_of(offered) == list(column.words)


def test_several_values_in_a_cell_are_not_refused() -> None:
    for sheet, column in columns():
        offered = rule_at(sheet.name, column.heading)
        if column.several and offered is not None:
            assert not offered.showErrorMessage


def test_yes_or_no_and_days_are_offered() -> None:
    free, days = rule_at("Services", "Free of charge"), rule_at("Opening times", "Days")
    assert free is not None
    assert days is not None
    assert words_of(free) == ["Yes", "No"]
    assert words_of(days)[0] == "Monday to Friday"
    assert not days.showErrorMessage  # `1TH` is right as well


def test_ids_are_offered_from_their_sheet_and_only_warned_about() -> None:
    offered = rule_at("Contacts", "Service")
    assert offered is not None
    assert offered.formula1 == "ids_services"
    assert offered.errorStyle == "warning"
    assert book().defined_names["ids_services"].value.startswith("'Services'!$A$5:INDEX(")


def test_dates_and_numbers_have_limits() -> None:
    dates, ages = rule_at("Services", "Valid from"), rule_at("Services", "Youngest age")
    assert dates is not None
    assert ages is not None
    assert (dates.type, ages.type, ages.formula1, ages.formula2) == ("date", "decimal", "0", "25")
    assert rule_at("Services", "Service") is None


# --- read by our own reading part --------------------------------------------------------------


def typed(rows: Mapping[str, Sequence[Mapping[str, str]]]) -> Workbook:
    """The template as a person saves it, with rows typed below the headings."""
    filled = openpyxl.load_workbook(io.BytesIO(template()))
    for name, records in rows.items():
        headings = [cell.value for cell in filled[name][HEADING_ROW]]
        for number, record in enumerate(records, FIRST_ROW):
            for heading, value in record.items():
                filled[name].cell(number, headings.index(heading) + 1, value)
    sheets = [
        Sheet.of_rows(
            each.title, tuple(tuple(map(as_text, row)) for row in each.iter_rows(values_only=True))
        )
        for each in filled.worksheets
    ]
    return Workbook("local-offer.xlsx", tuple(sheets))


def as_text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()[:10]
    return "" if value is None else str(value)


def records_of(workbook: Workbook, resource: str) -> list[dict[str, str]]:
    applied = apply_mapping(MAPPING, [workbook], SCHEMA)
    assert [issue for issue in applied.issues if issue.severity == "error"] == []
    return [
        {name: column[i] for name, column in batch.columns.items()}
        for batch in applied.batches
        if batch.resource.name == resource
        for i in range(len(batch.rows))
    ]


def test_an_untouched_template_publishes_nothing() -> None:
    applied = apply_mapping(MAPPING, [typed({})], SCHEMA)
    assert sum(len(batch.rows) for batch in applied.batches) == 0
    assert applied.issues == ()


def test_a_typed_row_becomes_a_service_with_its_links() -> None:
    row = {
        "Service id": "svc-1",
        "Service": "Club",
        "Provider": "org-1",
        "Sector": "Leisure",
        "Free of charge": "Yes",
        "Needs": "Autistic spectrum disorder; SLD",
        "Place ids": "loc-1;loc-2",
        "Languages": "English",
        "Valid from": "03/09/2026",
        "Own categories": "Wet weather",
    }
    workbook = typed({"Services": [row]})
    (service,) = records_of(workbook, "services")
    assert (service["sector"], service["free"]) == ("leisure", "true")
    assert service["valid_from"] == "2026-09-03"
    terms = [(term["taxonomy"], term["code"]) for term in records_of(workbook, "service_terms")]
    assert terms == [("sen_need", "ASD"), ("sen_need", "SLD"), ("category", "Wet weather")]
    places = [link["location_id"] for link in records_of(workbook, "service_at_locations")]
    assert places == ["loc-1", "loc-2"]


def test_numbers_in_registers_and_days_of_the_week_become_codes() -> None:
    provider = {
        "Organisation id": "org-1",
        "Organisation": "A",
        "Companies House number": "01234567",
    }
    hours = {"Schedule id": "s-1", "Service": "svc-1", "Days": "Monday to Friday"}
    more = {"Schedule id": "s-2", "Service": "svc-1", "Days": "1TH"}
    workbook = typed({"Providers": [provider], "Opening times": [hours, more]})
    (number,) = records_of(workbook, "organization_identifiers")
    assert (number["scheme"], number["identifier"]) == ("company", "01234567")
    days = [schedule["byday"] for schedule in records_of(workbook, "schedules")]
    assert days == ["MO,TU,WE,TH,FR", "1TH"]


def test_nothing_is_lost_when_the_lines_above_the_headings_are_deleted() -> None:
    filled = typed({"Services": [{"Service id": "svc-1", "Service": "Club"}]})
    cut = tuple(
        Sheet.of_rows(sheet.name, sheet.rows[HEADING_ROW - 1 :]) if sheet.name in NAMES else sheet
        for sheet in filled.sheets
    )
    (service,) = records_of(Workbook("x.xlsx", cut), "services")
    assert service["id"] == "svc-1"


def test_sheets_may_be_deleted() -> None:
    kept = ("Providers", "Services", "Places")
    few = tuple(sheet for sheet in typed({}).sheets if sheet.name in kept)
    assert apply_mapping(MAPPING, [Workbook("x.xlsx", few)], SCHEMA).issues == ()


def test_every_example_is_read_without_a_complaint() -> None:
    rows = {
        sheet.name: [{c.heading: c.example for c in sheet.columns if c.example}] for sheet in SHEETS
    }
    applied = apply_mapping(MAPPING, [typed(rows)], SCHEMA)
    assert applied.issues == ()
    for batch in applied.batches:
        for field in batch.resource.fields:
            codelist = SCHEMA.codes(field)
            for value in batch.columns.get(field.name, ()):
                assert not codelist or not value or value in codelist.codes


def test_the_template_stands_in_the_schema_folder_as_plain_text() -> None:
    path = Path(schema_folder() / "template.toml")
    assert "\t" not in path.read_text(encoding="utf-8")
    with (schema_folder() / "codelists" / "taxonomy.csv").open(encoding="utf-8") as file:
        assert {row["code"] for row in csv.DictReader(file)} == set(SCHEMA.taxonomies)
