"""SQL files: a select with what its readers should know, told in the comments at its head."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_HEAD = re.compile(
    r"-- (?P<key>[a-z]+)(?: (?P<name>[a-z_]+))?(?: \((?P<type>[a-z]+)\))?: (?P<text>.+)"
)
_MORE = re.compile(r"--  +(?P<text>.+)")


@dataclass(frozen=True)
class Line:
    """One line of a head, such as `-- column age (number): Age in years`."""

    key: str
    name: str
    type: str
    text: str


@dataclass(frozen=True)
class Statement:
    """A select with the head of its file; `name` is the name of the file."""

    name: str
    head: tuple[Line, ...]
    sql: str

    def text(self, key: str) -> str:
        """Return the text of a line such as `-- title: …`, or nothing where there is none."""
        return next((line.text for line in self.head if line.key == key), "")

    def named(self, key: str) -> Mapping[str, str]:
        """Return the texts of lines such as `-- parameter town: …` by their names."""
        return {line.name: line.text for line in self.head if line.key == key}


@cache
def load_statements(folder: Path) -> tuple[Statement, ...]:
    """Return the statements of a folder of SQL files, in the order of their names."""
    return tuple(
        parse_statement(path.stem, path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*.sql"))
    )


def parse_statement(name: str, text: str) -> Statement:
    """Return a statement from the text of its file.

    The head is every line at the top that begins with `--`; one that begins with `--` and
    two spaces goes on with the line above. What follows the head is the SQL.
    """
    lines = text.splitlines()
    end = next((i for i, line in enumerate(lines) if not line.startswith("--")), len(lines))
    return Statement(name, tuple(_head(name, lines[:end])), "\n".join(lines[end:]).strip())


def _head(name: str, lines: list[str]) -> Iterator[Line]:
    for whole in _unfolded(lines):
        found = _HEAD.fullmatch(whole)
        if found is None:
            raise ValueError(f"{name}.sql: {whole!r} is not a line of a head")
        yield Line(found["key"], found["name"] or "", found["type"] or "string", found["text"])


def _unfolded(lines: list[str]) -> list[str]:
    whole: list[str] = []
    for line in lines:
        more = _MORE.fullmatch(line)
        if more and whole:
            whole[-1] += f" {more['text']}"
        else:
            whole.append(line)
    return whole
