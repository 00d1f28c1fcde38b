"""Every planted mistake is found at its cell and none is invented; clean data gives no issue."""

import json
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


def generate(folder: Path, *options: str) -> None:
    script = BENCHMARKS / "generate.py"
    command = [sys.executable, script, "--services", "200", *options, folder]
    subprocess.run(command, check=True, capture_output=True)


def check(folder: Path) -> tuple[int, Path]:
    command = [sys.executable, "-m", "offer_opendata", "check", folder, "--format", "json"]
    done = subprocess.run([*command, "--date", "2026-11-23"], capture_output=True, check=False)
    report = folder / "report.json"
    report.write_bytes(done.stdout)
    return done.returncode, report


@pytest.fixture(scope="module")
def planted_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("planted")
    generate(folder, "--errors")
    return folder


def test_every_planted_mistake_is_found_and_none_is_invented(planted_in: Path) -> None:
    code, report = check(planted_in)
    assert code == 1
    judged = runpy.run_path(str(BENCHMARKS / "judge.py"))["judged"]
    planted, missed, invented = judged(planted_in / "answer-key.csv", report)
    assert planted > 100
    assert (missed, invented) == ([], [])


def test_generated_data_without_mistakes_gives_no_issue(tmp_path: Path) -> None:
    generate(tmp_path)
    code, report = check(tmp_path)
    assert code == 0
    assert json.loads(report.read_text(encoding="utf-8"))["issues"] == []


def test_the_same_data_is_generated_each_time(planted_in: Path, tmp_path: Path) -> None:
    generate(tmp_path / "again", "--errors")
    folders = (planted_in, tmp_path / "again")
    first, second = ((each / "sources" / "local-offer.xlsx").read_bytes() for each in folders)
    assert first == second
