"""Signatures over the records of releases: who signs, and the files that prove it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from offer_opendata.errors import OfferError
from offer_opendata.signing.ed25519 import public_key, sign
from offer_opendata.signing.keys import public_pem

__all__ = ["UNSIGNED", "Signing", "keys_of", "signature_files"]


@dataclass(frozen=True)
class Signing:
    """How releases are signed: the private key, blank for not at all, and the one before it.

    `previous` is given when the key changes, to sign once more with the old one; `may_break`
    says that a key was lost, or that signing ends, on purpose.
    """

    key: bytes = field(default=b"", repr=False)
    previous: bytes = field(default=b"", repr=False)
    may_break: bool = False


UNSIGNED = Signing()


def keys_of(signing: Signing, last: str) -> dict[str, str]:
    """Return what a record says of keys: `key` signs it, and `previous_key` signs the change.

    Both are in hexadecimal and may be blank; `last` is the key of the release before. Raises
    OfferError where the key would change without the old one's word, and nobody said it may.
    """
    key = public_key(signing.key).hex() if signing.key else ""
    vouches = bool(signing.previous) and last == public_key(signing.previous).hex()
    if last in ("", key):
        return {"key": key, "previous_key": ""}
    if vouches or signing.may_break:
        return {"key": key, "previous_key": last if vouches else ""}
    if not signing.key:
        raise OfferError(
            "the last release was signed, and offer.toml names no key; name it under [signing], "
            "or write there: previous_is_lost = true"
        )
    raise OfferError(
        "the key in offer.toml is not the one that signed the last release; name the old one too "
        "under [signing], as previous, or write there: previous_is_lost = true"
    )


def signature_files(signing: Signing, facts: Mapping[str, Any], record: bytes) -> dict[str, bytes]:
    """Return the files that sign a release's record, by path.

    `facts` are its number, its keys as `keys_of` gives them, and `last`, the key of the release
    before. A new key brings a file of its own.
    """
    number, key = facts["number"], facts["key"]
    files = {}
    if key:
        files[f"history/releases/{number}.sig"] = sign(signing.key, record)
    if key and key != facts["last"]:
        files[f"history/keys/{number}.pem"] = public_pem(bytes.fromhex(key))
    if facts["previous_key"]:
        files[f"history/releases/{number}.previous.sig"] = sign(signing.previous, record)
    return files
