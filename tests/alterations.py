"""Alterations of a package, each by a name that says what somebody did to it.

`mended` is what a clever forger does next: puts the right hash and length of every table into the
descriptor, so that the alteration shows nowhere but in the history.
"""

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from offer_opendata.descriptor import descriptor_text

Texts = dict[str, bytes]
Alter = Callable[[Texts], Texts]
Rows = list[list[str]]

DESCRIPTOR = "datapackage.json"
TABLES = {
    "changes": "history/changes.csv",
    "releases": "history/releases.csv",
    "erasures": "history/erasures.csv",
    "salts": "history/salts.csv",
    "digests": "history/digests.csv",
    "renames": "history/renames.csv",
    "services": "data/services.csv",
    "location_features": "data/location_features.csv",
}


def mended(files: Texts) -> Texts:
    """Return the files with the hash and bytes of each table in the descriptor put right."""
    descriptor = json.loads(files[DESCRIPTOR])
    for each in descriptor["resources"]:
        content = files.get(each["path"], b"")
        each["hash"] = f"sha256:{hashlib.sha256(content).hexdigest()}"
        each["bytes"] = len(content)
    return {**files, DESCRIPTOR: dumped(descriptor)}


def dumped(descriptor: Any) -> bytes:
    """Return a descriptor as a release writes it, or would if it could."""
    with suppress(KeyError, TypeError, AttributeError):
        return descriptor_text(descriptor).encode()
    return (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode()


def canonical(value: Any) -> bytes:
    """Return a record as a release writes it."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def table(files: Texts, name: str) -> Rows:
    """Return the rows of a table, its heading first."""
    text = files[TABLES.get(name, name)].decode()
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def with_table(files: Texts, name: str, rows: Rows) -> Texts:
    """Return the files with other rows in a table, in canonical form and mended."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return mended({**files, TABLES.get(name, name): text.getvalue().encode()})


def with_cell(files: Texts, name: str, at: tuple[int, str], text: str) -> Texts:
    """Return the files with another text in a cell: of a row, counted from 1, and a column."""
    rows = table(files, name)
    rows[at[0]][rows[0].index(at[1])] = text
    return with_table(files, name, rows)


def with_record(files: Texts, release: int, /, **values: Any) -> Texts:
    """Return the files with other values in the record of a release."""
    path = f"history/releases/{release}.json"
    return {**files, path: canonical({**json.loads(files[path]), **values})}


def with_descriptor(files: Texts, path: str, /, **values: Any) -> Texts:
    """Return the files with other values in a descriptor."""
    return {**files, path: dumped({**json.loads(files[path]), **values})}


def cells(name: str) -> Iterator[tuple[str, Alter]]:
    """Yield, for each column of a table, an altered value and a filled blank or an emptied cell."""

    def altered(column: int, blank: bool) -> Alter:
        def alter(files: Texts) -> Texts:
            rows = table(files, name)
            fit = [row for row in rows[1:] if bool(row[column]) is not blank]
            if not fit:
                raise LookupError(f"no such cell in column {rows[0][column]} of {name}")
            row = fit[-1]
            last = row[column][-1:]
            row[column] = "1" if blank else row[column][:-1] + ("2" if last == "1" else "1")
            return with_table(files, name, rows)

        return alter

    def emptied(column: int) -> Alter:
        def alter(files: Texts) -> Texts:
            rows = table(files, name)
            next(row for row in rows[1:] if row[column])[column] = ""
            return with_table(files, name, rows)

        return alter

    from series import packages

    rows = table(packages()[-1], name)
    for i, column in enumerate(rows[0]):
        if any(row[i] for row in rows[1:]):
            yield f"{name}.{column}: another value", altered(i, blank=False)
            yield f"{name}.{column}: emptied", emptied(i)
        if not all(row[i] for row in rows[1:]):
            yield f"{name}.{column}: filled in", altered(i, blank=True)


def rows_of(name: str) -> Iterator[tuple[str, Alter]]:
    """Yield what can be done to whole rows of a table."""

    def of(change: Callable[[Rows], Rows]) -> Alter:
        def alter(files: Texts) -> Texts:
            heading, *rows = table(files, name)
            return with_table(files, name, [heading, *change(rows)])

        return alter

    yield f"{name}: first row dropped", of(lambda rows: rows[1:])
    yield f"{name}: last row dropped", of(lambda rows: rows[:-1])
    yield f"{name}: last row twice", of(lambda rows: [*rows, rows[-1]])
    yield f"{name}: no rows", of(lambda rows: [])
    yield f"{name}: a blank row added", of(lambda rows: [*rows, [""] * len(rows[0])])
    yield f"{name}: a cell too many", of(lambda rows: [*rows[:-1], [*rows[-1], ""]])
    yield (
        f"{name}: a column more",
        lambda files: with_table(files, name, [[*row, "x"] for row in table(files, name)]),
    )
    yield (
        f"{name}: columns swapped",
        lambda files: with_table(
            files, name, [[row[1], row[0], *row[2:]] for row in table(files, name)]
        ),
    )
    if name not in ("renames", "location_features"):
        yield f"{name}: two rows swapped", of(lambda rows: [rows[1], rows[0], *rows[2:]])
        yield f"{name}: rows reversed", of(lambda rows: rows[::-1])


def bytes_of(path: str) -> Iterator[tuple[str, Alter]]:
    """Yield what can be done to the bytes of a file, the descriptor mended."""

    def of(change: Callable[[bytes], bytes]) -> Alter:
        return lambda files: _mended_unless_descriptor(files, path, change(files[path]))

    yield f"{path}: emptied", of(lambda _: b"")
    yield f"{path}: NUL added", of(lambda content: content + b"\0")
    yield f"{path}: NUL in the middle", of(_inserted(b"\0"))
    yield f"{path}: BOM in front", of(lambda content: b"\xef\xbb\xbf" + content)
    yield f"{path}: BOM in the middle", of(_inserted(b"\xef\xbb\xbf"))
    yield f"{path}: no UTF-8", of(_inserted(b"\xff"))
    yield f"{path}: half a character", of(_inserted(b"\xed\xa0\x80"))
    yield f"{path}: a blank line added", of(lambda content: content + b"\r\n")
    yield f"{path}: a line break added", of(lambda content: content + b"\n")
    yield f"{path}: a space added", of(lambda content: content + b" ")
    yield f"{path}: twice", of(lambda content: content + content)
    for part in (1, 3, 6):
        cut = part / 7
        yield (
            f"{path}: cut at {cut:.0%}",
            of(lambda content, c=cut: content[: int(c * len(content))]),
        )
    yield f"{path}: last byte gone", of(lambda content: content[:-1])
    yield f"{path}: a byte turned", of(_turned)
    if path.endswith(".csv"):
        yield f"{path}: LF for CRLF", of(lambda content: content.replace(b"\r\n", b"\n"))
        yield f"{path}: CR for CRLF", of(lambda content: content.replace(b"\r\n", b"\r"))
        yield f"{path}: a space before a comma", of(lambda c: c.replace(b",", b" ,", 1))
        yield f"{path}: semicolons", of(lambda content: content.replace(b",", b";"))
        yield f"{path}: all quoted", of(_all_quoted)
        yield (
            f"{path}: a heading in capitals",
            of(lambda content: content[:1].upper() + content[1:]),
        )


def _mended_unless_descriptor(files: Texts, path: str, content: bytes) -> Texts:
    altered = {**files, path: content}
    return altered if path == DESCRIPTOR else mended(altered)


def _inserted(piece: bytes) -> Callable[[bytes], bytes]:
    return lambda content: content[: len(content) // 2] + piece + content[len(content) // 2 :]


def _turned(content: bytes) -> bytes:
    place = len(content) // 3
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def _all_quoted(content: bytes) -> bytes:
    rows = csv.reader(io.StringIO(content.decode(), newline=""))
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


def json_of(path: str) -> Iterator[tuple[str, Alter]]:
    """Yield other ways of writing a JSON file, and files that no release writes."""

    def of(change: Callable[[str], str]) -> Alter:
        return lambda files: {**files, path: change(files[path].decode()).encode()}

    def again(**form: Any) -> Alter:
        return of(lambda text: json.dumps(json.loads(text), **form))

    yield f"{path}: other spacing", again(indent=1, ensure_ascii=False)
    yield f"{path}: other spacing, in a line", again(separators=(", ", ": "), ensure_ascii=False)
    yield (
        f"{path}: keys sorted backwards",
        of(lambda text: json.dumps(dict(sorted(json.loads(text).items(), reverse=True)), indent=2)),
    )
    yield f"{path}: a key twice", of(lambda text: text.replace("{", '{"number": 1, ', 1))
    yield (
        f"{path}: the last key twice",
        of(lambda text: f'{text.rstrip().rstrip("}")}, "x": 1, "x": 2}}'),
    )
    yield f"{path}: an extra key", of(lambda text: text.replace("{", '{"extra": "", ', 1))
    yield f"{path}: half a character escaped", of(lambda text: text.replace('"', '"\\ud800', 1))
    yield f"{path}: a letter escaped", of(lambda text: text.replace("e", "\\u0065", 1))
    yield f"{path}: a list", of(lambda text: f"[{text}]")
    yield f"{path}: null", of(lambda _: "null")
    yield f"{path}: a number", of(lambda _: "1" * 5000)
    yield f"{path}: infinity", of(lambda _: '{"number": Infinity}')
    yield f"{path}: deep", of(lambda _: "[" * 200_000)
    yield f"{path}: deep objects", of(lambda _: '{"a":' * 100_000 + "1" + "}" * 100_000)
    yield f"{path}: an empty object", of(lambda _: "{}")


def names_of(paths: list[str]) -> Iterator[tuple[str, Alter]]:
    """Yield what can be done to whole files."""

    def without(path: str) -> Alter:
        return lambda files: {name: content for name, content in files.items() if name != path}

    def renamed(path: str) -> Alter:
        return lambda files: {**without(path)(files), f"{path}.old": files[path]}

    for path in paths:
        yield f"{path}: missing", without(path)
        yield f"{path}: renamed", renamed(path)
    for path in (
        "README.md",
        "data/extra.csv",
        "data/Services.csv",
        "history/releases/7.json",
        "history/releases/07.json",
        "history/releases/1.sig",
        "history/releases/3.previous.sig",
        "history/descriptors/4.5.json",
        "history/descriptors/2.json",
        "history/keys/3.pem",
        "history/old/changes.csv",
        ".hidden",
    ):
        yield f"{path}: added", lambda files, path=path: {**files, path: files["data/services.csv"]}
    for number in (7, 10**9):
        yield (
            f"record {number}: added",
            lambda files, number=number: {
                **files,
                f"history/releases/{number}.json": files["history/releases/6.json"],
            },
        )
