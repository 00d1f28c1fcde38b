"""The reading part of a mapping: where a table stands in a sheet, and which of its rows count."""

import pytest

from offer_opendata.errors import OfferError
from offer_opendata.intake.sheet import Note, Sheet, Workbook
from offer_opendata.mapping.apply import apply_mapping
from offer_opendata.mapping.grid import Grid
from offer_opendata.mapping.reading import read_table
from texts import SCHEMA, applied, book, codes, mapping, read, said, sheet

ROW = (
    '[[table.row]]\nresource = "areas"\ncode = "Code"\nname = "Name"\nkind = { value = "custom" }\n'
)


def grid(keys: str, *sheets: Sheet | str, row: str = ROW) -> Grid:
    made = mapping(f"[[table]]\n{keys}\n{row}")
    found = read_table(made.tables[0], [book(*sheets)], made)
    assert found is not None
    return found


def cells(it: Grid) -> list[tuple[str, ...]]:
    """Return the rows of a grid: the number of each, then its cells."""
    return [(str(number), *row) for number, *row in zip(it.rows, *it.columns, strict=True)]


def mistake(keys: str, *sheets: Sheet | str, row: str = ROW) -> str:
    with pytest.raises(OfferError) as found:
        applied(f"[[table]]\n{keys}\n{row}", *sheets)
    assert "\n" not in str(found.value)
    return str(found.value)


class TestHeadings:
    def test_they_are_found_wherever_they_stand(self) -> None:
        it = grid("", "Our areas\nWhat to type:,a name\n,\nCode,Name\nA,North\n")
        assert it.headings == ("Code", "Name")
        assert cells(it) == [("5", "A", "North")]

    def test_the_row_with_most_of_them_counts_and_of_equals_the_first(self) -> None:
        assert cells(grid("", "Name,of the council\nCode,Name\nA,North")) == [("3", "A", "North")]
        assert cells(grid("", "Code,Name\nCode,Name")) == [("2", "Code", "Name")]

    def test_the_headings_of_ignored_columns_count_too(self) -> None:
        it = grid('ignore = ["Note"]', "Code,Name\nCode,Name,Note\nA,North,x")
        assert cells(it) == [("3", "A", "North", "x")]

    @pytest.mark.parametrize("keys", ["", "optional = true"])
    def test_one_of_many_may_be_a_word_by_chance(self, keys: str) -> None:
        fields = ("code", "name", "kind", "parent_code", "valid_from", "valid_to")
        row = '[[table.row]]\nresource = "areas"\n' + "".join(f'{f} = "{f}"\n' for f in fields)
        assert "none of the first 40 rows" in mistake(keys, "A,North,kind\nB,South,x", row=row)
        assert grid("optional = true", "\n\n", row=row).columns == ()

    def test_declared(self) -> None:
        it = grid("headings = 2", "Code,Name\nCode,Name\nA,North")
        assert cells(it) == [("3", "A", "North")]

    def test_none_at_all(self) -> None:
        row = ROW.replace('"Code"', '{ position = "B" }').replace('"Name"', '{ position = "A" }')
        assert cells(grid("headings = 0", "North,A\nSouth,B", row=row))[0] == ("1", "North", "A")
        # Only positions are named: nothing says that row 1 is no data.
        assert cells(grid("", "North,A\nSouth,B", row=row))[0] == ("1", "North", "A")

    def test_line_breaks_and_double_spaces_in_a_heading_are_spaces(self) -> None:
        row = ROW.replace('"Code"', '"Code of  the area"')
        it = grid("", '"Code of\n the area",Name\nA,North', row=row)
        assert it.column("Code of the area") == ["A"]

    def test_where_nothing_is_named_they_are_the_first_row(self) -> None:
        assert cells(grid("", "x,y\n1,2", row="")) == [("2", "1", "2")]
        assert cells(grid("", "", row="")) == []

    def test_only_some_of_many_are_listed_where_none_is_found(self) -> None:
        wrong = mistake('ignore = ["C", "D", "E"]', "a,b\n1,2")
        assert '("Code", "Name", "C", "D", …)' in wrong

    def test_a_row_that_is_not_there(self) -> None:
        assert mistake("headings = 9", "Code,Name\nA,North") == (
            "m.toml line 2: table.headings: offer.xlsx › Data has only 2 rows, so row 9 cannot "
            "hold the headings"
        )

    def test_no_row_holds_any(self) -> None:
        assert mistake("", "a,b\n1,2") == (
            "m.toml line 1: table: none of the first 40 rows of offer.xlsx › Data holds the "
            'headings that the mapping names ("Code", "Name", …); say which row does with '
            "headings = "
        )

    def test_they_are_not_looked_for_for_ever(self) -> None:
        assert "none of the first 40 rows" in mistake("", "x\n" * 40 + "Code,Name\nA,North")
        assert len(grid("", "x\n" * 39 + "Code,Name\nA,North").rows) == 1


class TestColumns:
    def test_one_that_is_not_there(self) -> None:
        assert mistake("", "Code,Names\nA,North") == (
            'm.toml line 6: table.row.name: "Name" is not a column of offer.xlsx › Data; did you '
            'mean "Names"?'
        )

    def test_a_fixed_text_is_not_a_column(self) -> None:
        row = ROW.replace('{ value = "custom" }', '"custom"')
        assert mistake("", "Code,Name\nA,North", row=row) == (
            'm.toml line 7: table.row.kind: "custom" is not a column of offer.xlsx › Data; a text '
            'that is the same in every record is { value = "custom" }'
        )

    def test_one_that_a_filter_asks_for(self) -> None:
        wrong = mistake("", "Code,Name\nA,B", row=f'{ROW}where = {{ Open = ["Yes"] }}\n')
        assert wrong == 'm.toml line 3: table.row: "Open" is not a column of offer.xlsx › Data'

    def test_one_that_stands_there_twice(self) -> None:
        assert mistake("", "Code,Name,Name\nA,North,South") == (
            'm.toml line 6: table.row.name: "Name" stands in columns B and C of offer.xlsx › Data; '
            "take one out or call it something else, or say in a mapping of your own which one "
            "with position"
        )

    def test_a_heading_twice_is_no_mistake_where_positions_are_used(self) -> None:
        row = ROW.replace('"Name"', '{ position = "c" }')
        it = grid("", "Code,Name,Name\nA,North,South", row=row)
        assert it.column("=C") == ["South"]

    def test_a_position_beyond_the_sheet(self) -> None:
        wrong = mistake("", "Code,Name\nA,B", row=ROW.replace('"Name"', '{ position = "Z" }'))
        assert wrong.endswith("table.row.name: column Z is not a column of offer.xlsx › Data")

    def test_where_they_may_be_missing_they_are_blank(self) -> None:
        tables, issues = read(f"[[table]]\noptional = true\n{ROW}", "Code\nA")
        assert tables["areas"].columns["name"] == [""]
        assert issues == []

    def test_a_range_reads_one_of_two_tables_side_by_side(self) -> None:
        text = "North,,South,\nCode,Name,Code,Name\nA,Ash,B,Beech\n,,C,Cedar\n"
        assert cells(grid('columns = "A:B"', text)) == [("3", "A", "Ash")]
        right = grid('columns = "C:D"', text)
        assert cells(right) == [("3", "B", "Beech"), ("4", "C", "Cedar")]
        assert right.letters == ("C", "D")

    def test_what_two_ranges_leave_between_them_is_told(self) -> None:
        two = f'[[table]]\ncolumns = "A:B"\n{ROW}[[table]]\ncolumns = "D:E"\n{ROW}'
        made = applied(two, "Code,Name,Note,Code,Name\nA,Ash,old,B,Beech")
        assert (
            said(made.issues)
            == [
                'warning Data!C column-not-used: The column "Note" is not published: the mapping '
                "neither uses it nor ignores it."
            ]
            * 2
        )
        assert codes(applied(two, "Code,Name,,Code,Name\nA,Ash,,B,Beech").issues) == []


class TestRows:
    TEXT = "Code,Name\nA,Ash\nB,Beech\n ,\t\nC,Cedar\nD,Dogwood"

    @pytest.mark.parametrize(
        ("keys", "names"),
        [
            ("", ["Ash", "Beech", "Cedar", "Dogwood"]),
            ("skip = [2, 5]", ["Beech", "Dogwood"]),
            ("first = 3", ["Beech", "Cedar", "Dogwood"]),
            ("first = 1", ["Ash", "Beech", "Cedar", "Dogwood"]),
            ("last = 3", ["Ash", "Beech"]),
            ("last = 99", ["Ash", "Beech", "Cedar", "Dogwood"]),
            ("first = 3\nlast = 5\nskip = [3]", ["Cedar"]),
            ('where = { Code = ["A", "D"] }', ["Ash", "Dogwood"]),
            ('where = { Code = ["A", "D"], Name = ["Dogwood", "Beech"] }', ["Dogwood"]),
            ('where = { Code = ["a"] }', []),
        ],
    )
    def test_which_ones_count(self, keys: str, names: list[str]) -> None:
        assert list(grid(keys, self.TEXT).column("Name")) == names

    def test_which_postcodes_count(self) -> None:
        text = (
            "Name,Code\nAsh,EX1 1AA\nBeech,ex11aa\nCedar,E1 1AA\nDogwood,EXX\nElm,\nFir,tq 1 2bb\n"
        )
        text += "Gorse,1EX 2AA\nHolly,PL1\n"
        found = grid('where = { Code = { postcode_areas = ["EX", "TQ"] } }', text)
        assert list(found.column("Name")) == ["Ash", "Beech", "Fir"]

    def test_rows_that_the_mapping_leaves_out_are_counted(self) -> None:
        made = applied(f'[[table]]\nwhere = {{ Code = ["A"] }}\n{ROW}', self.TEXT)
        assert [(each.rows, each.left_out) for each in made.sheets] == [(1, 3)]

    def test_rows_of_different_length_are_filled_up(self) -> None:
        assert cells(grid("", "Code,Name\nA\nB,Beech")) == [("2", "A", ""), ("3", "B", "Beech")]

    def test_cells_are_trimmed(self) -> None:
        assert cells(grid("", "Code,Name\n A\u00a0,\tAsh \n")) == [("2", "A", "Ash")]

    def test_fill_down(self) -> None:
        it = grid('fill_down = ["Code"]', "Code,Name\n,Ash\nA,Beech\n,Cedar\n\nB,\n,Elm")
        assert it.column("Code") == ["", "A", "A", "B", "B"]
        assert it.column("Name") == ["Ash", "Beech", "Cedar", "", "Elm"]

    def test_nulls_are_blank_and_whole_cells(self) -> None:
        it = grid('nulls = ["---", "N/A"]', "Code,Name\nA,---\nB, N/A \nC,N/A yet")
        assert it.column("Name") == ["", "", "N/A yet"]

    def test_a_null_is_not_filled_from_above_but_fills_what_is_below(self) -> None:
        it = grid('nulls = ["-"]\nfill_down = ["Name"]', "Code,Name\nA,Ash\nB,-\nC,")
        assert it.column("Name") == ["Ash", "", ""]


class TestSheets:
    def test_the_first_one_unless_named(self) -> None:
        two = sheet("Code,Name\nA,Ash", "One"), sheet("Code,Name\nB,Beech", "Two\n (new)")
        assert grid("", *two).sheet == "One"
        assert grid('sheet = "Two (new)"', *two).sheet == "Two\n (new)"

    def test_one_that_is_not_there(self) -> None:
        two = sheet("Code,Name", "Areas"), sheet("Code,Name", "Terms")
        assert mistake('sheet = "Area"', *two) == (
            'm.toml line 2: table.sheet: offer.xlsx has no sheet "Area"; did you mean "Areas"?'
        )
        assert mistake('sheet = "Zebra"', *two).endswith("; its sheets are Areas, Terms")
        assert applied(f'[[table]]\nsheet = "Area"\noptional = true\n{ROW}', *two).batches == ()

    def test_one_without_anything(self) -> None:
        assert "none of the first 40 rows" in mistake("", "")
        assert applied(f"[[table]]\noptional = true\n{ROW}", "").issues == ()
        assert applied(f"[[table]]\noptional = true\n{ROW}", Workbook("a.csv", ())).batches == ()

    OPTIONAL = (
        f'[[table]]\nsheet = "Areas"\noptional = true\n{ROW}'
        f'[[table]]\nsheet = "Towns"\noptional = true\n{ROW}'
    )

    @pytest.mark.parametrize(
        ("text", "codes"),
        [
            ("Code,Name\nA,North", ["sheet-renamed"]),
            ("Our areas\n\nCode,Name,Note\nA,North,x", ["sheet-renamed"]),
            ("Code,Name", []),
            ("Code,Note,Colour\nA,x,red", []),
            ("Code,Name,A,B,C\nA,North,x,y,z", []),
            ("to do\nring the school", []),
        ],
        ids=["same", "below a title", "no records", "one heading", "few of many", "notes"],
    )
    def test_one_under_another_name_is_told(self, text: str, codes: list[str]) -> None:
        made = applied(self.OPTIONAL, sheet("Code,Name\nB,Bay", "Towns"), sheet(text, "Area list"))
        assert [issue.code for issue in made.issues] == codes
        for issue in made.issues:
            assert issue.severity == "error"
            assert issue.place == "offer.xlsx › Area list"
            assert issue.message == (
                'Nothing of the sheet "Area list" is read. It has the columns of "Areas", which is '
                "not there."
            )

    def test_a_copy_of_one_that_is_there_is_nobodys(self) -> None:
        names = ("Areas", "Towns", "Areas (2)")
        made = applied(self.OPTIONAL, *(sheet("Code,Name\nB,Bay", name) for name in names))
        assert made.issues == ()

    def test_a_csv_file_under_another_name_is_told(self) -> None:
        def file(name: str) -> Workbook:
            return Workbook(name, (Sheet.of_rows("", (("Code", "Name"), ("B", "Bay"))),))

        def told(*names: str) -> list[tuple[str, str]]:
            made = apply_mapping(mapping(self.OPTIONAL), [file(name) for name in names], SCHEMA)
            return [(issue.file, issue.code) for issue in made.issues]

        assert told("s/Areas.csv", "s/Towns.csv", "s/Areas (2).csv") == [
            ("s/Areas (2).csv", "file-not-read")
        ]
        assert ("s/Area list.csv", "sheet-renamed") in told("s/Area list.csv", "s/Towns.csv")

    def test_a_workbook_with_none_of_several(self) -> None:
        with pytest.raises(OfferError) as found:
            applied(self.OPTIONAL, sheet("Code,Name\nB,Bay", "Budget"))
        assert str(found.value).startswith(
            'offer.xlsx has none of the sheets that m.toml reads ("Areas", "Towns", …); check'
        )

    def test_those_that_no_table_reads_are_counted(self) -> None:
        made = applied(
            f"[[table]]\n{ROW}", "Code,Name\nA,B", sheet("a\n\nb", "Notes"), sheet("", "X")
        )
        assert [(s.sheet, s.rows, s.left_out) for s in made.sheets] == [
            ("Data", 1, 0), ("Notes", 0, 2), ("X", 0, 0),
        ]  # fmt: skip

    def test_a_csv_file_is_a_sheet_of_its_own_name(self) -> None:
        rows = sheet("Code,Name\nA,Ash", name="")
        areas, notes = (Workbook(f"sources/{each}.csv", (rows,)) for each in ("Areas", "Notes"))
        it = applied(f'[[table]]\nsheet = "Areas"\noptional = true\n{ROW}', areas, notes)
        assert [batch.columns["code"] for batch in it.batches] == [["A"]]
        assert [(i.file, i.code) for i in it.issues] == [("sources/Notes.csv", "file-not-read")]
        with pytest.raises(
            OfferError, match=r'Notes\.csv has no sheet "Area"; its sheets are Notes'
        ):
            applied(f'[[table]]\nsheet = "Area"\n{ROW}', notes)

    def test_what_the_reader_noted_is_told_for_sheets_that_are_read(self) -> None:
        notes = (Note("hidden-rows", "2"), Note("cell-shows-an-error", "#REF!", 2, 1))
        rows = (("Code", "Name"), ("A", ""))
        made = applied(
            f"[[table]]\n{ROW}", Sheet.of_rows("S", rows, notes), Sheet.of_rows("T", rows, notes)
        )
        assert [(i.sheet, i.cell, i.code, i.value) for i in made.issues] == [
            ("S", "", "hidden-rows", "2"), ("S", "B2", "cell-shows-an-error", "#REF!"),
        ]  # fmt: skip

    @pytest.mark.parametrize("code", ["merged-cells", "cell-comments"])
    def test_merged_cells_and_comments_are_told_where_they_stand_beside_data(
        self, code: str
    ) -> None:
        rows = (("Our areas", ""), ("Code", "Name"), ("A", "x"), ("", ""), ("B", "x"))
        notes = (
            *(Note(code, str(row), row, 1) for row in (1, 2, 3, 4, 5)),
            Note(code, "down", 3, 0),
            Note(code, "row", 5),
            Note(code, "sheet"),
        )
        toml = f'[[table]]\nfill_down = ["Code"]\n{ROW}'
        made = applied(toml, Sheet.of_rows("Data", rows, notes))
        assert [issue.value for issue in made.issues] == ["3", "5", "row", "sheet"]
        turned = (("Code", "A"), ("Name", "x"))
        made = applied(
            f"[[table]]\ntransposed = true\n{ROW}", Sheet.of_rows("S", turned, notes[:1])
        )
        assert [issue.value for issue in made.issues] == ["1"]


class TestFiles:
    A, B = (book(f"Code,Name\n{c},{c}{c}", file=f"sources/{c}.csv") for c in "ab")

    def test_a_table_without_a_file_reads_them_all(self) -> None:
        tables, issues = read(f"[[table]]\n{ROW}", self.A, self.B)
        assert tables["areas"].columns["code"] == ["a", "b"]
        assert [source.file for source in tables["areas"].sources] == [
            "sources/a.csv",
            "sources/b.csv",
        ]
        assert issues == []

    def test_but_not_those_that_another_table_names(self) -> None:
        named = f'[[table]]\nfile = "b.csv"\n{ROW.replace("custom", "district")}'
        tables, _ = read(f"[[table]]\n{ROW}{named}", self.A, self.B)
        assert tables["areas"].columns["kind"] == ["custom", "district"]

    def test_the_only_file_is_read_even_if_another_table_names_it(self) -> None:
        named = f'[[table]]\nfile = "sources/a.csv"\n{ROW}'
        assert len(read(f"[[table]]\n{ROW}{named}", self.A)[0]["areas"]) == 1

    def test_a_name_is_not_the_end_of_another_name(self) -> None:
        more = book("Code,Name\nx,x", file="extra-b.csv")
        tables, _ = read(f'[[table]]\nfile = "b.csv"\n{ROW}', more, self.B)
        assert tables["areas"].columns["code"] == ["b"]

    def test_one_that_is_not_there(self) -> None:
        with pytest.raises(OfferError) as found:
            applied(f'[[table]]\nfile = "c.csv"\n{ROW}', self.A, self.B)
        assert str(found.value) == (
            'm.toml line 2: table.file: the source has no file "c.csv"; it has sources/a.csv, '
            "sources/b.csv"
        )

    def test_one_that_no_table_reads_is_told(self) -> None:
        made = applied(f'[[table]]\nfile = "a.csv"\n{ROW}', self.A, self.B)
        assert [(i.severity, i.file, i.code) for i in made.issues] == [
            ("warning", "sources/b.csv", "file-not-read")
        ]


class TestTransposed:
    TEXT = "Code,what it is,A,B\nName,,Ash,\nNote,,old,\n"

    def test_headings_run_down_the_first_column(self) -> None:
        it = grid("transposed = true\nheadings = 1\nskip = [2]", self.TEXT)
        assert it.headings == ("Code", "Name", "Note")
        assert cells(it) == [("3", "A", "Ash", "old"), ("4", "B", "", "")]

    def test_columns_are_columns_of_the_sheet(self) -> None:
        it = grid('transposed = true\nheadings = 1\ncolumns = "D:D"', self.TEXT)
        assert cells(it) == [("4", "B", "", "")]
        it = grid('transposed = true\ncolumns = "A:C"\nskip = [2]', self.TEXT)
        assert cells(it) == [("3", "A", "Ash", "old")]

    def test_addresses_are_those_of_the_sheet(self) -> None:
        row = ROW.replace('{ value = "custom" }', '{ column = "Kind", values = { x = "ward" } }')
        text = "Code,A,B\nName,Ash,Beech\nKind,x,y\nNote,,old\n,,loose\n"
        _, issues = read(f"[[table]]\ntransposed = true\n{row}", text)
        assert [(i.cell, i.code, i.message) for i in issues if i.code != "value-not-in-table"] == [
            ("4", "column-not-used",
             'The row "Note" is not published: the mapping neither uses it nor ignores it.'),
            ("5", "column-not-used",
             "Row 5, which has no heading, is not published: the mapping neither uses it "
             "nor ignores it."),
        ]  # fmt: skip

    def test_the_address_of_a_record_that_no_block_takes(self) -> None:
        toml = f'[[table]]\ntransposed = true\n{ROW}unless_blank = "Name"\n'
        assert codes(applied(toml, "Code,A,B\nName,Ash,").issues) == ["C row-not-used"]

    def test_the_address_of_a_value(self) -> None:
        row = ROW.replace('{ value = "custom" }', '{ column = "Kind", values = { x = "x" } }')
        tables, _ = read(
            f"[[table]]\ntransposed = true\n{row}", "Code,A,B\nName,Ash,Beech\nKind,x,y"
        )
        assert tables["areas"].place(1, "kind").cell == "C3"
        assert tables["areas"].place(0, "name").cell == "B2"
        assert tables["areas"].place(1, "parent_code").cell == "C"
        source = tables["areas"].sources[0]
        assert (source.place(0, "name").row, source.place(0, "name").column) == (2, "")


CLUBS = """
[[table]]
{continuation}
[[table.row]]
resource = "areas"
rows = "first"
code = "Key"
name = "Name"
kind = {{ value = "custom" }}
[[table.row]]
resource = "service_areas"
service_id = "Key"
area_code = "Area"
"""


class TestContinuation:
    REFERENCE = CLUBS.format(continuation='continuation = { key = "Key", reference = "Of" }')
    BLANK = CLUBS.format(continuation='continuation = { key = "Key", blank = true }')

    def test_by_reference(self) -> None:
        tables, issues = read(self.REFERENCE, "Key,Of,Name,Area\n1,,One,a\n2,,Two,\n3,1,,b\n4,2,,c")
        assert tables["areas"].columns["code"] == ["1", "2"]
        links = tables["service_areas"].columns
        assert list(zip(links["service_id"], links["area_code"], strict=True)) == [
            ("1", "a"), ("1", "b"), ("2", "c"),
        ]  # fmt: skip
        assert issues == []

    def test_a_reference_to_nobody_is_an_error(self) -> None:
        _, issues = read(self.REFERENCE, "Key,Of,Name,Area\n1,,One,a\n2,9,,b")
        assert said(issues) == [
            "error Data!B3 no-record-to-continue: This row goes on with a record that is not "
            "there: "
            "look at Of."
        ]

    def test_a_reference_to_a_row_that_goes_on_itself_is_an_error(self) -> None:
        _, issues = read(self.REFERENCE, "Key,Of,Name,Area\n1,,One,a\n2,1,,b\n3,2,,c")
        assert codes(issues) == ["B4 no-record-to-continue"]

    def test_two_rows_with_one_key_and_no_reference_are_compared(self) -> None:
        tables, issues = read(self.REFERENCE, "Key,Of,Name,Area\n1,,One,\n1,,Two,")
        assert tables["areas"].columns["name"] == ["One"]
        assert codes(issues) == ["C3 conflicting-values"]

    def test_by_a_blank_key(self) -> None:
        tables, issues = read(self.BLANK, "Key,Name,Area\n1,One,a\n,,b\n2,Two,\n,,c")
        links = tables["service_areas"].columns
        assert links["service_id"] == ["1", "1", "2"]
        assert tables["areas"].columns["code"] == ["1", "2"]
        assert issues == []

    def test_a_blank_key_before_any_record_is_an_error(self) -> None:
        _, issues = read(self.BLANK, "Key,Name,Area\n,Zero,\n1,One,a")
        assert codes(issues) == ["A2 no-record-to-continue"]

    def test_what_a_further_row_says_of_the_record_is_told_unless_it_repeats_it(self) -> None:
        _, issues = read(self.BLANK, "Key,Name,Area\n1,One,a\n,One,b\n,Other,c")
        assert said(issues) == [
            "warning Data!B4 cell-not-used: This cell is not published: no part of the mapping "
            "that "
            "reads Name takes this row."
        ]

    def test_a_filter_keeps_or_drops_a_record_whole(self) -> None:
        keep = self.BLANK.replace("[[table]]", '[[table]]\nwhere = { Name = ["Two"] }')
        tables, _ = read(keep, "Key,Name,Area\n1,One,a\n,,b\n2,Two,c\n,,d")
        assert tables["service_areas"].columns["area_code"] == ["c", "d"]


LOOKUP = """
[[table]]
sheet = "Areas"
lookup = [{ sheet = "Names", on = { Code = "Ref" }%s }]
[[table.row]]
resource = "areas"
code = "Code"
name = "Names.Name"
kind = { value = "custom" }
"""


class TestLookup:
    AREAS = sheet("Code\nA\nB\n", "Areas")

    def names(self, text: str, more: str = "") -> tuple[list[str], list[str]]:
        tables, issues = read(LOOKUP % more, self.AREAS, sheet(text, "Names"))
        return list(tables["areas"].columns["name"]), said(issues)

    def test_columns_of_another_sheet_are_added_by_key(self) -> None:
        assert self.names("Ref,Name\nB,Beech\nA,Ash") == (["Ash", "Beech"], [])
        assert self.names("x,\nRef,Name\nB,Beech") == (["", "Beech"], [])

    def test_columns_of_another_file(self) -> None:
        toml = (
            (LOOKUP % "")
            .replace('sheet = "Names"', 'file = "names.csv"')
            .replace("Names.", "names.")
        )
        other = book("Ref,Name\nA,Ash\nB,Beech", file="sources/names.csv")
        tables, issues = read(toml, book(self.AREAS), other)
        assert tables["areas"].columns["name"] == ["Ash", "Beech"]
        assert issues == []

    def test_a_row_whose_key_nobody_has_is_told(self) -> None:
        assert self.names("Ref,Name\nA,Ash\nC,Cedar\n,Dogwood")[1] == [
            f"warning Names!A{row} looked-up-by-nobody: Nothing of this row is published: no "
            f"row of "
            f'offer.xlsx › Areas has "{key}" under Code.'
            for row, key in ((3, "C"), (4, ""))
        ]

    def test_a_key_twice_is_an_error_unless_the_rows_are_equal(self) -> None:
        names, issues = self.names("Ref,Name\nA,Ash\nA,Alder\nA,Ash")
        assert names == ["Ash", ""]
        assert issues == [
            'error Names!A3 looked-up-twice: Nothing of this row is published: "A" stands under '
            "Ref "
            "in row 2 already, with other values."
        ]

    def test_a_column_that_is_not_used_is_told_and_may_be_ignored(self) -> None:
        text = "Ref,Name,Note\nA,Ash,old\nB,Beech,"
        assert self.names(text)[1] == [
            'warning Names!C column-not-used: The column "Note" is not published: the mapping '
            "neither "
            "uses it nor ignores it."
        ]
        assert self.names(text, ', ignore = ["Note"]')[1] == []

    @pytest.mark.parametrize(
        ("right", "wrong", "message"),
        [
            ('"Names.Name"', '"Names.Nam"', 'line 8: table.row.name: "Names.Nam" is not a '
             'column of '
             'offer.xlsx › Areas; did you mean "Names.Name"?'),
            ('Code = "Ref"', 'Code = "Key"', 'line 4: table.lookup: none of the first 40 rows'),
            ('Code = "Ref"', 'Cod = "Ref"',
             'line 4: table.lookup: "Cod" is not a column of offer.xlsx › Areas'),
            ('"Names", on', '"Nams", on',
             'line 4: table.lookup.sheet: offer.xlsx has no sheet "Nams"'),
        ],
    )  # fmt: skip
    def test_mistakes(self, right: str, wrong: str, message: str) -> None:
        with pytest.raises(OfferError) as found:
            read((LOOKUP % "").replace(right, wrong), self.AREAS, sheet("Ref,Name\nA,Ash", "Names"))
        assert str(found.value).startswith(f"m.toml {message}")

    def test_a_sheet_that_may_be_missing(self) -> None:
        tables, issues = read(LOOKUP % ", optional = true", self.AREAS)
        assert tables["areas"].columns["name"] == ["", ""]
        assert issues == []

    def test_what_was_looked_up_and_is_not_used_in_a_row_is_no_cell_of_this_sheet(self) -> None:
        toml = LOOKUP % "" + 'unless_blank = "Open"\n'
        areas = sheet("Code,Open\nA,yes\nB,", "Areas")
        _, issues = read(toml, areas, sheet("Ref,Name\nA,Ash\nB,Beech", "Names"))
        assert codes(issues) == ["3 row-not-used"]

    def test_a_value_shows_the_cell_of_its_key(self) -> None:
        tables, _ = read(LOOKUP % "", self.AREAS, sheet("Ref,Name\nA,Ash\nB,Beech", "Names"))
        assert tables["areas"].place(1, "name").place == "offer.xlsx › Areas!A3"

    def test_the_other_sheet_counts_as_read(self) -> None:
        made = applied(LOOKUP % "", self.AREAS, sheet("Ref,Name\nA,Ash", "Names"), sheet("x", "X"))
        counted = [(each.sheet, each.rows, each.left_out) for each in made.sheets]
        assert counted == [("Areas", 2, 0), ("Names", 1, 0), ("X", 0, 1)]

    def test_what_the_reader_noted_in_the_other_sheet_is_told(self) -> None:
        rows = (("Ref", "Name"), ("A", "Ash"), ("B", "B"))
        _, issues = read(
            LOOKUP % "", self.AREAS, Sheet.of_rows("Names", rows, (Note("hidden-rows", "2"),))
        )
        assert [(i.sheet, i.code) for i in issues] == [("Names", "hidden-rows")]


class TestLeftovers:
    def test_columns_that_are_neither_used_nor_ignored(self) -> None:
        made = applied(
            f'[[table]]\nignore = ["Old"]\n{ROW}',
            "Code,Name,Old,Parking,Blank,Private email\nA,Ash,x,yes,,me@x.org,loose",
        )
        assert said(made.issues) == [
            'warning Data!D column-not-used: The column "Parking" is not published: the mapping '
            "neither uses it nor ignores it.",
            'error Data!F private-column: The column "Private email" looks private, and the '
            "mapping "
            "does not say that it is left out.",
            "warning Data!G column-not-used: Column G, which has no heading, is not "
            "published: the mapping neither uses it nor ignores it.",
        ]

    def test_a_heading_twice_that_is_not_used_is_told_twice(self) -> None:
        made = applied(f"[[table]]\n{ROW}", "Code,Name,Note,Note\nA,Ash,x,y")
        assert codes(made.issues) == ["C column-not-used", "D column-not-used"]

    def test_what_another_table_of_the_sheet_uses_is_used(self) -> None:
        other = ROW.replace('"Name"', '"Label"').replace("areas", "areas")
        two = f"[[table]]\nlast = 2\n{ROW}[[table]]\nfirst = 3\n{other}"
        assert codes(applied(two, "Code,Name,Label\nA,Ash,\nB,,Beech").issues) == []
        # Label of row 2 is in no table that reads Label.
        assert codes(applied(two, "Code,Name,Label\nA,Ash,lost\nB,,Beech").issues) == [
            "C column-not-used"
        ]

    def test_a_cell_that_two_tables_of_a_sheet_leave_is_told_and_one_that_either_takes_is_not(
        self,
    ) -> None:
        wards = ROW.replace("custom", "ward")
        two = f'[[table]]\n{ROW}unless_blank = "Name"\n[[table]]\n{wards}unless_blank = "Ward"\n'
        two = two.replace(wards, wards.replace('"Name"', '"Ward"'))
        made = applied(two, "Code,Name,Ward\nA,Ash,\nB,,Beech\nC,,\n")
        assert codes(made.issues) == ["4 row-not-used", "4 row-not-used"]

    UNLESS = f'[[table]]\n{ROW}unless_blank = "Name"\n'

    def test_a_row_that_no_block_takes(self) -> None:
        made = applied(self.UNLESS, "Code,Name\nA,Ash\nTotal: 1,\n")
        assert said(made.issues) == [
            "warning Data!3 row-not-used: Nothing of this row is published: no part of the mapping "
            "takes it."
        ]

    def test_a_cell_of_a_row_that_other_blocks_take(self) -> None:
        toml = (
            '[[table]]\n[[table.row]]\nresource = "services"\nid = "Id"\n'
            '[[table.row]]\nresource = "locations"\nunless_blank = "Postcode"\n'
            'id = "P-{Id}"\npostcode = "Postcode"\naddress_1 = "Street"\n'
        )
        made = applied(toml, "Id,Postcode,Street\n1,ZZ1 1AA,High Street\n2,,Low Street\n3,,")
        assert said(made.issues) == [
            "warning Data!C3 cell-not-used: This cell is not published: no part of the mapping "
            "that "
            "reads Street takes this row."
        ]
        assert {issue.value for issue in made.issues} == {""}

    def test_what_a_filter_leaves_out_is_left_out_on_purpose(self) -> None:
        made = applied(f'[[table]]\n{ROW}where = {{ Code = ["A"] }}\n', "Code,Name\nA,Ash\nB,Beech")
        assert made.issues == ()

    def test_a_row_with_ignored_cells_only_is_left_out_on_purpose(self) -> None:
        made = applied(
            f"{self.UNLESS}".replace("[[table]]\n", '[[table]]\nignore = ["Note"]\n'),
            "Code,Name,Note\nA,Ash,\n,,later",
        )
        assert made.issues == ()
