"""What somebody probably meant: the nearest spelling, looked up only for what is wrong."""

import difflib
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from offer_opendata.checks.words import either, quoted
from offer_opendata.schema import Codelist, fold

NEAR = 0.75
LONG = 5
MANY = 3000
LONGEST = 60
FEW = 8
SEVERAL = "Write one, or put ; between several if the column may hold several."
_BETWEEN = re.compile(r"[,/|&+\n]|\band\b")


def spellings(rows: Iterable[Mapping[str, str]]) -> Mapping[str, str]:
    """Return the code for every way of writing one: code, label and synonyms, folded."""
    return _spellings(
        tuple((row["code"], row.get("label", ""), row.get("synonyms", "")) for row in rows)
    )


@lru_cache(maxsize=64)
def _spellings(rows: tuple[tuple[str, str, str], ...]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for code, label, synonyms in rows:
        for word in (code, label, *synonyms.split(" | ")):
            found.setdefault(fold(word), code)
            found.setdefault(_short(word), code)
    return {word: code for word, code in found.items() if word}


def nearest(value: str, known: Mapping[str, str]) -> str:
    """Return the code that a text most probably means, or nothing.

    Words are matched by likeness; what holds a digit only without regard to case,
    punctuation and leading zeros, as the number next to a number is another one. Among
    thousands of spellings likeness is not looked for, as it would take minutes.
    """
    text = fold(value[:LONGEST])
    for spelling in (text, _short(value[:LONGEST])):
        if spelling in known:
            return known[spelling]
    if not text.isalpha() or len(known) > MANY:
        return ""
    begun = [word for word in known if len(word) >= LONG and text.startswith(word)]
    if begun:
        return known[max(begun, key=len)]
    words = [word for word in known if _worth(word, text)]
    close = difflib.get_close_matches(text, words, 1, NEAR)
    return known[close[0]] if close else ""


def are_several(value: str, known: Mapping[str, str]) -> bool:
    """Return whether a text is several words that are known each, with a comma between or so."""
    parts = [fold(part) for part in _BETWEEN.split(value[:200])]
    return len(parts) > 1 and all(part in known for part in parts)


def choice(codelist: Codelist) -> str:
    """Return the fix that names the labels of a short list, which is what a drop-down shows."""
    if 0 < len(codelist.rows) <= FEW:
        return f"Choose {either([row['label'] for row in codelist.rows])}."
    return "Choose one from the list."


def of_drop_down(code: str, label: str) -> str:
    """Return the fix that names a label, which the drop-downs of the template show."""
    if code == label:
        return f"Write {quoted(code)} if you mean that."
    return f"Write {quoted(label)} if you mean that; its code {quoted(code)} does as well."


def _worth(word: str, text: str) -> bool:
    return word.isalpha() and (word[0] == text[0] or word[-3:] == text[-3:])


def _short(text: str) -> str:
    return fold(re.sub(r"(?<![0-9])0+(?=[0-9])", "", text))
