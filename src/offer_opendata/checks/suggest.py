"""What somebody probably meant: the nearest spelling, looked up only for what is wrong."""

import difflib
import re
from collections.abc import Iterable, Mapping

from offer_opendata.schema import fold

NEAR = 0.75
MANY = 500


def spellings(rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Return the code for every way of writing one: code, label and synonyms, folded."""
    found: dict[str, str] = {}
    for row in rows:
        words = (row["code"], row.get("label", ""), *row.get("synonyms", "").split(" | "))
        for word in words:
            found.setdefault(fold(word), row["code"])
            found.setdefault(_short(word), row["code"])
    return {word: code for word, code in found.items() if word}


def nearest(value: str, known: Mapping[str, str]) -> str:
    """Return the code that a text most probably means, or nothing.

    Words are matched by likeness; what holds a digit only without regard to case,
    punctuation and leading zeros, as the number next to a number is another one.
    """
    for spelling in (fold(value), _short(value)):
        if spelling in known:
            return known[spelling]
    words = [word for word in known if word.isalpha()]
    if not fold(value).isalpha() or len(words) > MANY:
        return ""
    close = difflib.get_close_matches(fold(value), words, 1, NEAR)
    return known[close[0]] if close else ""


def _short(text: str) -> str:
    return fold(re.sub(r"(?<![0-9])0+(?=[0-9])", "", text))
