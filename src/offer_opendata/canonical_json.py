"""Canonical JSON (RFC 8785) for the texts, whole numbers, lists and objects that we hash."""

import hashlib
import json
from typing import Any

# Made once: json.dumps would make one for every value.
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical_json(value: Any) -> bytes:
    """Return the one way of writing a value as JSON, in UTF-8.

    RFC 8785 orders keys by UTF-16; ours are ASCII, where that is the order of their
    bytes. Numbers are whole, so that their form is settled too.
    """
    return _ENCODER.encode(value).encode("utf-8")


def sha256(content: bytes) -> str:
    """Return the SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
