"""Commitments, computed once more from the words of the design, with the standard library."""

import hashlib
import hmac
import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offer_opendata.canonical_json import canonical_json, sha256
from offer_opendata.history.commitments import Commitment, commit, digest, state
from texts import tables

EXAMPLE = "183299ac3460bb5df303133aace8b1ee5f9f14b88f19019b6b953066737c747d"
SALT = "000102030405060708090a0b0c0d0e0f"


def written(value: object) -> bytes:
    """Canonical JSON: no spaces, text as it is."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def by_hand(resource: str, row_id: str, salt: str, record: list[tuple[str, str]]) -> str:
    """Digest of a non-blank field: SHA-256 of its salt followed by the canonical JSON of

    `[resource, row_id, field, value]`, salt = HMAC-SHA256(row salt, field). Commitment: SHA-256
    of the canonical JSON of `[resource, row_id, [[field, digest], …]]`, blanks left out.
    """
    digests = []
    for field, value in record:
        if value:
            own = hmac.new(bytes.fromhex(salt), field.encode(), hashlib.sha256).digest()
            whole = own + written([resource, row_id, field, value])
            digests.append([field, hashlib.sha256(whole).hexdigest()])
    return hashlib.sha256(written([resource, row_id, digests])).hexdigest()


def test_a_worked_example() -> None:
    record = {"code": "A", "name": "Grünes “Tal”\n\t\\ 😀", "kind": "custom", "parent_code": ""}
    table = tables({"areas": [record]})["areas"]
    (found,) = commit(table, lambda resource, row_id: SALT)
    assert found == Commitment(
        "areas", "A", SALT, by_hand("areas", "A", SALT, list(record.items()))
    )


def test_the_worked_example_never_changes() -> None:
    table = tables({"areas": [{"code": "A", "name": "Ash"}]})["areas"]
    (found,) = commit(table, lambda resource, row_id: SALT)
    assert found.commitment == by_hand("areas", "A", SALT, [("code", "A"), ("name", "Ash")])
    assert found.commitment == EXAMPLE


def test_a_composite_key_is_a_json_array() -> None:
    record = {"service_id": "s,1", "taxonomy": "sen_need", "code": "Ü"}
    asked = []

    def salt(resource: str, row_id: str) -> str:
        asked.append((resource, row_id))
        return SALT

    (found,) = commit(tables({"service_terms": [record]})["service_terms"], salt)
    row_id = '["s,1", "sen_need", "Ü"]'
    assert json.loads(found.row_id) == ["s,1", "sen_need", "Ü"]
    assert asked == [("service_terms", row_id)]
    assert found.commitment == by_hand("service_terms", row_id, SALT, list(record.items()))


def test_each_row_has_its_own_salt_and_the_order_of_the_table() -> None:
    table = tables({"areas": [{"code": code} for code in "CAB"]})["areas"]
    salts = {code: hashlib.md5(code.encode()).hexdigest() for code in "ABC"}
    found = list(commit(table, lambda resource, row_id: salts[row_id]))
    assert [(each.row_id, each.salt) for each in found] == [(code, salts[code]) for code in "CAB"]
    assert len({each.commitment for each in found}) == 3


PLACE = ("services", "s1", "phone")


@pytest.mark.parametrize(
    "other",
    [
        (bytes(16), PLACE, "1"),
        (bytes.fromhex(SALT), ("organizations", "s1", "phone"), "1"),
        (bytes.fromhex(SALT), ("services", "s2", "phone"), "1"),
        (bytes.fromhex(SALT), ("services", "s1", "email"), "1"),
        (bytes.fromhex(SALT), PLACE, "1.0"),
        (bytes.fromhex(SALT), PLACE, " 1"),
    ],
)
def test_a_digest_depends_on_everything(other: tuple[bytes, tuple[str, str, str], str]) -> None:
    assert digest(bytes.fromhex(SALT), PLACE, "1") != digest(*other)


def test_the_state_is_the_hash_of_lines_with_tabs() -> None:
    commitments = [Commitment("areas", "A", "00", "aa"), Commitment("areas", 'B "ü"', "00", "bb")]
    lines = 'areas\tA\taa\nareas\tB "ü"\tbb\n'
    assert state(commitments) == hashlib.sha256(lines.encode()).hexdigest()
    assert state([]) == hashlib.sha256(b"").hexdigest()
    assert state(commitments[::-1]) != state(commitments)


LETTERS = "abcdefghijklmnopqrstuvwxyz_"
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.text(LETTERS, min_size=1, max_size=8), inner)
    ),
    max_leaves=8,
)


@given(VALUES)
def test_canonical_json_is_json_and_does_not_depend_on_the_order_of_keys(value: object) -> None:
    text = canonical_json(value)
    assert json.loads(text) == value
    if isinstance(value, dict):
        keys = list(value)
        random.Random(1).shuffle(keys)
        assert canonical_json({key: value[key] for key in keys}) == text
        assert list(json.loads(text)) == sorted(value)


def test_canonical_json_by_the_examples_of_rfc_8785() -> None:
    value = {"string": '\u20ac$\u000f\nA\'B"\\\\"/', "literals": [None, True, False], "number": 333}
    assert canonical_json(value).decode() == (
        '{"literals":[null,true,false],"number":333,"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )
    assert sha256(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
