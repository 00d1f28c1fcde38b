"""Words that every form of the report shares."""

import re
import unicodedata

_JOINERS = "\u200c\u200d"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: `1 error`, `2,345 records`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def visible(text: str) -> str:
    """Return a text on one line, what is invisible or turns the direction of writing named.

    Cells are other people's: what they hold must not steer a terminal or a page.
    """
    return "".join(_seen(letter) for letter in re.sub(r"[\s\x1c-\x1f\x85]+", " ", text))


def _seen(letter: str) -> str:
    if unicodedata.category(letter) in {"Cc", "Cf", "Co", "Cs"} and letter not in _JOINERS:
        return f"[U+{ord(letter):04X}]"
    return letter
