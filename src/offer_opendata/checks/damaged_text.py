"""Letters and signs are those that somebody typed, not what a wrong conversion made of them.

Wrong: `cafÃ©`, `itâ€™s`, `caf�`, `children?s`, `two_x000D_lines`.
Right: `café`, `it’s`, `children’s`.
"""

import re

from offer_opendata.checks.data import Problem
from offer_opendata.checks.fields import is_text
from offer_opendata.checks.words import quoted, write
from offer_opendata.issues import Severity
from offer_opendata.schema import Field, Schema

CODE = "damaged-text"
SEVERITY: Severity = "warning"
_CONTROLS = map(chr, (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0)))
SIGNS = ("_x00", *"ÂÃÄÅâðï\ufffd", *_CONTROLS)
HINTS = (r"\?[a-z]",)
# What the bytes 80 to BF of UTF-8 become when they are read as Windows-1252.
_REST = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xC0))
_MISREAD = re.compile(
    rf"[ÂÃÄÅ][{re.escape(_REST)}]|[âï][{re.escape(_REST)}]{{2}}|ð[{re.escape(_REST)}]{{3}}"
)
_LOST = re.compile(
    r"\ufffd|[a-z]\?(?:s|t|re|ve|ll)\b(?!=)|_x00[01][0-9A-Fa-f]_|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
)


def applies(field: Field) -> bool:
    """Return whether the field holds text that may have any letter."""
    return is_text(field) and "web-address" not in field.checks


def problem(value: str, _field: Field, _schema: Schema) -> Problem:
    """Return the problem where the value holds traces of a wrong conversion."""
    mended = _MISREAD.sub(_reread, value)
    if mended != value:
        fix = write(mended) if len(mended) <= 60 else "Save the source as UTF-8, and read it again."
        return f"{quoted(value)} was read with the wrong character set.", fix
    if not _LOST.search(value):
        return None
    return f"{quoted(value)} has lost letters or signs.", "Type it again."


def _reread(found: re.Match[str]) -> str:
    code = b"".join(_byte(letter) for letter in found[0])
    try:
        return code.decode("utf-8")
    except UnicodeDecodeError:
        return found[0]


def _byte(letter: str) -> bytes:
    return letter.encode("cp1252", "ignore") or letter.encode("latin-1")
