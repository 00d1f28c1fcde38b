"""Opening hours as people write them, read only where they mean one thing.

A line holds days and times: `Monday - Friday 07:30 - 08:45`, `Sat 9am to 1pm`,
`First Thursday of every month 09:00 - 16:00`. A text is read whole or not at all: a
line that is not understood may say that the others hold only every second week, and
no information is better than half of it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from offer_opendata.mapping.spans import SPAN, opens_and_closes

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT = {"tues": "TU", "weds": "WE", "thur": "TH", "thurs": "TH"}
_DAY = {name: day for day, long in zip(DAYS, _NAMES, strict=True) for name in (long, long[:3])}
_DAY |= {f"{name}s": day for name, day in _DAY.items() if name.endswith("day")} | _SHORT
_GROUPS = {
    "weekdays": DAYS[:5],
    "every weekday": DAYS[:5],
    "weekends": DAYS[5:],
    "daily": DAYS,
    "every day": DAYS,
    "all week": DAYS,
}
_ORDINALS = {"first": "1", "1st": "1", "second": "2", "2nd": "2", "third": "3", "3rd": "3"}
_ORDINALS |= {"fourth": "4", "4th": "4", "last": "-1"}
_TERMS = {
    "term time only": "term_time",
    "term time": "term_time",
    "term-time only": "term_time",
    "school holidays only": "holidays",
    "school holidays": "holidays",
    "open all year": "all_year",
    "all year round": "all_year",
}
_MONTHLY = re.compile(r"(?:the )?(\S+) (\w+) (?:of|in) (?:every|each|the) month")
_BETWEEN = re.compile(r"\s*(?:and|&|,|/)?\s*", re.IGNORECASE)
_AFTER = re.compile(r"[\s,;]*(?:closed)?[\s.,;]*", re.IGNORECASE)
_CLOSED = re.compile(r"(.*?)[\s:,-]*\bclosed\b[\s.]*", re.IGNORECASE)


@dataclass(frozen=True)
class Hours:
    """Schedules read from a text, or else the lines that were not understood."""

    schedules: tuple[Mapping[str, str], ...]
    unread: tuple[str, ...]


def read_hours(text: str) -> Hours:
    """Return the schedules in a text of opening hours: one for each line and span of time.

    Each schedule has freq, byday, opens_at, closes_at, term and description (the line).
    """
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    term, timed = _term(lines)
    read = [_line(line) for line in timed]
    unread = [line for line, found in zip(timed, read, strict=True) if found is None]
    if unread:
        return Hours((), tuple(unread))
    return Hours(
        tuple(
            {**each, "term": term, "description": line}
            for line, found in zip(timed, read, strict=True)
            for each in found or ()
        ),
        (),
    )


def _term(lines: Sequence[str]) -> tuple[str, Sequence[str]]:
    """Return the term that a first or last line states for the whole text, and the other lines."""
    for place in (0, -1):
        if len(lines) > 1 and _plain(lines[place]) in _TERMS:
            rest = lines[1:] if place == 0 else lines[:-1]
            return _TERMS[_plain(lines[place])], rest
    return "", lines


def _plain(text: str) -> str:
    return text.casefold().strip(" .,:;-–()")


def _line(line: str) -> list[dict[str, str]] | None:
    spans = list(SPAN.finditer(line))
    if not spans:
        closed = _CLOSED.fullmatch(line)
        return [] if closed and _days(_plain(closed.group(1))) else None
    days = _days(_plain(line[: spans[0].start()]))
    gaps = [line[a.end() : b.start()] for a, b in pairwise(spans)]
    whole = all(map(_BETWEEN.fullmatch, gaps)) and _AFTER.fullmatch(line[spans[-1].end() :])
    times = [opens_and_closes(span.group(1), span.group(2)) for span in spans]
    if days is None or not whole or not all(times) or not _in_order(times):
        return None
    return [{**days, "opens_at": time[0], "closes_at": time[1]} for time in times if time]


def _in_order(times: Sequence[tuple[str, str] | None]) -> bool:
    found = [time for time in times if time]
    return all(a[1] <= b[0] for a, b in pairwise(found))


def _days(words: str) -> dict[str, str] | None:
    monthly = _MONTHLY.fullmatch(words)
    if monthly:
        ordinal, day = _ORDINALS.get(monthly.group(1)), _DAY.get(monthly.group(2))
        return {"freq": "MONTHLY", "byday": ordinal + day} if ordinal and day else None
    days = _GROUPS.get(words) or _listed(words)
    return {"freq": "WEEKLY", "byday": ",".join(days)} if days else None


def _listed(words: str) -> tuple[str, ...]:
    chosen: set[str] = set()
    for part in re.split(r"\s*(?:,|&|/|\band\b)\s*", words):
        ends = [_DAY.get(word.strip(" .:")) for word in re.split(r"\s*(?:-|–|—|\bto\b)\s*", part)]
        if None in ends or len(ends) > 2:
            return ()
        first, last = (DAYS.index(end or "") for end in (ends[0], ends[-1]))
        if first > last or not chosen.isdisjoint(DAYS[first : last + 1]):
            return ()
        chosen.update(DAYS[first : last + 1])
    return tuple(day for day in DAYS if day in chosen)
