"""A new publication folder: its settings, the template workbook and notes for people."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Template

from offer_opendata.render.workbook import template_workbook
from offer_opendata.schema import Schema
from offer_opendata.starter.authority import find_authority
from offer_opendata.starter.settings import Answers, answers_of, settings_text

__all__ = ["Answers", "answers_of", "find_authority", "settings_text", "starter_files"]

COMMANDS = {
    "check": "Lists every problem in the spreadsheets. It changes nothing.",
    "preview": "Makes a draft to look at. It publishes nothing.",
    "release": "Publishes, and adds to the history.",
}
_PLAIN = {".gitignore": "gitignore", ".gitattributes": "gitattributes"}
_CRLF = ".cmd"


def starter_files(answers: Answers, schema: Schema) -> dict[str, bytes]:
    """Return the files of a new publication folder by their path in it."""
    words = {
        "name": answers.name,
        "title": answers.title,
        "contact": ", ".join(filter(None, (answers.role, answers.email, answers.phone))),
    }
    texts = {
        "offer.toml": settings_text(answers),
        **{name: _filled(name, words) for name in ("README.md", "HANDOVER.md")},
        **{name: _file(kept) for name, kept in _PLAIN.items()},
        **dict(_scripts()),
    }
    files = {name: _bytes(name, text) for name, text in texts.items()}
    return files | {"sources/local-offer.xlsx": template_workbook(schema)}


def _scripts() -> Iterator[tuple[str, str]]:
    for command, purpose in COMMANDS.items():
        for ending in (_CRLF, ".sh"):
            kept = "release" if command == "release" else "command"
            words = {"command": command, "purpose": purpose}
            yield f"{command}{ending}", _filled(f"{kept}{ending}", words)


def _filled(name: str, words: Mapping[str, str]) -> str:
    return Template(_file(name)).substitute(words)


def _file(name: str) -> str:
    folder = Path(__file__).resolve().parent / "files"
    return (folder / name).read_text(encoding="utf-8")


def _bytes(name: str, text: str) -> bytes:
    # Windows reads a script only with its own line ends.
    return (text.replace("\n", "\r\n") if name.endswith(_CRLF) else text).encode("utf-8")
