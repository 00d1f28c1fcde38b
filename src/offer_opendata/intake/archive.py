"""Open the ZIP file that an .xlsx or .ods workbook is, within limits."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from offer_opendata.errors import OfferError
from offer_opendata.intake import refuse
from offer_opendata.intake.limits import MIB, PARTS, RATIO, SMALL_PART_BYTES, UNPACKED_BYTES

DAMAGE = (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, UnicodeDecodeError)
"""What reading a damaged part may raise."""
_ENCRYPTED = 0x1


@contextmanager
def open_archive(path: Path, shown: str, most: int = UNPACKED_BYTES) -> Iterator[ZipFile]:
    """Open a ZIP file whose parts keep the limits; damage found while it is read is said."""
    with path.open("rb") as file:
        try:
            with ZipFile(file) as archive:
                _check(archive.infolist(), shown, most)
                yield archive
        except DAMAGE as error:
            raise refuse.damaged(shown) from error


def find_part(archive: ZipFile, name: str) -> str | None:
    """Return the name of a part as the archive spells it, or None if it has no such part."""
    if name in archive.NameToInfo:
        return name
    return next((each for each in archive.namelist() if each.lower() == name.lower()), None)


def small_part(archive: ZipFile, name: str, shown: str) -> bytes:
    """Return a part that is XML and small, or nothing if there is no such part."""
    found = find_part(archive, name)
    if found is None:
        return b""
    if archive.getinfo(found).file_size > SMALL_PART_BYTES:
        raise refuse.too_large(shown, f"its part {name} is over {SMALL_PART_BYTES // MIB} MB")
    data = archive.read(found)
    check_xml(data, shown)
    return data


def check_xml(start: bytes, shown: str) -> None:
    """Refuse XML that is not UTF-8, or that declares entities: no spreadsheet writes either."""
    declaration = start[: start.find(b"?>") + 1].lower()
    odd = b"encoding" in declaration and b"utf-8" not in declaration and b"ascii" not in declaration
    if odd or b"\0" in start[:1024] or b"<!DOCTYPE" in start or b"<!ENTITY" in start:
        raise OfferError(
            f"{shown} holds XML of a kind that no spreadsheet program writes; {refuse.SAVE_AGAIN}"
        )


def _check(parts: list[ZipInfo], shown: str, most: int) -> None:
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise refuse.protected(shown)
    if len(parts) > PARTS:
        raise refuse.too_large(shown, f"it has more than {PARTS:,} parts")
    if sum(part.file_size for part in parts) > most:
        raise refuse.too_large(shown, f"it unpacks to more than {most // MIB} MB")
    for part in parts:
        if part.file_size > max(SMALL_PART_BYTES, RATIO * part.compress_size):
            raise refuse.too_large(shown, f"{part.filename} unpacks to {RATIO} times its size")
        if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise refuse.damaged(shown)
