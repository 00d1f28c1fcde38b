"""A span of time as people write it, `9am - 5pm`, read only where it means one thing."""

import re

from offer_opendata.values import clock

_CLOCK = r"[0-9]{1,2}(?:[:.][0-9]{2})?(?::00)?\s*(?:am\b|pm\b|noon\b)?|noon\b|midday\b"
SPAN = re.compile(
    rf"(?<![0-9:.])({_CLOCK})\s*(?:-|–|—|to|until)\s*({_CLOCK})(?![0-9:.]*[0-9])", re.IGNORECASE
)
_MARK = re.compile(r"[ap]m|noon|midday")
_NOON = ("noon", "midday", "12 noon", "12noon")


def opens_and_closes(opens: str, closes: str) -> tuple[str, str] | None:
    """Return both times as HH:MM, or None where they could mean two things.

    With am, pm or noon at one of them, the other one may be read as morning or as
    evening, and the span counts if only one of these makes sense: `9 - 5pm` does,
    `1 - 3pm` does not. Without, they are times of the 24-hour clock.
    """
    opens, closes = (" ".join(text.casefold().split()) for text in (opens, closes))
    if not _MARK.search(opens + closes):
        return _around_the_clock(opens, closes)
    pairs = [(a, b) for a in _readings(opens) for b in _readings(closes) if a < b]
    return pairs[0] if len(pairs) == 1 else None


def _around_the_clock(opens: str, closes: str) -> tuple[str, str] | None:
    first, last = clock(opens), clock(closes)
    if not first or not last or first >= last:
        return None
    # `7:00 - 9:00` may be breakfast or youth club, and `1:30 - 15:30` is a slip; but
    # 07:00 is the morning, and nothing for children opens at nine in the evening.
    certain = "0" in (opens[0], closes[0]) or first >= "09:00"
    return (first, last) if certain or (first >= "06:00" and last >= "12:00") else None


def _readings(text: str) -> list[str]:
    """Return every time of day that a text can mean: one, two or none."""
    if text in _NOON:
        return ["12:00"]
    number = re.match("[0-9]+", text)
    if number and text[number.end() : number.end() + 1] not in (":", "."):
        text = f"{number.group()}:00{text[number.end() :]}"
    time = clock(text)
    if not time or _MARK.search(text) or text.startswith("0") or time >= "12:00":
        return [time] if time else []
    return [time, f"{int(time[:2]) + 12}{time[2:]}"]
