"""The two sides of a comparison: releases, packages or CSV files, each as tables of text."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from offer_opendata.checks.words import spoken
from offer_opendata.diff.delimited import read_table
from offer_opendata.errors import OfferError
from offer_opendata.history.past import Past, described
from offer_opendata.history.replay import (
    OWN,
    descriptor_at,
    record_of,
    release_number,
    state_at,
)
from offer_opendata.history.rows import Records, key_of
from offer_opendata.package import open_package
from offer_opendata.schema import Resource, Schema

RELEASE, PACKAGE, FILE = "release", "package", "file"
_RELEASE = re.compile(r"\d+|\d{4}-\d{2}-\d{2}(\.\d+)?")


@dataclass(frozen=True)
class Side:
    """One side: what it is, how people know it, and its tables by name.

    `left_out` names the tables that cannot be compared, each with the reason. A release has
    its number in `past`, the package that it is rebuilt from.
    """

    kind: str
    title: str
    tables: Mapping[str, Records]
    left_out: tuple[str, ...] = ()
    past: Past | None = None
    number: int = 0


def read_sides(
    names: tuple[str, str], keys: Sequence[str], schema: Schema, past: Callable[[], Past]
) -> tuple[Side, Side]:
    """Return the two sides that a person named.

    A number or a day is a release of the package that `past` reads; any other name is a
    folder that holds a package, or a CSV file whose rows `keys` tell apart. Raises OfferError
    where a name is none of these, or a file is to be compared with something else.
    """
    releases = [bool(_RELEASE.fullmatch(name)) for name in names]
    package = past() if any(releases) else None
    one, other = (_side(name, keys, schema, package) for name in names)
    if (one.kind == FILE) != (other.kind == FILE):
        raise OfferError("a file is compared with a file; name two files, packages or releases")
    return one, other


def _side(name: str, keys: Sequence[str], schema: Schema, past: Past | None) -> Side:
    path = Path(name)
    if past is not None and _RELEASE.fullmatch(name):
        return _release(past, release_number(past, name), schema)
    if path.is_dir():
        return _package(path, schema)
    if path.is_file():
        return Side(FILE, path.name, {"table": read_table(path, keys)})
    raise OfferError(
        f'"{name}" is no file, no folder and no release; a release is a number such as 3 or a '
        "day such as 2026-04-01"
    )


def _release(past: Past, number: int, schema: Schema) -> Side:
    state, record = state_at(past, number), record_of(past, number)
    tables = {}
    for each in descriptor_at(past, number)["resources"]:
        if each["name"] not in OWN:
            resource = described(each, schema)
            tables[each["name"]] = _records(resource, state.get(each["name"], {}))
    day = spoken(date.fromisoformat(record["date"]))
    return Side(RELEASE, f"Release {number} of {day}", tables, past=past, number=number)


def _records(resource: Resource, rows: Mapping[str, Mapping[str, str]]) -> Records:
    names = [field.name for field in resource.fields]
    order = sorted(rows, key=lambda text: key_of(text, resource))
    return Records(resource, [tuple(rows[key].get(each, "") for each in names) for key in order])


def _package(folder: Path, schema: Schema) -> Side:
    package = open_package(folder)
    tables, left_out = dict[str, Records](), []
    for stated in package.descriptor["resources"]:
        name = stated["name"]
        resource = _stated(stated, schema)
        if name in OWN:
            continue
        if resource is None:
            left_out.append(f"{name}: its descriptor states no fields and key to compare by")
            continue
        table = package.table(name)
        if table.header != tuple(field.name for field in resource.fields):
            raise OfferError(f"the heading of {name} is not the one that the package states")
        tables[name] = Records(resource, table.rows)
    return Side(PACKAGE, _title(package.descriptor, folder), tables, tuple(left_out))


def _title(descriptor: Mapping[str, Any], folder: Path) -> str:
    title, version = descriptor.get("title"), descriptor.get("version")
    said = [each for each in (title, version) if isinstance(each, str) and each]
    return ", ".join(said) or str(folder)


def _stated(stated: Mapping[str, Any], schema: Schema) -> Resource | None:
    """Return a resource from a descriptor that anybody may have written, or None."""
    table = stated.get("schema")
    fields = table.get("fields") if isinstance(table, dict) else None
    if not isinstance(table, dict) or not isinstance(fields, list):
        return None
    plain = [_field(each) for each in fields]
    key = table.get("primaryKey")
    parts = [key] if isinstance(key, str) else key
    names = [each["name"] for each in plain]
    if not isinstance(parts, list) or not parts or len(set(names)) < len(names):
        return None
    if "" in names or not all(isinstance(part, str) and part in names for part in parts):
        return None
    title = {"title": stated["title"]} if isinstance(stated.get("title"), str) else {}
    safe = {"name": stated["name"], "schema": {"fields": plain, "primaryKey": parts, **title}}
    return described(safe, schema)


def _field(stated: Any) -> dict[str, Any]:
    texts = stated if isinstance(stated, dict) else {}
    name = texts.get("name")
    kept = {key: texts[key] for key in ("type", "title") if isinstance(texts.get(key), str)}
    rules = texts.get("constraints")
    codes = rules.get("enum") if isinstance(rules, dict) else None
    coded = {"constraints": {"enum": codes}} if isinstance(codes, list) else {}
    return {**kept, **coded, "name": name if isinstance(name, str) else ""}
