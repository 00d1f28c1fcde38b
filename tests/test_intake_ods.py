"""Reading .ods: cells where they stand, and the same whether rows are plain or not."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_files import (
    codes,
    ods,
    ods_bytes,
    ods_cell,
    ods_content,
    ods_row,
    packed,
    read_bytes,
    read_sheet,
    trimmed,
)
from offer_opendata.errors import OfferError
from offer_opendata.intake import ods as reader

NO_NUMBER = ods_row(ods_cell("a", ' table:number-columns-repeated="x"'))
FLOAT = ' office:value-type="float" office:value="{}" calcext:value-type="float"'


def test_cells_stand_where_the_spreadsheet_has_them(tmp_path: Path) -> None:
    rows = (
        ods_row("<table:table-cell/>", attributes=' table:number-rows-repeated="3"')
        + ods_row('<table:table-cell table:number-columns-repeated="2"/>', ods_cell("c"))
        + ods_row(ods_cell("r", ' office:value-type="string" table:number-columns-repeated="2"'))
        + ods_row(ods_cell("2"), attributes=' table:number-rows-repeated="2"')
        + ods_row("<table:table-cell/>", attributes=' table:number-rows-repeated="1048000"')
    )
    sheet = read_sheet(ods(rows), tmp_path, "book.ods")
    assert sheet.rows == ((), (), (), ("", "", "c"), ("r", "r"), ("2",), ("2",))
    assert sheet.name == "S"


def test_text_is_as_typed(tmp_path: Path) -> None:
    cells = [
        "<table:table-cell><text:p>two</text:p><text:p>lines</text:p></table:table-cell>",
        ods_cell('tab<text:tab/>here <text:s text:c="2"/>spaces<text:line-break/>next'),
        ods_cell("<text:s/>padded "),
        ods_cell("\n a  \n b"),
        "<table:table-cell><text:p>two</text:p><text:p>  lines  here</text:p></table:table-cell>",
        ods_cell("a <text:span>b</text:span><text:a> c</text:a> &amp; &lt;d&gt; &#233;"),
        ods_cell("R&amp;D &apos;x&apos;"),
        ods_cell("x<text:note><text:p>a footnote</text:p></text:note>y"),
    ]
    sheet = read_sheet(ods("".join(ods_row(cell) for cell in cells)), tmp_path, "book.ods")
    assert [row[0] for row in sheet.rows] == [
        "two\nlines",
        "tab\there   spaces\nnext",
        " padded ",
        "a b",
        "two\n  lines  here",
        "a b c & <d> é",
        "R&D 'x'",
        "xy",
    ]


def test_values_errors_and_formulas(tmp_path: Path) -> None:
    string = ' office:value-type="string"'
    row = ods_row(
        ods_cell("5", FLOAT.format(5)),
        ods_cell("02/09/26", ' office:value-type="date" office:date-value="2026-09-02"'),
        ods_cell("25%", ' office:value-type="percentage" office:value="0.25"'),
        ods_cell("TRUE", f' table:formula="of:=TRUE()"{FLOAT.format(1)}'),
        ods_cell("Yes", ' office:value-type="boolean" office:boolean-value="true"'),
        ods_cell("#REF!", f' table:formula="of:=X"{string} calcext:value-type="error"'),
        ods_cell("Err:508", f' table:formula="of:=("{FLOAT.format(0)[:-6]}error"'),
        ods_cell("7", FLOAT.format(7) + ' table:number-columns-repeated="2"'),
        '<table:table-cell table:formula="of:=A1"/>',
        '<table:table-cell table:formula="of:=&quot;&quot;"><text:p/></table:table-cell>',
        ods_cell("6:00", ' office:value-type="time" office:time-value="PT6H"'),
    )
    sheet = read_sheet(ods(row), tmp_path, "book.ods")
    assert sheet.rows == (
        ("5", "2026-09-02", "0.25", "TRUE", "TRUE", "#REF!", "Err:508", "7", "7", "", "", "06:00"),
    )
    assert codes(sheet) == [
        ("formula-without-value", "of:=A1", 1, 9),
        ("cell-shows-an-error", "#REF!", 1, 5),
        ("cell-shows-an-error", "Err:508", 1, 6),
    ]


def test_hidden_merged_and_commented_cells_are_told(tmp_path: Path) -> None:
    styles = (
        '<style:style style:name="ta1" style:family="table">'
        '<style:table-properties table:display="true"/></style:style>'
        '<style:style style:name="ta2" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    remark = "<office:annotation><text:p>a remark</text:p></office:annotation>"
    rows = (
        "<table:shapes><draw:frame><text:p>drawn</text:p></draw:frame></table:shapes>"
        "<table:table-column/>"
        '<table:table-column table:number-columns-repeated="2" table:visibility="collapse"/>'
        + ods_row(
            ods_cell("m", ' table:number-columns-spanned="2" table:number-rows-spanned="2"'),
            '<table:covered-table-cell table:number-columns-repeated="2"/>',
            ods_cell("n", ' table:number-columns-spanned="1" table:number-rows-spanned="1"'),
        )
        + ods_row(
            f"<table:table-cell>{remark}<draw:frame><text:p>a box</text:p></draw:frame>"
            "<text:p>x</text:p></table:table-cell>",
            attributes=' table:visibility="filter"',
        )
        + ods_row(ods_cell("a"), ods_cell("b"), attributes=' table:visibility="collapse"')
    )
    content = ods_content(
        "<table:tracked-changes><table:table-cell><text:p>old</text:p></table:table-cell>"
        "</table:tracked-changes>"
        f'<table:table table:name="One" table:style-name="ta1">{rows}</table:table>'
        f'<table:table table:name="Two" table:style-name="ta2">{ods_row(ods_cell("x"))}'
        "</table:table><table:table table:name=\"'file:///c/x.ods'#$Other\">"
        f"{ods_row(ods_cell('kept from another file'))}</table:table>",
        styles,
    )
    one, two = read_bytes(ods_bytes(content), tmp_path, "book.ods")
    assert one.rows == (("m", "", "", "n"), ("x",), ("a", "b"))
    assert codes(one) == [
        ("merged-cells", "A1:B2", 1, 0),
        ("hidden-rows", "2 to 3", 2, None),
        ("hidden-columns", "B", None, 1),
        ("cell-comments", "A2", 2, None),
    ]
    assert (two.name, codes(two)) == ("Two", [("hidden-sheet", "", None, None)])


def test_other_prefixes_and_comments_make_no_difference(tmp_path: Path) -> None:
    remark = f"<!-- {ods_row(ods_cell('not there'))} -->"
    rows = remark + ods_row(ods_cell("a"), ods_cell("5", FLOAT.format(5)))
    content = ods_content(f'<table:table table:name="S">{rows}</table:table>')
    renamed = re.sub(r"(?<![:\w])table:", "t:", content).replace("xmlns:table=", "xmlns:t=")
    for each in (content, renamed, renamed.replace(remark, "")):
        assert read_sheet(ods_bytes(each), tmp_path, "book.ods").rows == (("a", "5"),)


def test_a_table_within_a_cell_is_not_looked_into(tmp_path: Path) -> None:
    inner = f"<table:table>{ods_row(ods_cell('inner'))}</table:table>"
    rows = ods_row(f"<table:table-cell>{inner}<text:p>outer</text:p></table:table-cell>")
    assert read_sheet(ods(rows), tmp_path, "book.ods").rows == (("outer",),)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (ods_content("", doctype="<!DOCTYPE x [<!ENTITY a 'b'>]>"), "declares entities"),
        ("<a><b></a>", "is damaged"),
        (ods_content(f"<table:table>{ods_row(ods_cell('&what;'))}</table:table>"), "is damaged"),
        ("", "is damaged"),
        (ods_content("").replace("UTF-8", "UTF-16").encode("utf-16"), "is damaged"),
        (ods_content(f"<table:table>{NO_NUMBER}</table:table>"), "is damaged"),
    ],
)
def test_content_that_cannot_be_read_is_refused(
    content: str | bytes, said: str, tmp_path: Path
) -> None:
    parts = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content}
    with pytest.raises(OfferError, match=said):
        read_bytes(packed(parts), tmp_path, "book.ods")


def test_what_stands_outside_a_sheet_is_no_cell(tmp_path: Path) -> None:
    outside = "<table:table-column/>" + ods_row(ods_cell("a<text:span/>"))
    outside += "<text:p>b<text:tab/></text:p>"
    content = ods_content(
        f'{outside}<table:table table:name="S">{ods_row(ods_cell("c"))}</table:table>'
    )
    assert read_sheet(ods_bytes(content), tmp_path, "book.ods").rows == (("c",),)


def test_a_workbook_without_content_is_damaged(tmp_path: Path) -> None:
    parts = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}
    with pytest.raises(OfferError, match="is damaged"):
        read_bytes(packed(parts), tmp_path, "book.ods")


@pytest.mark.parametrize("odd", ["", "<text:s/>"])
@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        (' table:number-columns-repeated="16385"', ""),
        ("", ' table:number-rows-repeated="1048577"'),
        (' table:number-columns-repeated="16384"', ' table:number-rows-repeated="1000"'),
    ],
)
def test_repeated_cells_have_limits(cells: str, rows: str, odd: str, tmp_path: Path) -> None:
    one = ods_cell("a" + odd, f' office:value-type="string"{cells}')
    data = ods(ods_row(one, attributes=rows) + ods_row(ods_cell("b")))
    with pytest.raises(OfferError, match="sheet S fills too many cells"):
        read_sheet(data, tmp_path, "book.ods")


def test_a_row_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MIB", 1000)
    monkeypatch.setattr(reader, "ROW_BYTES", 3000)
    with pytest.raises(OfferError, match="one row is over"):
        read_sheet(ods(ods_row(ods_cell("x" * 9000))), tmp_path, "book.ods")


TEXT = st.text(alphabet=st.sampled_from("ab é&<>'\"\t\n=5%"), max_size=6)


def _written(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return (
        escaped.replace(" ", "<text:s/>")
        .replace("\t", "<text:tab/>")
        .replace("\n", "<text:line-break/>")
    )


@given(st.lists(st.lists(TEXT, max_size=4), max_size=6), st.integers(200, 2000))
def test_plain_and_other_rows_are_read_alike(rows: list[list[str]], size: int) -> None:
    quick = "".join(ods_row(*(ods_cell(_written(text)) for text in row)) for row in rows)
    expected = trimmed(rows)
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as name:
        folder = Path(name)
        patch.setattr(reader, "MIB", size)
        assert read_sheet(ods(quick), folder, "book.ods").rows == expected
        patch.setattr(reader, "_has_usual_prefixes", lambda _: False)
        assert read_sheet(ods(quick), folder, "book.ods").rows == expected
