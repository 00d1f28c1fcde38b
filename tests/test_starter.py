"""A new publication folder: the council is found, and every file of it works."""

import csv
import json
import os
import shutil
import subprocess
import sys
import tomllib
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from offer_opendata.errors import OfferError
from offer_opendata.publication import load_publication
from offer_opendata.schema import load_schema, schema_folder
from offer_opendata.starter import Answers, answers_of, find_authority, settings_text, starter_files
from offer_opendata.starter.questions import is_persons_name
from offer_opendata.toml_file import read_toml

SCHEMA = load_schema()
RULES = json.loads((schema_folder() / "offer.schema.json").read_text(encoding="utf-8"))
SAID = {
    "homepage": "https://www.example.org/local-offer",
    "role": "Local Offer officer",
    "email": "localoffer@example.org",
    "phone": "01632 960100",
}
DEVON = answers_of("Devon", SAID, SCHEMA)


def found(name: str) -> list[str]:
    return [each.code for each in find_authority(name, SCHEMA)]


def certain(name: str) -> bool:
    return find_authority(name, SCHEMA)[0].certain


# --- which council -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Devon", "E10000008"),
        ("Devon County Council", "E10000008"),
        ("  devon  county COUNCIL ", "E10000008"),
        ("Devon CC", "E10000008"),
        ("E10000008", "E10000008"),
        ("York", "E06000014"),
        ("City of York Council", "E06000014"),
        ("Hull", "E06000010"),
        ("Kingston upon Hull", "E06000010"),
        ("Durham", "E06000047"),
        ("County Durham", "E06000047"),
        ("City of London", "E09000001"),
        ("Westminster City Council", "E09000033"),
        ("LB Camden", "E09000007"),
        ("Lambeth Council", "E09000022"),
        ("Royal Borough of Greenwich", "E09000011"),
        ("Bath & North East Somerset", "E06000022"),
        ("Telford and Wrekin", "E06000020"),
        ("St. Helens Council", "E08000013"),
        ("Bradford Metropolitan District Council", "E08000032"),
        ("Bury MBC", "E08000002"),
        ("Isles of Scilly", "E06000053"),
        ("Northumberland", "E06000057"),
        ("Sheffield", "E08000039"),
        ("Wrenshire", "E10999901"),
    ],
)
def test_a_council_is_found_as_people_write_it(name: str, code: str) -> None:
    assert found(name) == [code]
    assert certain(name)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Devn", ["E10000008"]),
        ("Mid Devon", ["E10000008"]),
        ("Kingston", ["E06000010", "E09000021"]),
        ("Sussex", ["E10000011", "E10000032"]),
        ("Cumbria", ["E06000063", "E06000064"]),
        ("E10000006", ["E06000063", "E06000064"]),
        ("Northamptonshire County Council", ["E06000061", "E06000062"]),
        ("Bournemouth", ["E06000058"]),
        ("Southend", ["E06000033"]),
    ],
)
def test_where_a_name_is_not_certain_a_person_chooses(name: str, codes: list[str]) -> None:
    assert sorted(found(name)) == codes
    assert not certain(name)
    with pytest.raises(OfferError, match="did you mean"):
        answers_of(name, SAID, SCHEMA)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Mid Devon District Council", "districts have no Local Offer"),
        ("Richmondshire District Council", "districts have no Local Offer"),
        ("E07000041", "districts have no Local Offer"),
        ("Exeter City Council", "no council with the SEND duty"),
        ("Cheltenham Borough Council", "no council with the SEND duty"),
        ("E06000999", "no council with the SEND duty"),
        ("Wrenshir", "no council with the SEND duty"),
        ("Council", "no council with the SEND duty"),
        ("   ", "blank"),
    ],
)
def test_what_has_no_local_offer_is_refused(name: str, said: str) -> None:
    with pytest.raises(OfferError, match=said) as refused:
        find_authority(name, SCHEMA)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "role", ["Jane Miller", "Dr Jane Miller", "Jane P. Miller", "Siân O'Brien", "Mary-Ann Dyke"]
)
def test_a_persons_name_is_no_role(role: str) -> None:
    assert is_persons_name(role)


@pytest.mark.parametrize(
    "role",
    ["SEND Local Offer officer", "Local Offer Officer", "Assistant Director", "SEND Lead", "",
     "Inclusion Lead", "Head Teacher", "Family Information Service", "Senior Analyst", "R",
     "Designated Clinical Officer", "Participation Co-ordinator", "Customer Services"],
)  # fmt: skip
def test_a_role_is_no_persons_name(role: str) -> None:
    assert not is_persons_name(role)


def test_every_council_in_force_is_found_by_each_of_its_names() -> None:
    rows = [row for row in SCHEMA.codelists["local_authorities"].rows if not row["valid_to"]]
    assert len(rows) > 150
    for row in rows:
        for name in (row["label"], row["official_name"], row["code"]):
            assert found(name) == [row["code"]], name
            assert certain(name)


@given(st.text(max_size=30))
@settings(max_examples=60, deadline=None)
def test_any_text_is_answered_or_refused(name: str) -> None:
    with suppress(OfferError):
        assert 1 <= len(find_authority(name, SCHEMA)) <= 5


# --- what was answered -------------------------------------------------------------------------


def test_answers_hold_the_full_name_the_code_and_the_earlier_codes() -> None:
    answers = answers_of("north yorkshire", {"role": " Local \n Offer officer "}, SCHEMA)
    assert (answers.name, answers.code) == ("North Yorkshire Council", "E06000065")
    assert answers.authority.previous == ("E10000023",)
    assert answers.title == "North Yorkshire SEND Local Offer"
    assert (answers.role, answers.email) == ("Local Offer officer", "")


def test_a_title_reads_as_people_speak() -> None:
    assert answers_of("Hull", {}, SCHEMA).title == "Kingston upon Hull SEND Local Offer"


@pytest.mark.parametrize(
    ("answer", "value", "told"),
    [
        ("homepage", "www.example.org", 'https://. Write "https://www.example.org".'),
        ("email", "the office", "is not an e-mail address: it has no @ sign."),
        ("phone", "1632 960100", 'it has lost its leading zero. Write "01632960100".'),
    ],
)
def test_an_answer_that_does_not_fit_is_said_at_once(answer: str, value: str, told: str) -> None:
    with pytest.raises(OfferError) as found:
        answers_of("Devon", {**SAID, answer: value}, SCHEMA)
    assert str(found.value).startswith(f'"{value}" is not ')
    assert told in str(found.value)


# --- offer.toml --------------------------------------------------------------------------------


def hostile(name: str) -> Answers:
    authority = replace(DEVON.authority, name=name, label=name)
    return replace(DEVON, authority=authority, role=name)


def test_the_settings_hold_the_answers() -> None:
    content = tomllib.loads(settings_text(DEVON))
    assert content["publisher"] == {
        "name": "Devon County Council",
        "code": "E10000008",
        "previous": [],
        "homepage": SAID["homepage"],
        "contact_role": SAID["role"],
        "email": SAID["email"],
        "phone": SAID["phone"],
    }
    assert content["source"] == [{"file": "sources/local-offer.xlsx", "mapping": "template"}]
    assert content["policy"] == {"errors": "stop"}


def keys_of(rules: dict[str, object]) -> set[str]:
    keys = set()
    for name, rule in rules.get("properties", {}).items():  # type: ignore[attr-defined]
        keys |= {name, *keys_of(rule)}
    return keys


def test_every_key_is_there_with_its_explanation() -> None:
    text = settings_text(DEVON)
    flat = " ".join(line.removeprefix("# ") for line in text.splitlines())
    places = [RULES, RULES["$defs"]["source"]]
    for key in set().union(*map(keys_of, places)):
        assert f"{key} = " in text or f"[{key}]" in text, key
    for rule in RULES["properties"].values():
        assert rule["description"] in flat
        for inner in rule.get("properties", {}).values():
            assert inner["description"] in flat


def test_what_stands_behind_a_remark_sign_works_when_it_is_taken_away(tmp_path: Path) -> None:
    text = settings_text(DEVON)
    lines = [
        line.removeprefix("# ") if line.startswith("# [") or " = " in line[:16] else line
        for line in text.splitlines()
        if not line.startswith("# files = ")
    ]
    (tmp_path / "offer.toml").write_text("\n".join(lines), encoding="utf-8")
    content = read_toml(tmp_path / "offer.toml", "offer.toml", RULES)
    assert content["postcodes"]["file"] == "sources/postcodes.csv"
    assert content["package"]["folder"]


@pytest.mark.parametrize(
    "name",
    [
        'Say "Hello" Council',
        "Back\\slash",
        "Tab\tand\nline",
        "Ünïcode ‘quotes’",
        "\x7f\x00\x1b",
        "$x {y} #",
    ],
)
def test_a_hostile_name_stays_what_it_is(name: str) -> None:
    content = tomllib.loads(settings_text(hostile(name)))
    assert content["publisher"]["name"] == name
    assert content["publisher"]["contact_role"] == name


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_any_name_makes_settings_that_follow_their_schema(name: str) -> None:
    content = tomllib.loads(settings_text(hostile("X" + name)))
    assert content["publisher"]["name"] == "X" + name
    Draft202012Validator(RULES).validate(content)


# --- the files ---------------------------------------------------------------------------------


def written(folder: Path, answers: Answers = DEVON) -> Path:
    for name, content in starter_files(answers, SCHEMA).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def test_a_new_folder_holds_what_a_colleague_needs() -> None:
    assert sorted(starter_files(DEVON, SCHEMA)) == [
        ".gitattributes",
        ".gitignore",
        "HANDOVER.md",
        "README.md",
        "check.cmd",
        "check.sh",
        "offer.toml",
        "preview.cmd",
        "preview.sh",
        "release.cmd",
        "release.sh",
        "sources/local-offer.xlsx",
    ]


def test_the_same_answers_give_the_same_bytes() -> None:
    assert starter_files(DEVON, SCHEMA) == starter_files(DEVON, SCHEMA)


def test_a_new_folder_is_a_publication(tmp_path: Path) -> None:
    publication = load_publication(written(tmp_path), SCHEMA)
    assert publication.publisher.name == "Devon County Council"
    assert publication.sources[0].files == (tmp_path / "sources/local-offer.xlsx",)


def test_the_notes_name_the_council_and_whom_to_ask() -> None:
    files = starter_files(hostile("$cash & Co"), SCHEMA)
    handover = files["HANDOVER.md"].decode("utf-8")
    assert "$cash & Co, localoffer@example.org, 01632 960100." in handover
    assert files["README.md"].decode("utf-8").startswith("# $cash & Co SEND Local Offer\n")
    # What to do first where private data got out comes before whom to tell.
    private = " ".join(handover.partition("Never put private data")[2].split())
    assert private.index("offer-opendata erase --find") < private.index("data protection officer")
    quiet = starter_files(answers_of("Devon", {"email": "a@example.org"}, SCHEMA), SCHEMA)
    assert "the contents: a@example.org." in quiet["HANDOVER.md"].decode("utf-8")


def test_the_notes_speak_only_of_what_is_there() -> None:
    files = starter_files(DEVON, SCHEMA)
    for name in ("README.md", "HANDOVER.md"):
        text = files[name].decode("utf-8")
        for named in ("offer.toml", "sources/", "answers/", "datapackage/", "build/", "mappings/"):
            assert named in text


@pytest.mark.parametrize("command", ["check", "preview", "release"])
def test_files_to_double_click_run_a_command_and_stay_open(command: str) -> None:
    files = starter_files(DEVON, SCHEMA)
    windows = files[f"{command}.cmd"].decode("ascii")
    assert windows.count("\n") == windows.count("\r\n")
    assert f"py -m offer_opendata {command}\r\n" in windows
    assert 'pushd "%~dp0"' in windows
    assert "\r\npause\r\n" in windows
    assert b"\r" not in files[f"{command}.sh"]
    assert ("Type yes" in windows) == (command == "release")


@pytest.mark.skipif(shutil.which("sh") is None, reason="there is no sh")
@pytest.mark.parametrize(
    ("command", "typed", "ran"),
    [
        ("check", "\n", "-m offer_opendata check\n"),
        ("preview", "\n", "-m offer_opendata preview\n"),
        ("release", "yes\n\n", "-m offer_opendata release\n"),
        ("release", "no\n\n", ""),
        ("release", "\n\n", ""),
    ],
)
def test_a_script_runs_in_its_own_folder(
    tmp_path: Path, command: str, typed: str, ran: str
) -> None:
    folder = tmp_path / "it's a folder"
    folder.mkdir()
    written(folder)
    programs = tmp_path / "bin"
    programs.mkdir()
    python = programs / "python3"
    python.write_text('#!/bin/sh\necho "$@" > ran.txt\nexit 1\n', encoding="utf-8")
    python.chmod(0o755)
    done = subprocess.run(
        ["sh", str(folder / f"{command}.sh")],
        input=typed,
        text=True,
        capture_output=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"},
    )
    result = folder / "ran.txt"
    assert (result.read_text(encoding="utf-8") if result.exists() else "") == ran
    assert done.returncode == (1 if ran else 0)
    assert "Press Enter to close." in done.stdout
    assert done.stderr == ""


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")
def test_git_keeps_the_bytes_of_the_package_and_leaves_out_the_rest(tmp_path: Path) -> None:
    written(tmp_path)
    for name in ("datapackage/data/a.csv", "build/draft.txt", "sources/~$local-offer.xlsx"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"a\r\n")

    def git(*words: str) -> str:
        command = ["git", "-c", "core.autocrlf=true", "-C", str(tmp_path), *words]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    git("init", "-q")
    ignored = git("ls-files", "--others", "--ignored", "--exclude-standard").split()
    assert ignored == ["build/draft.txt", "sources/~$local-offer.xlsx"]
    assert "text: unset" in git("check-attr", "text", "datapackage/data/a.csv")
    assert "eol: crlf" in git("check-attr", "eol", "check.cmd")


def test_the_text_files_travel_with_the_code() -> None:
    folder = Path(sys.modules["offer_opendata.starter"].__file__ or "").parent / "files"
    names = {"README.md", "HANDOVER.md", "gitignore", "gitattributes", "command.cmd", "command.sh"}
    assert {path.name for path in folder.iterdir()} == names | {"release.cmd", "release.sh"}


def test_the_list_of_councils_can_be_trusted_to_have_names() -> None:
    path = schema_folder() / "codelists" / "local_authorities.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row["valid_to"]]
    assert all(row["official_name"] for row in rows)
