"""Picking a few rows out of CSV files too large to hold."""

from collections.abc import Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offer_opendata.errors import OfferError
from offer_opendata.intake import stream
from offer_opendata.intake.stream import matching_rows

WANTED = frozenset({"AB10AA", "ZZ99ZZ"})
TABLE = "pcd,pcds,area\r\nAB1  0AA,AB1 0AA,E1\r\nAB1 0AB,AB1 0AB,E2\r\nzz9 9zz,ZZ9 9ZZ,E3\r\n"
FOUND = [
    (1, ("pcd", "pcds", "area")),
    (2, ("AB1  0AA", "AB1 0AA", "E1")),
    (4, ("zz9 9zz", "ZZ9 9ZZ", "E3")),
]


def found(
    data: str | bytes, tmp_path: Path, column: int | str = "pcds", wanted: frozenset[str] = WANTED
) -> list[tuple[int, tuple[str, ...]]]:
    path = tmp_path / "codes.csv"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(matching_rows([path], column, wanted))


@pytest.mark.parametrize("column", ["pcds", " PCDS", "pcd"])
def test_a_column_by_its_heading(column: str, tmp_path: Path) -> None:
    assert found(TABLE, tmp_path, column) == FOUND
    assert found("﻿" + TABLE, tmp_path, column) == FOUND
    assert found(TABLE.replace("\r", ""), tmp_path, column) == FOUND
    assert found(TABLE.rstrip(), tmp_path, column) == FOUND


def test_a_column_by_its_position(tmp_path: Path) -> None:
    assert found('"AB10AA",1\n"AB10AB",2\n"ZZ99ZZ",3', tmp_path, 0) == [
        (1, ("AB10AA", "1")),
        (3, ("ZZ99ZZ", "3")),
    ]
    assert found("1,AB10AA\n\n2\n3,zz9 9zz\n", tmp_path, 1) == [
        (1, ("1", "AB10AA")),
        (4, ("3", "zz9 9zz")),
    ]
    assert found("a,b\n", tmp_path, 5) == []


def test_quoted_cells(tmp_path: Path) -> None:
    data = (
        'name,pcds\n"a, b",AB1 0AA\n"two\nlines, ""x""",ZZ9 9ZZ\n"x, y",AB1 0AB\n"x"\n'
        '"AB1 0AA, ",other\n'
    )
    assert found(data, tmp_path) == [
        (1, ("name", "pcds")),
        (2, ("a, b", "AB1 0AA")),
        (3, ('two\nlines, "x"', "ZZ9 9ZZ")),
    ]


def test_windows_1252(tmp_path: Path) -> None:
    data = "name,pcds\nChâteau – x,AB1 0AA\n".encode("cp1252")
    assert found(data, tmp_path)[1] == (2, ("Château – x", "AB1 0AA"))
    assert found("name,pcds\nChâteau,AB1 0AA\n", tmp_path)[1] == (2, ("Château", "AB1 0AA"))


def test_a_file_without_the_heading_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OfferError, match=r"no file in codes\.csv has a column headed postcode"):
        found(TABLE, tmp_path, "postcode")
    with pytest.raises(OfferError, match="no file in"):
        found("", tmp_path)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("a,b\n".encode("utf-16"), "is not UTF-8"),
        ('pcds,x\nAB1 0AA,"a"b\n"x"y\n', "its quotation marks do not pair"),
        (b"pcds,x\nAB1 0AA,\x81\n", "row 2 of codes.csv is not UTF-8 or Windows-1252"),
    ],
)
def test_what_cannot_be_read_is_refused(data: str | bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(OfferError, match=said):
        found(data, tmp_path)


def test_a_row_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "MIB", 100)
    monkeypatch.setattr(stream, "LINE_BYTES", 300)
    with pytest.raises(OfferError, match="has a row of over"):
        found('pcds,x\nAB1 0AA,"' + "x\n" * 400, tmp_path)


def test_folders_and_archives(tmp_path: Path) -> None:
    folder = tmp_path / "CSV"
    (folder / "deep").mkdir(parents=True)
    (folder / "ab.csv").write_text("AB10AA,1\n")
    (folder / "deep" / "zz.CSV").write_text("ZZ99ZZ,2\n")
    (folder / "~$ab.csv").write_text("AB10AA,no\n")
    (folder / "read me.txt").write_text("AB10AA,no\n")
    with ZipFile(tmp_path / "all.zip", "w", ZIP_DEFLATED) as archive:
        archive.writestr("Data/ab.csv", "AB10AA,1\n")
        archive.writestr("Data/zz.CSV", "ZZ99ZZ,2\n")
        archive.writestr("Doc/headings.csv", "a,b\n")
        archive.writestr("__MACOSX/._ab.csv", "AB10AA,no\n")
    both = [(1, ("AB10AA", "1")), (1, ("ZZ99ZZ", "2"))]
    assert list(matching_rows([folder], 0, WANTED)) == both
    assert list(matching_rows([tmp_path / "all.zip"], 0, WANTED)) == both
    assert list(matching_rows([folder, tmp_path / "all.zip"], 0, WANTED)) == both * 2


def test_members_without_the_heading_are_passed_over(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("Data/all.csv", TABLE)
        archive.writestr("Documents/names.csv", "code,name\nE1,One\n")
    assert list(matching_rows([tmp_path / "all.zip"], "pcds", WANTED)) == FOUND


def write_nothing(tmp_path: Path) -> Sequence[tuple[Path, str]]:
    (tmp_path / "folder").mkdir()
    with ZipFile(tmp_path / "none.zip", "w") as archive:
        archive.writestr("a.txt", "x")
    whole = tmp_path / "whole.zip"
    with ZipFile(whole, "w", ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", "".join(f"AB1 0AA,{at}\n" for at in range(9000)))
    data = bytearray(whole.read_bytes())
    data[3000:3010] = bytes(10)
    (tmp_path / "spoilt.zip").write_bytes(data)
    (tmp_path / "no.zip").write_bytes(b"nothing")
    return [
        (tmp_path / "gone.csv", "is not there"),
        (tmp_path / "folder", "is a folder without .csv files"),
        (tmp_path / "none.zip", "holds no .csv files"),
        (tmp_path / "spoilt.zip", "is damaged"),
        (tmp_path / "no.zip", "is damaged"),
    ]


def test_paths_that_lead_to_nothing(tmp_path: Path) -> None:
    for path, said in write_nothing(tmp_path):
        with pytest.raises(OfferError, match=said):
            list(matching_rows([path], 0, WANTED))


CELL = st.text(st.sampled_from('aZ9 ,"\né'), max_size=4)


@given(st.lists(st.tuples(CELL, CELL, CELL), max_size=8), st.integers(0, 2), st.integers(10, 60))
def test_the_quick_way_finds_what_a_slow_one_finds(
    rows: list[tuple[str, str, str]], column: int, size: int
) -> None:
    import csv
    import io

    held = io.StringIO(newline="")
    csv.writer(held, lineterminator="\n").writerows(rows)
    wanted = frozenset({"A", "Z9", "AA"})
    expected = [
        (at, row)
        for at, row in enumerate(csv.reader(io.StringIO(held.getvalue(), newline="")), 1)
        if len(row) > column and row[column].replace(" ", "").upper() in wanted
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stream, "MIB", size)
        source = stream._Source("x", io.BytesIO(held.getvalue().encode()))
        keys = frozenset(each.encode() for each in wanted)
        assert [(at, list(row)) for at, row in stream._matches(source, column, keys)] == expected
