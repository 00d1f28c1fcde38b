"""`verify`: what the stand-alone verifier shows of a package, and whether its tables are valid."""

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from offer_opendata.canonical_json import sha256
from offer_opendata.errors import OfferError
from offer_opendata.package import DESCRIPTOR
from offer_opendata.publication import SETTINGS, load_publication
from offer_opendata.referee import disagreement
from offer_opendata.schema import Schema, load_schema, schema_folder
from offer_opendata.verifier import (
    SELF,
    Broken,
    CannotRun,
    asked_fingerprint,
    printable,
    read_folder,
    sentences,
    verify,
)
from offer_opendata.work.done import Tell


@dataclass(frozen=True)
class Verified:
    """What verification has to say, line by line, and whether the package holds."""

    lines: tuple[str, ...]
    holds: bool


def verified(folder: Path, since: str, tell: Tell, *, all_fingerprints: bool = False) -> Verified:
    """Verify the package in a folder, or the released package of a publication folder.

    `since` holds a fingerprint that was noted earlier, or is blank. Nothing is said that was not
    checked. Raises OfferError where the check cannot be run.
    """
    try:
        files = read_folder(_package(folder))
        tell("Going back through the history")
        result = verify(files, asked_fingerprint(since))
    except Broken as problem:
        return Verified((printable(f"The history does not hold: {problem}."),), holds=False)
    except (CannotRun, OSError) as problem:
        raise OfferError(f"the check could not be run: {problem}") from None
    tell("Asking the referee (frictionless)")
    word, valid = _tables(files, load_schema())
    said = [*sentences(result, all_fingerprints=all_fingerprints), word, _program(files[SELF])]
    return Verified(tuple(map(printable, said)), holds=valid)


def _package(folder: Path) -> Path:
    if (folder / DESCRIPTOR).exists() or not (folder / SETTINGS).is_file():
        return folder
    return load_publication(folder, load_schema()).package


def _tables(files: Mapping[str, bytes], schema: Schema) -> tuple[str, bool]:
    """Return whether the tables are valid, and how that is said; what is not known is no fault.

    The referee is handed nothing that our own JSON Schema forbids, and only the tables.
    """
    descriptor = json.loads(files[DESCRIPTOR])
    version = descriptor["offer"].get("schemaVersion")
    if str(version).partition(".")[0] != schema.version.partition(".")[0]:
        known = f"they follow version {version} of the data model, this program {schema.version}"
        return f"The tables were not held against their descriptions: {known}.", True
    problem = _problem(descriptor)
    if problem:
        return f"The tables are not described as the data model asks: {problem}.", False
    with tempfile.TemporaryDirectory() as name:
        for path in (DESCRIPTOR, *(each["path"] for each in descriptor["resources"])):
            file = Path(name, path)
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(files[path])
        words = disagreement(Path(name))
    if words:
        return f"The tables are not valid, frictionless says: {words}", False
    count = len(descriptor["resources"])
    return f"All {count} tables are valid against their descriptions, frictionless says.", True


def _problem(descriptor: Any) -> str:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    rules = json.loads((schema_folder() / "datapackage.schema.json").read_text(encoding="utf-8"))
    error = best_match(Draft202012Validator(rules).iter_errors(descriptor))
    if error is None:
        return ""
    where = "/".join(map(str, error.absolute_path))
    return f"{DESCRIPTOR} has something at /{where} that the data model does not know"


def _program(content: bytes) -> str:
    from offer_opendata.release import verifier_hash

    found = sha256(content)
    if found == verifier_hash():
        return f"Its verifier, {SELF}, is the one of this program (SHA-256 {found})."
    return (
        f"Its verifier, {SELF}, is not the one of this program (SHA-256 {found}): before you "
        "trust it, compare that with the SHA-256 that the project publishes in "
        "docs/reference/verifier.md, with the version that made the package."
    )
