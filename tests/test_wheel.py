"""The wheel, installed where nothing of the checkout is, does a data officer's whole job.

Its dependencies are lent by the environment that runs the tests: fetching them would need
a network and a minute. That pyproject.toml names every one of them is a test of its own.
"""

import ast
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BARE = {name: text for name, text in os.environ.items() if not name.startswith("PYTHON")}
ANSWERS = "Devon\nhttps://www.example.org\nOfficer\nlo@example.org\n01632 960100\n"


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the program of an environment that holds the wheel; dependencies are lent to it."""
    pytest.importorskip("hatchling", reason="hatchling is not installed: pip install '.[dev]'")
    place = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    build = ["wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(place), str(ROOT)]
    subprocess.run([*pip, *build], check=True, capture_output=True)
    (wheel,) = place.glob("*.whl")
    venv.create(place / "env", with_pip=False)
    python = place / "env" / "bin" / "python"
    (library,) = (place / "env" / "lib").glob("python*/site-packages")
    target = ["install", "--no-deps", "--target", str(library), str(wheel)]
    subprocess.run([*pip, *target], check=True, capture_output=True)
    # Only what the wheel depends on comes from here: an editable install is a .pth, not a folder.
    (library / "lent.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    return python


def run(program: Path, folder: Path, *arguments: str, answers: str = "") -> str:
    result = subprocess.run(
        [str(program), "-m", "offer_opendata", *arguments],
        cwd=folder, capture_output=True, text=True, input=answers, check=False, env=BARE,
    )  # fmt: skip
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_new_check_preview_release(program: Path, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    where = run(program, tmp_path, "--version")
    assert where
    run(program, tmp_path, "new", "mine", answers=ANSWERS)
    folder = tmp_path / "mine"
    file = folder / "sources" / "local-offer.xlsx"
    book = load_workbook(file)
    fill(book["Providers"], {"Organisation id": "P1", "Organisation": "Judo Club"})
    service = {"Service id": "S1", "Service": "Judo", "Provider": "P1", "Sector": "Leisure"}
    fill(book["Services"], {**service, "Status": "active", "Needs": "Hearing impairment"})
    book.save(file)
    assert "Services 1" in run(program, folder, "check")
    assert "The draft is in" in run(program, folder, "preview")
    assert "release 1 of" in run(program, folder, "release")
    assert "last release" in run(program, folder)
    data = (folder / "datapackage" / "data" / "service_terms.csv").read_text(encoding="utf-8")
    assert "S1,sen_need,HI" in data


def test_it_is_the_wheel_that_runs(program: Path) -> None:
    code = "import offer_opendata, offer_opendata.schema as s; print(s.schema_folder())"
    result = subprocess.run(
        [str(program), "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=program.parent,
        env=BARE,
    )
    assert ROOT not in Path(result.stdout.strip()).parents


def test_everything_that_is_imported_is_a_dependency_that_is_named() -> None:
    """What only a dependency of a dependency brings would be missing some day."""
    imported = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module] if isinstance(node, ast.ImportFrom) else []
            names += [each.name for each in node.names] if isinstance(node, ast.Import) else []
            imported |= {(name or "").partition(".")[0] for name in names}
    outside = imported - set(sys.stdlib_module_names) - {"offer_opendata", ""}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {re.split(r"[^\w-]", each)[0].replace("-", "_") for each in project["dependencies"]}
    known = {"pyyaml": "yaml"}
    assert outside <= {known.get(name, name) for name in named}


def fill(sheet: object, values: dict[str, str]) -> None:
    """Write a record into the first free row of a template's sheet."""
    headings = {cell.value: cell.column for cell in sheet[4]}  # type: ignore[index]
    for heading, value in values.items():
        sheet.cell(row=5, column=headings[heading], value=value)  # type: ignore[attr-defined]
