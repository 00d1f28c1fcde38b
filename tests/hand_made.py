"""A package written by hand, for the tests of what reads one."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from offer_opendata.descriptor import resource_path, table_schema
from offer_opendata.package import package_files, write_package
from offer_opendata.schema import Resource, load_schema
from offer_opendata.tables import Source, table_of

Records = Mapping[str, Sequence[Mapping[str, str]]]


def descriptor(resources: Sequence[Resource] | None = None) -> dict[str, Any]:
    """Return the descriptor of a package of the schema's resources, or of others."""
    schema = load_schema()
    resources = list(schema.resources.values()) if resources is None else resources
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
            for each in resources
        ],
    }


def write(folder: Path, records: Records, resources: Sequence[Resource] | None = None) -> Path:
    """Write the records, each by field name, as a package; what is left out is blank."""
    resources = list(load_schema().resources.values()) if resources is None else resources
    tables = [table_of(each, records.get(each.name, ()), Source("by hand")) for each in resources]
    write_package(package_files(descriptor(resources), tables, {}), folder)
    return folder
