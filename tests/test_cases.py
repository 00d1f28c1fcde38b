"""The golden cases: what a reader types in a small publication, and all that comes of it.

Each folder of `tests/cases` is one case; `tests/cases/README.md` says what is in it.
"""

import shlex
import shutil
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner

from case_workbooks import workbooks
from offer_opendata.cli import main
from offer_opendata.golden import BASE, cases, told
from offer_opendata.intake import runner
from offer_opendata.intake.child import write_file
from offer_opendata.intake.sheet import Workbook
from offer_opendata.intake.wire import read_sheets
from offer_opendata.report.rules import all_rules

FOLDER = Path(__file__).parent / "cases"
CASES = cases(FOLDER)
NEXT_WEEK = "cp -r next-week/. ."

# Codes that no spreadsheet can give today, each with the reason; tests of the checks cover them.
# A case that gives one fails test_every_issue_code_has_a_case: take the code out here then.
NOT_FROM_A_SPREADSHEET = {
    "address-not-allowed": "a protected address is taken out before the checks, which look again",
    "duplicate-key": "rows with the same key are put together, and differences told",
    "not-unique": "only the history, which the tool writes, has values that must be unique",
    "too-short": "no field of the schema asks for a length at present",
}


@pytest.fixture(autouse=True)
def csv_files_are_read_without_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read CSV files here and workbooks in a process, which takes most of the time of a check."""
    in_a_process = runner._read

    def read(path: Path, shown: str) -> Workbook:
        if path.suffix != ".csv":
            return in_a_process(path, shown)
        out = BytesIO()
        write_file(path, shown, out)
        out.seek(0)
        return Workbook(shown, tuple(read_sheets(out)))

    monkeypatch.setattr(runner, "_read", read)


@pytest.mark.parametrize("path", workbooks())
def test_workbooks_are_as_they_are_made(path: str, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update-cases"):
        (FOLDER / path).write_bytes(workbooks()[path])
    assert (FOLDER / path).read_bytes() == workbooks()[path]


@pytest.mark.parametrize("name", CASES)
def test_case(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    case = FOLDER / name
    for folder in (FOLDER / BASE, case):
        shutil.copytree(folder, tmp_path, ignore=results, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    output, code = typed((case / "cmd.txt").read_text(encoding="utf-8"))
    made = {"expected.txt": output, "exit_code": f"{code}\n".encode()}
    for file in (case / "expected").rglob("*"):
        if file.is_file():
            path = file.relative_to(case)
            made[path.as_posix()] = (tmp_path / path.relative_to("expected")).read_bytes()
    for path, content in made.items():
        if request.config.getoption("--update-cases"):
            (case / path).write_bytes(content)
        said = f"{path} of {name} is another; if that is right: pytest --update-cases"
        assert content.decode() == (case / path).read_bytes().decode(), said


def results(folder: str, names: list[str]) -> set[str]:
    return {"cmd.txt", "expected.txt", "expected", "exit_code"} & set(names)


def typed(lines: str) -> tuple[bytes, int]:
    """Return what a terminal shows when the lines are typed, and the exit code of the last."""
    shown, code = b"", 0
    for line in lines.splitlines():
        program, *arguments = shlex.split(line)
        if line == NEXT_WEEK:
            shutil.copytree("next-week", ".", dirs_exist_ok=True)
            continue
        assert program == "offer-opendata"
        done = CliRunner().invoke(main, arguments, prog_name=program, catch_exceptions=False)
        shown, code = shown + done.output_bytes, done.exit_code
    return shown, code


def test_there_are_as_many_cases_as_there_should_be() -> None:
    assert len(CASES) >= 90
    folders = {each.name for each in FOLDER.iterdir() if each.is_dir()}
    assert folders == {BASE, *CASES}
    for name in CASES:
        for file in ("expected.txt", "exit_code"):
            assert (FOLDER / name / file).is_file(), f"{name}: run pytest --update-cases"


def test_every_issue_code_has_a_case() -> None:
    found = {code for name in CASES for code in told(FOLDER / name)}
    assert found == set(all_rules()) - set(NOT_FROM_A_SPREADSHEET)


def test_a_case_named_as_a_code_tells_it_and_the_others_stand_in_the_index() -> None:
    index = (FOLDER / "README.md").read_text(encoding="utf-8")
    for code in set(all_rules()) - set(NOT_FROM_A_SPREADSHEET):
        if code in CASES:
            assert code in told(FOLDER / code)
        else:
            assert f"`{code}`" in index, code
