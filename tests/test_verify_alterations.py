"""Whatever is altered in a package, `verify` finds it, in a sentence and never in a traceback."""

import hashlib
import hmac
import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alterations import (
    DESCRIPTOR,
    TABLES,
    Alter,
    Texts,
    bytes_of,
    canonical,
    cells,
    dumped,
    json_of,
    mended,
    names_of,
    rows_of,
    table,
    with_cell,
    with_descriptor,
    with_record,
    with_table,
)
from offer_opendata import verifier
from offer_opendata.history.replay import rebuild
from offer_opendata.signing import Signing
from offer_opendata.signing.ed25519 import sign
from offer_opendata.verifier import Broken, main, verify
from series import KEY, NEXT_KEY, STEPS, packages, past_of, series

VERIFIER = "verify.py"
PACKAGE = packages()[-1]
PATHS = sorted(set(PACKAGE) - {VERIFIER})
FINGERPRINTS = verify(PACKAGE).fingerprints
UNSIGNED = series([(records, replace(said, signing=Signing())) for records, said in STEPS])[-1]
NOTED = verify(UNSIGNED).fingerprint


@pytest.fixture(autouse=True, scope="module")
def what_is_not_altered_is_judged_once() -> Iterator[None]:
    """Let the verifier remember JSON that it has read, and points that it has multiplied."""
    known: dict[tuple[str, str, str], Any] = {}
    read = verifier._json

    def remembered(text: str, name: str, form: Any) -> Any:
        key = (text, name, repr(form))
        if key not in known:
            known[key] = read(text, name, form)
        return known[key]

    with (
        patch.object(verifier, "_json", remembered),
        patch.object(verifier, "_times", cache(verifier._times)),
    ):
        yield
    # It has changed nothing of what it was given.
    assert all(value == json.loads(text) for (text, _, _), value in known.items())


def broken(files: Texts, since: str = "") -> str:
    """Return the one sentence in which the verifier says what does not hold."""
    with pytest.raises(Broken) as found:
        verify(files, since)
    return str(found.value)


# Alterations that need to know the history.


def clever() -> Iterator[tuple[str, Alter]]:
    """Yield alterations by somebody who knows how the history works."""
    yield (
        "a phone number in data and in changes",
        lambda files: with_cell(
            with_cell(files, "services", (2, "phone"), "01632 960999"),
            "changes",
            (1, "after"),
            "01632 960999",
        ),
    )
    yield "a name in the data only", lambda files: with_cell(files, "services", (2, "name"), "Club")
    yield (
        "a value gone from the data",
        lambda files: with_cell(files, "services", (2, "alternate_name"), ""),
    )
    yield (
        "a composite key",
        lambda files: with_cell(files, "location_features", (1, "feature"), "lift"),
    )
    yield (
        "a removal that never was",
        lambda files: without_rows(
            files, "changes", lambda row: row[3] == "swim" and row[0] == "2"
        ),
    )
    yield (
        "an addition that never was",
        lambda files: without_rows(files, "changes", lambda row: row[4] == "added"),
    )
    yield (
        "the removed row in another order",
        lambda files: with_removed(files, lambda row: dict(sorted(row.items()))),
    )
    yield (
        "the removed row with other spacing",
        lambda files: with_cell(
            files, "changes", (2, "before"), json.dumps(removed(files), separators=(",", ":"))
        ),
    )
    yield (
        "the removed row with a value more",
        lambda files: with_removed(files, lambda row: {**row, "fees": "free"}),
    )
    yield (
        "the removed row with a blank value",
        lambda files: with_removed(files, lambda row: {**row, "fees": ""}),
    )
    yield (
        "the removed row with a field that there never was",
        lambda files: with_removed(files, lambda row: {**row, "colour": "red"}),
    )
    yield (
        "the removed row with a value less",
        lambda files: with_removed(files, lambda row: {name: row[name] for name in list(row)[:-1]}),
    )
    yield (
        "the removed row with a list",
        lambda files: with_removed(files, lambda row: {**row, "phone": ["01632 960002"]}),
    )
    yield "the removed row as a list", lambda files: with_removed(files, list)
    yield (
        "the removed row with a key twice",
        lambda files: with_cell(
            files, "changes", (2, "before"), '{"id": "x", ' + json.dumps(removed(files))[1:]
        ),
    )
    yield "a change to itself", lambda files: with_cell(files, "changes", (7, "after"), "£2.50")
    yield (
        "added and removed at once",
        lambda files: with_table(
            files, "changes", [*table(files, "changes"), removal_of_swim(files)]
        ),
    )
    yield "two salts swapped", lambda files: swapped(files, "salts", "salt")
    yield "two commitments swapped", lambda files: swapped(files, "salts", "commitment")
    yield "two kept salts swapped", lambda files: swapped(files, "digests", "salt")
    yield "two kept digests swapped", lambda files: swapped(files, "digests", "digest")
    yield (
        "a salt with zeros behind it, which means the same to HMAC",
        lambda files: with_cell(
            files, "salts", (1, "salt"), table(files, "salts")[1][3] + "0" * 32
        ),
    )
    yield (
        "a salt in capitals",
        lambda files: with_cell(files, "salts", (1, "salt"), table(files, "salts")[1][3].upper()),
    )
    yield "a salt replaced by the salts of its fields", opened
    yield "an erasure that nobody published", lambda files: erased(files, listed=False)
    yield (
        "an erasure with a line of its own that no record sealed",
        lambda files: erased(files, listed=True),
    )
    yield "an erased field that is erased once more", over_erased
    yield (
        "an erased value put back",
        lambda files: with_cell(files, "changes", (1, "before"), "07700 900123"),
    )
    yield (
        "another value in the place of an erased one",
        lambda files: with_cell(files, "changes", (1, "before"), "07700 900456"),
    )
    yield (
        "an erasure taken back",
        lambda files: without_rows(files, "erasures", lambda row: row[3] == "services"),
    )
    yield (
        "an old record replayed as the last",
        lambda files: {
            **files,
            "history/releases/6.json": files["history/releases/5.json"],
            "history/releases/6.sig": files["history/releases/5.sig"],
        },
    )
    yield (
        "two records exchanged",
        lambda files: {
            **files,
            "history/releases/3.json": files["history/releases/4.json"],
            "history/releases/4.json": files["history/releases/3.json"],
        },
    )
    yield (
        "the last release dropped, its changes left",
        lambda files: {
            path: content for path, content in files.items() if "releases/6" not in path
        },
    )
    yield (
        "the history of the release before",
        lambda files: {
            **files,
            **{path: text for path, text in packages()[-2].items() if path.startswith("history/")},
        },
    )
    yield (
        "the data of the release before",
        lambda files: mended({**files, "data/services.csv": packages()[-2]["data/services.csv"]}),
    )
    yield (
        "two signatures exchanged",
        lambda files: {
            **files,
            "history/releases/5.sig": files["history/releases/6.sig"],
            "history/releases/6.sig": files["history/releases/5.sig"],
        },
    )
    yield (
        "the key's own file exchanged",
        lambda files: {
            **files,
            "history/keys/5.pem": files["history/keys/2.pem"],
        },
    )
    yield (
        "a signature by the key before",
        lambda files: {
            **files,
            "history/releases/6.sig": sign(KEY, files["history/releases/6.json"]),
        },
    )
    yield (
        "the last record changed and signed by a stranger",
        lambda files: resealed(files, bytes([9] * 32), publisher="E10000001"),
    )
    yield (
        "the last record changed, and not signed again",
        lambda files: resealed(files, b"", publisher="E10000001"),
    )
    for name, value in (
        ("number", 6.0),
        ("number", True),
        ("number", -6),
        ("number", 10**30),
        ("number", "6"),
        ("rows", {}),
        ("rows", {"services": "3"}),
        ("rows", {"services": -1}),
        ("rows", None),
        ("date", "2026-3-9"),
        ("date", "٢٠٢٦-٠٤-٠١"),
        ("release", "2026-04-01.2"),
        ("release", None),
        ("key", ""),
        ("key", "0" * 64),
        ("key", "zz"),
        ("previous_key", "0" * 64),
        ("previous", ""),
        ("title", ["x"]),
        ("state", {"a": 1}),
        ("note", "\u2028"),
    ):
        yield (
            f"the last record with {name} {value!r}",
            lambda files, n=name, v=value: resealed(files, NEXT_KEY, **{n: v}),
        )
    for name, value in (
        ("title", "Another title"),
        ("resources", []),
        ("resources", {}),
        ("resources", [None]),
        ("resources", [{"name": "x"}]),
        ("offer", {}),
        ("offer", []),
        ("version", "2026-04-02"),
        ("created", "2026-04-01T00:00:00.0Z"),
        ("extra", 1),
    ):
        yield (
            f"the descriptor with {name} {value!r}"[:60],
            lambda files, n=name, v=value: with_descriptor(files, DESCRIPTOR, **{n: v}),
        )
        yield (
            f"a sealed descriptor with {name} {value!r}"[:60],
            lambda files, n=name, v=value: with_descriptor(
                files, "history/descriptors/3.json", **{n: v}
            ),
        )
    for key, value in (
        ("hash", "sha256:" + "0" * 64),
        ("hash", 1),
        ("bytes", 1.5),
        ("bytes", True),
        ("path", "../services.csv"),
        ("path", "history/salts.csv"),
        ("name", "salts"),
        ("name", ["x"]),
        ("schema", "schema.json"),
        ("schema", {"fields": {}, "primaryKey": "id"}),
        ("schema", {"fields": [{"name": ""}], "primaryKey": [""]}),
        ("schema", {"fields": [{"name": 1}], "primaryKey": [1]}),
        ("schema", {"fields": [{"name": "id"}], "primaryKey": []}),
        ("schema", {"fields": [{"name": "id"}, {"name": "id"}], "primaryKey": ["id"]}),
    ):
        yield (
            f"a table with {key} {value!r}"[:60],
            lambda files, k=key, v=value: described(files, DESCRIPTOR, **{k: v}),
        )
        yield (
            f"a sealed table with {key} {value!r}"[:60],
            lambda files, k=key, v=value: sealed_anew(
                described(files, "history/descriptors/3.json", **{k: v})
            ),
        )


def without_rows(files: Texts, name: str, drop: Any) -> Texts:
    heading, *rows = table(files, name)
    kept = [row for row in rows if not drop(row)]
    assert len(kept) < len(rows)
    return with_table(files, name, [heading, *kept])


def removed(files: Texts) -> dict[str, str]:
    return dict(json.loads(table(files, "changes")[2][6]))


def with_removed(files: Texts, change: Any) -> Texts:
    text = json.dumps(change(removed(files)), ensure_ascii=False)
    return with_cell(files, "changes", (2, "before"), text)


def removal_of_swim(files: Texts) -> list[str]:
    row = list(table(files, "changes")[2])
    return ["6", "2", *row[2:12], "", *row[13:]]


def swapped(files: Texts, name: str, column: str) -> Texts:
    rows = table(files, name)
    place = rows[0].index(column)
    one, other = rows[1], rows[2]
    one[place], other[place] = other[place], one[place]
    return with_table(files, name, rows)


def values_at(files: Texts, line: list[str]) -> dict[str, str]:
    assert line[1:3] == ["organizations", "acorn"]
    return {"id": "acorn", "name": "Acorn Trust"}


def kept_lines(files: Texts, line: list[str], gone: str) -> list[list[str]]:
    """Return the lines of digests.csv that an erasure of one field would leave."""
    number, resource, row_id, salt, _ = line
    lines = []
    for name, value in values_at(files, line).items():
        own = hmac.new(bytes.fromhex(salt), name.encode(), hashlib.sha256).digest()
        digest = hashlib.sha256(own + canonical([resource, row_id, name, value])).hexdigest()
        salt_left = "" if name == gone else own.hex()
        lines.append([number, resource, row_id, name, salt_left, digest])
    return lines


def with_kept(files: Texts, gone: str) -> Texts:
    rows, digests = table(files, "salts"), table(files, "digests")
    lines = kept_lines(files, rows[1], gone)
    rows[1][3] = ""
    files = with_table(files, "salts", rows)
    return with_table(files, "digests", [digests[0], *lines, *digests[1:]])


def opened(files: Texts) -> Texts:
    return with_kept(files, "")


def erased(files: Texts, *, listed: bool) -> Texts:
    files = with_cell(with_kept(files, "name"), "organizations_", (1, "name"), "[erased]")
    if not listed:
        return files
    heading, *rows = table(files, "erasures")
    line = ["erasure-0", "5", "2026-03-09", "organizations", "acorn", "name"]
    return with_table(files, "erasures", [heading, *rows, [*line, "court", "Officer", "4"]])


TABLES["organizations_"] = "data/organizations.csv"


def over_erased(files: Texts) -> Texts:
    """Take out the present value of a field of which an earlier value was erased."""
    salts, digests = table(files, "salts"), table(files, "digests")
    line = next(row for row in salts[1:] if row[:3] == ["3", "services", "club"])
    values = {
        "id": "club",
        "organization_id": "acorn",
        "name": 'The "Saturday" Club',
        "alternate_name": "Sats",
        "phone": "01632 960001",
    }
    kept = []
    for name, value in values.items():
        own = hmac.new(bytes.fromhex(line[3]), name.encode(), hashlib.sha256).digest()
        digest = hashlib.sha256(own + canonical(["services", "club", name, value])).hexdigest()
        kept.append([*line[:3], name, "" if name == "phone" else own.hex(), digest])
    line[3] = ""
    files = with_table(files, "salts", salts)
    files = with_table(files, "digests", [*digests, *kept])
    return with_cell(files, "services", (2, "phone"), "[erased]")


def resealed(files: Texts, key: bytes, /, **values: Any) -> Texts:
    """Change the last record, and give it a new fingerprint and signature."""
    files = with_record(files, 6, **values)
    record = files["history/releases/6.json"]
    if key:
        files = {**files, "history/releases/6.sig": sign(key, record)}
    return with_cell(files, "releases", (6, "fingerprint"), hashlib.sha256(record).hexdigest())


def described(files: Texts, path: str, /, **values: Any) -> Texts:
    resources = json.loads(files[path])["resources"]
    return with_descriptor(files, path, resources=[{**resources[0], **values}, *resources[1:]])


def sealed_anew(files: Texts) -> Texts:
    """Let the last two records that name the descriptor of release 3 name its new text."""
    text = files["history/descriptors/3.json"]
    for number in (3, 5, 6):
        files = with_record(files, number, descriptor=hashlib.sha256(text).hexdigest())
    for number in range(2, 7):
        before = hashlib.sha256(files[f"history/releases/{number - 1}.json"]).hexdigest()
        files = with_record(files, number, previous=before)
    return files


OWN = [name for name in TABLES if name != "organizations_"]
# Files of one kind are altered in each way at one of them, and in some way at each of them.
JSON = [
    DESCRIPTOR,
    *(f"history/{name}.json" for name in ("descriptors/3", "releases/1", "releases/6")),
]
ALIKE = re.compile(r"history/(releases/[2-5]\.json|releases/[2-4]\.sig|descriptors/[14]\.json)")
ALTERATIONS = dict(
    [
        *(each for name in OWN for each in cells(name)),
        *(each for name in OWN for each in rows_of(name)),
        *(each for path in PATHS if not ALIKE.fullmatch(path) for each in bytes_of(path)),
        *(each for path in PATHS if ALIKE.fullmatch(path) for each in list(bytes_of(path))[-2:]),
        *(each for path in JSON for each in json_of(path)),
        *names_of(PATHS),
        *clever(),
    ]
)
GROUPS = sorted({name.partition(":")[0] for name in ALTERATIONS if ":" in name})


def group(name: str) -> str:
    return name.partition(":")[0] if ":" in name else ""


def test_the_package_holds_and_has_everything() -> None:
    result = verify(PACKAGE)
    assert len(result.fingerprints) == 6
    assert [(each.since, each.vouched) for each in result.signers] == [(2, True), (5, True)]
    actions = {row[4] for row in table(PACKAGE, "changes")[1:]}
    assert actions == {"added", "removed", "changed"}
    for name in TABLES:
        assert len(table(PACKAGE, name)) > 1, f"{name} is empty"


def test_every_release_of_the_series_holds() -> None:
    for number, files in enumerate(packages(), start=1):
        assert verify(files).fingerprints == FINGERPRINTS[:number]


@pytest.mark.parametrize("number", [5, 6])
def test_a_signed_release_is_rebuilt_whole(number: int) -> None:
    past = past_of(PACKAGE)
    texts = {path: text.encode() for path, text in rebuild(past, number).items()}
    assert {**texts, **past.signatures_until(number), VERIFIER: PACKAGE[VERIFIER]} == packages()[
        number - 1
    ]


def test_there_are_enough_alterations_and_each_is_another_one() -> None:
    made = {
        hashlib.sha256(repr(sorted(alter(PACKAGE).items())).encode()).digest()
        for alter in ALTERATIONS.values()
    }
    assert len(ALTERATIONS) > 700
    assert len(made) > 0.95 * len(ALTERATIONS)


@pytest.mark.parametrize("which", [*GROUPS, ""], ids=[*GROUPS, "clever"])
def test_every_alteration_is_found(which: str) -> None:
    chosen = {name: alter for name, alter in ALTERATIONS.items() if group(name) == which}
    assert chosen
    for name, alter in chosen.items():
        altered = alter(PACKAGE)
        assert altered != PACKAGE, name
        assert broken(altered), name


SEALED_BY_AN_INSIDER = [name for name in ALTERATIONS if group(name) in {*OWN, "", *JSON}]


@pytest.mark.parametrize("part", range(8))
def test_an_insider_who_seals_an_alteration_is_found_by_a_fingerprint(part: int) -> None:
    tried = 0
    for name in SEALED_BY_AN_INSIDER[part::8]:
        try:
            forged = sealed_again(ALTERATIONS[name](UNSIGNED))
        except LookupError:
            continue  # it alters a signature
        if forged != UNSIGNED:
            tried += 1
            assert broken(forged, NOTED), name
    assert tried > 20


def sealed_again(files: Texts) -> Texts:
    """Do what an insider does: let every hash fit what is there, in a package without signatures.

    What is sealed of rows and changes stays as it is, so that the verifier gets to look at it.
    """
    try:
        records = [json.loads(files[f"history/releases/{number}.json"]) for number in range(1, 7)]
        releases = table(files, "releases")
        for path in ("history/descriptors/1.json", "history/descriptors/3.json"):
            old = hashlib.sha256(UNSIGNED[path]).hexdigest()
            new = hashlib.sha256(files[path]).hexdigest()
            for record in records:
                record["descriptor"] = new if record["descriptor"] == old else record["descriptor"]
        for number, record in enumerate(records, start=1):
            for name in ("erasures", "renames"):
                rows = [row for row in table(files, name)[1:] if f"{number}" in row[:2]]
                lines = b"".join(canonical(row) + b"\n" for row in rows)
                record[name] = hashlib.sha256(lines).hexdigest()
            content = canonical(record)
            files = {**files, f"history/releases/{number}.json": content}
            fingerprint = hashlib.sha256(content).hexdigest()
            releases[number][-1] = fingerprint
            if number < 6:
                records[number]["previous"] = fingerprint
        return filled(with_table(files, "releases", releases))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return files  # too broken to be sealed


def filled(files: Texts) -> Texts:
    whole = json.loads(files["history/descriptors/3.json"])
    whole |= {"version": "2026-04-01", "created": "2026-04-01T00:00:00Z"}
    whole["offer"] |= {"number": 6, "release": "2026-04-01"}
    return mended({**files, DESCRIPTOR: dumped(whole)})


class TestAnInsider:
    """Somebody who has the tool, the sources and both keys, and tells the past anew."""

    def rewritten(self) -> list[Texts]:
        steps = list(STEPS)
        records, said = steps[2]
        steps[2] = ({**records, "organizations": [{"id": "acorn", "name": "Oak"}]}, said)
        return series(steps)

    def test_what_they_write_agrees_with_itself(self) -> None:
        assert len(verify(self.rewritten()[-1]).fingerprints) == 6

    @pytest.mark.parametrize("number", [3, 4, 5, 6])
    def test_a_fingerprint_noted_since_shows_it(self, number: int) -> None:
        assert "no release in this history" in broken(
            self.rewritten()[-1], FINGERPRINTS[number - 1]
        )

    @pytest.mark.parametrize("number", [1, 2])
    def test_a_fingerprint_noted_before_does_not(self, number: int) -> None:
        assert verify(self.rewritten()[-1], FINGERPRINTS[number - 1]).noted

    def test_the_same_release_with_other_salts_is_another_one(self) -> None:
        steps = [(records, replace(said, seed="another")) for records, said in STEPS]
        forged = series(steps)[-1]
        assert not set(verify(forged).fingerprints) & set(FINGERPRINTS)

    def test_the_last_release_withdrawn(self) -> None:
        before = packages()[-2]
        assert verify(before).fingerprints == FINGERPRINTS[:-1]
        assert "no release in this history" in broken(before, FINGERPRINTS[-1])

    def test_signatures_taken_off(self) -> None:
        assert verify(UNSIGNED).signers == ()
        assert "no release in this history" in broken(UNSIGNED, FINGERPRINTS[1])

    def test_a_lost_key_shows(self) -> None:
        records, said = STEPS[4]
        signing = Signing(NEXT_KEY, may_break=True)
        steps = [*STEPS[:4], (records, replace(said, signing=signing))]
        assert [each.vouched for each in verify(series(steps)[-1]).signers] == [True, False]


FUZZED = [path for path in PATHS if path.endswith((".csv", ".json", ".sig", ".pem"))]


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_any_byte_changed_taken_or_put_in_anywhere_is_found(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(FUZZED))
    content = PACKAGE[path]
    place = data.draw(st.integers(0, len(content) - 1))
    byte = data.draw(st.binary(min_size=0, max_size=2))
    length = data.draw(st.integers(0, 1))
    altered = {**PACKAGE, path: content[:place] + byte + content[place + length :]}
    if path != DESCRIPTOR and data.draw(st.booleans()):
        altered = mended(altered)
    if altered == PACKAGE:
        verify(altered)
    else:
        broken(altered)


HOSTILE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_sealed_descriptor_may_hold_anything_and_nothing_breaks(data: st.DataObject) -> None:
    path = "history/descriptors/3.json"
    whole = json.loads(UNSIGNED[path])
    at: Any = whole
    for _ in range(data.draw(st.integers(0, 6))):
        inside = list(at) if isinstance(at, dict) else list(range(len(at)))
        step = data.draw(st.sampled_from(inside)) if inside else None
        if step is None or not at[step] or not isinstance(at[step], dict | list):
            break
        at = at[step]
    key = data.draw(st.sampled_from(list(at) if isinstance(at, dict) else list(range(len(at)))))
    at[key] = data.draw(HOSTILE)
    forged = sealed_again({**UNSIGNED, path: dumped(whole)})
    with suppress(Broken):  # wording may be anything, and is sealed as it is
        verify(forged)


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the verifier as anybody would: alone, from another folder, with Python and no more."""
    program = folder / VERIFIER
    return subprocess.run(
        [sys.executable, "-I", str(program), *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder.parent,
        env={"PATH": ""},
    )


def write(folder: Path, files: Texts) -> Path:
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return folder


class TestTheProgram:
    def test_it_holds(self, tmp_path: Path) -> None:
        done = run(write(tmp_path / "package", PACKAGE), "--list")
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("The history agrees with itself: 6 releases.\n")
        assert "compare with a fingerprint noted before" in done.stdout
        assert all(each in done.stdout for each in FINGERPRINTS)
        assert done.stderr == ""

    @pytest.mark.parametrize("number", [1, 4, 6])
    def test_a_fingerprint_that_was_noted(self, tmp_path: Path, number: int) -> None:
        folder = write(tmp_path / "package", PACKAGE)
        noted = f"Wrenshire, release {number}: {FINGERPRINTS[number - 1].upper()}"
        done = run(folder, str(folder), "--since", noted)
        name = verify(PACKAGE).names[number - 1]
        assert f"still contains release {name} exactly as noted." in done.stdout
        assert done.returncode == 0

    @pytest.mark.parametrize(
        ("since", "code", "said"),
        [
            ("0" * 64, 1, "no release in this history has the fingerprint"),
            ("0" * 63, 2, "is not a fingerprint"),
            ("g" * 64, 2, "is not a fingerprint"),
            (f"{'0' * 64} {'1' * 64}", 2, "is not a fingerprint"),
        ],
    )
    def test_a_fingerprint_that_does_not_fit(
        self, tmp_path: Path, since: str, code: int, said: str
    ) -> None:
        done = run(write(tmp_path / "package", PACKAGE), "--since", since)
        assert (done.returncode, said in done.stdout + done.stderr) == (code, True)

    @pytest.mark.parametrize("name", random.Random(3).sample(sorted(ALTERATIONS), 24))
    def test_a_sample_of_the_alterations(self, tmp_path: Path, name: str) -> None:
        files = ALTERATIONS[name](PACKAGE)
        if DESCRIPTOR not in files:
            pytest.skip("without a descriptor it is no package")
        done = run(write(tmp_path / "package", files))
        assert done.returncode == 1, done.stdout + done.stderr
        assert done.stdout.startswith("The history does not hold: ")
        assert done.stdout.count("\n") == 1
        assert done.stderr == ""

    def test_another_folder(self, tmp_path: Path) -> None:
        folder = write(tmp_path / "package", PACKAGE)
        for other in (tmp_path, tmp_path / "none", folder / DESCRIPTOR, folder / "data"):
            done = run(folder, str(other))
            assert done.returncode == 2
            assert done.stderr.startswith("The check could not be run: there is no datapackage")
            assert done.stdout == ""

    @pytest.mark.parametrize("kind", ["link", "link to a folder", "pipe", "folder"])
    def test_what_is_no_file(self, tmp_path: Path, kind: str) -> None:
        folder = write(tmp_path / "package", PACKAGE)
        place = folder / "data" / "services.csv"
        if kind == "link":
            place.rename(tmp_path / "services.csv")
            place.symlink_to(tmp_path / "services.csv")
        elif kind == "link to a folder":
            (folder / "data").rename(tmp_path / "data")
            (folder / "data").symlink_to(tmp_path / "data")
        elif kind == "pipe":
            place.unlink()
            os.mkfifo(place)
        else:
            place.unlink()
            place.mkdir()
        done = run(folder)
        assert done.returncode == 1, done.stdout + done.stderr
        said = "is missing" if kind == "folder" else "is neither a file nor a folder"
        assert said in done.stdout

    def test_a_hostile_name_does_not_reach_the_terminal(self, tmp_path: Path) -> None:
        folder = write(tmp_path / "package", PACKAGE)
        (folder / "\x1b[2J\nThe history agrees with itself.").write_bytes(b"")
        (folder / os.fsdecode(b"\xff\xfe")).write_bytes(b"")
        done = run(folder)
        assert done.returncode == 1
        assert done.stdout.isascii()
        assert done.stdout.count("\n") == 1
        assert "\x1b" not in done.stdout

    def test_it_leaves_the_folder_as_it_was(self, tmp_path: Path) -> None:
        folder = write(tmp_path / "package", PACKAGE)
        run(folder)
        found = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }
        assert found == PACKAGE


class TestReadingAFolder:
    def test_a_folder_that_cannot_be_read(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        write(tmp_path, PACKAGE)
        real = os.scandir

        def scandir(path: Any) -> Any:
            if Path(path).name == "releases":
                raise PermissionError(13, "Permission denied", str(path))
            return real(path)

        monkeypatch.setattr(os, "scandir", scandir)
        assert main([str(tmp_path)]) == 2
        assert "Permission denied" in capsys.readouterr().err

    @pytest.mark.parametrize(
        "error", [PermissionError(13, "Permission denied"), FileNotFoundError(2, "gone")]
    )
    def test_a_file_that_cannot_be_read_or_vanishes(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
        error: OSError,
    ) -> None:
        write(tmp_path, PACKAGE)
        real = Path.read_bytes

        def read_bytes(path: Path) -> bytes:
            if path.name == "salts.csv":
                raise error
            return real(path)

        monkeypatch.setattr(Path, "read_bytes", read_bytes)
        assert main([str(tmp_path)]) == 2
        assert str(error.strerror) in capsys.readouterr().err

    def test_a_folder_that_is_too_large(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        write(tmp_path, PACKAGE)
        monkeypatch.setattr(verifier, "LARGEST", 1000)
        assert main([str(tmp_path)]) == 2
        assert "holds more than" in capsys.readouterr().err


def test_an_older_python_is_told_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 6))
    assert main(["."]) == 2
    assert "it needs Python 3.11 or later" in capsys.readouterr().err


def test_what_each_reader_sees_of_the_verifier_is_one_file_of_the_standard_library() -> None:
    text = PACKAGE[VERIFIER].decode()
    assert text == Path(verifier.__file__).read_text(encoding="utf-8")
    named = re.findall(r"^(?:import|from) (\w+)", text, flags=re.MULTILINE)
    assert set(named) <= sys.stdlib_module_names
