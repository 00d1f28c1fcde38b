"""The publication folder: what `offer.toml` says, read and checked."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from glob import glob
from pathlib import Path
from typing import Any

from offer_opendata.errors import OfferError
from offer_opendata.schema import Schema, schema_folder
from offer_opendata.toml_file import line_of, read_text, read_toml

SETTINGS = "offer.toml"
TEMPLATE = "template"
LOCK = "~$"
OWN = "own"


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
class SourceFiles:
    """One source: its files, as written and as found, and the mapping that reads them.

    `origin` is a code of the list `origin`: from whom its knowledge comes.
    """

    files: tuple[Path, ...]
    shown: tuple[str, ...]
    mapping: str
    origin: str = OWN


@dataclass(frozen=True)
class PostcodeFile:
    """A table of postcodes, the mapping that reads it, and the attribution its licence asks."""

    file: Path
    shown: str
    mapping: str
    attribution: str


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
            _source(folder, each, f"{SETTINGS} line {line_of(text, ('source', i))}: source")
            for i, each in enumerate(content["source"])
        ),
        postcodes=_postcodes(folder, content.get("postcodes")),
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
        hint = _meant(name, [TEMPLATE, *sorted(there)])
        raise OfferError(f"{name} does not exist; {hint or 'check the name and the folder'}")
    return folder / name, name


def missing(file: Path, shown: str) -> OfferError:
    """Return the error for a source that is not there, with the file that may be meant."""
    inside = file.parent.is_dir()
    names = sorted(each.name for each in file.parent.iterdir()) if inside else []
    hint = _meant(file.name, [name for name in names if not name.startswith(LOCK)])
    where = shown if "/" in shown else file.as_posix()
    return OfferError(f"{where} is not there; {hint or 'check its name and folder'}")


def _meant(name: str, known: Sequence[str]) -> str:
    folded = {each.casefold(): each for each in known}
    close = get_close_matches(name.casefold(), folded, 1, cutoff=0.75)
    return f'did you mean "{folded[close[0]]}"?' if close else ""


def _not_a_publication(folder: Path) -> OfferError:
    shown = "this folder" if folder == Path() else f'"{folder}"'
    hidden = folder / f"{SETTINGS}.txt"  # Windows hides the ending that Notepad adds.
    if hidden.is_file():
        return OfferError(f"the settings in {shown} are called {hidden.name}; rename to {SETTINGS}")
    if folder.is_file():
        return OfferError(f"{shown} is a file; name the publication folder that holds {SETTINGS}")
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


def _source(folder: Path, content: Mapping[str, Any], place: str) -> SourceFiles:
    named = content.get("files") or [content["file"]]
    found = list(dict.fromkeys(file for name in named for file in _matching(folder, name, place)))
    return SourceFiles(
        files=tuple(found),
        shown=tuple(shown_name(folder, file) for file in found),
        mapping=content["mapping"],
        origin=content.get("origin", OWN),
    )


def _matching(folder: Path, name: str, place: str) -> list[Path]:
    if "*" not in name:
        return [folder / name]
    # Path.glob knows no absolute patterns.
    named = glob(name, root_dir=folder, recursive=True)  # noqa: PTH207
    paths = sorted(folder / path for path in named)
    found = [path for path in paths if path.is_file() and not path.name.startswith(LOCK)]
    if not found:
        raise OfferError(f'{place}: no file is called "{name}"; check the name and the folder')
    return found


def shown_name(folder: Path, file: Path) -> str:
    """Return the name by which people know a file: from the folder, if it is inside."""
    try:
        return file.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError:
        return file.name


def _postcodes(folder: Path, content: Mapping[str, Any] | None) -> PostcodeFile | None:
    if content is None:
        return None
    file = folder / content["file"]
    return PostcodeFile(
        file, shown_name(folder, file), content["mapping"], content.get("attribution", "")
    )


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
