"""A package written by hand, for the tests of what reads one."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from offer_opendata.descriptor import resource_path, table_schema
from offer_opendata.package import package_files, write_package
from offer_opendata.schema import load_schema
from offer_opendata.tables import Source, table_of

Records = Mapping[str, Sequence[Mapping[str, str]]]


def descriptor() -> dict[str, Any]:
    """Return the descriptor of the package."""
    schema = load_schema()
    return {
        "name": "send-local-offer",
        "title": "Wrenshire SEND Local Offer",
        "description": "What there is for children and young people in Wrenshire.",
        "homepage": "https://www.wrenshire.example.org/local-offer",
        "version": "2026-11-02",
        "created": "2026-11-02T00:00:00Z",
        "licenses": [dict(schema.descriptor["licenses"][0])],
        "sources": [
            {
                "title": "Spreadsheets kept by Wrenshire County Council",
                "path": "https://www.wrenshire.example.org/local-offer",
            }
        ],
        "offer": {
            "number": 2,
            "release": "2026-11-02",
            "publisher": "E10999901",
            "publisherName": "Wrenshire County Council",
            "previous": ["E10999900"],
            "schemaVersion": schema.version,
        },
        "resources": [
            {
                "name": each.name,
                "title": each.title,
                "path": resource_path(each),
                "schema": table_schema(each, schema),
            }
            for each in schema.resources.values()
        ],
    }


def write(folder: Path, records: Records) -> Path:
    """Write the records, each by field name, as a package; what is left out is blank."""
    tables = [
        table_of(resource, records.get(name, ()), Source("by hand"))
        for name, resource in load_schema().resources.items()
    ]
    write_package(package_files(descriptor(), tables, {}), folder)
    return folder
