"""The line of a TOML file on which a section or a key stands."""

import re
from collections.abc import Sequence

_PART = r"""(?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+)"""
_PARTS = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_PARTS})\s*\]")
_KEY = re.compile(rf"\s*({_PARTS})\s*=")


def line_of(text: str, path: Sequence[str | int]) -> int:
    """Return the line on which the value at `path` begins; of what has no line, its parent's."""
    lines = _lines(text)
    known = (lines.get(tuple(path[:length])) for length in range(len(path), 0, -1))
    return next((line for line in known if line), 1)


def _lines(text: str) -> dict[tuple[str | int, ...], int]:
    """Return the line of every section and key, by its path."""
    found: dict[tuple[str | int, ...], int] = {}
    counts: dict[tuple[str | int, ...], int] = {}
    section: tuple[str | int, ...] = ()
    quote = ""
    for number, line in enumerate(text.split("\n"), 1):
        header, key = (None, None) if quote else (_HEADER.match(line), _KEY.match(line))
        if header:
            section = _section(_names(header[2]), header[1] == "[[", counts)
        path = section if header else (*section, *_names(key[1])) if key else ()
        for length in range(1, len(path) + 1):
            found.setdefault(path[:length], number)
        quote = _open_quote(line, quote)
    return found


def _open_quote(line: str, quote: str) -> str:
    """Return the three quotation marks inside which the next line stands, if any."""
    for mark in (quote,) if quote else ('"""', "'''"):
        if line.count(mark) % 2:
            return "" if quote else mark
    return quote


def _names(dotted: str) -> list[str]:
    return [part.strip("\"'") for part in re.findall(_PART, dotted)]


def _section(
    names: Sequence[str], repeated: bool, counts: dict[tuple[str | int, ...], int]
) -> tuple[str | int, ...]:
    path: tuple[str | int, ...] = ()
    for name in names[:-1]:
        path = (*path, name)
        if path in counts:
            path = (*path, counts[path])
    path = (*path, names[-1])
    if not repeated:
        return path
    counts[path] = counts.get(path, -1) + 1
    return (*path, counts[path])
