"""Open the container of old Office files: .xls, and .xlsx under a password."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from offer_opendata.intake import refuse

_HEADER = struct.Struct("<30xHH6x4xII4xIIIII")
_ENTRY = struct.Struct("<64sHB49xIQ")
_FIRST_TABLE_SECTORS = 109
_NO_SECTOR = 0xFFFFFFFA
_STREAM = 2
_ROOT = 5


@dataclass(frozen=True)
class Entry:
    """One entry of the directory: a stream, or the root that holds the small streams."""

    name: str
    kind: int
    start: int
    size: int


@dataclass(frozen=True)
class _Sectors:
    """A run of sectors of one size, and for each of them which comes next."""

    data: bytes
    size: int
    following: Sequence[int]

    def chain(self, start: int) -> bytes:
        """Return the bytes of a chain of sectors; raise ValueError if it has no end."""
        found: list[bytes] = []
        while start < _NO_SECTOR:
            if start >= len(self.following) or len(found) > len(self.following):
                raise ValueError("a chain of sectors leads nowhere")
            found.append(self.data[start * self.size : (start + 1) * self.size])
            start = self.following[start]
        return b"".join(found)


@dataclass(frozen=True)
class Container:
    """The directory of an old Office file and the two sizes of sectors that hold its streams."""

    entries: Sequence[Entry]
    cutoff: int
    sectors: _Sectors
    small: _Sectors


def open_container(data: bytes, shown: str) -> Container:
    """Return the container that the bytes of a file are."""
    try:
        return _container(data)
    except (ValueError, struct.error) as error:
        raise refuse.damaged(shown) from error


def stream(container: Container, name: str, shown: str) -> bytes:
    """Return the bytes of a stream by its name; nothing if there is none."""
    for entry in container.entries:
        if entry.kind == _STREAM and entry.name == name:
            held = container.small if entry.size < container.cutoff else container.sectors
            try:
                return held.chain(entry.start)[: entry.size]
            except ValueError as error:
                raise refuse.damaged(shown) from error
    return b""


def _container(data: bytes) -> Container:
    header = _HEADER.unpack_from(data)
    shift, small_shift, tables, directory, cutoff, small_table = header[:6]
    if shift not in (9, 12) or small_shift > shift:
        raise ValueError("no such size of sectors")
    body = data[1 << shift :]
    numbers = _table_sectors(data, body, 1 << shift, header[7])[:tables]
    table = b"".join(body[n << shift : (n + 1) << shift] for n in numbers)
    sectors = _Sectors(body, 1 << shift, _numbers(table))
    entries = _entries(sectors.chain(directory))
    root = next((entry for entry in entries if entry.kind == _ROOT), None)
    if root is None:
        raise ValueError("there is no directory")
    small = _Sectors(
        sectors.chain(root.start), 1 << small_shift, _numbers(sectors.chain(small_table))
    )
    return Container(entries, cutoff, sectors, small)


def _table_sectors(data: bytes, body: bytes, size: int, more: int) -> list[int]:
    """Return the numbers of the sectors that say which sector follows which."""
    numbers = list(_numbers(data[76 : 76 + 4 * _FIRST_TABLE_SECTORS]))
    for _ in range(len(body) // size):
        if more >= _NO_SECTOR:
            break
        *found, more = _numbers(body[more * size : (more + 1) * size]) or (_NO_SECTOR,)
        numbers += found
    return [number for number in numbers if number < _NO_SECTOR]


def _entries(directory: bytes) -> tuple[Entry, ...]:
    found = (
        _ENTRY.unpack_from(directory, at) for at in range(0, len(directory) - 127, _ENTRY.size)
    )
    return tuple(
        Entry(
            name[: max(length - 2, 0)].decode("utf-16-le", "replace"),
            kind,
            start,
            size & 0xFFFFFFFF,
        )
        for name, length, kind, start, size in found
    )


def _numbers(data: bytes) -> tuple[int, ...]:
    count = len(data) // 4
    return struct.unpack(f"<{count}I", data[: 4 * count])
