"""Two versions of a text, word by word: what stayed, what went, what came."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, OLD, NEW = "same", "old", "new"
FEWEST, MOST = 3, 6_000_000
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """A part of a text that stands on both sides, or on the old or new side only."""

    kind: str
    text: str


def is_prose(before: str, after: str) -> bool:
    """Tell whether two texts are sentences, of which it helps to see which words differ."""
    return all(len(text.split()) >= FEWEST for text in (before, after))


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Return the pieces of two texts: old and same make up `before`, new and same `after`."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if len(old) * len(new) > MOST:  # comparing would take long, and nobody would read it
        return tuple(each for each in (Piece(OLD, before), Piece(NEW, after)) if each.text)
    return tuple(_joined(list(_steps(old, new))))


def _steps(old: list[str], new: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, start, end, from_, to in matcher.get_opcodes():
        if tag == "equal":
            yield Piece(SAME, "".join(old[start:end]))
        else:
            yield from (Piece(OLD, text) for text in ["".join(old[start:end])] if text)
            yield from (Piece(NEW, text) for text in ["".join(new[from_:to])] if text)


def _joined(steps: list[Piece]) -> Iterator[Piece]:
    """Yield the pieces with a mere space between two differences taken as part of them."""
    gone = come = ""
    for place, step in enumerate(steps):
        if step.kind == SAME and not (step.text.isspace() and 0 < place < len(steps) - 1):
            yield from _pair(gone, come)
            gone = come = ""
            yield step
        else:
            gone += step.text if step.kind != NEW else ""
            come += step.text if step.kind != OLD else ""
    yield from _pair(gone, come)


def _pair(gone: str, come: str) -> Iterator[Piece]:
    if gone:
        yield Piece(OLD, gone)
    if come:
        yield Piece(NEW, come)
