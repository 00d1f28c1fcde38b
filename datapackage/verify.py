"""Checks that the history of a SEND Local Offer package agrees with itself.

    python verify.py [FOLDER] [--since FINGERPRINT]

It needs Python 3.11 and nothing else, reads the folder and changes nothing. Exit code 0: it
holds; 1: it does not; 2: the check could not be run. It shares no code with the program that
writes packages, so that each is held against the other. The form of the files is described in
docs/history-format.md of the project offer-opendata.
"""

import argparse
import csv
import hashlib
import hmac
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

ERASED = "[erased]"
DESCRIPTOR, SELF = "datapackage.json", "verify.py"
OWN = {
    "releases": "number release released_on title note released_by_role publisher "
    "schema_version fingerprint",
    "changes": "release_number sequence resource row_id action field before after "
    "parent_resource parent_id significance reason note decision_id origin origin_ref",
    "erasures": "id release_number erased_on resource row_id field ground by_role",
}
SALTS = ("release_number", "resource", "row_id", "salt", "commitment")
DIGESTS = ("release_number", "resource", "row_id", "field", "salt", "digest")
RENAMES = ("release_number", "resource", "before", "after")
WORDS = ("title", "note", "released_by_role")
TEXTS = {"release", "date", "publisher", "schema_version", "descriptor", "state", "changes"}
TEXTS |= {"erasures", "renames", "previous", "key", *WORDS}
LARGEST, MOST_FILES = 1 << 30, 100_000
PATH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*")
# What stands before the 32 bytes of an Ed25519 public key in a PEM file (RFC 8410).
PEM_HEAD = bytes.fromhex("302a300506032b6570032100")

Files = Mapping[str, bytes]
Row = dict[str, str]
State = dict[str, dict[str, Row]]
Place = tuple[str, str]
Version = tuple[int, str, str]


class Broken(Exception):  # noqa: N818 it is an answer
    """The package does not hold; the text says where, in one sentence."""


class CannotRun(Exception):  # noqa: N818 it is an answer
    """The check cannot be run; the text says why, in one sentence."""


@dataclass(frozen=True)
class Table:
    """A CSV file in canonical form: its heading and its rows of text."""

    header: tuple[str, ...]
    rows: list[list[str]]

    def records(self) -> Iterator[Row]:
        """Yield each row by heading."""
        return (dict(zip(self.header, row, strict=True)) for row in self.rows)


@dataclass(frozen=True)
class Shape:
    """What a descriptor says of one table: its file, its fields in order, and its key."""

    name: str
    path: str
    fields: tuple[str, ...]
    key: tuple[str, ...]

    def row_id(self, row: Mapping[str, str]) -> str:
        """Return the key's text, or a JSON array of its parts."""
        parts = [row.get(name, "") for name in self.key]
        return parts[0] if len(parts) == 1 else json.dumps(parts, ensure_ascii=False)


@dataclass(frozen=True)
class History:
    """What the history of a package says, parsed and not yet believed; by number of release.

    `opened` has the line of salts.csv for each version of a row, `digests` the lines of
    digests.csv for the versions that an erasure touched, and `versions` the releases that
    gave a row a new version, the earliest first.
    """

    records: dict[int, dict[str, Any]]
    changes: dict[int, list[Row]]
    erasures: dict[int, list[Row]]
    renames: dict[int, list[Row]]
    salts: dict[int, list[Row]]
    digests: dict[Version, dict[str, Row]]
    opened: dict[Version, Row] = field(default_factory=dict)
    versions: dict[Place, list[int]] = field(default_factory=dict)
    shapes: dict[int, dict[str, Shape]] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """What holds: how many releases, the latest fingerprint, the release that was noted."""

    releases: int
    fingerprint: str
    noted: str
    signed: bool


def verify(files: Files, since: str = "") -> Result:
    """Return what holds; raise Broken with the first thing that does not."""
    descriptor = _object(files, DESCRIPTOR)
    shapes = _shapes(descriptor, DESCRIPTOR)
    tables = {name: _resource(files, descriptor, shapes[name]) for name in shapes}
    history = _history(files, tables)
    fingerprints = _check_chain(files, history, tables["releases"])
    _check_descriptors(files, history)
    signed = _check_signatures(files, history)
    _check_files(files, shapes, history)
    _check_states(history)
    _check_versions(history, _state(shapes, tables))
    if since and since not in fingerprints:
        raise Broken("no release in this history has the fingerprint that was noted")
    noted = history.records[fingerprints.index(since) + 1]["release"] if since else ""
    return Result(len(fingerprints), fingerprints[-1], noted, signed)


# Reading. Everything is checked for its form, as anybody may have made it.


def read_folder(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder by path; raise CannotRun where it is not a package."""
    if not (folder / DESCRIPTOR).is_file():
        raise CannotRun(f'there is no {DESCRIPTOR} in "{folder}"; name the folder of a package')
    paths = [path for path in sorted(folder.rglob("*")) if path.is_symlink() or path.is_file()]
    links = [path.name for path in paths if path.is_symlink()]
    if links:
        raise Broken(f"{links[0]} is a link and not a file")
    if len(paths) > MOST_FILES or sum(path.stat().st_size for path in paths) > LARGEST:
        raise CannotRun(f'"{folder}" holds more than {LARGEST >> 30} GB; it is not read')
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _text(files: Files, name: str) -> str:
    if name not in files:
        raise Broken(f"{name} is missing")
    try:
        return files[name].decode("utf-8")
    except UnicodeDecodeError:
        raise Broken(f"{name} is not text in UTF-8") from None


def _object(files: Files, name: str) -> dict[str, Any]:
    try:
        value = json.loads(_text(files, name))
    except (ValueError, RecursionError):
        raise Broken(f"{name} is not JSON") from None
    if not isinstance(value, dict):
        raise Broken(f"{name} does not hold what it should")
    return value


def _shapes(descriptor: Mapping[str, Any], name: str) -> dict[str, Shape]:
    try:
        shapes = [_shape(each) for each in descriptor["resources"]]
    except (KeyError, TypeError, AttributeError):
        raise Broken(f"{name} does not describe its tables as it should") from None
    if len({shape.name for shape in shapes}) < len(shapes):
        raise Broken(f"{name} describes a table twice")
    return {shape.name: shape for shape in shapes}


def _shape(resource: Any) -> Shape:
    schema = resource["schema"]
    names = tuple(each["name"] for each in schema["fields"])
    shape = Shape(resource["name"], resource["path"], names, tuple(schema["primaryKey"]))
    texts = (shape.name, shape.path, *shape.fields, *shape.key)
    if not all(isinstance(text, str) for text in texts) or not PATH.fullmatch(shape.path):
        raise TypeError
    if not shape.key or not set(shape.key) <= set(names) or len(set(names)) < len(names):
        raise TypeError
    return shape


def _resource(files: Files, descriptor: Mapping[str, Any], shape: Shape) -> Table:
    stated = next(each for each in descriptor["resources"] if each["name"] == shape.name)
    content = files.get(shape.path, b"")
    if stated.get("hash") != f"sha256:{_sha256(content)}" or stated.get("bytes") != len(content):
        raise Broken(f"{shape.path} is not the file that {DESCRIPTOR} describes")
    table = _table(files, shape.path, shape.fields)
    keys = [tuple(row[name] for name in shape.key) for row in table.records()]
    # The history only ever grows at its end, so its rows are in the order of the releases.
    if shape.name not in OWN and any(a >= b for a, b in pairwise(keys)):
        raise Broken(f"the rows of {shape.path} are not in the order of their keys")
    return table


def _table(files: Files, path: str, header: tuple[str, ...]) -> Table:
    text = _text(files, path)
    limit = csv.field_size_limit(LARGEST)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (csv.Error, ValueError):
        raise Broken(f"{path} is not a CSV file") from None
    finally:
        csv.field_size_limit(limit)
    if any(len(row) != len(header) for row in rows) or tuple(rows[:1]) != (list(header),):
        raise Broken(f"{path} does not have the columns that it should")
    if "".join(",".join(map(_quoted, row)) + "\r\n" for row in rows) != text:
        raise Broken(f"{path} is not written in the form of a release")
    return Table(header, rows[1:])


def _quoted(cell: str) -> str:
    if any(mark in cell for mark in ',"\r\n'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _history(files: Files, tables: Mapping[str, Table]) -> History:
    headers = {name: " ".join(tables[name].header) for name in OWN if name in tables}
    if headers != OWN or not tables["releases"].rows:
        raise Broken(f"{DESCRIPTOR} does not describe a package with a history")
    count = len(tables["releases"].rows)
    history = History(
        records={i: _record(files, f"history/releases/{i}.json") for i in range(1, count + 1)},
        changes=_by_release(tables["changes"], count),
        erasures=_by_release(tables["erasures"], count),
        renames=_by_release(_table(files, "history/renames.csv", RENAMES), count),
        salts=_by_release(_table(files, "history/salts.csv", SALTS), count),
        digests=_digests(_table(files, "history/digests.csv", DIGESTS)),
    )
    for number, rows in history.salts.items():
        for row in rows:
            place = (row["resource"], row["row_id"])
            history.versions.setdefault(place, []).append(number)
            if history.opened.setdefault((number, *place), row) is not row:
                raise Broken("history/salts.csv has two lines for one version of a row")
    for number, changes in history.changes.items():
        _check_once(number, changes)
    if list(history.digests) != [each for each, row in history.opened.items() if not row["salt"]]:
        raise Broken("history/digests.csv does not fit the salts that are gone")
    return history


def _check_once(number: int, changes: list[Row]) -> None:
    values = [(each["resource"], each["row_id"], each["field"]) for each in changes]
    whole = [(*place, "") for *place, name in values if not name]
    rows = {(*place, "") for *place, name in values if name}
    if len(set(values)) < len(values) or rows & set(whole):
        raise Broken(f"release {number} changes one value twice")


def _record(files: Files, name: str) -> dict[str, Any]:
    record = _object(files, name)
    counts = record.get("rows")
    if (
        set(record) != TEXTS | {"number", "rows"}
        or not all(isinstance(record[key], str) for key in TEXTS)
        or not isinstance(counts, dict)
        or not all(type(count) is int for count in (record["number"], *counts.values()))
        or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", record["date"])
        or not re.fullmatch(r"([0-9a-f]{64})?", record["key"])
        or _canonical(record) != files[name]
    ):
        raise Broken(f"{name} does not have the form of a release")
    return record


def _by_release(table: Table, count: int) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {number: [] for number in range(1, count + 1)}
    last = 1
    for row in table.records():
        number = _number(row["release_number"])
        if not last <= number <= count:
            raise Broken(f"the history speaks of release {number} where it cannot")
        found[number].append(row)
        last = number
    return found


def _number(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,8}", text):
        raise Broken(f'"{text}" is not a number of the history')
    return int(text)


def _digests(table: Table) -> dict[Version, dict[str, Row]]:
    found: dict[Version, dict[str, Row]] = {}
    for row in table.records():
        version = (_number(row["release_number"]), row["resource"], row["row_id"])
        fields = found.setdefault(version, {})
        if row["field"] in fields or next(reversed(found)) != version:
            raise Broken("history/digests.csv has two lines for one value, or is out of order")
        fields[row["field"]] = row
    return found


# The chain. Every release names the one before it by its fingerprint.


def _check_chain(files: Files, history: History, releases: Table) -> list[str]:
    fingerprints, day = [""], ""
    for number, row in enumerate(releases.records(), start=1):
        record = history.records[number]
        fingerprint = _sha256(files[f"history/releases/{number}.json"])
        if record["number"] != number or record["previous"] != fingerprints[-1]:
            raise Broken(f"release {number} does not follow the one before it")
        if record["date"] < day or not record["release"].startswith(record["date"]):
            raise Broken(f"release {number} is dated earlier than the one before it")
        clear = {"number": str(number), "fingerprint": fingerprint, "released_on": record["date"]}
        clear |= {key: record[key] for key in ("release", "publisher", "schema_version")}
        if any(row.get(column) != value for column, value in clear.items()):
            raise Broken(f"history/releases.csv does not agree with what release {number} sealed")
        _check_sealed(history, number, row)
        fingerprints.append(fingerprint)
        day = record["date"]
    return fingerprints[1:]


def _check_sealed(history: History, number: int, row: Row) -> None:
    record, version = history.records[number], (number, "releases", str(number))
    words = {name: row[name] for name in WORDS if row.get(name)}
    if bool(words) != (version in history.opened):
        raise Broken(f"history/salts.csv does not fit the words of release {number}")
    found = _sealed(history, version, words) if words else {}
    if any(record[name] != found.get(name, "") for name in WORDS):
        raise Broken(f"the title, note or role of release {number} is not what it sealed")
    for key, rows in (("erasures", history.erasures), ("renames", history.renames)):
        if record[key] != _sha256_of_lines([*each.values()] for each in rows[number]):
            raise Broken(f"history/{key}.csv is not what release {number} sealed")


def _check_descriptors(files: Files, history: History) -> None:
    descriptors: dict[str, Any] = {}
    for number, record in history.records.items():
        name = f"history/descriptors/{number}.json"
        if record["descriptor"] not in descriptors:
            if _sha256(files.get(name, b"")) != record["descriptor"]:
                raise Broken(f"{name} is not what release {number} sealed")
            descriptors[record["descriptor"]] = _object(files, name)
        shapes = _shapes(descriptors[record["descriptor"]], name)
        history.shapes[number] = {k: shape for k, shape in shapes.items() if k not in OWN}
    if _whole(descriptors[record["descriptor"]], record, files) != files[DESCRIPTOR]:
        raise Broken(f"{DESCRIPTOR} is not what release {number} sealed")


def _whole(descriptor: dict[str, Any], record: Mapping[str, Any], files: Files) -> bytes:
    try:
        descriptor["version"] = record["release"]
        descriptor["created"] = f"{record['date']}T00:00:00Z"
        descriptor["offer"] |= {"number": record["number"], "release": record["release"]}
        for each in descriptor["resources"]:
            content = files[each["path"]]
            each |= {"hash": f"sha256:{_sha256(content)}", "bytes": len(content)}
    except (KeyError, TypeError):
        raise Broken(f"{DESCRIPTOR} is not what release {record['number']} sealed") from None
    return (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _check_files(files: Files, shapes: Mapping[str, Shape], history: History) -> None:
    expected = {DESCRIPTOR, SELF, *(shape.path for shape in shapes.values())}
    expected |= {f"history/{name}.csv" for name in ("salts", "digests", "renames")}
    last: Mapping[str, str] = {"key": ""}
    seen: set[str] = set()
    for number, record in history.records.items():
        expected.add(f"history/releases/{number}.json")
        if record["descriptor"] not in seen:
            expected.add(f"history/descriptors/{number}.json")
        if record["key"]:
            expected.add(f"history/releases/{number}.sig")
        if record["key"] != last["key"]:
            expected |= {f"history/keys/{number}.pem"} if record["key"] else set()
            expected |= {f"history/releases/{number}.previous.sig"} & set(files)
        seen.add(record["descriptor"])
        last = record
    for name in sorted(set(files) ^ expected):
        found = "does not belong to the package" if name in files else "is missing"
        raise Broken(f"{name} {found}")


# The states. Which rows a release has, each known by the commitment to its version.


def _check_states(history: History) -> None:
    current: dict[Place, str] = {}
    positions: dict[Place, tuple[int, tuple[str, ...]]] = {}
    for number, record in history.records.items():
        shapes = history.shapes[number]
        for row in history.salts[number]:
            if row["resource"] not in OWN:
                current[row["resource"], row["row_id"]] = row["commitment"]
        for change in history.changes[number]:
            if change["action"] == "removed":
                current.pop((change["resource"], change["row_id"]), None)
        if list(shapes) != list(history.shapes.get(number - 1, ())):
            positions.clear()
        for place in current.keys() - positions.keys():
            positions[place] = _position(place, shapes)
        places = sorted(current, key=positions.__getitem__)
        lines = [f"{place[0]}\t{place[1]}\t{current[place]}\n" for place in places]
        if _sha256("".join(lines).encode("utf-8")) != record["state"]:
            raise Broken(f"the rows of release {number} are not those that it sealed")


def _position(place: Place, shapes: Mapping[str, Shape]) -> tuple[int, tuple[str, ...]]:
    name, row_id = place
    if name not in shapes:
        raise Broken(f'history/salts.csv names a table "{name}" that is not there')
    if len(shapes[name].key) == 1:
        return list(shapes).index(name), (row_id,)
    return list(shapes).index(name), tuple(_strings(row_id, f"{name} has a row"))


def _strings(text: str, what: str) -> list[str]:
    try:
        parts = json.loads(text)
    except (ValueError, RecursionError):
        parts = None
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise Broken(f"{what} whose key is no list of texts")
    return parts


def _state(shapes: Mapping[str, Shape], tables: Mapping[str, Table]) -> State:
    return {
        name: {
            shape.row_id(row): {key: value for key, value in row.items() if value}
            for row in tables[name].records()
        }
        for name, shape in shapes.items()
        if name not in OWN
    }


# The replay. From the last release back to the first, every version of a row is held against
# its commitment, and then every change is undone.


def _check_versions(history: History, state: State) -> None:
    left: dict[tuple[str, str, str], str] = {}
    for number in reversed(history.records):
        for each in history.erasures[number]:
            row = state.get(each["resource"], {}).get(each["row_id"], {})
            left[each["resource"], each["row_id"], each["field"]] = row.get(each["field"], "")
        _check_rows(history, number, state)
        digests = {}
        notes = {_note_id(each): each["note"] for each in history.changes[number]}
        for row in history.salts[number]:
            version = (number, row["resource"], row["row_id"])
            values = _values(history, version, state, notes)
            _check_erased(history, version, (values, left))
            if row["resource"] != "releases":
                digests[version[1:]] = _check_version(history, version, values)
            history.versions[version[1:]].pop()
        _undo(history, number, state)
        _check_changes(history, number, (state, digests))
    if any(state.values()):
        raise Broken("undoing every change does not lead back to the beginning")


def _check_rows(history: History, number: int, state: State) -> None:
    shapes, changes = history.shapes[number], history.changes[number]
    counts = {name: len(state.get(name, {})) for name in shapes}
    if counts != history.records[number]["rows"] or sum(map(len, state.values())) != sum(
        counts.values()
    ):
        raise Broken(f"release {number} does not have as many rows as it sealed")
    renamed = {row["resource"] for row in history.renames[number]}
    touched = {(each["resource"], each["row_id"]) for each in changes}
    expected = [
        (name, row_id)
        for name in shapes
        for row_id in state.get(name, {})
        if number == 1 or name in renamed or (name, row_id) in touched
    ]
    expected.sort(key=lambda place: _position(place, shapes))
    expected += [("changes", _note_id(each)) for each in changes if each.get("note")]
    expected += [("releases", str(number))] * ((number, "releases", str(number)) in history.opened)
    if [(row["resource"], row["row_id"]) for row in history.salts[number]] != expected:
        raise Broken(f"history/salts.csv does not fit the changes of release {number}")


def _note_id(change: Row) -> str:
    return json.dumps([change["release_number"], change["sequence"]])


def _values(history: History, version: Version, state: State, notes: Row) -> Row:
    number, name, row_id = version
    if name == "changes":
        return {"note": notes[row_id]}
    if name == "releases":
        return dict.fromkeys(history.digests.get(version, ()), ERASED)
    values = state[name][row_id]
    return {each: values[each] for each in history.shapes[number][name].fields if each in values}


def _check_version(history: History, version: Version, values: Row) -> Row:
    found = _sealed(history, version, values)
    if list(found) != list(values):
        raise Broken("history/digests.csv is out of order")
    content = [*version[1:], [[name, digest] for name, digest in found.items()]]
    if _sha256(_canonical(content)) != history.opened[version]["commitment"]:
        raise Broken(f"{version[1]} {version[2]} is not what release {version[0]} sealed")
    return found


def _sealed(history: History, version: Version, values: Row) -> Row:
    """Return the digest of each value, computed where its salt is there, else as it was kept."""
    salt = history.opened[version]["salt"]
    if salt:
        salts = {name: _field_salt(salt, name) for name in values}
        return {name: _digest(salts[name], (*version[1:], name, values[name])) for name in values}
    kept = history.digests[version]
    if set(kept) != set(values):
        raise Broken(f"history/digests.csv does not fit {version[1]} {version[2]}")
    for name, row in kept.items():
        if not row["salt"] and values[name] == ERASED:
            continue
        if _digest(_bytes(row["salt"]), (*version[1:], name, values[name])) != row["digest"]:
            raise Broken(f"{version[1]} {version[2]} is not what release {version[0]} sealed")
    return {name: row["digest"] for name, row in kept.items()}


def _check_erased(
    history: History, version: Version, values: tuple[Row, Mapping[tuple[str, str, str], str]]
) -> None:
    own, left = values
    kept = history.digests.get(version, {})
    for name, row in kept.items():
        if not row["salt"] and (*version[1:], name) not in left:
            raise Broken(f"{version[1]} {version[2]} lacks a value, and no erasure says so")
    for name, value in own.items():
        gone = name in kept and not kept[name]["salt"]
        if not gone and left.get((*version[1:], name), value) != value:
            raise Broken(f"an erased value of {version[1]} {version[2]} is still there")


def _undo(history: History, number: int, state: State) -> None:
    for change in reversed(history.changes[number]):
        rows, row_id = state.setdefault(change["resource"], {}), change["row_id"]
        if (change["action"], change["field"]) == ("added", "") and row_id in rows:
            del rows[row_id]
        elif (change["action"], change["field"]) == ("removed", "") and row_id not in rows:
            rows[row_id] = _removed(change)
        elif change["action"] == "changed" and change["field"] and row_id in rows:
            _restore(rows[row_id], change)
        else:
            raise Broken(f"a change of release {number} to {row_id} cannot be undone")
    if number == 1:
        for name in history.shapes[1]:
            state.pop(name, None)
    for rename in history.renames[number]:
        for row in state.get(rename["resource"], {}).values():
            if rename["after"] in row:
                row[rename["before"]] = row.pop(rename["after"])


def _removed(change: Row) -> Row:
    try:
        row = json.loads(change["before"])
    except (ValueError, RecursionError):
        row = None
    texts = [*row, *row.values()] if isinstance(row, dict) else [None]
    if not all(isinstance(text, str) and text for text in texts):
        raise Broken(f"the removed row {change['row_id']} cannot be read")
    if json.dumps(row, ensure_ascii=False) != change["before"]:
        raise Broken(f"the removed row {change['row_id']} is not written as in a release")
    return dict(row)


def _restore(row: Row, change: Row) -> None:
    name = change["field"]
    if row.get(name, "") != change["after"] or change["before"] == change["after"]:
        raise Broken(f"a change to {name} of {change['row_id']} does not fit the value after it")
    if change["before"]:
        row[name] = change["before"]
    else:
        del row[name]


def _check_changes(history: History, number: int, found: tuple[State, dict[Place, Row]]) -> None:
    state, after = found
    names = {(row["resource"], row["after"]): row["before"] for row in history.renames[number]}
    lines = []
    for sequence, change in enumerate(history.changes[number], start=1):
        place = (change["resource"], change["row_id"])
        before = _digests_before(history, place, state) if change["action"] != "added" else {}
        old = names.get((change["resource"], change["field"]), change["field"])
        sealed = {
            "before": before.get(old, ""),
            "after": after.get(place, {}).get(change["field"], ""),
            "note": after.get(("changes", _note_id(change)), {}).get("note", ""),
        }
        if change["action"] == "removed":
            sealed["before"] = _commitment_before(history, place)
        elif change["action"] == "added":
            sealed["after"] = history.opened[(number, *place)]["commitment"]
        if change["sequence"] != str(sequence):
            raise Broken(f"the changes of release {number} are not counted from 1")
        lines.append([*{**change, **sealed}.values()])
    if _sha256_of_lines(lines) != history.records[number]["changes"]:
        raise Broken(f"the changes of release {number} are not those that it sealed")


def _digests_before(history: History, place: Place, state: State) -> Row:
    row = state.get(place[0], {}).get(place[1], {})
    return _sealed(history, _version_before(history, place), row)


def _commitment_before(history: History, place: Place) -> str:
    return history.opened[_version_before(history, place)]["commitment"]


def _version_before(history: History, place: Place) -> Version:
    versions = history.versions.get(place)
    if not versions:
        raise Broken(f"{place[0]} {place[1]} changed before it was there")
    return (versions[-1], *place)


# The formulas.


def _canonical(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise Broken("a text holds half a character") from None


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _sha256_of_lines(lines: Iterable[list[str]]) -> str:
    return _sha256(b"".join(_canonical(line) + b"\n" for line in lines))


def _bytes(text: str) -> bytes:
    if not re.fullmatch(r"[0-9a-f]{32}|[0-9a-f]{64}", text):
        raise Broken("a salt is not written as one")
    return bytes.fromhex(text)


def _field_salt(salt: str, name: str) -> bytes:
    return hmac.digest(_bytes(salt), name.encode("utf-8"), "sha256")


def _digest(salt: bytes, content: tuple[str, str, str, str]) -> str:
    return _sha256(salt + _canonical(list(content)))


# Signatures: Ed25519 (RFC 8032), slowly and in the open.

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
BASE_Y = 4 * pow(5, -1, P) % P
Point = tuple[int, int, int, int]


def _check_signatures(files: Files, history: History) -> bool:
    key = ""
    for number, record in history.records.items():
        name, content = f"history/releases/{number}", files[f"history/releases/{number}.json"]
        signature = files.get(f"{name}.sig", b"")
        if record["key"] and not signed(record["key"], content, signature):
            raise Broken(f"release {number} is not signed by the key that it names")
        file = f"history/keys/{number}.pem"
        if record["key"] not in ("", key) and files.get(file) != pem(record["key"]):
            raise Broken(f"{file} is not the key of release {number}")
        crossed = files.get(f"{name}.previous.sig")
        if crossed is not None and not (key and signed(key, content, crossed)):
            raise Broken(f"release {number} is not signed by the key before it, as it claims")
        key = record["key"]
    return bool(key)


def pem(key: str) -> bytes:
    """Return an Ed25519 public key (64 hexadecimal digits) as a PEM file, as openssl reads it."""
    import base64

    body = base64.b64encode(PEM_HEAD + bytes.fromhex(key)).decode("ascii")
    return f"-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----\n".encode("ascii")


def signed(key: str, content: bytes, signature: bytes) -> bool:
    """Tell whether the key (64 hexadecimal digits) made the signature (64 bytes)."""
    public, point_r = _point(bytes.fromhex(key)), _point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if public is None or point_r is None or len(signature) != 64 or scalar >= Q:
        return False
    challenge = hashlib.sha512(signature[:32] + bytes.fromhex(key) + content).digest()
    base = _point(BASE_Y.to_bytes(32, "little"))
    assert base is not None  # noqa: S101 it is a constant
    left = _times(scalar, base)
    right = _add(point_r, _times(int.from_bytes(challenge, "little") % Q, public))
    return not (
        (left[0] * right[2] - right[0] * left[2]) % P
        or (left[1] * right[2] - right[1] * left[2]) % P
    )


def _point(encoded: bytes) -> Point | None:
    if len(encoded) != 32:
        return None
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (not x and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def _add(one: Point, other: Point) -> Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(number: int, point: Point) -> Point:
    total = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = _add(total, point)
        point = _add(point, point)
        number >>= 1
    return total


# The command line.


def main(arguments: list[str] | None = None) -> int:
    """Check a folder, print one answer, and return the exit code."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    here = str(Path(sys.argv[0]).parent)
    parser.add_argument("folder", nargs="?", default=here, help="the folder of the package")
    parser.add_argument("--since", default="", help="a fingerprint that was noted earlier")
    asked = parser.parse_args(arguments)
    try:
        result = verify(read_folder(Path(asked.folder)), asked.since.strip().lower())
    except Broken as problem:
        print(f"The history does not hold: {problem}.")
        return 1
    except (CannotRun, OSError) as problem:
        print(f"The check could not be run: {problem}", file=sys.stderr)
        return 2
    print("\n".join(sentences(result)))
    return 0


def sentences(result: Result) -> list[str]:
    """Return what a result shows, and no more than that."""
    said = [f"The history agrees with itself: {result.releases} releases."]
    if result.noted:
        said.append(f"Today's history still contains release {result.noted} exactly as noted.")
    else:
        said.append(
            "This does not show that it was never rewritten: compare with a fingerprint noted "
            "before (--since)."
        )
    if result.signed:
        said.append("The latest release is signed by the key that it names.")
    return [*said, f"Latest fingerprint: {result.fingerprint}"]


if __name__ == "__main__":
    sys.exit(main())
