"""Reading CSV files: encodings, separators, quotation marks; what is not certain is refused."""

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_files import codes, read_sheet, trimmed
from offer_opendata.errors import OfferError
from offer_opendata.intake import delimited
from offer_opendata.intake.limits import CELL_CHARACTERS


def rows_of(
    text: str | bytes, tmp_path: Path, name: str = "file.csv"
) -> tuple[tuple[str, ...], ...]:
    data = text.encode() if isinstance(text, str) else text
    return read_sheet(data, tmp_path, name).rows


def refusal(text: str | bytes, tmp_path: Path) -> str:
    with pytest.raises(OfferError) as caught:
        rows_of(text, tmp_path)
    return str(caught.value)


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


def seen_text(text: str) -> str:
    """Return a cell's text as it is read: one kind of line end, no control characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(" " if (ord(c) < 32 and c not in "\t\n") or c == "\x7f" else c for c in text)


HEADINGS = ("Name", "Notes", "Town")
ROWS = st.lists(st.tuples(ANY_TEXT, ANY_TEXT, ANY_TEXT), max_size=6)


@given(ROWS, st.sampled_from([("\r\n", csv.QUOTE_MINIMAL), ("\n", csv.QUOTE_ALL)]))
def test_any_text_comes_back(rows: list[tuple[str, ...]], how: tuple[str, int]) -> None:
    end, quoting = how
    held = io.StringIO(newline="")
    csv.writer(held, lineterminator=end, quoting=quoting).writerows([HEADINGS, *rows])
    expected = [HEADINGS, *([seen_text(cell) for cell in row] for row in rows)]
    with TemporaryDirectory() as folder:
        found = rows_of(held.getvalue(), Path(folder))
    assert found == trimmed(expected)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str, tmp_path: Path) -> None:
    sheet = read_sheet("Name,Town\r\nÉcole – “A”,Château\r\n".encode(encoding), tmp_path, "f.csv")
    assert sheet.rows == (("Name", "Town"), ("École – “A”", "Château"))
    named = {"utf-16": "UTF-16", "cp1252": "Windows-1252"}.get(encoding)
    assert codes(sheet) == ([("not-utf-8", named, None, None)] if named else [])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            b"Name,Town\r\nA,B\r\nCaf\xe9 \x81,C\r\n",
            "line 3 of file.csv is not UTF-8 or Windows-1252",
        ),
        (
            "Name,Town\nÉcole,Château\nbéb".encode() + b"\xe9\n",
            "line 3 of file.csv is not UTF-8, like the rest of it",
        ),
        (b"\xff\xfea", "line 1 of file.csv is not UTF-16"),
        ("Name,Town\n".encode("utf-16-le"), "file.csv is in an encoding that is not known"),
        (b"\xff\xfe\x00\x00" + "Name,Town\n".encode("utf-32-le"), "an encoding that is not known"),
    ],
)
def test_an_encoding_that_is_not_certain_is_refused(data: bytes, said: str, tmp_path: Path) -> None:
    line = refusal(data, tmp_path)
    assert said in line
    assert "CSV UTF-8" in line


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("a,b,c\n1,2,3\n", 3),
        ("a;b;c\n1;2;3\n", 3),
        ("a\tb\tc\n1\t2\t3\n", 3),
        ("Name;Address, town;Hours\nx;1, High Street, Bath;9\ny;2;9\n", 3),
        ("Name,Days (Mon;Tue),Hours\nx,Mon;Tue,9\ny,Wed,9\n", 3),
        ("Name,Days (Mon;Tue),Hours\nx,Mon,9\ny,Wed;Fri\nz,z,1\nz,z,1\nz,z,1\n", 3),
        ("Name\nx\ny\n", 1),
        ("Name\nx; y\nz\n", 1),
        ("Last updated 1 May\n\na;b;c\n1;2;3\n4;5;6\n", 3),
        ("Last updated 1 May\na,b\n1,2\n3,4\n", 2),
        ('"a;1","b;2"\n"c","d"\n', 2),
        ("a;b\n", 2),
        ("sep=;\r\na;b,c\r\n1;2\r\n", 2),
        ("", 0),
        ("\n\n", 0),
    ],
)
def test_separators(text: str, width: int, tmp_path: Path) -> None:
    rows = rows_of("﻿" + text, tmp_path)
    assert max(map(len, rows), default=0) == width


@pytest.mark.parametrize(
    ("text", "between"),
    [
        ("a,b;c\n1,2;3\n", "commas or by semicolons"),
        ("Updated, 1 May\na;b;c\n1;2;3\n4;5;6\n7;8;9\n", "commas or by semicolons"),
    ],
)
def test_a_separator_that_nothing_decides_is_refused(
    text: str, between: str, tmp_path: Path
) -> None:
    assert f"may be separated by {between}, and nothing decides" in refusal(text, tmp_path)


def test_rows_are_numbered_as_a_spreadsheet_does(tmp_path: Path) -> None:
    text = 'a,b\r\n"two\r\nlines",1\r\n\r\nlast,2,more than headings\r\n'
    assert rows_of(text, tmp_path) == (
        ("a", "b"),
        ("two\nlines", "1"),
        (),
        ("last", "2", "more than headings"),
    )


def test_line_ends_of_an_old_mac(tmp_path: Path) -> None:
    assert rows_of("a,b\r1,2\r", tmp_path) == (("a", "b"), ("1", "2"))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('a,b\n1,2\n3,"open\n4,5\n6,7\n', 3),
        ('a,b\n"1 ""x""",2\n3,"not\nclosed" here\n4,5\n', 3),
        ('a,b\n"x\ny",2\n"z",3,"\n', 4),
        ('a,b\r\n"1","2"\r\n"p",q,"r"s\r\n', 3),
        ('"a,b\n', 1),
    ],
)
def test_quotation_marks_that_do_not_pair_are_named(text: str, line: int, tmp_path: Path) -> None:
    said = f"the quotation mark that opens in line {line} is not closed as it should be"
    assert said in refusal(text, tmp_path)


def test_a_very_long_cell_is_refused(tmp_path: Path) -> None:
    csv.field_size_limit(CELL_CHARACTERS)  # as in a process of its own; frictionless lifts it here
    said = refusal(f"a,b\n1,2\n1,{'x' * 140_000}\n", tmp_path)
    assert "a cell in line 3 has over 131,072 characters" in said
    for end in (",", ",y", ""):
        assert "line 2 has over" in refusal(f"a,b\n{'x' * 140_000}{end}", tmp_path)
    assert "line 3 has over" in refusal(f'a,b\n1,2\n"{"x" * 140_000}",1\n', tmp_path)


def test_more_rows_than_a_sheet_can_hold_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited, "ROWS", 3)
    assert "line 4 goes beyond what a sheet can hold" in refusal("a,b\n" * 5, tmp_path)
    assert rows_of("a,b\n" * 3, tmp_path) == (("a", "b"),) * 3


def test_what_spreadsheets_write_for_errors_is_told(tmp_path: Path) -> None:
    sheet = read_sheet(b"a,b\n#REF!,#N/A\n####,#1\n#hash,Err:502\n", tmp_path, "f.csv")
    assert [note.value for note in sheet.notes] == ["#REF!", "#N/A", "####", "Err:502"]


def test_a_tsv_file_is_read(tmp_path: Path) -> None:
    assert rows_of("a\tb, c\n1\t2, 3\n", tmp_path, "file.tsv") == (("a", "b, c"), ("1", "2, 3"))
