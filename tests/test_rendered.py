"""Every generated file is as its renderer writes it, and nothing else lies beside it."""

from pathlib import Path

import pytest

from offer_opendata.cli import help_texts
from offer_opendata.generate import generated_texts
from offer_opendata.render import FOLDERS

ROOT = Path(__file__).resolve().parents[1]
TEXTS = generated_texts(ROOT, help_texts())


@pytest.mark.parametrize("path", TEXTS)
def test_file_is_as_rendered(path):
    file = ROOT / path
    assert file.is_file(), f"{path} is missing: run make render"
    text = file.read_bytes().decode("utf-8")
    assert text == TEXTS[path], f"{path} is not as rendered: run make render"


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_stray_file(folder):
    files = {file.relative_to(ROOT).as_posix() for file in (ROOT / folder).rglob("*")}
    assert files - set(TEXTS) == set(), "delete what is no longer rendered"
