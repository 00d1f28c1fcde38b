"""The quick judge of documents says yes only where jsonschema does, and knows all our keywords."""

import copy
import datetime
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from offer_opendata.schema import schema_folder
from offer_opendata.toml_file import quick
from offer_opendata.toml_file.quick import certainly_follows
from test_mapping_schema import BAD_FIELDS, BAD_OFFERS, BAD_TABLES, MAPPING, OFFER, TABLE, offer

TEMPLATE = tomllib.loads((schema_folder() / "template.toml").read_text(encoding="utf-8"))
EXAMPLE = schema_folder().parent / "example"
MAPPINGS = [
    TEMPLATE,
    *(tomllib.loads(f"{TABLE}{line}\n") for line, _ in BAD_FIELDS),
    *(
        tomllib.loads(f'[[table]]\n{line}\n[[table.row]]\nresource = "services"\n')
        for line in BAD_TABLES
    ),
]
OFFERS = [tomllib.loads(offer()), *(tomllib.loads(text) for text, _ in BAD_OFFERS)]
ODD = st.sampled_from(
    [0, 1, -1, 1.0, 2.5, True, False, "", " ", "services", "A", "rows", "DD/MM/YYYY", "E10000008",
     datetime.date(2026, 9, 2), [], ["a"], ["a", "a"], [1, True], {}, {"column": "A"},
     {"key": "A", "blank": True}, {"value": "x", "column": "y"}, {"a": "b", "c": "d"}]
)  # fmt: skip
KEYS = st.sampled_from(["column", "value", "rows", "resource", "x", "file", "files", "on", "Name"])


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every list and table in a document, with each of its keys."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in inner:
        yield value, key
        if isinstance(each, dict | list):
            yield from places(each)


@st.composite
def changed(draw: st.DrawFn, documents: list[Any]) -> Any:
    """A document with one to three values replaced, taken out or added."""
    document = copy.deepcopy(draw(st.sampled_from(documents)))
    for _ in range(draw(st.integers(1, 3))):
        found = list(places(document))
        if not found:
            break
        holder, key = found[draw(st.integers(0, len(found) - 1))]
        how = draw(st.sampled_from(["replace", "remove", "add"]))
        if how == "remove":
            del holder[key]
        elif how == "add" and isinstance(holder, dict):
            holder[draw(KEYS)] = copy.deepcopy(draw(ODD))
        else:
            holder[key] = copy.deepcopy(draw(ODD))
    return document


def agrees(document: Any, schema: dict[str, Any]) -> None:
    quick, exact = certainly_follows(document, schema), Draft202012Validator(schema)
    assert quick <= exact.is_valid(document)
    assert quick or not exact.is_valid(document) or has_fractions(document)


def has_fractions(document: Any) -> bool:
    """Whether there is a number such as 1.0, which is whole for jsonschema: it is left to it."""
    return any(isinstance(holder[key], float) for holder, key in places(document))


@pytest.mark.parametrize("document", MAPPINGS)
def test_it_judges_mappings_as_jsonschema_does(document: Any) -> None:
    agrees(document, MAPPING)


@pytest.mark.parametrize("document", OFFERS)
def test_it_judges_settings_as_jsonschema_does(document: Any) -> None:
    agrees(document, OFFER)


@settings(max_examples=150, deadline=None)
@given(changed(MAPPINGS))
def test_it_judges_any_mapping_as_jsonschema_does(document: Any) -> None:
    agrees(document, MAPPING)


@settings(max_examples=150, deadline=None)
@given(changed(OFFERS))
def test_it_judges_any_settings_as_jsonschema_does(document: Any) -> None:
    agrees(document, OFFER)


def test_what_it_does_not_know_is_left_to_jsonschema() -> None:
    assert certainly_follows({"a": 1}, {"type": "object"})
    assert not certainly_follows({"a": 1}, {"type": "object", "minContains": 1})
    assert not certainly_follows({"a": 1}, {"type": "null"})


def test_rules_may_lead_to_themselves_and_each_is_asked_once() -> None:
    part = {"type": "object", "properties": {"in": {"$ref": "#/$defs/part"}, "n": {"minimum": 0}}}
    schema = {"$ref": "#/$defs/part", "$defs": {"part": {**part, "additionalProperties": False}}}
    deep: dict[str, Any] = {"n": 1}
    wrong: dict[str, Any] = {"n": -1}
    for _ in range(40):  # were each level looked at twice, this would never end
        deep, wrong = {"in": deep}, {"in": wrong}
    assert certainly_follows(deep, schema)
    assert not certainly_follows(wrong, schema)
    assert not certainly_follows({"in": {"other": 1}}, schema)


def test_the_template_and_the_example_need_no_jsonschema() -> None:
    assert certainly_follows(TEMPLATE, MAPPING)
    settings_of = tomllib.loads((EXAMPLE / "offer.toml").read_text(encoding="utf-8"))
    assert certainly_follows(settings_of, OFFER)
    for path in (EXAMPLE / "mappings").glob("*.toml"):
        assert certainly_follows(tomllib.loads(path.read_text(encoding="utf-8")), MAPPING), path


@pytest.mark.parametrize("schema", [MAPPING, OFFER], ids=["mapping", "offer"])
def test_it_knows_every_keyword_of_our_schemas(schema: dict[str, Any]) -> None:
    words = {word for rules in subschemas(schema) for word in rules}
    assert words <= set(quick._KEYWORDS) | quick._SAYS_NOTHING


def subschemas(rules: Any) -> Iterator[dict[str, Any]]:
    if isinstance(rules, dict):
        yield rules
        for key in ("properties", "$defs"):
            for each in rules.get(key, {}).values():
                yield from subschemas(each)
        for key in ("items", "additionalProperties", "propertyNames", "if", "then"):
            yield from subschemas(rules.get(key))
        for each in rules.get("oneOf", ()):
            yield from subschemas(each)
