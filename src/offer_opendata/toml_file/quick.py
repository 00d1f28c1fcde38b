"""Whether a document follows a JSON Schema, told without jsonschema, which takes long to import.

jsonschema is imported only to say what is wrong: importing it takes 0.1 s, and 1.4 s where the
validators of all formats are installed; a document that a person wrote is judged in a millisecond.
"""

import re
from collections.abc import Callable, Mapping
from functools import reduce
from itertools import combinations, starmap
from operator import eq, getitem
from typing import Any

Rules = Mapping[str, Any]

_SAYS_NOTHING = frozenset(
    ("$schema", "$defs", "title", "description", "examples", "then", "additionalProperties")
)
"""Keywords that only explain, and those that are looked at together with another one."""
_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "array": (list,),
    "object": (dict,),
    "integer": (int,),
    "boolean": (bool,),
}


def certainly_follows(value: Any, schema: Rules) -> bool:
    """Say whether a document follows a schema; where only jsonschema knows, the answer is no."""
    try:
        return _follows(value, schema, schema)
    except KeyError:  # a keyword or a type that is not in the tables here
        return False


def _follows(value: Any, rules: Rules, root: Rules) -> bool:
    return all(
        _KEYWORDS[word](value, rules, root)
        for word in ("properties", *rules)
        if word not in _SAYS_NOTHING
    )


def _properties(value: Any, rules: Rules, root: Rules) -> bool:
    if not isinstance(value, dict):
        return True
    known, others = rules.get("properties", {}), rules.get("additionalProperties", True)
    return all(_allowed(each, known.get(key, others), root) for key, each in value.items())


def _allowed(value: Any, rules: Rules | bool, root: Rules) -> bool:
    return rules if isinstance(rules, bool) else _follows(value, rules, root)


def _reference(value: Any, rules: Rules, root: Rules) -> bool:
    steps = rules["$ref"].removeprefix("#/").split("/")
    return _follows(value, reduce(getitem, steps, root), root)


def _type(value: Any, rules: Rules, _root: Rules) -> bool:
    names = [rules["type"]] if isinstance(rules["type"], str) else rules["type"]
    return any(type(value) in _TYPES[name] for name in names)


def _same(value: Any, other: Any) -> bool:
    # True is not 1, which inside of lists nobody has looked for.
    alike = type(value) is type(other) and not isinstance(value, list | dict)
    return alike and bool(value == other)


def _if(value: Any, rules: Rules, root: Rules) -> bool:
    return not _follows(value, rules["if"], root) or _follows(value, rules["then"], root)


def _items(value: Any, rules: Rules, root: Rules) -> bool:
    return type(value) is not list or all(_follows(each, rules["items"], root) for each in value)


def _names(value: Any, rules: Rules, root: Rules) -> bool:
    names = rules["propertyNames"]
    return type(value) is not dict or all(_follows(key, names, root) for key in value)


def _one_of(value: Any, rules: Rules, root: Rules) -> bool:
    return [_follows(value, each, root) for each in rules["oneOf"]].count(True) == 1


def _of(judge: Callable[[Any, Any], bool], word: str, *kinds: type) -> Callable[..., bool]:
    """Return the rule of a keyword that says something of some kinds of value only."""
    return lambda value, rules, _root: type(value) not in kinds or judge(value, rules[word])


_KEYWORDS: Mapping[str, Callable[[Any, Rules, Rules], bool]] = {
    "properties": _properties,
    "propertyNames": _names,
    "items": _items,
    "$ref": _reference,
    "type": _type,
    "if": _if,
    "oneOf": _one_of,
    "const": lambda value, rules, _: _same(value, rules["const"]),
    "enum": lambda value, rules, _: any(_same(value, each) for each in rules["enum"]),
    "dependentRequired": _of(
        lambda value, needs: all(set(needs.get(key, ())) <= set(value) for key in value),
        "dependentRequired",
        dict,
    ),
    "uniqueItems": _of(
        lambda value, wanted: not wanted or not any(starmap(eq, combinations(value, 2))),
        "uniqueItems",
        list,
    ),
    "required": _of(lambda value, names: set(names) <= set(value), "required", dict),
    "minProperties": _of(lambda value, least: len(value) >= least, "minProperties", dict),
    "maxProperties": _of(lambda value, most: len(value) <= most, "maxProperties", dict),
    "minItems": _of(lambda value, least: len(value) >= least, "minItems", list),
    "minLength": _of(lambda value, least: len(value) >= least, "minLength", str),
    "pattern": _of(lambda value, form: re.search(form, value) is not None, "pattern", str),
    "minimum": _of(lambda value, least: value >= least, "minimum", int, float),
    "maximum": _of(lambda value, most: value <= most, "maximum", int, float),
}
