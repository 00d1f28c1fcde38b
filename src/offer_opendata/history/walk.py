"""Two CSV files walked side by side, to find the lines that stand in only one of them.

Most lines are the same on both sides: they are passed over as bytes, in long stretches, and
are neither split nor decoded nor parsed.
"""

from collections.abc import Iterable, Iterator

LEAST, MOST = 1 << 10, 1 << 16
_BREAK, _QUOTE, _COMMA = b"\r\n", b'"', b","


def differing(before: bytes, after: bytes) -> tuple[list[str], list[str]]:
    """Return the lines of two CSV files with one heading that stand in only one of them.

    A line with a quoted line break in it is one line. The files may be in any order; in the
    same order, as the tables of a package are, they are compared quickest.
    """
    gone: list[bytes] = []
    come: list[bytes] = []
    for one, other in _parting(before, after):
        gone += one
        come += other
    # Where both sides fall out of step, the same line is met on each of them.
    return _only_in(gone, come), _only_in(come, gone)


def _parting(before: bytes, after: bytes) -> Iterator[tuple[Iterable[bytes], Iterable[bytes]]]:
    """Yield the lines on either side where two files part, the heading left out."""
    i, j = _line_end(before, 0), _line_end(after, 0)
    while True:
        same = _same_lines(before, i, after, j)
        i, j = i + same, j + same
        if i == len(before) or j == len(after):
            break
        ends = _line_end(before, i), _line_end(after, j)
        one, other = before[i : ends[0]], after[j : ends[1]]
        # Two lines with one first cell are two states of a record, or of records of one owner;
        # of others, the one that comes first in the order of keys has no partner.
        partners = one.partition(_COMMA)[0] == other.partition(_COMMA)[0]
        if partners or one < other:
            yield [one], []
            i = ends[0]
        if partners or other < one:
            yield [], [other]
            j = ends[1]
    yield _lines(before, i), _lines(after, j)


def _same_lines(before: bytes, i: int, after: bytes, j: int) -> int:
    """Return how many bytes from two places on are the same on both sides, in whole lines."""
    start, size = i, LEAST
    while (stretch := before[i : i + size]) and after.startswith(stretch, j):
        i, j = i + len(stretch), j + len(stretch)
        size = min(2 * size, MOST)
    while size := size // 2:  # somewhere in so many bytes they part
        stretch = before[i : i + size]
        if after.startswith(stretch, j):
            i, j = i + len(stretch), j + len(stretch)
    end = _break_before(before, start, i)
    while before.count(_QUOTE, start, end) % 2:
        end = _break_before(before, start, end - len(_BREAK))
    return end - start


def _break_before(content: bytes, start: int, end: int) -> int:
    found = content.rfind(_BREAK, start, end)
    return start if found < 0 else found + len(_BREAK)


def _line_end(content: bytes, start: int) -> int:
    end = content.find(_BREAK, start)
    while end >= 0 and content.count(_QUOTE, start, end) % 2:
        end = content.find(_BREAK, end + 1)
    return len(content) if end < 0 else end + len(_BREAK)


def _lines(content: bytes, start: int) -> Iterator[bytes]:
    while start < len(content):
        end = _line_end(content, start)
        yield content[start:end]
        start = end


def _only_in(found: Iterable[bytes], others: Iterable[bytes]) -> list[str]:
    without = set(others)
    return [line.removesuffix(_BREAK).decode("utf-8") for line in found if line not in without]
