"""TOML files that people write: read, validated, and every mistake named by file, line and key."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from offer_opendata.errors import OfferError

LARGEST = 1_000_000
CURLY = "“”‘’"
_HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.-]+)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*=""")
_LINE = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")


def read_toml(path: Path, shown: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content of a TOML file that follows `schema`.

    `shown` is the name people know the file by. Raises OfferError, in one line that
    names the file, the line and the key, where the file is missing, is not TOML or
    does not follow the JSON Schema.
    """
    text = _text(path, shown)
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise OfferError(_syntax(text, shown, str(error))) from None
    _validate(content, schema, text, shown)
    return content


def line_of(text: str, path: Sequence[str | int]) -> int:
    """Return the line on which the value at `path` begins; of what has no line, its parent's."""
    lines = dict(_lines(text))
    for length in range(len(path), 0, -1):
        found = lines.get(tuple(path[:length]))
        if found:
            return found
    return 1


def _text(path: Path, shown: str) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise OfferError(f"{shown} does not exist; check the name and the folder") from None
    except OSError as error:
        raise OfferError(f"{shown} cannot be read: {error.strerror}") from None
    if len(content) > LARGEST:
        raise OfferError(f"{shown} is larger than 1 MB; this is not a file that a person wrote")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise OfferError(f"{shown} is not UTF-8 text; save it again as UTF-8") from None


def _syntax(text: str, shown: str, message: str) -> str:
    found = _LINE.search(message)
    number = int(found.group(1)) if found and found.group(1) else text.count("\n") + 1
    line = (text.splitlines() or [""])[min(number, max(len(text.splitlines()), 1)) - 1].strip()
    place = f"{shown} line {number}"
    if any(mark in line for mark in CURLY):
        return f'{place}: curly quotation marks, as Word types them; use straight ones ("): {line}'
    if "\\" in line:
        return (
            f"{place}: a backslash inside quotation marks; write folders with / instead, "
            f"such as sources/providers.xlsx: {line}"
        )
    reason = _LINE.sub("", message).strip()
    return f"{place}: this is not TOML ({reason}): {line}"


def _validate(content: Any, schema: Mapping[str, Any], text: str, shown: str) -> None:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    error = best_match(Draft202012Validator(schema).iter_errors(content))
    if error is not None:
        path = list(error.absolute_path)
        extra = _unknown_key(error, path)
        where = f"{shown} line {line_of(text, [*path, extra] if extra else path)}"
        key = ".".join(str(part) for part in path if isinstance(part, str))
        raise OfferError(f"{where}: {key + ': ' if key else ''}{_reason(error, extra)}")


def _unknown_key(error: Any, path: Sequence[str | int]) -> str:
    if error.validator != "additionalProperties" or not isinstance(error.instance, dict):
        return ""
    known = error.schema.get("properties", {})
    return next((key for key in error.instance if key not in known), "")


def _reason(error: Any, extra: str) -> str:
    if extra:
        known = sorted(error.schema.get("properties", {}))
        return f'"{extra}" is not a key here{_nearest(extra, known)}'
    if error.validator == "required":
        missing = [key for key in error.validator_value if key not in error.instance]
        return f'"{missing[0]}" is missing'
    if error.validator == "enum":
        allowed = ", ".join(f'"{value}"' for value in error.validator_value)
        return f'"{error.instance}" is not one of {allowed}'
    if error.validator == "type":
        return f"{_shown(error.instance)} should be a {error.validator_value}"
    hint = error.schema.get("description", "") if isinstance(error.schema, dict) else ""
    return f"{_shown(error.instance)} does not fit here{'; ' + hint if hint else ''}"


def _shown(value: Any) -> str:
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _nearest(word: str, known: Sequence[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(word, known, 1, 0.6)
    if close:
        return f'; did you mean "{close[0]}"?'
    return f"; the keys are {', '.join(known)}" if known else ""


def _lines(text: str) -> list[tuple[tuple[str | int, ...], int]]:
    found: list[tuple[tuple[str | int, ...], int]] = []
    counts: dict[tuple[str | int, ...], int] = {}
    section: tuple[str | int, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        header = _HEADER.match(line)
        key = _KEY.match(line)
        if header:
            section = _section(header.group(2).split("."), header.group(1) == "[[", counts)
            found.append((section, number))
        elif key:
            found.append(((*section, next(part for part in key.groups() if part)), number))
    return found


def _section(
    names: Sequence[str], repeated: bool, counts: dict[tuple[str | int, ...], int]
) -> tuple[str | int, ...]:
    path: tuple[str | int, ...] = ()
    for name in names[:-1]:
        path = (*path, name)
        if path in counts:
            path = (*path, counts[path])
    path = (*path, names[-1])
    if not repeated:
        return path
    counts[path] = counts.get(path, -1) + 1
    for inner in [known for known in counts if len(known) > len(path) and known[: len(path)] == path]:
        if inner[len(path)] == counts[path]:
            del counts[inner]
    return (*path, counts[path])
