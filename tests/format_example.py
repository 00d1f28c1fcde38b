"""The tiny package of docs/history-format.md: two releases, a value changed, a record removed."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from offer_opendata.descriptor import package_descriptor
from offer_opendata.schema import resource_of
from series import FULL, Records, Said, Texts, release

NAMES = ("id", "name", "phone")
WHOLE = FULL.resources["services"].descriptor
SERVICES = resource_of(
    {
        **{key: each for key, each in WHOLE.items() if key not in ("foreignKeys", "parent")},
        "fields": [
            next(each for each in WHOLE["fields"] if each["name"] == name) for name in NAMES
        ],
    }
)
HISTORY = {name: FULL.resources[name] for name in ("releases", "changes", "erasures")}
SCHEMA = replace(FULL, resources={"services": SERVICES, **HISTORY})
CHESS = {"id": "s1", "name": "Chess Club"}
JUDO = {"id": "s2", "name": "Judo", "phone": "01632 960001"}
FIRST: Records = {"services": [CHESS, JUDO]}
SECOND: Records = {"services": [{**JUDO, "phone": "01632 960002"}]}


FOLDER = Path(__file__).parents[1] / "docs" / "history-format"


def _short(*arguments: Any) -> dict[str, Any]:
    """Return a descriptor that says no more than the history needs."""
    whole = package_descriptor(*arguments)
    short = {name: whole[name] for name in ("name", "title", "version", "created")}
    short["offer"] = {name: whole["offer"][name] for name in ("number", "release", "publisher")}
    short["resources"] = [
        {
            "name": each["name"],
            "path": each["path"],
            "schema": {
                "fields": [{"name": field["name"]} for field in each["schema"]["fields"]],
                "primaryKey": each["schema"]["primaryKey"],
            },
        }
        for each in whole["resources"]
    ]
    return short


def example() -> Texts:
    """Return the files of the second release."""
    said = Said(
        "2026-02-02", reasons={"s1": ("funding-ended", "The grant ran out.")}, schema=SCHEMA
    )
    with patch("offer_opendata.release.package_descriptor", _short):
        first = release(None, FIRST, Said("2026-01-05", ("First release", "", ""), schema=SCHEMA))
        return release(first, SECOND, said)


if __name__ == "__main__":
    # Writes the example again. The numbers in the page have to follow by hand.
    for path, content in example().items():
        if path != "verify.py":
            (FOLDER / path).parent.mkdir(parents=True, exist_ok=True)
            (FOLDER / path).write_bytes(content)
