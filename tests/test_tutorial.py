"""The tutorial, followed to the letter: what it says a reader sees, a reader sees."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from offer_opendata.cli import main

TEXT = (Path(__file__).resolve().parents[1] / "docs" / "tutorial.md").read_text(encoding="utf-8")
ANSWERS = "Devon\nhttps://www.example.org\nOfficer\nlo@example.org\n01632 960100\n"
HEADING_ROW = 4


def tables() -> list[list[dict[str, str]]]:
    """Return the tables of the tutorial: the rows that it asks the reader to type."""
    found = re.findall(r"(?:^\|.*\|\n)+", TEXT, re.MULTILINE)
    rows = [[[cell.strip() for cell in line.strip("|\n").split("|")] for line in table.splitlines()]
            for table in found]  # fmt: skip
    return [[dict(zip(table[0], row, strict=True)) for row in table[2:]] for table in rows]


def blocks(language: str) -> list[str]:
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)
    return [text for name, text in fenced if name == language]


def type_in(file: Path, sheet: str, records: list[dict[str, str]]) -> None:
    book = load_workbook(file)
    columns = {cell.value: cell.column for cell in book[sheet][HEADING_ROW]}
    for i, record in enumerate(records):
        for heading, value in record.items():
            number = int(value) if value.isdigit() else value
            book[sheet].cell(HEADING_ROW + 1 + i, columns[heading], number)
    book.save(file)


def run(*arguments: str) -> str:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code in (0, 1), result.output
    return result.output


def words(text: str) -> str:
    return " ".join(text.split())


def test_the_tutorial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(main, ["new", "my-local-offer"], input=ANSWERS)
    monkeypatch.chdir(tmp_path / "my-local-offer")
    file = Path("sources/local-offer.xlsx")
    providers, services = tables()
    type_in(file, "Providers", providers)
    type_in(file, "Services", services)

    report = words(run("check"))
    (shown,) = [block for block in blocks("") if "ERROR" in block]
    for part in shown.split("…"):
        assert words(part) in report

    services[1] |= {"Oldest age": "17", "E-mail address": "judo@example.org"}
    type_in(file, "Services", services)
    assert "0 errors" in run("check")
    assert "The draft is in" in run("preview")
    assert "Note this line down" in run("release", "--title", "First release")

    (query,) = blocks("sql")
    (database,) = Path("build").glob("20*/offer.db")
    with closing(sqlite3.connect(database)) as connection:
        names = [row[0] for row in connection.execute(query)]
    assert names == ["Judo for teenagers", "Quiet judo"]


def test_the_list_of_the_new_folder_is_complete(tmp_path: Path) -> None:
    assert CliRunner().invoke(main, ["new", str(tmp_path / "new")], input=ANSWERS).exit_code == 0
    (listed,) = [text for text in blocks("") if text.startswith("my-local-offer/")]
    made = {path.relative_to(tmp_path / "new").as_posix() for path in tmp_path.glob("new/**/*")}
    assert made - {"sources"} == set(re.findall(r"\S+\.(?:cmd|sh|toml|xlsx|md)|\.git\w+", listed))
