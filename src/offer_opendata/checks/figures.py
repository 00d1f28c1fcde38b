"""Numbers: the form that counts, and what else stands in cells where a number should be."""

import re
import unicodedata
from decimal import Decimal

LONGEST = 60
# Eighteen digits are what a database keeps exactly.
NUMBER = re.compile(r"[+-]?(?:[0-9]{1,18}(?:\.[0-9]{0,18})?|\.[0-9]{1,18})")
WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_SCIENTIFIC = re.compile(r"[+-]?[0-9]{1,18}(?:\.[0-9]{0,18})?[eE][+-]?[0-9]{1,2}")
_REASONS = (
    (re.compile(r"[0-9]{19}"), "it has too many digits"),
    (_SCIENTIFIC, "it is shortened with an E"),
    (re.compile(r"[£$€]"), "it holds a currency sign"),
    (re.compile(r"%"), "it holds a percent sign"),
    (re.compile(r"[0-9]\s*(?:-|–|to|/|or|and)\s*[£]?[0-9]"), "it holds two numbers"),
    (re.compile(r"[0-9],[0-9]"), "it holds a comma"),
    (re.compile(r"_"), "it holds an underscore"),
    (re.compile(r"[0-9][\s]+[0-9]"), "it holds a space"),
    (re.compile(r"[^\W\d_]"), "it holds letters"),
    (re.compile(r"^\s|\s$"), "it has a space in it"),
    (re.compile(r"[^\x00-\x7f]"), "its digits are not the usual ones"),
)


def why_not(text: str) -> str:
    """Return why a text is not a number, as the end of a sentence, or nothing."""
    return next((f": {why}" for pattern, why in _REASONS if pattern.search(text)), "")


def likely(text: str, about: str) -> str:
    """Return the number that a text most probably means, in plain digits, or nothing.

    `about` says what is counted: `12 weeks` means 12 where weeks are, and else who knows.
    """
    plain = "".join(_digit(letter) for letter in text.strip()[:LONGEST])
    if _SCIENTIFIC.fullmatch(plain):
        return _written_out(plain)
    if _words(plain) - _words(about) or re.search("[<>%+]", plain):
        return ""
    plain = re.sub(r"(?<=[0-9])(?:,|\s|_)(?=[0-9]{3}(?![0-9]))", "", plain)
    found = re.findall(r"(?<![0-9.,_])-?[0-9]+(?:[.,][0-9]{1,2})?(?![0-9.,_]*[0-9])", plain)
    only = found[0].replace(",", ".") if len(found) == 1 else ""
    return only if NUMBER.fullmatch(only) else ""


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", text.lower()))


def _digit(letter: str) -> str:
    value = unicodedata.decimal(letter, None)
    return letter if value is None else str(value)


def _written_out(text: str) -> str:
    number = Decimal(text)
    return f"{number:f}" if abs(number.adjusted()) < 18 else ""
