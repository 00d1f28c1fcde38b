"""Turn the bytes of a text file into text, or refuse where that cannot be certain."""

import codecs
import re

from offer_opendata.errors import OfferError
from offer_opendata.intake import refuse

_UTF8_LETTER = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_OTHER_BYTE = re.compile(rb"[\x80-\xff]")
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decoded(data: bytes, shown: str) -> tuple[str, str]:
    """Return the text of a file, and the name of its encoding where that is not UTF-8.

    UTF-8 with or without a mark, UTF-16 with one, else Windows-1252: a file that
    fits none of them, or looks like damaged UTF-8, is refused.
    """
    if data.startswith(_WIDE) and not data.startswith(codecs.BOM_UTF32_LE):
        return _strict(data, "utf-16", "UTF-16", shown), "UTF-16"
    if b"\0" in data and 4 * data.count(b"\0") > len(data):
        raise OfferError(f"{shown} is in an encoding that is not known; {refuse.SAVE_CSV}")
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        letters = len(_UTF8_LETTER.findall(data))
        others = len(_OTHER_BYTE.findall(_UTF8_LETTER.sub(b"", data)))
        if letters > others:
            raise _at(data, error, "UTF-8, like the rest of it", shown) from error
    return _strict(data, "cp1252", "UTF-8 or Windows-1252", shown), "Windows-1252"


def _strict(data: bytes, encoding: str, named: str, shown: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _at(data, error, named, shown) from error


def _at(data: bytes, error: UnicodeDecodeError, named: str, shown: str) -> OfferError:
    line = data.count(b"\n", 0, error.start) + 1
    return OfferError(f"line {line} of {shown} is not {named}; {refuse.SAVE_CSV}")
