"""The files that tell Datasette what it shows: metadata.yml, and datasette.yml for its 1.0."""

from collections.abc import Mapping
from typing import Any

import yaml

from offer_opendata.database.facts import fact_tables
from offer_opendata.database.over_time import over_time_views, past_tables
from offer_opendata.database.overviews import load_overviews
from offer_opendata.database.statement import Statement
from offer_opendata.schema import Field, Resource, Schema
from offer_opendata.site import SETTINGS
from offer_opendata.site.queries import ASKERS, load_queries

DATABASE = "offer"
LARGEST_INLINE_LIST = 8
_WIDTH = 100
_ORDER = (
    "The list of queries has questions that are ready to be asked, in the order of who asks them "
    f"most: {', '.join(ASKERS[:-1])} and {ASKERS[-1]}."
)
# The search box of both looks into the same index: their rows are numbered alike.
_SEARCHED_THROUGH_INDEX = ("services", "service_overview")


def render_metadata(descriptor: Mapping[str, Any], schema: Schema) -> str:
    """Return metadata.yml: titles, descriptions, licence, columns and questions.

    Datasette 0.65 reads everything from it. The licence stands at every table, as Datasette
    1.0 does not look further up for it.
    """
    rights = _rights(descriptor)
    tables = {
        name: {**_words(resource, schema), **rights, **_display(resource)}
        for name, resource in _tables(schema).items()
    }
    inner = {name: {**_inner(table), **rights} for name, table in past_tables(schema).items()}
    about = f"{_about(descriptor)} {_ORDER}"
    database = {"description": about, **rights, "queries": _queries(rights)}
    return _yaml(
        {
            "title": descriptor["title"],
            "description": _about(descriptor),
            **rights,
            "about": descriptor["offer"]["publisherName"],
            **_if_there("about_url", descriptor.get("homepage", "")),
            "databases": {DATABASE: {**database, "tables": {**tables, **inner}}},
        }
    )


def render_datasette(descriptor: Mapping[str, Any], schema: Schema) -> str:
    """Return datasette.yml: what Datasette 1.0 no longer reads from metadata.yml."""
    queries = _queries(_rights(descriptor))
    tables = {name: _display(resource) for name, resource in _tables(schema).items()}
    inner = {name: {"hidden": True} for name in past_tables(schema)}
    return _yaml(
        {
            "settings": dict(SETTINGS),
            "databases": {DATABASE: {"queries": queries, "tables": {**tables, **inner}}},
        }
    )


def _tables(schema: Schema) -> dict[str, Resource]:
    overviews = {name: resource for name, (_, resource) in load_overviews().items()}
    facts = {resource.name: resource for resource in fact_tables()}
    return {**overviews, **schema.resources, **facts, **over_time_views(schema)}


def _about(descriptor: Mapping[str, Any]) -> str:
    offer = descriptor["offer"]
    described = descriptor.get("description", "")
    return f"{described} Release {offer['release']}, number {offer['number']}.".strip()


def _rights(descriptor: Mapping[str, Any]) -> dict[str, str]:
    licence: Mapping[str, str] = next(iter(descriptor.get("licenses", ())), {})
    sources = descriptor.get("sources", ())
    paths = [each["path"] for each in sources if each.get("path")]
    return {
        **_if_there("license", licence.get("title") or licence.get("name", "")),
        **_if_there("license_url", licence.get("path", "")),
        **_if_there("source", "; ".join(each["title"] for each in sources)),
        **_if_there("source_url", next(iter(paths), "")),
    }


def _words(resource: Resource, schema: Schema) -> dict[str, Any]:
    return {
        "title": resource.title,
        "description": resource.description,
        "columns": {field.name: _column(field, schema) for field in resource.fields},
    }


def _inner(table: Resource) -> dict[str, Any]:
    # The view over it tells what its columns are.
    return {"title": table.title, "description": table.description, "hidden": True}


def _column(field: Field, schema: Schema) -> str:
    parts = [field.description]
    if field.type == "boolean":
        parts.append("1 is yes, 0 is no.")
    codelist = schema.codes(field)
    if codelist is not None and len(codelist.rows) <= LARGEST_INLINE_LIST:
        parts.append(f"One of: {', '.join(row['code'] for row in codelist.rows)}.")
    elif codelist is not None:
        parts.append(f"The codes are in the table codes, under {codelist.name}.")
    return " ".join(parts)


def _display(resource: Resource) -> dict[str, Any]:
    stated = resource.descriptor
    facets = [_facet(each) for each in stated.get("facets", ()) if _is_facet(each, resource)]
    searched = resource.name in _SEARCHED_THROUGH_INDEX
    return {
        **_if_there("label_column", stated.get("label", "")),
        **_sort(stated.get("sort", ""), resource),
        **({"facets": facets} if facets else {}),
        "size": SETTINGS["default_page_size"],
        **({"fts_table": "service_index_fts", "fts_pk": "rowid"} if searched else {}),
        **({"hidden": True} if stated.get("hidden") else {}),
    }


def _is_facet(facet: str, resource: Resource) -> bool:
    # A facet of 1 and 0 says nothing to a reader; the overview has it as yes, no, not stated.
    field = resource.by_name.get(facet)
    return field is None or field.type != "boolean"


def _facet(facet: str) -> Any:
    return {"array": facet[1:-1]} if facet.startswith("[") else facet


def _sort(sort: str, resource: Resource) -> dict[str, str]:
    name, _, direction = sort.partition(" ")
    if not name:
        return {}
    newest_first = direction == "desc" or resource.by_name[name].type in ("date", "integer")
    return {"sort_desc" if newest_first else "sort": name}


def _queries(rights: Mapping[str, str]) -> dict[str, Any]:
    return {query.name: {**_query(query), **rights} for query in load_queries()}


def _query(query: Statement) -> dict[str, Any]:
    parameters = query.named("parameter")
    parts = [
        query.text("description"),
        *(f"{name}: {text}" for name, text in parameters.items()),
        f"Take care: {query.text('caveat')}",
    ]
    return {
        "title": query.text("title"),
        "description": " ".join(parts),
        **({"params": list(parameters)} if parameters else {}),
        "hide_sql": True,
        "sql": query.sql,
    }


def _if_there(key: str, value: str) -> dict[str, str]:
    return {key: value} if value else {}


def _yaml(value: Any) -> str:
    return yaml.serialize(_node(value), Dumper=yaml.SafeDumper, width=_WIDTH, allow_unicode=True)


def _node(value: Any) -> yaml.Node:
    if isinstance(value, dict):
        pairs = [(_node(key), _node(each)) for key, each in value.items()]
        return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=False)
    if isinstance(value, list):
        return yaml.SequenceNode(
            "tag:yaml.org,2002:seq", [_node(each) for each in value], flow_style=False
        )
    if isinstance(value, bool):
        return yaml.ScalarNode("tag:yaml.org,2002:bool", str(value).lower())
    if isinstance(value, int):
        return yaml.ScalarNode("tag:yaml.org,2002:int", str(value))
    return yaml.ScalarNode("tag:yaml.org,2002:str", value, style=_style(value))


def _style(text: str) -> str | None:
    """Return how the text is written: in a block where that is certain to keep it, else quoted."""
    lines = text.split("\n")
    if not all(line.isprintable() for line in lines):
        return '"'
    if len(lines) > 1:
        return "|" if all(line == line.rstrip() and line for line in lines) else '"'
    plain = " ".join(text.split()) == text
    return ">" if plain and len(text) > _WIDTH - 20 else None
