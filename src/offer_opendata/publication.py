"""The publication folder: what `offer.toml` says, read and checked."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from offer_opendata.errors import OfferError
from offer_opendata.schema import Schema, schema_folder
from offer_opendata.source_files import (
    PostcodeFile,
    SourceFiles,
    meant,
    postcode_file,
    source_files,
)
from offer_opendata.toml_file import line_of, read_text, read_toml

SETTINGS = "offer.toml"
TEMPLATE = "template"


@dataclass(frozen=True)
class Publisher:
    """The council that publishes: its name, its GSS code now and before, and how to reach it."""

    name: str
    code: str
    previous: tuple[str, ...]
    homepage: str
    contact_role: str
    email: str
    phone: str


@dataclass(frozen=True)
class Predecessor:
    """A council whose history this one continues, and the fingerprint of its last release."""

    publisher: str
    name: str
    url: str
    fingerprint: str


@dataclass(frozen=True)
class KeyFiles:
    """Where the private keys are that sign: the present one, and the one before a change."""

    key: Path | None = None
    previous: Path | None = None
    previous_is_lost: bool = False


@dataclass(frozen=True)
class Publication:
    """A publication folder as `offer.toml` describes it; `package` holds the current release.

    `require_reasons` says which changes need a reason: none, removals or all. `reasons` is
    one more file of answers, named for this run only.
    """

    folder: Path
    publisher: Publisher
    title: str
    description: str
    licence: str
    sources: tuple[SourceFiles, ...]
    postcodes: PostcodeFile | None
    withhold: bool
    package: Path
    require_reasons: str = "none"
    reasons: Path | None = None
    not_people: tuple[str, ...] = ()
    predecessors: tuple[Predecessor, ...] = ()
    keys: KeyFiles = KeyFiles()

    @property
    def build(self) -> Path:
        """The folder of everything that can be made again."""
        return self.folder / "build"

    @property
    def kept_ids(self) -> Path:
        """The file that keeps minted ids."""
        return self.answers / "ids.csv"

    @property
    def kept_sources(self) -> Path:
        """The file that keeps from which source each record of the last release came."""
        return self.answers / "sources.csv"

    @property
    def used_reasons(self) -> Path:
        """The file that keeps which reasons, typed beside a row of a source, are used up."""
        return self.answers / "used-reasons.csv"

    @property
    def open_questions(self) -> Path:
        """The file in which a preview counts what is left for a person to decide."""
        return self.build / "to-decide.json"

    @property
    def answers(self) -> Path:
        """The folder of what people decided, with what the tool keeps for good."""
        return self.folder / "answers"


def load_publication(folder: Path, schema: Schema) -> Publication:
    """Return the publication in a folder.

    Raises OfferError, naming file, line and key, where `offer.toml` is missing or
    wrong, or where a source that it names is not there.
    """
    file = folder / SETTINGS
    if not file.is_file():
        raise _not_a_publication(folder)
    rules = json.loads((schema_folder() / "offer.schema.json").read_text(encoding="utf-8"))
    content, text = read_toml(file, SETTINGS, rules), read_text(file, SETTINGS)
    policy = content.get("policy", {})
    publication = Publication(
        folder=folder,
        publisher=_publisher(content["publisher"]),
        title=content["package"]["title"],
        description=content["package"].get("description", ""),
        licence=content["package"].get("licence", "OGL-UK-3.0"),
        sources=tuple(
            source_files(folder, each, f"{SETTINGS} line {line_of(text, ('source', i))}: source")
            for i, each in enumerate(content["source"])
        ),
        postcodes=postcode_file(folder, content.get("postcodes")),
        withhold=policy.get("errors", "stop") == "withhold",
        package=folder / content["package"].get("folder", "datapackage"),
        require_reasons=policy.get("require_reasons", "none"),
        not_people=tuple(policy.get("not_people", ())),
        predecessors=tuple(_predecessor(each) for each in content.get("predecessor", ())),
        keys=_key_files(folder, content.get("signing", {})),
    )
    _check_publisher(publication.publisher, schema, text)
    return publication


def mapping_file(publication: Publication, name: str) -> tuple[Path, str]:
    """Return a mapping's file and the name people know it by; `template` is our own.

    Raises OfferError, with the name that may be meant, where there is no such file.
    """
    if name == TEMPLATE:
        return schema_folder() / "template.toml", "the template's mapping"
    folder = publication.folder
    if not (folder / name).exists():
        there = [file.relative_to(folder).as_posix() for file in folder.glob("mappings/*.toml")]
        hint = meant(name, [TEMPLATE, *sorted(there)])
        raise OfferError(f"{name} does not exist; {hint or 'check the name and the folder'}")
    return folder / name, name


def _not_a_publication(folder: Path) -> OfferError:
    shown = "this folder" if folder == Path() else f'"{folder}"'
    hidden = folder / f"{SETTINGS}.txt"  # Windows hides the ending that Notepad adds.
    if hidden.is_file():
        return OfferError(f"the settings in {shown} are called {hidden.name}; rename to {SETTINGS}")
    if folder.is_file():
        return OfferError(f"{shown} is a file; name the publication folder that holds {SETTINGS}")
    if not folder.exists():
        return OfferError(
            f"there is no folder {shown}; check its name, or make it with: offer-opendata new DIR"
        )
    return OfferError(
        f"there is no {SETTINGS} in {shown}; go to your publication folder, "
        "or make one with: offer-opendata new DIR"
    )


def _publisher(content: Mapping[str, Any]) -> Publisher:
    return Publisher(
        name=content["name"],
        code=content["code"],
        previous=tuple(content.get("previous", ())),
        homepage=content.get("homepage", ""),
        contact_role=content.get("contact_role", ""),
        email=content.get("email", ""),
        phone=content.get("phone", ""),
    )


def _predecessor(content: Mapping[str, str]) -> Predecessor:
    return Predecessor(content["code"], content["name"], content["url"], content["fingerprint"])


def _key_files(folder: Path, content: Mapping[str, Any]) -> KeyFiles:
    key, previous = (folder / content[n] if n in content else None for n in ("key", "previous"))
    return KeyFiles(key, previous, content.get("previous_is_lost", False))


def _check_publisher(publisher: Publisher, schema: Schema, text: str) -> None:
    authorities = schema.codelists["local_authorities"]
    if publisher.code in authorities.codes:
        return
    place = f"{SETTINGS} line {line_of(text, ('publisher', 'code'))}: publisher.code"
    if publisher.code.startswith("E07"):
        raise OfferError(
            f'{place}: "{publisher.code}" is a district, and districts have no Local Offer; '
            "write the code of the county council"
        )
    raise OfferError(
        f'{place}: "{publisher.code}" is not the GSS code of an English council '
        "with the SEND duty; look yours up with: offer-opendata new"
    )
