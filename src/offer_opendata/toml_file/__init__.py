"""TOML files that people write: read, validated, and every mistake named by file, line and key."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from offer_opendata.errors import OfferError
from offer_opendata.toml_file.lines import line_of
from offer_opendata.toml_file.quick import certainly_follows

__all__ = ["line_of", "read_text", "read_toml"]

LARGEST = 1_000_000
CURLY = "“”‘’"
FOLDERS = ("file", "files", "mapping", "folder")
ADVICE = (
    "a backslash inside quotation marks; write folders with / instead, "
    "such as sources/providers.xlsx"
)
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)|\(at end of document\)")
_ESCAPE = re.compile(r"Unescaped|hex value|escape|Unicode", re.IGNORECASE)
_REASONS = {
    "Illegal character '\\n'": "a closing quotation mark is missing",
    "Unterminated string": "a closing quotation mark is missing",
    'Expected "\'"': "a closing quotation mark is missing",
    "Invalid value": "a value is missing, or stands without quotation marks",
    "Invalid statement": "a line begins with the name of a key or with [",
    "Cannot overwrite": "the same key stands there twice",
    "Cannot declare": "the same section stands there twice",
}
_TYPES = {
    "string": "text in quotation marks",
    "array": "a list in square brackets",
    "object": "a section or { } with keys of its own",
    "integer": "a whole number, without quotation marks",
    "boolean": "true or false, without quotation marks",
}


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
    for at in _broken_folders(content, ()) if "\\" in text else ():
        raise OfferError(f"{shown} line {line_of(text, at)}: {_key(at)}{ADVICE}")
    _validate(content, schema, text, shown)
    return content


def read_text(path: Path, shown: str) -> str:
    """Return the text of a file that a person wrote in UTF-8, with or without a byte order mark."""
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
    lines = text.split("\n")
    found = _PLACE.search(message)
    at = (int(found[1]), int(found[2])) if found and found[1] else (_end(lines), 0)
    line = lines[min(at[0], len(lines)) - 1].rstrip("\r")
    place, shown_line = f"{shown} line {at[0]}", line.strip()
    if line[at[1] - 1 : at[1]] in (*CURLY,) or line.rstrip(" ,]").endswith((*CURLY,)):
        advice = 'curly quotation marks, as Word types them; use straight ones (")'
        return f"{place}: {advice}: {shown_line}"
    if "\\" in line and _ESCAPE.search(message):
        return f"{place}: {ADVICE}: {shown_line}"
    reason = _PLACE.sub("", message).strip()
    advice = next((words for start, words in _REASONS.items() if reason.startswith(start)), reason)
    return f"{place}: this is not TOML ({advice}): {shown_line}"


def _end(lines: Sequence[str]) -> int:
    """Return the number of the last line that says something."""
    return max(number for number, line in enumerate(lines, 1) if line.strip())


def _broken_folders(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    """Yield where the name of a file holds a tab or a line break, which a backslash has made."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _broken_folders(inner, (*path, key))
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from _broken_folders(inner, (*path, i))
    elif isinstance(value, str) and min(value, default=" ") < " " and set(path[-2:]) & set(FOLDERS):
        yield path


def _validate(content: Any, schema: Mapping[str, Any], text: str, shown: str) -> None:
    if certainly_follows(content, schema):
        return
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    errors = list(Draft202012Validator(schema).iter_errors(content))
    # A misspelt key is why another one is missing, so it is said first.
    misspelt = [error for error in errors if error.validator == "additionalProperties"]
    error = best_match(misspelt or errors)
    if error is not None:
        path = list(error.absolute_path)
        extra = _unknown_key(error)
        where = f"{shown} line {line_of(text, [*path, extra] if extra else path)}"
        raise OfferError(f"{where}: {_key(path)}{_reason(error, extra)}")


def _key(path: Sequence[str | int]) -> str:
    key = ".".join(part for part in path if isinstance(part, str))
    return f"{key}: " if key else ""


def _unknown_key(error: Any) -> str:
    if error.validator != "additionalProperties" or not isinstance(error.instance, dict):
        return ""
    known = error.schema.get("properties", {})
    return next((key for key in error.instance if key not in known), "")


def _reason(error: Any, extra: str) -> str:
    if extra:
        return f'"{extra}" is not a key here{_nearest(extra, sorted(error.schema["properties"]))}'
    if error.validator == "required":
        missing = [key for key in error.validator_value if key not in error.instance]
        return f'"{missing[0]}" is missing'
    if error.validator == "enum":
        allowed = ", ".join(f'"{value}"' for value in error.validator_value)
        return f"{_shown(error.instance)} is not one of {allowed}"
    if error.validator == "type":
        return _wrong_type(error)
    hint = str(error.schema.get("description", error.message))
    if isinstance(error.instance, dict | list):
        return hint
    return f"{_shown(error.instance)} does not fit here. {hint}"


def _wrong_type(error: Any) -> str:
    types = (
        [error.validator_value] if isinstance(error.validator_value, str) else error.validator_value
    )
    if types == ["array"] and isinstance(error.instance, dict):
        return f"write [[{error.path[-1]}]], with two square brackets"
    wanted = " or ".join(_TYPES.get(each, each) for each in types)
    return f"{_shown(error.instance)} should be {wanted}"


def _shown(value: Any) -> str:
    text = f'"{value}"' if isinstance(value, str) else str(value)
    text = {"True": "true", "False": "false"}.get(text, " ".join(text.split()))
    return text if len(text) <= 60 else text[:57] + "…"


def _nearest(word: str, known: Sequence[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(word, known, 1, 0.6)
    return f'; did you mean "{close[0]}"?' if close else f"; the keys are {', '.join(known)}"
