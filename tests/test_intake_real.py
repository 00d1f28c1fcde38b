"""Reading real files, in place: what a plain script counted in them, the tool finds too."""

import csv
import io
import json
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from intake_files import codes
from offer_opendata.intake import read_workbook
from offer_opendata.intake.sheet import Sheet, Workbook

CASES = Path(__file__).resolve().parents[2] / "shared" / "cases"
MESSY, WALES, CAPTURE = (
    CASES / name
    for name in ("c12-messy-workbooks", "c16-wales-schools-cp1252", "c17-dfe-data-capture")
)
real = pytest.mark.skipif(not CASES.is_dir(), reason="the real files are not beside this checkout")
office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


def book(folder: Path, name: str) -> Workbook:
    return read_workbook(folder / name, name)


def expected(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "expected.json").read_text())["expected"]
    return found


def filled(sheet: Sheet, column: int, first: int) -> list[str]:
    """Return the filled cells of a column from a row on."""
    cells = (row[column] for row in sheet.rows[first - 1 :] if len(row) > column)
    return [cell for cell in cells if cell]


@real
def test_formulas_read_by_their_last_value() -> None:
    said = expected(MESSY)["english-councils.xlsx"]
    (sheet,) = book(MESSY, "english-councils.xlsx").sheets
    assert sheet.rows[0][:2] == ("Last updated", said["preamble"]["B1"])
    assert list(sheet.rows[said["header_row"] - 1]) == said["headers"]
    names = filled(sheet, 0, 3)
    assert (len(names), len(set(names))) == (said["data_rows"], said["distinct_names"])
    kinds = said["headers"].index("Authority Type")
    assert Counter(filled(sheet, kinds, 3)) == said["authority_types"]
    adur = next(row for row in sheet.rows if row[0].startswith("Adur"))
    assert adur[4] == repr(said["adur_electors_per_councillor_cached"])


@real
def test_an_old_workbook() -> None:
    said = expected(MESSY)["public_bodies_2013.xls"]
    sheets = book(MESSY, "public_bodies_2013.xls").sheets
    sizes = [
        [sheet.name, len(sheet.rows), max(map(len, sheet.rows), default=0)] for sheet in sheets
    ]
    assert sizes == said["sheets"]
    headings = sheets[0].rows[0]
    kinds = headings.index("Classification")
    assert Counter(filled(sheets[0], kinds, 2)) == said["classification"]


@real
def test_merged_cells() -> None:
    said = expected(MESSY)["la_scorecards_tech_guidance.xlsx"]
    for sheet in book(MESSY, "la_scorecards_tech_guidance.xlsx").sheets:
        merged = [note for note in sheet.notes if note.code == "merged-cells"]
        assert len(merged) == said[sheet.name]["merged_ranges"]
    (sheet,) = book(MESSY, "gp_pcn_ccg_lookup.xlsx").sheets
    said = expected(MESSY)["gp_pcn_ccg_lookup.xlsx"]
    assert [note.value for note in sheet.notes] == said["merged_ranges"]
    left, right = said["two_tables_side_by_side"]["left"], said["two_tables_side_by_side"]["right"]
    assert list(sheet.rows[1][:5]) == left["headers"]
    assert list(sheet.rows[1][6:10]) == right["headers"]
    assert (len(filled(sheet, 0, 3)), len(filled(sheet, 6, 3))) == (left["rows"], right["rows"])


@real
def test_hidden_sheets_and_a_thousand_declared_rows() -> None:
    name = "extra-mobile-data-requests-google-docs.xlsx"
    said = expected(MESSY)[name]
    first, *others = book(MESSY, name).sheets
    assert len(first.rows) - 1 == said["data_rows"]
    hidden = [sheet.name for sheet in others if codes(sheet) == [("hidden-sheet", "", None, None)]]
    assert hidden == said["hidden_sheets"]


@real
def test_larger_workbooks() -> None:
    said = expected(MESSY)
    (grants,) = book(MESSY, "360giving_abct.xlsx").sheets
    assert len(grants.rows[0]) == said["360giving_abct.xlsx"]["columns"]
    assert len(set(filled(grants, 0, 2))) == said["360giving_abct.xlsx"]["distinct_identifier"]
    merged = said["sf_smn_filter_template_to_merge.xlsx"]
    sheets = {
        sheet.name: sheet for sheet in book(MESSY, "sf_smn_filter_template_to_merge.xlsx").sheets
    }
    assert list(sheets) == merged["sheets"]
    assert len(sheets["services.csv"].rows) - 2 == merged["services_sheet"]["data_rows"]


@real
def test_welsh_names_survive() -> None:
    (sheet,) = book(WALES, "wales_schools_address_list.csv").sheets
    assert codes(sheet) == [("not-utf-8", "Windows-1252", None, None)]
    text = (WALES / "wales_schools_address_list.csv").read_bytes().decode("cp1252")
    plain = [tuple(row) for row in csv.reader(io.StringIO(text, newline=""))]
    assert len(sheet.rows) == len(plain)
    assert all(row == plain[at][: len(row)] for at, row in enumerate(sheet.rows))


@real
def test_a_return_of_sixty_thousand_rows_of_which_few_are_filled() -> None:
    (path,) = CAPTURE.glob("*.xlsx")
    capture, *_ = read_workbook(path, path.name).sheets
    assert capture.name == "Data Capture"
    assert len(capture.rows) == 39
    assert {note.code for note in capture.notes} == {"merged-cells", "cell-comments"}


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Workbook]:
    """One workbook in three forms, as LibreOffice writes them."""
    folder = tmp_path_factory.mktemp("office")
    whole = xlsxwriter.Workbook(folder / "book.xlsx")
    sheet, listed = whole.add_worksheet("Main"), whole.add_worksheet("List")
    listed.hide()
    listed.write("C5", "start")
    forms = {form: whole.add_format({"num_format": form}) for form in ("yyyy-mm-dd", "hh:mm", "0%")}
    sheet.write_row(0, 0, ["Name", "When", "Time", "Share", "Number"])
    sheet.write_string(1, 0, " padded  twice ")
    sheet.write_number(1, 1, 46267, forms["yyyy-mm-dd"])
    sheet.write_number(1, 2, 0.378472222222222, forms["hh:mm"])
    sheet.write_number(1, 3, 0.25, forms["0%"])
    sheet.write_number(1, 4, 12345678.5)
    sheet.write_string(2, 0, "two\n  lines & <tags> ‘quoted’")
    sheet.write_string(2, 3, "a tab\there")
    sheet.write_formula(2, 1, "=1/0", None, "#DIV/0!")
    sheet.write_formula(2, 2, '=A1&"!"', None, "Name!")
    sheet.merge_range("A4:B5", "merged")
    sheet.write_string(6, 0, "hidden")
    sheet.set_row(6, None, None, {"hidden": True})
    sheet.set_column("E:E", None, None, {"hidden": True})
    sheet.write_comment("A1", "a remark")
    whole.close()
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for form in ("ods", "xls"):
        subprocess.run(
            ["soffice", profile, "--headless", "--convert-to", form, "book.xlsx"],
            cwd=folder,
            check=True,
            capture_output=True,
            timeout=120,
        )
    return {
        form: read_workbook(folder / f"book.{form}", f"book.{form}")
        for form in ("xlsx", "ods", "xls")
    }


@office
@pytest.mark.parametrize("form", ["ods", "xls"])
def test_libreoffice_writes_the_same_workbook_in_other_forms(
    form: str, converted: dict[str, Workbook]
) -> None:
    one, other = converted["xlsx"], converted[form]
    for mine, theirs in zip(one.sheets, other.sheets, strict=True):
        assert mine.name == theirs.name
        assert set(codes(mine)) == set(codes(theirs))
        rows = [list(row) for row in theirs.rows]
        if form == "xls" and mine.name == "Main":
            rows[2][2] = "Name!"  # it leaves a formula's text out of old workbooks
        assert mine.rows == tuple(map(tuple, rows))
