"""The data dictionary: a page for each resource, with every field, and an index."""

from collections.abc import Iterator, Sequence

from offer_opendata.descriptor import resource_path
from offer_opendata.render.markdown import code, page, prose, table
from offer_opendata.schema import Field, Resource, Schema

FOLDER = "docs/reference/data"
INLINE = 12
GROUPS = {
    "provision": "What there is",
    "accountability": "How the council answers for it",
    "history": "History, written by the tool",
}
TYPES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "`true` or `false`",
    "date": "year, month and day, as in `2026-02-28`",
    "time": "hours and minutes on the 24-hour clock, as in `09:30`",
}
LIMITS = {
    "pattern": "The whole value matches {}.",
    "minimum": "At least {}.",
    "maximum": "At most {}.",
    "minLength": "At least {} characters.",
    "maxLength": "At most {} characters.",
}
CHECKS = {
    "web-address": "not-a-web-address",
    "email-address": "not-an-email-address",
    "uk-phone": "not-a-uk-phone",
    "postcode": "not-a-postcode",
    "gss-code": "unknown-gss-code",
    "language-code": "not-a-language-code",
    "academic-year": "not-an-academic-year",
    "year-month": "not-a-month",
}


def render_dictionary(schema: Schema) -> dict[str, str]:
    """Return the page of each resource and the index of them."""
    pages = {
        f"{FOLDER}/{name}.md": _resource_page(resource, schema)
        for name, resource in schema.resources.items()
    }
    return {f"{FOLDER}/README.md": _index(schema), **pages}


def _index(schema: Schema) -> str:
    parts = [
        f"Version {schema.version} of the data model. Every resource is a CSV file of the package "
        "and a table of the database, with the same names. Lists of the values allowed: "
        "[code lists](../codelists.md).",
    ]
    for group, title in GROUPS.items():
        found = [each for each in schema.resources.values() if each.group == group]
        rows = [
            (_link(each.name), prose(each.description), _codes(each.primary_key)) for each in found
        ]
        parts += [f"## {title}", table(["resource", "what it holds", "key"], rows)]
    return page("Data dictionary", *parts)


def _resource_page(resource: Resource, schema: Schema) -> str:
    overview = [
        (
            f"[{code(field.name)}](#{field.name})",
            prose(field.title),
            field.type,
            _yes(field.required),
        )
        for field in resource.fields
    ]
    return page(
        prose(resource.title),
        prose(resource.description),
        "\n".join(f"- {fact}" for fact in _facts(resource, schema)),
        "## Fields",
        table(["field", "title", "type", "required"], overview),
        *(_field(field, resource, schema) for field in resource.fields),
        "[All resources](README.md)",
    )


def _facts(resource: Resource, schema: Schema) -> Iterator[str]:
    stated = resource.descriptor
    yield f"File: {code(resource_path(resource))}"
    yield f"Part: {GROUPS[resource.group].lower()}"
    yield f"Key: {_codes(resource.primary_key)}"
    if parent := stated.get("parent"):
        yield f"Belongs to: {_link(parent['resource'])}, by {code(parent['field'])}"
    if referring := _referring(resource, schema):
        yield f"Referred to by: {', '.join(map(_link, referring))}"
    if names := stated.get("exactlyOne"):
        yield f"Exactly one of {_codes(names)} is filled in."
    for low, high in stated.get("ordered", ()):
        yield f"{code(low)} is not greater than {code(high)}, where both are filled in."
    if resource.generated:
        yield "Written by the tool; no spreadsheet may fill it."


def _referring(resource: Resource, schema: Schema) -> list[str]:
    return [
        each.name
        for each in schema.resources.values()
        if any(key.resource == resource.name for key in each.foreign_keys)
    ]


def _field(field: Field, resource: Resource, schema: Schema) -> str:
    facts = "\n".join(f"- {fact}" for fact in _field_facts(field, resource, schema))
    return f"### {field.name}\n\n**{prose(field.title)}.** {prose(field.description)}\n\n{facts}"


def _field_facts(field: Field, resource: Resource, schema: Schema) -> Iterator[str]:
    yield f"Type: {field.type} ({TYPES[field.type]})"
    yield f"Required: {_yes(field.required) or 'no'}"
    if field.name in resource.primary_key:
        whole = len(resource.primary_key) == 1
        yield "It is the key." if whole else f"Part of the key {_codes(resource.primary_key)}."
    for key in resource.foreign_keys:
        if field.name in key.fields:
            yield f"Refers to: {_codes(key.references)} of {_link(key.resource)}"
    if field.codelist:
        yield _list(field, schema)
    yield from _limits(field)
    if field.guidance:
        yield f"What to type: {prose(field.guidance)}"
    yield f"Example: {code(field.example)}"


def _list(field: Field, schema: Schema) -> str:
    codes = [row["code"] for row in schema.codelists[field.codelist].rows]
    said = f": {_codes(codes)}" if len(codes) <= INLINE else f" ({len(codes)} codes)"
    return f"One of the list [{field.codelist}](../codelists.md#{field.codelist}){said}"


def _limits(field: Field) -> Iterator[str]:
    if field.constraints.get("unique"):
        yield "No two records share a value."
    for name, words in LIMITS.items():
        if name in field.constraints:
            limit = field.constraints[name]
            yield words.format(code(limit) if name == "pattern" else f"{limit:,}")
    for check in field.checks:
        yield f"Checked: [{CHECKS[check]}](../issues/{CHECKS[check]}.md)"


def _codes(names: Sequence[str]) -> str:
    return ", ".join(map(code, names))


def _link(resource: str) -> str:
    return f"[{code(resource)}]({resource}.md)"


def _yes(value: bool) -> str:
    return "yes" if value else ""
