"""A package written by hand, for the tests of what reads one."""

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from offer_opendata.schema import Resource, Schema, load_schema

Records = Mapping[str, Sequence[Mapping[str, str]]]

OFFER = {
    "number": 2,
    "release": "2026-11-02",
    "publisher": "E10999901",
    "publisherName": "Wrenshire County Council",
    "previous": ["E10999900"],
    "schemaVersion": "1.0.0",
}


def descriptor(schema: Schema, **changes: Any) -> dict[str, Any]:
    """Return the descriptor of the package, with some of its keys replaced."""
    return {
        "name": "wrenshire-send-local-offer",
        "title": "Wrenshire SEND Local Offer",
        "description": "What there is for children and young people in Wrenshire.",
        "homepage": "https://www.wrenshire.example.org/local-offer",
        "version": OFFER["release"],
        "licenses": [dict(schema.descriptor["licenses"][0])],
        "offer": OFFER,
        "resources": [_resource(each) for each in schema.resources.values()],
        **changes,
    }


def write_package(folder: Path, records: Records, **changes: Any) -> Path:
    """Write the records, each by field name, as a package; what is left out is blank."""
    schema = load_schema()
    stated = descriptor(schema, **changes)
    for each in stated["resources"]:
        names = [field["name"] for field in each["schema"]["fields"]]
        key = each["schema"]["primaryKey"]
        rows = sorted(
            records.get(each["name"], ()), key=lambda row, key=key: [row[part] for part in key]
        )
        _write_csv(folder / each["path"], names, rows)
    (folder / "datapackage.json").write_text(json.dumps(stated), encoding="utf-8")
    return folder


def _resource(resource: Resource) -> dict[str, Any]:
    part = "history" if resource.group == "history" else "data"
    keys = ("fields", "primaryKey", "foreignKeys", "missingValues")
    return {
        "name": resource.name,
        "title": resource.title,
        "path": f"{part}/{resource.name}.csv",
        "schema": {key: resource.descriptor[key] for key in keys if key in resource.descriptor},
    }


def _write_csv(file: Path, names: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(names)
        writer.writerows([row.get(name, "") for name in names] for row in rows)
