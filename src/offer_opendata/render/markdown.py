"""Markdown as GitHub reads it, put together so that a text stays the text it is."""

import re
from collections.abc import Iterable, Sequence

RENDERED = "<!-- Rendered by `make render`: change the source, not this page. -->"

_SPAN = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_MEANS_SOMETHING = re.compile(
    r"[\\*<\[\]]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|^(?:[#>+-]|\d+(?=[.)](?:\s|$)))|`",
    re.MULTILINE,
)
_TICKS = re.compile(r"`+")


def prose(text: str) -> str:
    """Return a text as Markdown that reads the same; what is between backticks is code."""
    said, end = list[str](), 0
    for span in _SPAN.finditer(text):
        said += [_escaped(text[end : span.start()]), span[0]]
        end = span.end()
    return "".join([*said, _escaped(text[end:])])


def code(text: str) -> str:
    """Return a value as code, on one line, whatever backticks it holds."""
    line = " ".join(text.split())
    fence = "`" * (max((len(run) for run in _TICKS.findall(line)), default=0) + 1)
    space = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{space}{line}{space}{fence}" if line else ""


def fenced(text: str) -> str:
    """Return lines as a block of text that is shown as it stands."""
    fence = "`" * max(3, 1 + max((len(run) for run in _TICKS.findall(text)), default=0))
    return f"{fence}text\n{text}\n{fence}"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of finished Markdown; pipes and line breaks in its cells are escaped."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)


def page(title: str, *parts: str) -> str:
    """Return a page: its heading, and its parts with a blank line between them."""
    said = [RENDERED, f"# {title}", *parts]
    return "\n\n".join(part.strip("\n") for part in said if part.strip()) + "\n"


def _escaped(text: str) -> str:
    return _MEANS_SOMETHING.sub(_backslashed, text)


def _backslashed(match: re.Match[str]) -> str:
    found = match[0]
    return f"{found}\\" if found.isdigit() else f"\\{found}"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
