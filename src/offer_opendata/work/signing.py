"""Who signs the releases of a publication, and new keys."""

from pathlib import Path

from offer_opendata.errors import OfferError
from offer_opendata.publication import SETTINGS, Publication
from offer_opendata.signing import Signing
from offer_opendata.signing.keys import public_pem, read_private_key, write_new_key


def signing_of(publication: Publication) -> Signing:
    """Return how a publication is signed, with the keys that `offer.toml` names.

    Raises OfferError where a key is missing, is none, or lies where it might be published.
    """
    keys = publication.keys
    return Signing(
        key=_read(publication, keys.key),
        previous=_read(publication, keys.previous),
        may_break=keys.previous_is_lost,
    )


def new_key(file: Path) -> str:
    """Write a new private key to a file, and return what to do with it and its public key."""
    for folder in file.resolve().parents:
        if (folder / SETTINGS).is_file():
            raise OfferError(
                f'"{file}" would lie in the publication folder "{folder}", which is passed on; '
                "name a place outside of it, such as ../keys/private.pem"
            )
    key = write_new_key(file)
    return (
        f"The private key is in {file}. Keep it outside of the publication folder, with a copy in "
        "a safe place, and show it to nobody.\n"
        f'Name it in offer.toml:\n\n  [signing]\n  key = "{file.resolve().as_posix()}"\n\n'
        "Publish the public key where others keep it too, such as in the minutes of a meeting:\n"
        f"  {key.hex()}\n{public_pem(key).decode('ascii')}"
    )


def _read(publication: Publication, file: Path | None) -> bytes:
    if file is None:
        return b""
    for folder in (publication.folder, publication.package):
        if file.resolve().is_relative_to(folder.resolve()):
            raise OfferError(
                f'the private key "{file}" lies in a folder that is passed on; move it out of '
                f'"{folder}" and say where it is under [signing] in offer.toml'
            )
    return read_private_key(file)
