"""Opening hours as people write them, read only where they mean one thing.

A line holds days and times: `Monday - Friday 07:30 - 08:45`, `Sat 9am to 1pm`,
`First Thursday of every month 09:00 - 16:00`. A line that could mean two things is
left alone and said so: no information is better than half of it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from offer_opendata.values import clock

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
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
_CLOCK = r"[0-9]{1,2}(?:[:.][0-9]{2})?(?::00)?\s*(?:am|pm|noon)?|noon|midday"
_SPAN = re.compile(rf"({_CLOCK})\s*(?:-|–|—|to|until)\s*({_CLOCK})(?![0-9])", re.IGNORECASE)
_MONTHLY = re.compile(r"(?:the )?(\S+) (\w+) (?:of|in) (?:every|each|the) month")


@dataclass(frozen=True)
class Hours:
    """Schedules read from a text, and the lines that were not understood."""

    schedules: tuple[Mapping[str, str], ...]
    unread: tuple[str, ...]


def read_hours(text: str) -> Hours:
    """Return the schedules in a text of opening hours: one for each line and span of time.

    Each schedule has freq, byday, opens_at, closes_at, term and description (the line).
    """
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    terms = [_TERMS[_plain(line)] for line in lines if _plain(line) in _TERMS]
    term = terms[0] if len(set(terms)) == 1 else ""
    schedules: list[Mapping[str, str]] = []
    unread: list[str] = []
    for line in lines:
        if _plain(line) in _TERMS and term:
            continue
        found = _line(line)
        if found is None:
            unread.append(line)
        else:
            schedules += [{**each, "term": term, "description": line} for each in found]
    return Hours(tuple(schedules), tuple(unread))


def _plain(text: str) -> str:
    return text.casefold().strip(" .,:;-–()")


def _line(line: str) -> list[dict[str, str]] | None:
    spans = list(_SPAN.finditer(line))
    words = line[: spans[0].start()] if spans else re.sub(r"closed", "", line, flags=re.IGNORECASE)
    days = _days(_plain(words))
    rest = _plain(re.sub(r"closed|and|&|,|/", " ", _SPAN.sub("", line[len(words) :]), flags=re.I))
    if days is None or (spans and rest):
        return None
    if not spans:
        return [] if "closed" in line.casefold() else None
    times = [_times(span.group(1), span.group(2)) for span in spans]
    if any(time is None for time in times):
        return None
    return [{**days, "opens_at": time[0], "closes_at": time[1]} for time in times if time]


def _times(opens: str, closes: str) -> tuple[str, str] | None:
    if _half(closes) and not _half(opens) and not opens.startswith("0"):
        either = [_times(opens + half, closes) for half in ("am", "pm")]
        certain = [times for times in either if times]
        return certain[0] if len(certain) == 1 else None
    first, last = _clock(opens), _clock(closes)
    if not first or not last or first >= last:
        return None
    # "1:30 - 3:30" is surely not the night, but a reader that is only nearly sure refuses.
    unsure = first < "06:00" and not _half(opens) and not opens.startswith("0")
    return None if unsure else (first, last)


def _half(text: str) -> bool:
    return re.search(r"[ap]m|noon|midday", text, re.IGNORECASE) is not None


def _clock(text: str) -> str:
    text = text.strip().casefold()
    if text in ("noon", "midday", "12 noon", "12noon"):
        return "12:00"
    hour = re.fullmatch(r"([0-9]{1,2})\s*(am|pm)", text)
    written = f"{hour.group(1)}:00{hour.group(2)}" if hour else text
    return clock(written)


def _days(words: str) -> dict[str, str] | None:
    monthly = _MONTHLY.fullmatch(words)
    if monthly:
        ordinal, day = _ORDINALS.get(monthly.group(1)), _day(monthly.group(2))
        return {"freq": "MONTHLY", "byday": ordinal + day} if ordinal and day else None
    days = _GROUPS.get(words) or _listed(words)
    return {"freq": "WEEKLY", "byday": ",".join(days)} if days else None


def _listed(words: str) -> tuple[str, ...]:
    chosen: set[str] = set()
    for part in re.split(r"\s*(?:,|&|/|\band\b)\s*", words):
        ends = [_day(word) for word in re.split(r"\s*(?:-|–|—|\bto\b)\s*", part)]
        if not all(ends) or len(ends) > 2:
            return ()
        first, last = DAYS.index(ends[0]), DAYS.index(ends[-1])
        if first > last or not chosen.isdisjoint(DAYS[first : last + 1]):
            return ()
        chosen.update(DAYS[first : last + 1])
    return tuple(day for day in DAYS if day in chosen)


def _day(word: str) -> str:
    word = word.strip(" .:").removesuffix("s") if word.strip(" .:").endswith("days") else word.strip(" .:")
    found = [DAYS[i] for i, name in enumerate(_NAMES) if len(word) >= 3 and name.startswith(word)]
    if not found and word in ("tues", "weds", "thur", "thurs"):
        found = [DAYS[("tues", "weds", "thur").index(word[:4]) + 1]]
    return found[0] if len(found) == 1 else ""
