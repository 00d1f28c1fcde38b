"""Whether a document follows a JSON Schema, told without jsonschema, which takes long to import.

jsonschema is imported only to say what is wrong: importing it takes 0.1 s, and 1.4 s where the
validators of all formats are installed; a document that a person wrote is judged in a millisecond.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, reduce
from itertools import combinations, starmap
from operator import eq, getitem
from typing import Any

Rules = Mapping[str, Any]
Judge = Callable[[Any], bool]
Named = Callable[[str], Judge]
"""What gives the judge of a `$ref`, made when it is asked for, as rules may lead to themselves."""

_SAYS_NOTHING = frozenset(("$schema", "$defs", "title", "description", "examples", "then"))
"""Keywords that only explain, and one that is looked at together with another one."""
_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "array": (list,),
    "object": (dict,),
    "integer": (int,),
    "boolean": (bool,),
}


def certainly_follows(value: Any, schema: Rules) -> bool:
    """Say whether a document follows a schema; where only jsonschema knows, the answer is no."""

    @cache
    def named(reference: str) -> Judge:
        steps = reference.removeprefix("#/").split("/")
        return _judge(reduce(getitem, steps, schema), named)

    try:
        return _judge(schema, named)(value)
    except KeyError:  # a keyword or a type that is not in the tables here
        return False


def _judge(rules: Rules | bool, named: Named) -> Judge:
    """Return the function that says whether a value follows rules, which are read only here."""
    if isinstance(rules, bool):
        return lambda _: rules
    makers = dict.fromkeys(_KEYWORDS[word] for word in rules if word not in _SAYS_NOTHING)
    return _all_of([make(rules, named) for make in makers])


def _all_of(judges: Sequence[Judge]) -> Judge:
    if len(judges) == 1:
        return judges[0]
    return lambda value: all(judge(value) for judge in judges)


def _properties(rules: Rules, named: Named) -> Judge:
    known = {key: _judge(each, named) for key, each in rules.get("properties", {}).items()}
    others = _judge(rules.get("additionalProperties", True), named)
    return lambda value: (
        type(value) is not dict or all(known.get(key, others)(each) for key, each in value.items())
    )


def _reference(rules: Rules, named: Named) -> Judge:
    name = rules["$ref"]

    def follows(value: Any) -> bool:
        return named(name)(value)

    return follows


def _type(rules: Rules, _: Named) -> Judge:
    names = [rules["type"]] if isinstance(rules["type"], str) else rules["type"]
    kinds = frozenset(kind for name in names for kind in _TYPES[name])
    return lambda value: type(value) in kinds


def _one_of_values(values: Sequence[Any]) -> Judge:
    # True is not 1, which inside of lists nobody has looked for.
    allowed = {(type(each), each) for each in values if not isinstance(each, list | dict)}
    return lambda value: not isinstance(value, list | dict) and (type(value), value) in allowed


def _if(rules: Rules, named: Named) -> Judge:
    condition, then = _judge(rules["if"], named), _judge(rules["then"], named)
    return lambda value: not condition(value) or then(value)


def _items(rules: Rules, named: Named) -> Judge:
    judge = _judge(rules["items"], named)
    return lambda value: type(value) is not list or all(map(judge, value))


def _names(rules: Rules, named: Named) -> Judge:
    judge = _judge(rules["propertyNames"], named)
    return lambda value: type(value) is not dict or all(map(judge, value))


def _one_of(rules: Rules, named: Named) -> Judge:
    judges = [_judge(each, named) for each in rules["oneOf"]]
    return lambda value: [judge(value) for judge in judges].count(True) == 1


def _pattern(rules: Rules, _: Named) -> Judge:
    search = re.compile(rules["pattern"]).search
    return lambda value: type(value) is not str or search(value) is not None


def _of(judge: Callable[[Any, Any], bool], word: str, *kinds: type) -> Callable[..., Judge]:
    """Return the maker of a keyword that says something of some kinds of value only."""

    def make(rules: Rules, _: Named) -> Judge:
        rule = rules[word]
        return lambda value: type(value) not in kinds or judge(value, rule)

    return make


_KEYWORDS: Mapping[str, Callable[[Rules, Named], Judge]] = {
    "properties": _properties,
    "additionalProperties": _properties,
    "propertyNames": _names,
    "items": _items,
    "$ref": _reference,
    "type": _type,
    "if": _if,
    "oneOf": _one_of,
    "const": lambda rules, _: _one_of_values([rules["const"]]),
    "enum": lambda rules, _: _one_of_values(rules["enum"]),
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
    "pattern": _pattern,
    "minimum": _of(lambda value, least: value >= least, "minimum", int, float),
    "maximum": _of(lambda value, most: value <= most, "maximum", int, float),
}
