"""Find the parts of an .xlsx workbook: which file holds which sheet, and its comments."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from offer_opendata.intake import refuse
from offer_opendata.intake.archive import find_part, small_part
from offer_opendata.intake.sheet_xml import runs_text

_WORKBOOK = "xl/workbook.xml"
_COMMENT = re.compile(rb'<(?:\w+:)?comment\b[^>]*?\bref="([A-Z]+\d+)"')
_PLAINLY_FILLED = re.compile(rb"<(?:\w+:)?t\b[^>]*>[^<\s&]")
_SHARED_TEXT = re.compile(rb"<(?:\w+:)?si\s*/>|<(?:\w+:)?si\b[^>]*>(.*?)</(?:\w+:)?si>", re.DOTALL)


@dataclass(frozen=True)
class SheetPart:
    """A sheet of a workbook: its title, the name of its part, and whether it is one of cells."""

    title: str
    name: str
    holds_cells: bool


def sheet_parts(archive: ZipFile, shown: str) -> list[SheetPart]:
    """Return the sheets in the order of the workbook; a part that is not there has no name."""
    related = {key: (kind, target) for key, kind, target in _related(archive, _WORKBOOK, shown)}
    found = []
    for sheet in _elements(small_part(archive, _WORKBOOK, shown), "sheet", shown):
        kind, target = related.get(_relation(sheet), ("", ""))
        name = find_part(archive, target) or ""
        is_worksheet = kind.rpartition("/")[2] == "worksheet"
        found.append(SheetPart(sheet.get("name", ""), name, is_worksheet))
    return found


def commented_cells(archive: ZipFile, part: str, shown: str) -> list[str]:
    """Return the addresses of the cells of a sheet that have a comment or note."""
    found = []
    for target in _of_kind(archive, part, "comments", shown):
        found += [ref.decode() for ref in _COMMENT.findall(small_part(archive, target, shown))]
    return found


def blank_texts(archive: ZipFile, shown: str) -> frozenset[str]:
    """Return the numbers of the shared texts that are empty, as cells refer to them."""
    part = next(_of_kind(archive, _WORKBOOK, "sharedStrings", shown), None)
    bodies = (item[1] or b"" for item in _SHARED_TEXT.finditer(archive.read(part) if part else b""))
    return frozenset(
        str(at)
        for at, body in enumerate(bodies)
        if not _PLAINLY_FILLED.match(body) and not runs_text(body)
    )


def _of_kind(archive: ZipFile, part: str, kind: str, shown: str) -> Iterator[str]:
    for _, each, target in _related(archive, part, shown):
        found = find_part(archive, target)
        if each.rpartition("/")[2] == kind and found:
            yield found


def _related(archive: ZipFile, part: str, shown: str) -> Iterator[tuple[str, str, str]]:
    """Yield the id, kind and target of what a part refers to inside the workbook."""
    folder, name = posixpath.split(part)
    data = small_part(archive, f"{folder}/_rels/{name}.rels", shown)
    for each in _elements(data, "Relationship", shown) if data else ():
        target = posixpath.normpath(posixpath.join("/", folder, each.get("Target", "")))
        if each.get("TargetMode") != "External":
            yield each.get("Id", ""), each.get("Type", ""), target.lstrip("/")


def _elements(data: bytes, name: str, shown: str) -> Iterator[ET.Element]:
    """Yield the elements of a name, whatever its namespace (Excel knows two)."""
    try:
        root = ET.fromstring(data)  # noqa: S314 - small_part refuses entities
    except ET.ParseError as error:
        raise refuse.damaged(shown) from error
    return (each for each in root.iter() if each.tag.rpartition("}")[2] == name)


def _relation(sheet: ET.Element) -> str:
    return next((value for key, value in sheet.items() if key.endswith("}id")), "")
