"""Names of people in a text, told by the words around them."""

import re
from collections.abc import Iterator

from offer_opendata.checks.names import INSTITUTIONS, OPENERS

_NAME = r"(?:[A-Z]['’])?[^\W\d_a-z][^\W\d_]*[a-z][^\W\d_]*(?:['’-][^\W\d_]+)*"
_CHILD = (
    r"(?:step|foster |grand)?(?:sons?|daughters?|child|children|boys?|girls?|brother|sister|nephew|"
    r"niece|baby|toddler|pupil|student|teenager|lad|twins?)"
)
_FAMILY = re.compile(
    rf"(?P<clue>\b(?:[Mm]y|[Oo]ur|[Hh]is|[Hh]er|[Tt]heir)\s(?:\w+\s){{0,2}}?{_CHILD}),?\s"
    rf"(?:called\s|named\s|is\scalled\s)?(?P<name>{_NAME})"
)
_CALLED = re.compile(
    rf"(?P<clue>\b{_CHILD}\s(?:is\s)?(?:called|named)|\b(?:[Hh]is|[Hh]er|[Tt]heir)\sname\sis)"
    rf"\s(?P<name>{_NAME})"
)
_TITLED = re.compile(rf"\b(?P<clue>Mrs|Mr|Ms|Miss|Mx|Dr|Master)\.?\s(?P<name>{_NAME})")
_PAIR = re.compile(rf"(?<![\w'’-])(?=({_NAME})\s({_NAME})(?![\w-]))")
_CLUE = re.compile(
    r"\baged?\b|\b[0-9]{1,2} ?(?:years?|months?|yrs?)[- ]old|"
    r"\b[Yy]ear (?:[0-9]{1,2}|one|two|three|four|five|six)\b|"
    r"\bis [0-9]{1,2}\b|\battends?\b|\bgoes to\b|\bpupil at\b|"
    r"\bdiagnos\w+|\bautis\w+|\bADHD\b|\bASD\b|"
    r"\bDown.?s? [Ss]yndrome|\bepilep\w+|\bdyslexi\w+|\bdyspraxi\w+|\bcerebral palsy|"
    r"\bwheelchair\b|\bEHC ?P\b|\bEHC plan|\bdisab\w+|\bschool\b|\bnursery\b|\bcollege\b"
)
NEAR = 60


def named_person(text: str, known: str) -> str:
    """Return the words that give a person's name away, without the name, or nothing.

    `known` holds the names that are no person's, in small letters, one a line.
    """
    for pattern in (_FAMILY, _CALLED, _TITLED):
        for found in pattern.finditer(text):
            if _may_be_name(found["name"]):
                return found["clue"]
    return next((clue for first, clue in _pairs(text, known)), "")


def _pairs(text: str, known: str) -> Iterator[tuple[str, str]]:
    for found in _PAIR.finditer(text):
        first, second = found[1], found[2]
        clue = _CLUE.search(text, max(0, found.start() - NEAR), found.end(2) + NEAR)
        both = f"{first} {second}".casefold()
        if clue and _may_be_name(first) and _may_be_name(second) and both not in known:
            yield both, clue[0]


def _may_be_name(word: str) -> bool:
    plain = word.casefold().replace("’", "'")
    return word[0].isupper() and plain not in INSTITUTIONS and plain not in OPENERS
