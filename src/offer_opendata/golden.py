"""The golden cases of `tests/cases`, read as the examples of the pages of the issues."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from offer_opendata.render.issue_pages import Example, Excerpt
from offer_opendata.report.words import visible

BASE = "base"
COMMAND, OUTPUT = "cmd.txt", "expected.txt"
_CODE = re.compile(r"(?:ERROR|WARNING|REPAIRED)  (?:\S.*\n)*?.*\(([a-z0-9-]+)\)$", re.MULTILINE)
_CELLS = r"(?: › ((?:(?:, )?[A-Z]{0,3}[0-9]*)+))?"


def cases(folder: Path) -> list[str]:
    """Return the names of the golden cases in a folder."""
    return sorted(file.parent.name for file in folder.glob(f"*/{COMMAND}"))


def told(case: Path) -> dict[str, str]:
    """Return what the text report of a case says, by issue code: whole paragraphs."""
    text = (case / OUTPUT).read_text(encoding="utf-8")
    said: dict[str, str] = {}
    for paragraph in text.split("\n\n"):
        if match := _CODE.match(paragraph):
            said[match[1]] = "\n\n".join(filter(None, (said.get(match[1]), paragraph)))
    return said


def issue_examples(folder: Path) -> dict[str, Example]:
    """Return an example of each issue code: the case of that name, or the first that tells it."""
    examples: dict[str, Example] = {}
    for name in cases(folder):
        for code, paragraph in told(folder / name).items():
            if code == name or code not in examples:
                examples[code] = _example(folder, name, paragraph)
    return examples


def _example(folder: Path, name: str, paragraph: str) -> Example:
    command = (folder / name / COMMAND).read_text(encoding="utf-8").strip()
    return Example(name, command, tuple(_excerpts(_csv_files(folder, name), paragraph)), paragraph)


def _csv_files(folder: Path, name: str) -> dict[str, Path]:
    return {
        file.relative_to(place).as_posix(): file
        for place in (folder / BASE, folder / name)
        for file in sorted(place.rglob("*.csv"))
    }


def _excerpts(files: Mapping[str, Path], paragraph: str) -> Iterator[Excerpt]:
    text = " ".join(paragraph.split())
    for name, file in files.items():
        places = [cells or "" for cells in re.findall(re.escape(name) + _CELLS, text)]
        rows = {int(row) for cells in places for row in re.findall(r"[0-9]+", cells)}
        if places:
            yield Excerpt(name, _lines(file, sorted(rows or {2})))


def _lines(file: Path, rows: Sequence[int]) -> tuple[str, ...]:
    """Return the headings and some rows as they stand in a file: a row is a line of it."""
    content = file.read_bytes()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("cp1252")
    lines = text.split("\n")
    return tuple(visible(lines[row - 1]) for row in dict.fromkeys((1, *rows)))
