"""TOML files that people write: read, validated, and every mistake named by file, line and key."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from offer_opendata.errors import OfferError

LARGEST = 1_000_000
CURLY = "“”‘’"
FOLDERS = ("file", "files", "mapping", "folder")
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)|\(at end of document\)")
_BACKSLASH = re.compile(r"Unescaped '\\|hex value|not a Unicode scalar|escape", re.IGNORECASE)
_NAMES = {
    "string": "text in quotation marks",
    "array": "a list in square brackets",
    "object": "a section with keys of its own",
    "integer": "a whole number without quotation marks",
    "boolean": "true or false without quotation marks",
}

Path_ = Sequence[str | int]


def read_toml(path: Path, shown: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content of a TOML file that follows `schema`.

    `shown` is the name people know the file by. Raises OfferError, in one line that
    names the file, the line and the key, where the file is missing, is not TOML or
    does not follow the JSON Schema.
    """
    text = read_text(path, shown)
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise OfferError(_syntax(text, shown, str(error))) from None
    for at in _broken_folders(content, ()):
        where = f"{shown} line {line_of(text, at)}"
        raise OfferError(f"{where}: {_key(at)}: {_BACKSLASH_ADVICE}")
    _validate(content, schema, text, shown)
    return content
