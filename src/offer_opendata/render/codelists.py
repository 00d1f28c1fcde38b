"""The pages of the code lists: short lists on one page, each long one on its own."""

from collections.abc import Mapping

from offer_opendata.render.markdown import code, page, prose, table
from offer_opendata.schema import Codelist, Schema

INDEX = "docs/reference/codelists.md"
FOLDER = "docs/reference/codelists"
LONG = 30
CONFIRMED = (
    "The column *confirmed* says how sure a row is: `yes` (read in the source), `memory` (from "
    "memory: a person should check it), `own` (made up by this project), `example` (invented, "
    "for the example)."
)


def render_codelists(schema: Schema) -> dict[str, str]:
    """Return the page of all code lists, and a page for each long one."""
    long = {name: each for name, each in schema.codelists.items() if len(each.rows) > LONG}
    pages = {f"{FOLDER}/{name}.md": _own_page(each, schema) for name, each in long.items()}
    return {INDEX: _index(schema), **pages}


def _index(schema: Schema) -> str:
    rows = [
        (f"[{name}](#{name})", prose(_said(name, schema)["title"]), str(len(each.rows)))
        for name, each in schema.codelists.items()
    ]
    return page(
        "Code lists",
        "The values allowed where a field has a list, and the lists that the checks consult. "
        "A code never changes its meaning; one that is no longer in force has a last day.",
        CONFIRMED,
        table(["list", "title", "codes"], rows),
        *(_section(each, schema) for each in schema.codelists.values()),
    )


def _section(codelist: Codelist, schema: Schema) -> str:
    about = f"## {codelist.name}\n\n{_about(codelist, schema)}"
    if len(codelist.rows) > LONG:
        count = f"All {len(codelist.rows)} codes"
        return f"{about}\n\n[{count}](codelists/{codelist.name}.md)"
    return f"{about}\n\n{_table(codelist)}".rstrip("\n")


def _own_page(codelist: Codelist, schema: Schema) -> str:
    title = prose(_said(codelist.name, schema)["title"])
    back = "[All code lists](../codelists.md)"
    return page(title, _about(codelist, schema), CONFIRMED, _table(codelist), back)


def _about(codelist: Codelist, schema: Schema) -> str:
    said = _said(codelist.name, schema)
    used = ", ".join(map(code, _used(codelist.name, schema)))
    about = f"**{prose(said['title'])}.** {prose(said['description'])}"
    return f"{about} Used by {used}." if used else about


def _said(name: str, schema: Schema) -> Mapping[str, str]:
    said: Mapping[str, str] = schema.descriptor["codelists"][name]
    return said


def _used(name: str, schema: Schema) -> list[str]:
    fields = [
        f"{resource.name}.{field.name}"
        for resource in schema.resources.values()
        for field in resource.fields
        if field.codelist == name
    ]
    terms = [f"terms ({taxonomy})" for taxonomy, each in schema.taxonomies.items() if each == name]
    return fields + terms


def _table(codelist: Codelist) -> str:
    columns = [
        column
        for column in (codelist.rows[0] if codelist.rows else ())
        if any(row[column] for row in codelist.rows)
    ]
    rows = [[_value(column, row[column]) for column in columns] for row in codelist.rows]
    return table([column.replace("_", " ") for column in columns], rows) if rows else ""


def _value(column: str, value: str) -> str:
    if column in ("code", "regex"):
        return code(value)
    return prose(value.replace(" | ", "; "))
