"""The settings of a new publication folder: `offer.toml`, with every key explained."""

import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from offer_opendata.schema import Schema, schema_folder
from offer_opendata.starter.authority import Authority, authority
from offer_opendata.starter.questions import check_answer

WIDTH = 92


@dataclass(frozen=True)
class Answers:
    """What `new` was told: the council, and whom people can ask."""

    authority: Authority
    homepage: str
    role: str
    email: str
    phone: str

    @property
    def name(self) -> str:
        """The full name of the council."""
        return self.authority.name

    @property
    def code(self) -> str:
        """The GSS code of the council."""
        return self.authority.code

    @property
    def title(self) -> str:
        """The title of what the council publishes."""
        place = re.sub(r", (City|County) of$", "", self.authority.label)
        return f"{place} SEND Local Offer"


def answers_of(council: str, given: Mapping[str, str], schema: Schema) -> Answers:
    """Return the answers, with the council found by its name.

    `given` may hold homepage, role, email and phone. Raises OfferError where the name
    is not that of one council with the SEND duty, or an answer does not fit.
    """
    names = ("homepage", "role", "email", "phone")
    said = {name: " ".join(given.get(name, "").split()) for name in names}
    for name, answer in said.items():
        check_answer(name, answer, schema)
    return Answers(authority(council, schema), **said)


def settings_text(answers: Answers) -> str:
    """Return the text of `offer.toml`: every key that there is, explained, as its schema says.

    What the answers fill is set; the rest is there as a comment with an example.
    """
    rules = _rules()
    values = _values(answers)
    lines = [f"# {line}" for line in textwrap.wrap(rules["description"], WIDTH)]
    lines += ["# A line that begins with # is a remark. Take the # away to use a setting."]
    lines += _explained("schema", rules["properties"]["schema"], values)
    for name, section in rules["properties"].items():
        if name != "schema":
            lines += ["", *_section(name, section, values.get(name), rules["$defs"])]
    return "\n".join(lines) + "\n"


def _rules() -> dict[str, Any]:
    rules: dict[str, Any] = json.loads(
        (schema_folder() / "offer.schema.json").read_text(encoding="utf-8")
    )
    return rules


def _values(answers: Answers) -> dict[str, Any]:
    return {
        "schema": 1,
        "publisher": {
            "name": answers.name,
            "code": answers.code,
            "previous": list(answers.authority.previous),
            "homepage": answers.homepage,
            "contact_role": answers.role,
            "email": answers.email,
            "phone": answers.phone,
        },
        "package": {
            "title": answers.title,
            "description": "The provision for children and young people from 0 to 25 with special "
            f"educational needs or disabilities that {answers.name} expects to be available.",
            "licence": "OGL-UK-3.0",
        },
        "source": {"file": "sources/local-offer.xlsx", "mapping": "template"},
        "policy": {"errors": "stop"},
    }


def _section(
    name: str, section: Mapping[str, Any], values: Mapping[str, Any] | None, defs: Mapping[str, Any]
) -> Iterator[str]:
    repeated = section["type"] == "array"
    yield from _remark(section["description"])
    heading = f"[[{name}]]" if repeated else f"[{name}]"
    yield heading if values else f"# {heading}"
    keys = (defs[name] if repeated else section)["properties"]
    for key, rule in keys.items():
        yield from _explained(key, rule, values or {})


def _explained(key: str, rule: Mapping[str, Any], values: Mapping[str, Any]) -> Iterator[str]:
    yield ""
    yield from _remark(rule["description"])
    if key in values:
        yield f"{key} = {_toml(values[key])}"
    else:
        yield f"# {key} = {_toml(rule['examples'][0])}"


def _remark(text: str) -> list[str]:
    return [f"# {line}" for line in textwrap.wrap(text, WIDTH)]


def _toml(value: Any) -> str:
    """Return a text, a number or a list of texts as TOML, where JSON is written the same way."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
