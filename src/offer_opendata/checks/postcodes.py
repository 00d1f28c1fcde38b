"""Postcodes: their form, their areas, and the letters and digits that get mixed up."""

import itertools
import re
from collections.abc import Collection, Iterator

# GOV.UK Notify's rule: a known area, and never C, I, K, M, O or V among the last two letters.
_OUTWARD = re.compile(r"([A-Z]{1,2})[0-9][0-9A-Z]?")
_INWARD = re.compile(r"[0-9][ABD-HJLNP-UW-Z]{2}")
_ANYWHERE = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?[0-9][A-Z]{2}")
LONGEST = 60
_MIXED_UP = {"O": "O0", "0": "0O", "I": "I1", "1": "1I", "L": "L1"}


def is_outward(text: str, areas: Collection[str]) -> bool:
    """Return whether a text is the first half of a postcode in a known area."""
    found = _OUTWARD.fullmatch(text)
    return found is not None and found[1] in areas


def is_postcode(text: str, areas: Collection[str]) -> bool:
    """Return whether a text is a whole postcode in capitals with one space."""
    outward, _, inward = text.partition(" ")
    return bool(_INWARD.fullmatch(inward)) and is_outward(outward, areas)


def area(text: str) -> str:
    """Return the letters with which a postcode of the right form begins, or nothing."""
    outward, _, inward = text.partition(" ")
    found = _OUTWARD.fullmatch(outward)
    return found[1] if found and (not inward or _INWARD.fullmatch(inward)) else ""


def likely(text: str, areas: Collection[str]) -> str:
    """Return the postcode that was probably meant, or nothing."""
    compact = re.sub(r"[^A-Z0-9]", "", text.upper())
    if not 5 <= len(compact) <= 7:
        return ""
    return next((each for each in _mended(compact) if is_postcode(each, areas)), "")


def why_not(text: str) -> str:
    """Return why a text is not a postcode, as the end of a sentence, or nothing."""
    compact = re.sub(r"[^A-Z0-9]", "", text[:LONGEST].upper())
    if len(_ANYWHERE.findall(compact)) > 1:
        return ": it holds two postcodes"
    if not re.search(r"[0-9]", compact):
        return ": it holds no digit"
    if not 5 <= len(compact) <= 7:
        return f": it has {len(compact)} letters and digits, and a postcode has 5 to 7"
    return ""


def _mended(compact: str) -> Iterator[str]:
    choices = [_MIXED_UP.get(letter, letter) for letter in compact]
    for letters in itertools.product(*choices):
        text = "".join(letters)
        yield f"{text[:-3]} {text[-3:]}"
