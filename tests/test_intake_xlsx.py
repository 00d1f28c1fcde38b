"""Reading .xlsx: cells where they stand, and what a parser would lose."""

from pathlib import Path

import pytest
import xlsxwriter

from intake_files import (
    codes,
    packed,
    read_bytes,
    read_sheet,
    relations,
    sheet_xml,
    xlsx,
    xlsx_parts,
)
from offer_opendata.errors import OfferError
from offer_opendata.intake import calamine, limits, pack, scan
from offer_opendata.intake import sheet_xml as walk
from offer_opendata.intake import xlsx as reader


def test_cells_stand_where_the_spreadsheet_has_them(tmp_path: Path) -> None:
    sheet = read_sheet(
        xlsx('<row r="5"><c r="C5"><v>1</v></c><c r="E5"><v>2.5</v></c></row>'), tmp_path
    )
    assert sheet.rows == ((), (), (), (), ("", "", "1", "", "2.5"))
    assert sheet.name == "S"
    assert sheet.notes == ()


def test_trailing_blank_rows_and_columns_are_left_out(tmp_path: Path) -> None:
    far = '<row r="66680"><c r="Z66680" s="1"/><c r="AA66680" t="str"><f>""</f><v></v></c></row>'
    sheet = read_sheet(xlsx(f'<row r="1"><c r="A1"><v>1</v></c></row>{far}'), tmp_path)
    assert sheet.rows == (("1",),)
    assert sheet.notes == ()


def test_an_empty_sheet_has_no_rows(tmp_path: Path) -> None:
    assert read_sheet(xlsx(""), tmp_path).rows == ()


def test_each_kind_of_value(tmp_path: Path) -> None:
    cells = (
        '<c r="A1" s="1"><v>44197</v></c><c r="B1" s="2"><v>44197.375</v></c>'
        '<c r="C1" s="3"><v>0.381944444444444</v></c><c r="D1" s="4"><v>1.5</v></c>'
        '<c r="E1" t="b"><v>1</v></c><c r="F1" t="b"><v>0</v></c><c r="G1"><v>1</v></c>'
        '<c r="H1" t="s"><v>0</v></c><c r="I1" t="inlineStr"><is><t>typed</t></is></c>'
        '<c r="J1" t="str"><f>A1</f><v>worked out</v></c><c r="K1"><v>01632</v></c>'
    )
    texts = "<si><r><t>ri</t></r><r><t>ch</t></r><rPh><t>no</t></rPh></si>"
    (row,) = read_sheet(xlsx(f'<row r="1">{cells}</row>', texts), tmp_path).rows
    assert row == (
        "2021-01-01",
        "2021-01-01 09:00",
        "09:10",
        "36:00",
        "TRUE",
        "FALSE",
        "1",
        "rich",
        "typed",
        "worked out",
        "1632",
    )


def test_text_is_as_typed(tmp_path: Path) -> None:
    texts = (
        '<si><t xml:space="preserve"> a_x000D_\nb </t></si><si><t>one_x000D_two</t></si>'
        "<si><t>_x005F_x000D_ &amp; &#233;</t></si>"
    )
    cells = "".join(f'<c r="{at}1" t="s"><v>{n}</v></c>' for n, at in enumerate("ABC"))
    (row,) = read_sheet(xlsx(f'<row r="1">{cells}</row>', texts), tmp_path).rows
    assert row == (" a\nb ", "one\ntwo", "_x000D_ & é")


def test_control_characters_become_spaces_and_are_told(tmp_path: Path) -> None:
    cells = (
        '<row r="2"><c r="A2" t="str"><v>bell_x0007_</v></c><c r="B2" t="str"><v>x</v></c></row>'
        '<row r="3"><c r="B3" t="str"><v>unit_x001F_record_x001E_</v></c></row>'
    )
    sheet = read_sheet(xlsx(cells), tmp_path)
    assert sheet.rows == ((), ("bell ", "x"), ("", "unit record "))
    assert sorted(codes(sheet)) == [
        ("control-character", "U+0007", 2, 0),
        ("control-character", "U+001F", 3, 1),
    ]


def test_errors_are_put_back_into_their_cells(tmp_path: Path) -> None:
    cells = (
        '<row r="2"><c r="B2" t="e"><v>#REF!</v></c><c r="C2"><v>1</v></c></row>'
        '<row r="4"><c r="D4" t="e"><f>NA()</f><v>#N/A</v></c><c r="E4" t="e"/></row>'
    )
    sheet = read_sheet(xlsx(cells), tmp_path)
    assert sheet.rows == ((), ("", "#REF!", "1"), (), ("", "", "", "#N/A"))
    assert codes(sheet) == [
        ("cell-shows-an-error", "#REF!", 2, 1),
        ("cell-shows-an-error", "#N/A", 4, 3),
    ]


def test_errors_are_found_however_the_file_is_written(tmp_path: Path) -> None:
    cells = "<row r='1'><c r='A1' t='e'><v>#NAME?</v></c><c r='B1'><v>1</v></c></row>"
    sheet = read_sheet(xlsx(cells), tmp_path)
    assert sheet.rows == (("#NAME?", "1"),)
    assert codes(sheet) == [("cell-shows-an-error", "#NAME?", 1, 0)]


def test_a_formula_that_was_never_worked_out_is_told(tmp_path: Path) -> None:
    cells = (
        '<c r="A1"><f>B1*2</f></c><c r="B1"><f t="shared" si="0"/><v></v></c>'
        '<c r="C1"><f>"a"&amp;"b"</f><v/></c><c r="D1" t="str"><f>""</f><v></v></c>'
        '<c r="E1"><f>1+1</f><v>2</v></c>'
    )
    sheet = read_sheet(xlsx(f'<row r="1">{cells}</row>'), tmp_path)
    assert sheet.rows == (("", "", "", "", "2"),)
    assert codes(sheet) == [
        ("formula-without-value", "=B1*2", 1, 0),
        ("formula-without-value", "=", 1, 1),
        ("formula-without-value", '="a"&"b"', 1, 2),
    ]


def test_hidden_and_merged_and_commented_cells_are_told(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "all.xlsx")
    first, second = book.add_worksheet("Seen"), book.add_worksheet("Unseen")
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Seen!$A$1:$A$3"})
    book.add_chartsheet("Chart").set_chart(chart)
    second.very_hidden()
    second.write(0, 0, "list")
    first.write_column(0, 0, [1, 2, 3, 4])
    first.merge_range("B1:C2", "merged")
    first.set_row(1, None, None, {"hidden": True})
    first.set_row(2, None, None, {"hidden": True})
    first.set_column("C:F", None, None, {"hidden": True})
    first.write("E4", "in a hidden column")
    first.set_column("H:H", 30)
    first.write_comment("A2", "a remark")
    book.close()
    seen, unseen = read_bytes((tmp_path / "all.xlsx").read_bytes(), tmp_path)
    assert (seen.name, unseen.name) == ("Seen", "Unseen")
    assert codes(seen) == [
        ("merged-cells", "B1:C2", 1, 1),
        ("hidden-rows", "2 to 3", 2, None),
        ("hidden-columns", "E", None, 4),
        ("cell-comments", "A2", 2, None),
    ]
    assert codes(unseen) == [("hidden-sheet", "", None, None)]


def test_other_ways_to_write_the_same_sheet(tmp_path: Path) -> None:
    prefixed = (
        f'<?xml version="1.0"?><x:worksheet xmlns:x="{"http://schemas.openxmlformats.org/"}'
        'spreadsheetml/2006/main"><x:sheetData><x:row r="2" hidden="1"><x:c r="A2"><x:v>7</x:v>'
        '</x:c><x:c r="B2" t="e"><x:v>#N/A</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    sheet = read_sheet(packed(xlsx_parts(prefixed)), tmp_path)
    assert sheet.rows == ((), ("7", "#N/A"))
    assert [note.code for note in sheet.notes] == ["hidden-rows", "cell-shows-an-error"]
    without_addresses = (
        '<row><c><v>1</v></c><c t="e"><v>#N/A</v></c></row><row/><row><c r="C3"><v>3</v></c>'
        '<c t="e"><v>#REF!</v></c></row>'
    )
    sheet = read_sheet(xlsx(without_addresses), tmp_path)
    assert sheet.rows == (("1", "#N/A"), (), ("", "", "3", "#REF!"))


def test_empty_texts_fill_nothing(tmp_path: Path) -> None:
    texts = "<si/><si><t/></si><si><t></t></si><si><t> </t></si><si><t>full</t></si>"
    cells = "".join(f'<c r="{at}1" t="s"><v>{n}</v></c>' for n, at in enumerate("ABCDE"))
    cells += '<c r="F1" t="inlineStr"><is><t></t></is></c><c r="G1" t="inlineStr"><is/></c>'
    cells += '<c r="H1" t="e"><v>#N/A</v></c><c r="I1"><f>1</f></c>'
    sheet = read_sheet(xlsx(f'<row r="1">{cells}</row>', texts), tmp_path)
    assert sheet.rows == (("", "", "", "", "full", "", "", "#N/A"),)
    assert [note.code for note in sheet.notes] == ["formula-without-value", "cell-shows-an-error"]


def test_cells_are_placed_by_address_and_disorder_is_told(tmp_path: Path) -> None:
    cells = (
        '<row r="2"><c r="B2"><v>2</v></c><c r="A2"><v>1</v></c></row>'
        '<row r="1"><c r="A1"><v>0</v></c></row>'
    )
    sheet = read_sheet(xlsx(cells), tmp_path)
    assert sheet.rows == (("0",), ("1", "2"))
    assert codes(sheet) == [("cells-out-of-order", "", None, None)]


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        ('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>', "A1"),
        ('<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v><![CDATA[2]]></v></c></row>', "B1"),
        (
            '<row r="1"><!-- <c r="B1"><v>2</v></c> --><c r="A1"><v>1</v></c></row>',
            "B1",
        ),
    ],
)
def test_what_parser_and_file_see_differently_is_refused(
    cells: str, place: str, tmp_path: Path
) -> None:
    with pytest.raises(OfferError, match=f"with certainty: {place} in sheet S is not stored"):
        read_sheet(xlsx(cells), tmp_path)


def test_a_value_that_only_the_parser_sees_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("offer_opendata.intake.scan.cells", lambda *_: iter(()))
    cells = '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'
    with pytest.raises(OfferError, match="with certainty: a cell in sheet S"):
        read_sheet(xlsx(cells), tmp_path)


def test_a_stray_cell_far_away_is_named(tmp_path: Path) -> None:
    cells = (
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    )
    with pytest.raises(OfferError, match="of sheet S reaches as far as XFD1048576; delete"):
        read_sheet(xlsx(cells, before='<dimension ref="A1:XFD1048576"/>'), tmp_path)


def test_a_declared_area_that_is_not_filled_is_no_harm(tmp_path: Path) -> None:
    declared = '<dimension ref="A1:XFD1048576"/>'
    cells = (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    )
    assert read_sheet(xlsx(cells, before=declared), tmp_path).rows == (("1",),)
    blank = '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert read_sheet(xlsx(blank, before=declared), tmp_path).rows == ()


def test_a_sheet_is_walked_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "MIB", 40)
    cells = "".join(
        f'<row r="{row}"><c r="A{row}"><v>{row}</v></c><c r="B{row}" t="e"><v>#N/A</v></c></row>'
        for row in range(1, 40)
    )
    cells += '<row r="41"/><row r="42" hidden="1"><c r="A42"><f>A1</f></c></row>'
    cells += '<row r="43" hidden="1"><c r="A43"><v>1</v></c></row>'
    sheet = read_sheet(xlsx(cells), tmp_path)
    assert sheet.rows[:39] == tuple((str(row), "#N/A") for row in range(1, 40))
    assert sheet.rows[39:] == ((), (), (), ("1",))
    assert codes(sheet)[:2] == [
        ("hidden-rows", "43", 43, None),
        ("formula-without-value", "=A1", 42, 0),
    ]


def test_a_row_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "MIB", 1000)
    monkeypatch.setattr(walk, "ROW_BYTES", 2000)
    long = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"x" * 9000}</t></is></c></row>'
    with pytest.raises(OfferError, match="one row is over"):
        read_sheet(xlsx(long), tmp_path)


def test_many_notes_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pack, "NOTES", 2)
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="e"><v>#N/A</v></c></row>' for n in range(1, 6))
    assert codes(read_sheet(xlsx(cells), tmp_path)) == [
        ("cell-shows-an-error", "#N/A", 1, 0),
        ("cell-shows-an-error", "#N/A", 2, 0),
        ("cell-shows-an-error", "and 3 more cells", None, None),
    ]


def test_comments_of_a_sheet_are_found_through_its_relations(tmp_path: Path) -> None:
    parts = xlsx_parts(sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>'))
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = relations(
        ("comments", "../comments1.xml"), ("comments", "../gone.xml"), ("drawing", "../d.xml")
    ).replace("</Relationships>", '<Relationship Id="x" TargetMode="External"/></Relationships>')
    parts["XL/Comments1.xml"] = '<comments><comment ref="B7"/><comment ref="C7"/></comments>'
    assert codes(read_sheet(packed(parts), tmp_path)) == [("cell-comments", "B7, C7", 7, None)]


def test_broken_relations_of_a_sheet_are_damage(tmp_path: Path) -> None:
    parts = xlsx_parts(sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>'))
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = "<Relationships>"
    with pytest.raises(OfferError, match="is damaged"):
        read_sheet(packed(parts), tmp_path)


def test_the_limits_of_a_workbook_are_those_of_the_design() -> None:
    assert limits.MEMORY_BYTES <= 2 * 1024 * limits.MIB
    assert scan.CELLS == limits.CELLS


@pytest.mark.parametrize("empty", ["<si/>", "<si><t></t></si>", "<si><t> </t></si>"])
def test_cells_with_an_empty_text_are_counted_and_not_looked_up_one_by_one(
    empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*_: object) -> None:
        raise AssertionError("every cell was looked at")

    monkeypatch.setattr(reader, "check_cells", slow)
    cells = "".join(
        f'<c r="{column}1" t="s"><v>{text}</v></c>'
        for column, text in zip("ABCD", "0121", strict=True)
    )
    texts = f"<si><t>a</t></si>{empty}<si><t>&#98;</t></si>"
    assert read_sheet(xlsx(f'<row r="1">{cells}</row>', texts), tmp_path).rows == (("a", "", "b"),)


def test_a_cell_that_the_parser_loses_beside_empty_texts_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calamine, "_texts", lambda cells: ["" for _ in cells])
    cells = '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
    with pytest.raises(OfferError, match=r"\bB1\b"):
        read_sheet(xlsx(f'<row r="1">{cells}</row>', "<si/><si><t>a</t></si>"), tmp_path)
