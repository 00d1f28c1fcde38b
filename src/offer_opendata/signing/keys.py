"""The files that hold keys, in the form that `openssl genpkey -algorithm ed25519` gives them."""

import base64
import os
import re
import secrets
from pathlib import Path

from offer_opendata.errors import OfferError
from offer_opendata.signing.ed25519 import public_key

# What stands before the 32 bytes of a key says what kind of key it is (RFC 8410).
_PRIVATE = bytes.fromhex("302e020100300506032b657004220420")
_PUBLIC = bytes.fromhex("302a300506032b6570032100")


def private_pem(seed: bytes) -> bytes:
    """Return a private key as a file (PKCS 8, PEM)."""
    return _pem("PRIVATE KEY", _PRIVATE + seed)


def public_pem(key: bytes) -> bytes:
    """Return a public key as a file (PEM)."""
    return _pem("PUBLIC KEY", _PUBLIC + key)


def read_private_key(file: Path) -> bytes:
    """Return the private key in a file, 32 bytes.

    Raises OfferError where the file cannot be read or holds anything else.
    """
    try:
        text = file.read_text(encoding="ascii", errors="replace")
    except OSError as error:
        raise OfferError(f'the key "{file}" cannot be read: {error.strerror}') from None
    body = re.search(r"-----BEGIN PRIVATE KEY-----\s+([A-Za-z0-9+/=]{64})\s+-----END", text)
    content = base64.b64decode(body[1]) if body else b""
    if not content.startswith(_PRIVATE) or len(content) != len(_PRIVATE) + 32:
        raise OfferError(
            f'"{file}" is not a private key of the kind Ed25519; make one with: '
            "offer-opendata new-key FILE"
        )
    return content.removeprefix(_PRIVATE)


def write_new_key(file: Path) -> bytes:
    """Write a new private key to a file that is not there yet; return its public key.

    Only who writes it may read the file, where the system knows such a thing.
    """
    seed = secrets.token_bytes(32)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise OfferError(f'"{file}" is there already; a key is never written over') from None
    except FileNotFoundError:
        raise OfferError(f'there is no folder "{file.parent}"; make it first') from None
    except OSError as error:
        raise OfferError(f'"{file}" cannot be written: {error.strerror}') from None
    with open(handle, "wb") as stream:  # noqa: PTH123 the handle says who may read it
        stream.write(private_pem(seed))
    return public_key(seed)


def _pem(kind: str, content: bytes) -> bytes:
    body = base64.b64encode(content).decode("ascii")
    return f"-----BEGIN {kind}-----\n{body}\n-----END {kind}-----\n".encode("ascii")
