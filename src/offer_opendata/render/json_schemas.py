"""The JSON Schema of a package's descriptor, as we accept it from others."""

from collections.abc import Sequence

from offer_opendata.descriptor import PROFILES, STANDARD, resource_path
from offer_opendata.render.json_rules import (
    GSS,
    TEXT,
    WEB,
    Rules,
    closed,
    described,
    json_text,
    list_of,
)
from offer_opendata.schema import Field, ForeignKey, Resource, Schema

PATH = "schema/datapackage.schema.json"
_RELEASE = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}(\\.[1-9][0-9]*)?$"}
WORDING = {
    "title": "Title of the field; it may be worded otherwise.",
    "description": "What the values mean; it may be worded otherwise.",
    "example": "A valid value; it may be another.",
}


def render_json_schemas(schema: Schema) -> dict[str, str]:
    """Return the JSON Schema of a descriptor.

    It is closed: resources, fields, keys and paths are ours and in our order, so that
    nothing in a neighbour's descriptor can lead a program elsewhere. Wording may differ,
    and codes may have been added to a list.
    """
    return {PATH: f"{json_text(_descriptor(schema))}\n"}


def _descriptor(schema: Schema) -> Rules:
    resources = list(schema.resources.values())
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Package descriptor",
        "description": "A datapackage.json as offer-opendata accepts it from others: "
        f"version {schema.version.partition('.')[0]} of the data model, and nothing else.",
        **closed({**_package(schema), "resources": _in_order(resources)}),
        "$defs": {
            **{name: described(text, **TEXT) for name, text in WORDING.items()},
            "codes": described("Codes of a list.", **list_of(TEXT), uniqueItems=True),
            **{each.name: _resource(each) for each in resources},
        },
    }


def _package(schema: Schema) -> Rules:
    return {
        "$schema": described("Profile of the standard.", const=_profile("datapackage")),
        "name": described("Name of the package.", const=schema.descriptor["name"]),
        "title": described("Title of the package.", **TEXT),
        "description": described("What the package holds.", **TEXT),
        "homepage": described("Web address of the Local Offer.", **WEB),
        "version": described("Name of the release, which is its day.", **_RELEASE),
        "created": described("Day of the release, at midnight.", **_midnight()),
        "licenses": described("The licence.", **list_of(_licence(), 1)),
        "contributors": described("Who publishes.", **list_of(_contributor(), 1)),
        "sources": described("Where the data come from.", **list_of(_source(), 1)),
        "keywords": described("Words to find it by.", **list_of(TEXT)),
        "offer": described("Which release of whose Local Offer it is.", **_offer(schema)),
    }


def _in_order(resources: Sequence[Resource]) -> Rules:
    return {
        "description": "Every resource of the data model, in its order.",
        "type": "array",
        "prefixItems": [{"$ref": f"#/$defs/{each.name}"} for each in resources],
        "items": False,
        "minItems": len(resources),
    }


def _offer(schema: Schema) -> Rules:
    major = schema.version.partition(".")[0]
    return closed(
        {
            "number": described("Number of the release, from 1.", type="integer", minimum=1),
            "release": described("Name of the release.", **_RELEASE),
            "publisher": described("Official code of the council.", **GSS),
            "publisherName": described("Name of the council.", **TEXT),
            "previous": described("Codes that the council had before.", **list_of(GSS)),
            "contactRole": described("Who answers questions: a role.", **TEXT),
            "phone": described("A telephone number that anybody may ring.", **TEXT),
            "schemaVersion": described(
                "Version of the data model.", type="string", pattern=rf"^{major}\.[0-9]+\.[0-9]+$"
            ),
            "predecessors": described(
                "Councils whose history this one continues.", **list_of(_predecessor(), 1)
            ),
        },
        optional=("predecessors",),
    )


def _predecessor() -> Rules:
    return closed(
        {
            "publisher": described("Official code that the council had.", **GSS),
            "name": described("Name of the council.", **TEXT),
            "url": described("Where its last package is kept.", **WEB),
            "fingerprint": described(
                "Fingerprint of its last release.", type="string", pattern="^[0-9a-f]{64}$"
            ),
        }
    )


def _licence() -> Rules:
    keys = {
        "name": described("Short name of the licence.", **TEXT),
        "title": described("Title of the licence.", **TEXT),
        "path": described("Web address of the licence.", **WEB),
    }
    return closed(keys, optional=("title", "path"))


def _contributor() -> Rules:
    keys = {
        "title": described("Name of the council.", **TEXT),
        "roles": described("What it does.", const=["publisher"]),
        "email": described("A shared mailbox.", **TEXT),
        "path": described("Web address.", **WEB),
    }
    return closed(keys, optional=("email", "path"))


def _source() -> Rules:
    keys = {
        "title": described("What it is.", **TEXT),
        "path": described("Web address.", **WEB),
    }
    return closed(keys, optional=("path",))


def _resource(resource: Resource) -> Rules:
    return closed(
        {
            "$schema": described("Profile of the standard.", const=_profile("dataresource")),
            "name": described("Name of the resource.", const=resource.name),
            "type": described("Kind of resource.", const="table"),
            "path": described("Its file in the package.", const=resource_path(resource)),
            "title": described("Title as people read it.", **TEXT),
            "description": described("What it holds.", **TEXT),
            "format": described("Format of the file.", const="csv"),
            "mediatype": described("Media type of the file.", const="text/csv"),
            "encoding": described("Encoding of the file.", const="utf-8"),
            "schema": described("Its fields and keys.", **_table_schema(resource)),
            "hash": described("Hash of the file.", type="string", pattern="^sha256:[0-9a-f]{64}$"),
            "bytes": described("Length of the file.", type="integer", minimum=0),
        }
    )


def _table_schema(resource: Resource) -> Rules:
    fields = [_field(field) for field in resource.fields]
    keys: Rules = {
        "$schema": described("Profile of the standard.", const=_profile("tableschema")),
        "fields": {
            "description": "The fields, in the order of the columns.",
            "type": "array",
            "prefixItems": fields,
            "items": False,
            "minItems": len(fields),
        },
        "missingValues": described("Texts that mean absent.", const=[""]),
        "primaryKey": described("What identifies a record.", const=list(resource.primary_key)),
    }
    if resource.foreign_keys:
        stated = [_foreign_key(key) for key in resource.foreign_keys]
        keys["foreignKeys"] = described("References to other records.", const=stated)
    return closed(keys)


def _foreign_key(key: ForeignKey) -> Rules:
    reference = {"resource": key.resource, "fields": list(key.references)}
    return {"fields": list(key.fields), "reference": reference}


def _field(field: Field) -> Rules:
    keys: Rules = {}
    for name in STANDARD:
        if name in WORDING:
            keys[name] = {"$ref": f"#/$defs/{name}"}
        elif name in field.descriptor:
            keys[name] = {"const": field.descriptor[name]}
    if field.constraints or field.codelist:
        keys["constraints"] = _constraints(field)
    return closed(keys, optional=tuple(WORDING))


def _constraints(field: Field) -> Rules:
    stated = dict(field.constraints)
    if not field.codelist:
        return {"const": stated}
    rules = {name: {"const": value} for name, value in stated.items()}
    return closed({**rules, "enum": {"$ref": "#/$defs/codes"}})


def _profile(name: str) -> str:
    return f"{PROFILES}/{name}.json"


def _midnight() -> Rules:
    return {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T00:00:00Z$"}
