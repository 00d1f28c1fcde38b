"""The how-to page on changes, followed to the letter: it shows what a reader sees."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from offer_opendata.cli import main
from released import make_released

TEXT = (Path(__file__).parents[1] / "docs" / "how-to" / "see-what-changed.md").read_text(
    encoding="utf-8"
)
SHOWN = re.findall(
    r"^```console\n\$ offer-opendata (.*?)\n(.*?)```$", TEXT, re.DOTALL | re.MULTILINE
)


def test_what_the_page_shows_is_what_a_reader_sees(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(make_released(tmp_path))
    assert len(SHOWN) == 4
    for line, shown in SHOWN:
        said = CliRunner().invoke(main, shlex.split(line)).output
        start, more, _ = shown.partition("…\n")
        assert said.startswith(start) if more else said == shown


def test_the_lines_without_an_output_are_lines_that_the_commands_take() -> None:
    lines = re.findall(r"^offer-opendata (.*?)(?: >.*)?$", TEXT, re.MULTILINE)
    assert len(lines) == 6
    for line in lines:
        name, *arguments = shlex.split(line)
        command = main.commands[name]
        with command.make_context(name, arguments) as context:
            assert context.params
