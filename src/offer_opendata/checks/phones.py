"""Telephone numbers of the United Kingdom: what one would dial, and what is wrong with the rest."""

import re

LONGEST = 80
# Ofcom's numbering plan: 0800 numbers may be a digit shorter; ChildLine has eight digits.
_NATIONAL = re.compile(
    r"0(?:1[0-9]{9}|2[0-9]{9}|3[0-9]{9}|5[0-9]{9}|7[0-9]{9}|8[0-9]{8,9}|9[0-9]{9}|8001111)"
)
# Areas where some numbers are a digit shorter too (from memory and one independent list).
_MIXED = re.compile(
    r"01(?:204|208|224|244|254|276|297|298|363|364|382|384|386|387|404|420|429|460|461|480|482|488|"
    r"524|527|539|562|566|582|606|629|635|647|659|670|695|697|726|730|736|744|750|768|772|793|827|"
    r"837|854|884|900|905|935|946|947|949|963|995)[0-9]{5}"
)
_SHORT = re.compile(r"10[015]|11[129]|116[0-9]{3}|159|999|18000")
_SHORT_TEXT = re.compile(r"[6-8][0-9]{4}")
_RELAY = re.compile(r"^\s{0,3}1800[12][ -]*(?=[0+(])")
_EXTENSION = re.compile(
    r"[ ,(]{0,3}(?:(?:ext(?:ension|n)?|x|opt(?:ion)?)[.:]? *|#)[0-9]{1,6}[ )]{0,3}$", re.IGNORECASE
)
_PLAIN = re.compile(r"0[1-9][0-9 ]*")
WHOLE = re.compile(r"0[1235789](?: ?[0-9]){9}")
"""Numbers of eleven digits with single spaces between them, as most are written."""
_ABROAD = re.compile(r"(?:\+|00)\s*44[ -]*(?:\(0\))?")
_BETWEEN = re.compile(r"[ \u00a0().\-\u2010\u2011\u2013]")
_SEVERAL = re.compile(r"\s{0,3}(?:/|,|;|&|\n|\bor\b|\band\b)\s{0,3}", re.IGNORECASE)


def is_phone(text: str) -> bool:
    """Return whether a text is one telephone number as councils write it."""
    number = digits(text) if len(text) <= LONGEST else ""
    return any(form.fullmatch(number) for form in (_NATIONAL, _MIXED, _SHORT))


def is_short_text(text: str) -> bool:
    """Return whether a text is a short number to which people send text messages."""
    return bool(_SHORT_TEXT.fullmatch(text))


def digits(text: str) -> str:
    """Return the number as dialled within the country; what cannot be one is left as it is.

    A text relay prefix, an extension and the marks that people write between groups
    are left out; +44 becomes 0.
    """
    if _PLAIN.fullmatch(text):  # as most are: nothing else can stand before, in or after it
        return text.replace(" ", "")
    main = _RELAY.sub("", _EXTENSION.sub("", text))
    abroad = _ABROAD.match(main)
    if abroad:
        main = "0" + main[abroad.end() :]
    return _BETWEEN.sub("", main)


def several(text: str) -> int:
    """Return how many numbers stand in one cell, where they are two or more, else 0."""
    parts = [part for part in _SEVERAL.split(text) if re.fullmatch(r"[0-9 ()+.-]+", part)]
    if len(parts) < 2 or not any(is_phone(part) for part in parts):
        parts = re.findall(r"0[0-9]{10}", re.sub(r"[ ()-]", "", text))
    return len(parts) if len(parts) > 1 else 0


def likely(text: str) -> str:
    """Return the number that was probably meant: its leading zero or + back, or nothing."""
    number = digits(re.sub(r"\.0$", "", text))
    if re.fullmatch(r"00[1-9][0-9]+", number) and text.lstrip().startswith(("+44", "0044")):
        number = number[1:]
    elif number.startswith("44"):
        number = "0" + number[2:].removeprefix("0")
    elif not number.startswith("0"):
        number = "0" + number
    return number if _NATIONAL.fullmatch(number) else ""
