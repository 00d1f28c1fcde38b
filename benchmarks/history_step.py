"""Ours, for comparing.py: what the next release of the services table adds to its history.

    python history_step.py start PACKAGE SERVICES.CSV
    python history_step.py next PACKAGE SERVICES.CSV INTO

`start` writes a package that holds the services of a first release; `next` reads it, compares,
seals, and writes the history and the table of the second.
"""

import secrets
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from offer_opendata.canonical_json import sha256
from offer_opendata.descriptor import ReleaseName, package_descriptor, sealed_descriptor
from offer_opendata.history.change import ADDED, REMOVED, numbered
from offer_opendata.history.files import history_files
from offer_opendata.history.past import read_past
from offer_opendata.history.rows import lines, parsed
from offer_opendata.history.seal import Contents, seal
from offer_opendata.history.step import step
from offer_opendata.package import write_package
from offer_opendata.publication import Publication, Publisher
from offer_opendata.schema import Schema, load_schema

NAMES = ("services", "releases", "changes", "erasures")
DAYS = (ReleaseName(1, "2026-11-21", "2026-11-21"), ReleaseName(2, "2026-11-23", "2026-11-23"))
WORDS = {"title": "", "note": "", "released_by_role": ""}


def schema() -> Schema:
    """Return the schema of a package that holds services and their history, and nothing else."""
    whole = load_schema()
    return replace(whole, resources={name: whole.resources[name] for name in NAMES})


def start(package: Path, content: bytes) -> None:
    """Write the first release."""
    from offer_opendata.draft import Draft
    from offer_opendata.mapping.identifiers import Minted
    from offer_opendata.release import Wanted, make_release, next_release, random_salt
    from offer_opendata.tables import Source, Table

    services = schema().resources["services"]
    rows = parsed(lines(content.decode("utf-8"))[1:])
    columns = dict(zip(services.by_name, zip(*rows, strict=True), strict=True))
    table = Table(services, columns, [Source("made for measuring")] * len(rows), [0] * len(rows))
    draft = Draft({"services": table}, (), (), Minted({}), stops=False)
    following = next_release(schema(), draft, None)
    made = make_release(council(package), schema(), following, (Wanted(DAYS[0]), random_salt))
    write_package(made.files, package)


def following(package: Path, content: bytes, into: Path) -> None:
    """Write what the second release adds: the history and the table."""
    past, services = read_past(package), schema().resources["services"]
    found = step(past, {"services": (services, content)}, schema())
    constant = sealed_descriptor(package_descriptor(council(package), schema(), DAYS[1]))
    facts = {
        "number": 2,
        "release": DAYS[1].name,
        "date": DAYS[1].day,
        "publisher": "E10999901",
        "schema_version": schema().version,
        "descriptor": sha256(constant.encode("utf-8")),
        "key": "",
    }
    # A release has its keys in its tables; here they follow from what is known and what changed.
    known = (place.partition(",") for place in past.latest.lines)
    ids = {key for resource, _, key in known if resource == "services"}
    ids |= {change.row_id for change in found.changes if change.action == ADDED}
    ids -= {change.row_id for change in found.changes if change.action == REMOVED}
    changes = replace(found, changes=numbered(found.changes, 2))
    contents = Contents({"services": sorted(ids)}, changes, facts, WORDS)
    sealed = seal(contents, past, lambda *_: secrets.token_hex(16))
    history = history_files(schema(), past, (contents, sealed), constant)
    write_files({**history, "data/services.csv": content}, into)


def write_files(files: Mapping[str, bytes], into: Path) -> None:
    """Write files by path."""
    for path, content in files.items():
        file = into / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def council(package: Path) -> Publication:
    """Return an invented publication with this package."""
    publisher = Publisher("Wrenshire", "E10999901", (), "", "Local Offer officer", "", "")
    return Publication(
        folder=package.parent,
        publisher=publisher,
        title="Services",
        description="",
        licence="OGL-UK-3.0",
        sources=(),
        postcodes=None,
        withhold=False,
        package=package,
    )


if __name__ == "__main__":
    what, folder, file, *rest = sys.argv[1:]
    content = Path(file).read_bytes()
    if what == "start":
        start(Path(folder), content)
    else:
        following(Path(folder), content, Path(rest[0]))
