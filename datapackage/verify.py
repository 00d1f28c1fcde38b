"""Checks that the history of a SEND Local Offer package agrees with itself.

    python verify.py [FOLDER] [--since FINGERPRINT] [--list]

It needs Python 3.11 and nothing else, reads the folder and changes nothing. Exit code 0: it
holds; 1: it does not; 2: the check could not be run. It shares no code with the program that
writes packages, so that each is held against the other. docs/history-format.md of the project
offer-opendata describes the files. They are checked in this order, so that nothing is believed
before something that was checked vouches for it:

1. The record of each release (history/releases/N.json) names the one before by its fingerprint.
2. Each record names its descriptor; that of the last one names the tables. These files are
   there and no others, each in the one form in which a release writes it.
3. What the tables of the history say of each release is what its record sealed.
4. From the last release back to the first: every row is the one that its commitment fixes, the
   rows together are those that the record sealed, and so are the changes. Undoing the changes
   leads to the release before.
5. Signatures, where there are any.
"""

from __future__ import annotations

import argparse
import base64
import csv
import hashlib
import hmac
import io
import json
import os
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ERASED = "[erased]"
# What Finder, Explorer and spreadsheets leave in any folder that somebody looks into.
LITTER = re.compile(r"\.DS_Store|Thumbs\.db|desktop\.ini|\.~lock\..*#|~\$.*")
DESCRIPTOR, SELF = "datapackage.json", "verify.py"
OWN = {
    "releases": "number release released_on title note released_by_role publisher "
    "schema_version fingerprint",
    "changes": "release_number sequence resource row_id action field before after "
    "parent_resource parent_id significance reason note decision_id origin origin_ref",
    "erasures": "id release_number erased_on resource row_id field ground by_role versions",
}
OTHERS = {
    "salts": "release_number resource row_id salt commitment",
    "digests": "release_number resource row_id field salt digest",
    "renames": "release_number resource before after",
}
WORDS = ("title", "note", "released_by_role")
TEXTS = {"release", "date", "publisher", "schema_version", "descriptor", "state", "changes"}
TEXTS |= {"erasures", "renames", "previous", "key", "previous_key", *WORDS}
LARGEST, MOST_FILES = 1 << 30, 100_000
ONE_LINE = {"sort_keys": True, "separators": (",", ":")}

Files = Mapping[str, bytes]
Row = dict[str, str]
State = dict[str, dict[str, Row]]
Place = tuple[str, str]  # a resource and a row_id
Cell = tuple[str, str, str]  # a resource, a row_id and a field
Numbered = dict[int, dict[str, Any]]  # records or descriptors, by number of release


class Broken(Exception):  # noqa: N818 it is an answer
    """The package does not hold; the text says where, in one sentence."""


class CannotRun(Exception):  # noqa: N818 it is an answer
    """The check cannot be run; the text says why, in one sentence."""


@dataclass(frozen=True)
class Shape:
    """What a descriptor says of one table: its fields in order, and its key."""

    fields: tuple[str, ...]
    key: tuple[str, ...]

    def parts(self, row: Row) -> list[str]:
        """Return the parts of a row's key."""
        return [row.get(name, "") for name in self.key]

    def row_id(self, row: Row) -> str:
        """Return the key's text, or a JSON array of its parts."""
        parts = self.parts(row)
        return parts[0] if len(parts) == 1 else json.dumps(parts, ensure_ascii=False)

    def ordered(self, rows: Mapping[str, Row], chosen: Iterable[str]) -> list[str]:
        """Return the chosen row_ids in the order of their keys."""
        if len(self.key) == 1:
            return sorted(chosen)
        return sorted(chosen, key=lambda row_id: self.parts(rows[row_id]))


Shapes = dict[str, Shape]


@dataclass(frozen=True)
class History:
    """What the history says, by number of release; `shapes` are those of the data tables.

    `versions` has the lines of salts.csv of each row, the latest last: the replay takes them
    away as it goes back. `kept` has the lines of digests.csv of each version that an erasure
    touched, by field; `left` the values that erasures left behind, `lost` the versions that lost
    theirs.
    """

    records: Numbered
    shapes: dict[int, Shapes]
    rows: dict[str, dict[int, list[Row]]]
    versions: dict[Place, list[Row]]
    kept: dict[Cell, dict[str, Row]]
    left: dict[Cell, str]
    lost: dict[Cell, set[str]]


@dataclass(frozen=True)
class Signer:
    """From which release on a key signs; whether the key before it says so. No key: nobody."""

    since: int
    key: str
    vouched: bool


@dataclass(frozen=True)
class Result:
    """What holds: the names of the releases, their fingerprints, and the keys that signed.

    `noted` says which release the fingerprint belongs to that was noted, if one was.
    """

    names: tuple[str, ...]
    fingerprints: tuple[str, ...]
    signers: tuple[Signer, ...]
    noted: str

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the latest release."""
        return self.fingerprints[-1]


def verify(files: Files, since: str = "") -> Result:
    """Return what holds; raise Broken with the first thing that does not."""
    records = _records(files)
    descriptors = _descriptors(files, records)
    shapes = {number: _shapes(each, number) for number, each in descriptors.items()}
    _check_names(files, records, shapes)
    _check_descriptor(files, descriptors, records)
    tables = {name: _table(files, name, shapes) for name in (*shapes[len(records)], *OTHERS)}
    history = _history(records, shapes, tables)
    fingerprints = [_sha256(files[f"history/releases/{number}.json"]) for number in records]
    _check_releases(history, fingerprints)
    _replay(history, _state(history.shapes[len(records)], tables))
    signers = _signers(files, records)
    names = [record["release"] for record in records.values()]
    noted = _noted(since, dict(zip(fingerprints, names, strict=True)), descriptors)
    return Result(tuple(names), tuple(fingerprints), tuple(signers), noted)


def _noted(since: str, names: Mapping[str, str], descriptors: Numbered) -> str:
    if not since or since in names:
        return names.get(since, "")
    for number, descriptor in descriptors.items():
        for each in descriptor["offer"].get("predecessors", ()):
            if each["fingerprint"] == since:
                return (
                    f"the last release of {each['name']} ({each['publisher']}), which release "
                    f"{number} names as its predecessor; that history is kept at {each['url']}"
                )
    raise Broken(
        "no release in this history has the fingerprint that was noted: what was published then "
        "was rewritten since, or the note is of another council"
    )


# 1. The chain of records.


def _records(files: Files) -> Numbered:
    count = sum(1 for name in files if re.fullmatch(r"history/releases/[0-9]+\.json", name))
    records: Numbered = {}
    previous, key, day, times = "", "", "", 0
    for number in range(1, max(count, 1) + 1):
        name = f"history/releases/{number}.json"
        record = _record(files, name)
        if record["number"] != number or record["previous"] != previous:
            raise Broken(f"release {number} does not follow the one before it")
        if record["previous_key"] not in ("", key) or record["previous_key"] == record["key"] != "":
            raise Broken(f"release {number} does not have the form of a release")
        times = times + 1 if record["date"] == day else 1
        own = record["date"] if times == 1 else f"{record['date']}.{times}"
        if record["date"] < day or record["release"] != own:
            raise Broken(f"the name and date of release {number} do not follow the one before it")
        records[number] = record
        previous, key, day = _sha256(files[name]), record["key"], record["date"]
    return records


def _record(files: Files, name: str) -> dict[str, Any]:
    record = _json(_text(files, name), name, ONE_LINE)
    counts = record.get("rows") if isinstance(record, dict) else None
    if (
        not isinstance(counts, dict)
        or set(record) != TEXTS | {"number", "rows"}
        or not all(isinstance(record[key], str) for key in TEXTS)
        or not all(type(count) is int for count in (record["number"], *counts.values()))
        or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", record["date"])
        or not all(re.fullmatch(r"([0-9a-f]{64})?", record[k]) for k in ("key", "previous_key"))
    ):
        raise Broken(f"{name} does not have the form of a release")
    return dict(record)


# 2. The descriptors, and the files that they call for.


def _descriptors(files: Files, records: Numbered) -> Numbered:
    read: dict[str, dict[str, Any]] = {}
    for number, record in records.items():
        name, sealed = f"history/descriptors/{number}.json", record["descriptor"]
        if sealed not in read:
            text = _text(files, name)
            if _sha256(files[name]) != sealed:
                raise Broken(f"{name} is not what release {number} sealed")
            read[sealed] = _json(text.removesuffix("\n"), name, {"indent": 2})
    return {number: read[record["descriptor"]] for number, record in records.items()}


def _shapes(descriptor: Any, number: int) -> Shapes:
    try:
        named = [_shape(each) for each in descriptor["resources"]]
        cited = all(map(_is_predecessor, descriptor["offer"].get("predecessors", [])))
    except (KeyError, TypeError, AttributeError):
        named, cited = [], False
    shapes = dict(named)
    own = {name: " ".join(shapes[name].fields) for name in OWN if name in shapes}
    if own != OWN or not cited or len(shapes) < len(named):
        raise Broken(f"the descriptor of release {number} is not as it should be")
    return shapes


def _shape(resource: Any) -> tuple[str, Shape]:
    name, schema = resource["name"], resource["schema"]
    fields = tuple(each["name"] for each in schema["fields"])
    shape = Shape(fields, tuple(schema["primaryKey"]))
    texts = all(isinstance(text, str) and text for text in (*shape.fields, *shape.key))
    keyed = shape.key and set(shape.key) <= set(fields) and len(set(fields)) == len(fields)
    if not (texts and keyed and resource["path"] == _path(name)) or name in OTHERS:
        raise TypeError
    return name, shape


def _is_predecessor(each: Any) -> bool:
    texts = all(isinstance(each[key], str) for key in ("publisher", "name", "url"))
    return texts and bool(re.fullmatch(r"[0-9a-f]{64}", each["fingerprint"]))


def _path(name: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise TypeError
    return f"history/{name}.csv" if name in OWN or name in OTHERS else f"data/{name}.csv"


def _check_names(files: Files, records: Numbered, shapes: Mapping[int, Shapes]) -> None:
    expected = {DESCRIPTOR, SELF, *(_path(name) for name in (*shapes[len(records)], *OTHERS))}
    seen, key = set(), ""
    for number, record in records.items():
        called_for = {
            f"history/releases/{number}.json": True,
            f"history/descriptors/{number}.json": record["descriptor"] not in seen,
            f"history/releases/{number}.sig": record["key"] != "",
            f"history/keys/{number}.pem": record["key"] not in ("", key),
            f"history/releases/{number}.previous.sig": record["previous_key"] != "",
        }
        expected |= {name for name, belongs in called_for.items() if belongs}
        seen.add(record["descriptor"])
        key = record["key"]
    for name in sorted(set(files) ^ expected):
        raise Broken(f"{name} {'does not belong to it' if name in files else 'is missing'}")


def _check_descriptor(files: Files, descriptors: Numbered, records: Numbered) -> None:
    """Hold datapackage.json against the sealed descriptor with its blanks filled in."""
    stated, number = _text(files, DESCRIPTOR), len(records)
    whole, record = dict(descriptors[number]), records[number]
    whole |= {"version": record["release"], "created": f"{record['date']}T00:00:00Z"}
    whole["offer"] = whole["offer"] | {"number": number, "release": record["release"]}
    whole["resources"] = [dict(each) for each in whole["resources"]]
    for each in whole["resources"]:
        content = files[each["path"]]
        each |= {"hash": f"sha256:{_sha256(content)}", "bytes": len(content)}
        if each["hash"] not in stated:
            raise Broken(
                f"{each['path']} is not the file that {DESCRIPTOR} describes: it was altered, or "
                "did not arrive whole"
            )
    if json.dumps(whole, ensure_ascii=False, indent=2) + "\n" != stated:
        raise Broken(f"{DESCRIPTOR} is not what release {number} sealed")


def _table(files: Files, name: str, shapes: Mapping[int, Shapes]) -> list[Row]:
    path, shape = _path(name), shapes[len(shapes)].get(name)
    header = list(shape.fields) if shape else OTHERS[name].split(" ")
    text = _text(files, path)
    limit = csv.field_size_limit(LARGEST)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        raise Broken(f"{path} is not a CSV file") from None
    finally:
        csv.field_size_limit(limit)
    if rows[:1] != [header] or any(len(row) != len(header) for row in rows):
        raise Broken(f"{path} does not have the columns that it should")
    if "".join(",".join(map(_quoted, row)) + "\r\n" for row in rows) != text:
        raise Broken(f"{path} is not written as a release writes it")
    found = [dict(zip(header, row, strict=True)) for row in rows[1:]]
    keys = [shape.parts(row) for row in found] if shape and name not in OWN else []
    # The history only ever grows at its end; every other table is in the order of its keys.
    if any(keys[i] >= keys[i + 1] for i in range(len(keys) - 1)):
        raise Broken(f"the rows of {path} are not in the order of their keys")
    return found


def _quoted(cell: str) -> str:
    if '"' in cell or "," in cell or "\n" in cell or "\r" in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell


# 3. The tables of the history.


def _history(records: Numbered, shapes: dict[int, Shapes], tables: dict[str, list[Row]]) -> History:
    names = ("changes", "erasures", "renames", "salts")
    rows = {name: _by_release(name, tables[name], len(records)) for name in names}
    rows["releases"] = {i: [row] for i, row in enumerate(tables["releases"], start=1)}
    data = {
        number: {name: shape for name, shape in each.items() if name not in OWN}
        for number, each in shapes.items()
    }
    history = History(records, data, rows, {}, {}, {}, {})
    for name, form in (("salts", r"([0-9a-f]{32})?"), ("digests", r"([0-9a-f]{64})?")):
        if not all(re.fullmatch(form, row["salt"]) for row in tables[name]):
            raise Broken(f"{_path(name)} has a salt that is not written as one")
    for row in tables["salts"]:
        history.versions.setdefault((row["resource"], row["row_id"]), []).append(row)
    for row in tables["digests"]:
        fields = history.kept.setdefault(_version(row), {})
        if row["field"] in fields or next(reversed(history.kept)) != _version(row):
            raise Broken("history/digests.csv has two lines for one value, or is out of order")
        fields[row["field"]] = row
    # A whole salt goes where, and only where, a value was erased.
    erased = [version for version, fields in history.kept.items() if _gone(fields)]
    if erased != [_version(row) for row in tables["salts"] if not row["salt"]] or any(
        not _gone(fields) for fields in history.kept.values()
    ):
        raise Broken("history/digests.csv does not fit the salts that are gone")
    return history


def _by_release(name: str, rows: list[Row], count: int) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {number: [] for number in range(1, count + 1)}
    last = 1
    for row in rows:
        text = row["release_number"]
        number = int(text) if re.fullmatch(r"[1-9][0-9]{0,8}", text) else 0
        if not last <= number <= count:
            raise Broken(f'{_path(name)} speaks of a release "{text}" where it cannot')
        found[number].append(row)
        last = number
    return found


def _version(row: Row) -> Cell:
    return row["release_number"], row["resource"], row["row_id"]


def _gone(fields: Mapping[str, Row]) -> list[str]:
    return [name for name, row in fields.items() if not row["salt"]]


def _check_releases(history: History, fingerprints: list[str]) -> None:
    if len(history.rows["releases"]) != len(fingerprints):
        raise Broken("history/releases.csv does not have one line for each release")
    for number, record in history.records.items():
        (row,) = history.rows["releases"][number]
        clear = {"number": str(number), "released_on": record["date"]}
        clear |= {name: record[name] for name in ("release", "publisher", "schema_version")}
        clear |= {"fingerprint": fingerprints[number - 1]}
        if any(row[name] != value for name, value in clear.items()):
            raise Broken(f"history/releases.csv does not agree with what release {number} sealed")
        for name in ("erasures", "renames"):
            if record[name] != _lines([*each.values()] for each in history.rows[name][number]):
                raise Broken(f"history/{name}.csv is not what release {number} sealed")
        _check_form(history.rows["changes"][number], number)
    if any(history.rows[name][1] for name in ("changes", "erasures", "renames")):
        raise Broken("the first release changes something")


def _check_form(changes: list[Row], number: int) -> None:
    rows = {_place(each) for each in changes if each["action"] != "changed"}
    cells = {(*_place(each), each["field"]) for each in changes if each["action"] == "changed"}
    if len(rows) + len(cells) < len(changes) or any(each[:2] in rows for each in cells):
        raise Broken(f"release {number} changes one value twice")
    forms = {"added": (False, False, False), "removed": (False, True, False)}
    for sequence, each in enumerate(changes, start=1):
        filled = tuple(bool(each[name]) for name in ("field", "before", "after"))
        whole = forms.get(each["action"]) == filled
        # Where both values were erased, the digests tell them apart.
        differs = each["before"] != each["after"] or each["before"] == ERASED
        value = each["action"] == "changed" and filled[0] and differs
        if not (whole or value) or each["sequence"] != str(sequence):
            raise Broken(f"change {sequence} of release {number} does not have the form of one")


def _place(row: Row) -> Place:
    return row["resource"], row["row_id"]


# 4. The replay, from the last release back to the first.


def _state(shapes: Shapes, tables: Mapping[str, list[Row]]) -> State:
    return {
        name: {shape.row_id(row): {k: v for k, v in row.items() if v} for row in tables[name]}
        for name, shape in shapes.items()
    }


def _replay(history: History, state: State) -> None:
    texts: dict[str, bytes] = {}
    for number in reversed(history.records):
        _check_rows(history, number, state, texts)
        _take_erasures(history, number, state)
        after = _check_versions(history, number, state)
        _undo(history, number, state)
        _check_changes(history, number, after)
        for name in ("changes", "renames"):
            for row in history.rows[name][number]:
                texts.pop(row["resource"], None)
    erasures = [row for rows in history.rows["erasures"].values() for row in rows]
    said = sum(len(row["versions"].split(" ")) for row in erasures)
    if said != sum(len(_gone(fields)) for fields in history.kept.values()):
        raise Broken("history/erasures.csv names versions that lost no value")


def _check_rows(history: History, number: int, state: State, texts: dict[str, bytes]) -> None:
    """Hold the rows of a release against what it sealed; `texts` are those of tables unchanged."""
    record, shapes = history.records[number], history.shapes[number]
    counts = {name: len(state.get(name, ())) for name in shapes}
    if counts != record["rows"] or any(state[name] for name in state if name not in shapes):
        raise Broken(f"release {number} does not have as many rows as it sealed")
    for name in shapes.keys() - texts.keys():
        rows = state.get(name, {})
        texts[name] = "".join(
            f"{name}\t{row_id}\t{_latest(history, (name, row_id))['commitment']}\n"
            for row_id in shapes[name].ordered(rows, rows)
        ).encode("utf-8")
    if _sha256(b"".join(texts[name] for name in shapes)) != record["state"]:
        raise Broken(f"the rows of release {number} are not those that it sealed")


def _latest(history: History, place: Place) -> Row:
    versions = history.versions.get(place)
    if not versions:
        raise Broken(f"no release sealed what {place[0]} {place[1]} was")
    return versions[-1]


def _take_erasures(history: History, number: int, state: State) -> None:
    for each in history.rows["erasures"][number]:
        place, name = _place(each), each["field"]
        row = state.get(place[0], {}).get(place[1])
        if row and name in _gone(history.kept.get(_version(_latest(history, place)), {})):
            raise Broken(f"{place[0]} {place[1]} still has the value that release {number} erased")
        history.left[(*place, name)] = row.get(name, "") if row else ""
        history.lost.setdefault((*place, name), set()).update(each["versions"].split(" "))


def _check_versions(history: History, number: int, state: State) -> dict[Place, Row]:
    """Hold each row that is new in a release against its commitment; return its lines of salts."""
    (release,), changes = history.rows["releases"][number], history.rows["changes"][number]
    words = {name: release[name] for name in WORDS if release[name]}
    texts = {("changes", _note_id(each)): {"note": each["note"]} for each in changes}
    texts = {place: note for place, note in texts.items() if note["note"]}
    texts |= {("releases", str(number)): words} if words else {}
    lines = {_place(row): row for row in history.rows["salts"][number]}
    if [*map(_place, history.rows["salts"][number])] != [*_fresh(history, number, state), *texts]:
        raise Broken(f"history/salts.csv does not fit the changes of release {number}")
    sealed: Row = {}
    for place, line in lines.items():
        values = texts.get(place) or _values(history.shapes[number], place, state)
        digests = _open(history, line, values)
        _check_erased(history, line, values)
        sealed = digests if place[0] == "releases" else sealed
        history.versions[place].pop()
    if any(history.records[number][name] != sealed.get(name, "") for name in WORDS):
        raise Broken(f"the title, note or role of release {number} is not what it sealed")
    return lines


def _fresh(history: History, number: int, state: State) -> list[Place]:
    """Return the rows that have new values in a release, in their order."""
    renamed = {row["resource"] for row in history.rows["renames"][number]}
    touched: dict[str, set[str]] = {}
    for change in history.rows["changes"][number]:
        touched.setdefault(change["resource"], set()).add(change["row_id"])
    places = []
    for name, shape in history.shapes[number].items():
        rows = state.get(name, {})
        whole = number == 1 or name in renamed
        own = rows if whole else [each for each in touched.get(name, ()) if each in rows]
        places += [(name, row_id) for row_id in shape.ordered(rows, own)]
    return places


def _note_id(change: Row) -> str:
    return json.dumps([change["release_number"], change["sequence"]])


def _values(shapes: Shapes, place: Place, state: State) -> Row:
    shape, row = shapes[place[0]], state[place[0]][place[1]]
    if shape.row_id(row) != place[1] or not set(row) <= set(shape.fields):
        raise Broken(f"{place[0]} {place[1]} has another key or other fields than it should")
    return {name: row[name] for name in shape.fields if name in row}


def _open(history: History, line: Row, values: Row) -> Row:
    """Return the digest of each value of a row's version, held against its commitment."""
    digests = {name: _digest(history, line, name, value) for name, value in values.items()}
    kept = history.kept.get(_version(line), values)
    content = [*_place(line), [[name, digest] for name, digest in digests.items()]]
    if [*kept] != [*values] or _sha256(_canonical(content)) != line["commitment"]:
        raise _not_sealed(line)
    return digests


def _digest(history: History, line: Row, name: str, value: str) -> str:
    """Return the digest of a value: computed from its salt, or as it was kept if it is erased."""
    if line["salt"]:
        salt = hmac.digest(bytes.fromhex(line["salt"]), name.encode("utf-8"), "sha256")
        return _sha256(salt + _canonical([*_place(line), name, value]))
    kept = history.kept[_version(line)].get(name)
    if kept is None or (not kept["salt"] and value != ERASED):
        raise _not_sealed(line)
    if kept["salt"]:
        content = bytes.fromhex(kept["salt"]) + _canonical([*_place(line), name, value])
        if _sha256(content) != kept["digest"]:
            raise _not_sealed(line)
    return kept["digest"]


def _not_sealed(line: Row) -> Broken:
    names = {"releases": "the title, note or role of release", "changes": "the note of change"}
    place = f"{names.get(line['resource'], line['resource'])} {line['row_id']}"
    return Broken(f"{place} is not what release {line['release_number']} sealed")


def _check_erased(history: History, line: Row, values: Row) -> None:
    gone = _gone(history.kept.get(_version(line), {}))
    for name, value in values.items():
        cell = (*_place(line), name)
        left, lost = history.left.get(cell), history.lost.get(cell, ())
        if name in gone and line["release_number"] not in lost:
            raise Broken(f"{' '.join(_place(line))} lacks a value, and no erasure says so")
        if name not in gone and (left not in (None, value) or line["release_number"] in lost):
            raise Broken(f"an erased value of {' '.join(_place(line))} is still there")


def _undo(history: History, number: int, state: State) -> None:
    for change in history.rows["changes"][number]:
        rows, row_id = state.setdefault(change["resource"], {}), change["row_id"]
        action, name, row = change["action"], change["field"], rows.get(row_id)
        if action == "added" and row is not None:
            del rows[row_id]
        elif action == "removed" and row is None:
            rows[row_id] = _removed(history, number, change)
        elif action == "changed" and row is not None and row.get(name, "") == change["after"]:
            rows[row_id] = {k: v for k, v in {**row, name: change["before"]}.items() if v}
        else:
            raise Broken(f"a change of release {number} to {row_id} does not fit what is there")
    for name in {row["resource"] for row in history.rows["renames"][number]}:
        old = _old_names(history, number, name)
        for row_id, row in state.get(name, {}).items():
            state[name][row_id] = {old.get(each, each): value for each, value in row.items()}
        # A name that another column had before is not that of the erased one any more, and a
        # column whose name another one took over is told by when that was.
        others = {*old.values()} - {*old}
        old |= {f"{each}_until_{number}": each for each in old}
        for told in (history.left, history.lost):
            for cell in [cell for cell in told if cell[0] == name and cell[2] in others]:
                del told[cell]
            moved = {cell: told.pop(cell) for cell in [*told] if cell[0] == name and cell[2] in old}
            told.update({(*cell[:2], old[cell[2]]): each for cell, each in moved.items()})


def _old_names(history: History, number: int, resource: str) -> Row:
    renames = history.rows["renames"][number]
    return {row["after"]: row["before"] for row in renames if row["resource"] == resource}


def _removed(history: History, number: int, change: Row) -> Row:
    row = _json(change["before"], f"the removed row {change['row_id']}", {})
    shape = history.shapes[number - 1].get(change["resource"], Shape((), ()))
    old = _old_names(history, number, change["resource"])
    new = {was: now for now, was in old.items()}
    names = [new.get(name, name) for name in shape.fields]
    if (
        not isinstance(row, dict)
        or not all(isinstance(text, str) and text for text in row.values())
        or list(row) != [name for name in names if name in row]
    ):
        raise Broken(f"the removed row {change['row_id']} does not have the form of one")
    return dict(row)


def _check_changes(history: History, number: int, after: Mapping[Place, Row]) -> None:
    """Hold the changes of a release, their values as digests, against what it sealed."""
    lines = []
    for change in history.rows["changes"][number]:
        place, name = _place(change), change["field"]
        sealed = {"note": "", "before": "", "after": ""}
        if change["note"]:
            line = after["changes", _note_id(change)]
            sealed["note"] = _digest(history, line, "note", change["note"])
        if change["action"] == "removed":
            sealed["before"] = _latest(history, place)["commitment"]
        elif change["action"] == "added":
            sealed["after"] = after[place]["commitment"]
        if change["before"] and change["action"] == "changed":
            old = _old_names(history, number, place[0]).get(name, name)
            sealed["before"] = _digest(history, _latest(history, place), old, change["before"])
        if change["after"]:
            sealed["after"] = _digest(history, after[place], name, change["after"])
        lines.append([*{**change, **sealed}.values()])
    if _lines(lines) != history.records[number]["changes"]:
        raise Broken(f"the changes of release {number} are not those that it sealed")


# 5. Signatures: Ed25519 (RFC 8032), slowly and in the open.


def _signers(files: Files, records: Numbered) -> list[Signer]:
    signers = [Signer(1, "", vouched=True)]
    for number, record in records.items():
        name, last, key = f"history/releases/{number}", signers[-1].key, record["key"]
        content = files[f"{name}.json"]
        if key and not signed(key, content, files[f"{name}.sig"]):
            raise Broken(f"release {number} is not signed by the key that it names")
        if key == last:
            continue
        if key and files[f"history/keys/{number}.pem"] != pem(key):
            raise Broken(f"history/keys/{number}.pem is not the key of release {number}")
        vouches = record["previous_key"]
        if vouches and not signed(last, content, files[f"{name}.previous.sig"]):
            raise Broken(f"release {number} is not signed by the key before it, as it claims")
        signers.append(Signer(number, key, vouched=vouches == last))
    return signers[1:]


def pem(key: str) -> bytes:
    """Return an Ed25519 public key (64 hexadecimal digits) as a PEM file, as openssl reads it."""
    # What stands before the 32 bytes of the key says what kind of key it is (RFC 8410).
    body = base64.b64encode(bytes.fromhex("302a300506032b6570032100" + key)).decode("ascii")
    return f"-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----\n".encode("ascii")


P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
BASE = (4 * pow(5, -1, P) % P).to_bytes(32, "little")
Point = tuple[int, int, int, int]


def signed(key: str, content: bytes, signature: bytes) -> bool:
    """Tell whether the key (64 hexadecimal digits) made the signature (64 bytes)."""
    public, start, base = (_point(each) for each in (bytes.fromhex(key), signature[:32], BASE))
    scalar = int.from_bytes(signature[32:], "little")
    if not (public and start and base) or len(signature) != 64 or scalar >= Q:
        return False
    challenge = hashlib.sha512(signature[:32] + bytes.fromhex(key) + content).digest()
    left = _times(scalar, base)
    right = _add(start, _times(int.from_bytes(challenge, "little") % Q, public))
    return all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))


def _point(encoded: bytes) -> Point | None:
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if len(encoded) != 32 or y >= P or (x * x - square) % P or (not x and sign):
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


# The forms, and the formulas.


def _text(files: Files, name: str) -> str:
    if name not in files:
        raise Broken(f"{name} is missing")
    try:
        return files[name].decode("utf-8")
    except UnicodeDecodeError:
        raise Broken(f"{name} is not text in UTF-8") from None


def _json(text: str, name: str, form: Mapping[str, Any]) -> Any:
    """Return what a JSON text says; it must be the only way of writing it in its form.

    That leaves no room for a key given twice, half a character, or numbers such as NaN.
    """
    try:
        value = json.loads(text, parse_constant=float)
        if json.dumps(value, ensure_ascii=False, allow_nan=False, **form) == text:
            return value
    except (ValueError, RecursionError):
        pass
    raise Broken(f"{name} is not JSON as a release writes it")


_ENCODER = json.JSONEncoder(ensure_ascii=False, **ONE_LINE)  # type: ignore[arg-type]


def _canonical(value: Any) -> bytes:
    return _ENCODER.encode(value).encode("utf-8")


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _lines(rows: Iterable[list[str]]) -> str:
    return _sha256(b"".join(_canonical(row) + b"\n" for row in rows))


# The command line.


def read_folder(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder by path; raise CannotRun where it is not a package."""
    if not (folder / DESCRIPTOR).is_file():
        raise CannotRun(f'there is no {DESCRIPTOR} in "{folder}"; name the folder of a package')
    paths: list[Path] = []
    for here, folders, names in os.walk(folder, onerror=_refuse):
        paths += [Path(here, name) for name in (*folders, *names)]
    for path in paths:
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            raise Broken(f"{path.relative_to(folder).as_posix()} is neither a file nor a folder")
    paths = [path for path in paths if path.is_file() and not LITTER.fullmatch(path.name)]
    if len(paths) > MOST_FILES or sum(path.stat().st_size for path in paths) > LARGEST:
        raise CannotRun(f'"{folder}" holds more than {LARGEST >> 30} GB or {MOST_FILES} files')
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _refuse(error: OSError) -> None:
    raise error


def sentences(result: Result, *, all_fingerprints: bool = False) -> list[str]:
    """Return what a result shows, and no more than that."""
    count = len(result.names)
    said = [f"The history agrees with itself: {count} release{'s' * (count > 1)}."]
    if result.noted in result.names:
        said.append(f"Today's history still contains release {result.noted} exactly as noted.")
    elif result.noted:
        said.append(f"The fingerprint that was noted is of {result.noted}.")
    else:
        said.append(
            "This does not show that it was never rewritten: compare with a fingerprint noted "
            "before (--since FINGERPRINT; --list shows them all)."
        )
    said += map(_signing, result.signers)
    start = 0 if all_fingerprints else count - 1
    return said + [
        f"Fingerprint of release {i + 1} ({result.names[i]}): {result.fingerprints[i]}"
        for i in range(start, count)
    ]


def _signing(signer: Signer) -> str:
    who = f"are signed by the key {signer.key}" if signer.key else "are not signed"
    word = "" if signer.vouched else ", and the key before it does not say so: ask the publisher"
    return f"From release {signer.since} on, releases {who}{word}."


def printable(sentence: str) -> str:
    """Return a sentence in plain letters: what a package says of itself may be made to deceive."""
    return sentence[:1000].encode("unicode_escape").decode("ascii")


def asked_fingerprint(text: str) -> str:
    """Return the fingerprint in what somebody noted; raise CannotRun where there is not one."""
    found = re.findall(r"\b[0-9a-f]{64}\b", text.lower())
    if text and len(found) != 1:
        raise CannotRun(f'"{text}" is not a fingerprint, which has 64 digits and letters a to f')
    return found[0] if found else ""


def main(arguments: list[str] | None = None) -> int:
    """Check a folder, print one answer, and return the exit code."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    here = str(Path(sys.argv[0]).parent)
    parser.add_argument("folder", nargs="?", default=here, help="the folder of the package")
    parser.add_argument("--since", default="", help="a fingerprint that was noted earlier")
    parser.add_argument("--list", action="store_true", help="show the fingerprint of each release")
    asked = parser.parse_args(arguments)
    if sys.version_info < (3, 11):  # noqa: UP036 anybody may run it with any Python
        print("The check could not be run: it needs Python 3.11 or later.", file=sys.stderr)
        return 2
    try:
        result = verify(read_folder(Path(asked.folder)), asked_fingerprint(asked.since))
        said, code, out = sentences(result, all_fingerprints=asked.list), 0, sys.stdout
    except Broken as problem:
        said, code, out = [f"The history does not hold: {problem}."], 1, sys.stdout
    except (CannotRun, OSError) as problem:
        said, code, out = [f"The check could not be run: {problem}."], 2, sys.stderr
    for sentence in said:
        print(printable(sentence), file=out)
    return code


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:  # whoever read along, such as head, has read enough
        os._exit(2)
