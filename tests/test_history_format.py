"""Every number in docs/history-format.md, computed once more with the standard library alone."""

import csv
import hashlib
import hmac
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from format_example import FOLDER, example
from offer_opendata.verifier import Broken, verify

PAGE = FOLDER.with_suffix(".md").read_text(encoding="utf-8")
VERIFIER = Path(verify.__code__.co_filename).read_bytes()
FILES = {
    path.relative_to(FOLDER).as_posix(): path.read_bytes()
    for path in FOLDER.rglob("*")
    if path.is_file()
}


def canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def rows(path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(FILES[path].decode(), newline="")))


SALTS = {
    (row["release_number"], row["resource"], row["row_id"]): row
    for row in rows("history/salts.csv")
}
CHESS = ("1", "services", "s1"), {"id": "s1", "name": "Chess Club"}
OLD = ("1", "services", "s2"), {"id": "s2", "name": "Judo", "phone": "01632 960001"}
NEW = ("2", "services", "s2"), {"id": "s2", "name": "Judo", "phone": "01632 960002"}
TITLE = ("1", "releases", "1"), {"title": "First release"}
NOTE = ("2", "changes", '["2", "1"]'), {"note": "The grant ran out."}


def own_salt(version: tuple[str, str, str], field: str) -> bytes:
    return hmac.new(bytes.fromhex(SALTS[version]["salt"]), field.encode(), "sha256").digest()


def digest(version: tuple[str, str, str], field: str, value: str) -> str:
    return sha256(own_salt(version, field) + canonical([*version[1:], field, value]))


def commitment(version: tuple[str, str, str], values: dict[str, str]) -> str:
    digests = [[field, digest(version, field, value)] for field, value in values.items()]
    return sha256(canonical([*version[1:], digests]))


def state(*versions: tuple[tuple[str, str, str], dict[str, str]]) -> str:
    lines = [f"{v[1]}\t{v[2]}\t{commitment(v, values)}\n" for v, values in versions]
    return sha256("".join(lines).encode())


def change_lines() -> list[bytes]:
    first, second = (list(row.values()) for row in rows("history/changes.csv"))
    first[6], first[12] = commitment(*CHESS), digest(NOTE[0], "note", NOTE[1]["note"])
    second[6] = digest(OLD[0], "phone", OLD[1]["phone"])
    second[7] = digest(NEW[0], "phone", NEW[1]["phone"])
    return [canonical(first), canonical(second)]


RECORDS = [FILES[f"history/releases/{number}.json"] for number in (1, 2)]
NUMBERS = {
    "salt of a field": own_salt(OLD[0], "phone").hex(),
    **{f"old {field}": digest(OLD[0], field, value) for field, value in OLD[1].items()},
    "new phone": digest(NEW[0], "phone", "01632 960002"),
    "note": digest(NOTE[0], "note", "The grant ran out."),
    "title": digest(TITLE[0], "title", "First release"),
    **{f"commitment of {each[0]}": commitment(*each) for each in (CHESS, OLD, NEW, TITLE, NOTE)},
    "state of release 1": state(CHESS, OLD),
    "state of release 2": state(NEW),
    "changes": sha256(b"".join(line + b"\n" for line in change_lines())),
    "nothing": sha256(b""),
    "descriptor": sha256(FILES["history/descriptors/1.json"]),
    "fingerprint of release 1": sha256(RECORDS[0]),
    "fingerprint of release 2": sha256(RECORDS[1]),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_of_the_page(name: str) -> None:
    assert NUMBERS[name] in PAGE


def test_there_is_no_number_that_nobody_computed() -> None:
    found = set(re.findall(r"\b[0-9a-f]{64}\b", PAGE))
    assert found == set(NUMBERS.values())


def test_the_records_hold_these_numbers() -> None:
    first, second = map(json.loads, RECORDS)
    assert first["state"] == NUMBERS["state of release 1"]
    assert second["state"] == NUMBERS["state of release 2"]
    assert second["changes"] == NUMBERS["changes"]
    assert second["previous"] == NUMBERS["fingerprint of release 1"]
    assert first["title"] == NUMBERS["title"]
    assert {first["descriptor"], second["descriptor"]} == {NUMBERS["descriptor"]}
    for version, values in (CHESS, OLD, NEW, TITLE, NOTE):
        assert SALTS[version]["commitment"] == commitment(version, values)


def test_the_files_are_shown_as_they_are() -> None:
    shown = re.findall(
        r"`history-format/(\S+)`(?:, with [^\n]+)?\n\n```\w+\n(.*?)```", PAGE, re.DOTALL
    )
    assert [path for path, _ in shown] == [
        "data/services.csv",
        "history/changes.csv",
        "history/salts.csv",
        "history/releases/2.json",
    ]
    for path, text in shown:
        content = FILES[path].decode().replace("\r\n", "\n")
        assert text.replace("\n", "") == content.replace("\n", "")
    for line in change_lines():
        assert f"      {line.decode()}\n" in PAGE


def test_the_verifier_agrees() -> None:
    result = verify({**FILES, "verify.py": VERIFIER})
    assert result.fingerprints == tuple(sha256(each) for each in RECORDS)


def test_the_writer_writes_this_very_package() -> None:
    assert example() == {**FILES, "verify.py": VERIFIER}


def test_every_file_of_a_package_is_named() -> None:
    for path in FILES:
        known = path.replace("services", "<table>").replace("releases/1", "releases/2")
        known = re.sub(r"/\d\.", "/N.", known)
        assert f"`{known}`" in PAGE, path


def test_the_how_to_shows_what_the_verifier_says(tmp_path: Path) -> None:
    how_to = (FOLDER.parent / "how-to" / "audit-a-council.md").read_text(encoding="utf-8")
    for path, content in {**FILES, "verify.py": VERIFIER}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)

    def said(*arguments: str) -> str:
        command = [sys.executable, "-I", "verify.py", *arguments]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
        return done.stdout

    assert f"```text\n{said()}```" in how_to
    (line,) = re.findall(r"python3 verify.py (--since \w+)\n", how_to)
    sentence = "Today's history still contains release 2026-02-02 exactly as noted"
    assert f"{sentence}.\n" in said(*line.split())
    assert sentence in " ".join(how_to.split())


def test_the_sentence_to_print_has_the_fingerprint_of_its_release() -> None:
    how_to = (FOLDER.parent / "how-to" / "audit-a-council.md").read_text(encoding="utf-8")
    sentence = " ".join(how_to.replace("\n> ", " ").split())
    ((number, start, end),) = re.findall(
        r"\(release (\d), fingerprint ([0-9a-f]{8})…([0-9a-f]{8})\)", sentence
    )
    whole = NUMBERS[f"fingerprint of release {number}"]
    assert (start, end) == (whole[:8], whole[-8:])
    (removed,) = (row for row in rows("history/changes.csv") if row["action"] == "removed")
    assert removed["release_number"] == number
    assert "the council removed Chess Club from its Local Offer" in sentence
    assert len(re.findall("…", sentence.partition("A sentence")[2].partition("Say only")[0])) == 1


def test_a_day_is_found_as_the_how_to_says() -> None:
    days = {row["number"]: row["released_on"] for row in rows("history/releases.csv")}
    assert [days[row["release_number"]] for row in rows("history/changes.csv")] == 2 * [
        "2026-02-02"
    ]


def test_a_copy_inside_of_the_package_is_an_alteration_as_the_how_to_says() -> None:
    with pytest.raises(Broken, match=r"changes copy\.csv"):
        verify({**FILES, "verify.py": VERIFIER, "history/changes copy.csv": b""})
