"""What a file is, by its first bytes: its name may say something else."""

import re
from pathlib import Path
from zipfile import ZipFile

from offer_opendata.errors import OfferError
from offer_opendata.intake import refuse
from offer_opendata.intake.archive import find_part, open_archive

HEAD_BYTES = 4096
_OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TEXT_ENDINGS = (".csv", ".tsv", ".tab", ".txt")
WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlt", ".ods", ".ots")
_ACCEPTED = "an .xlsx, .xlsm, .xls, .ods or .csv file"

_OTHER_STARTS = (
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a Word document (RTF)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3", "a database"),
    (b"\x1f\x8b", "a compressed file: unpack it first"),
    (b"7z\xbc\xaf", "a compressed file: unpack it first"),
    (b"Rar!", "a compressed file: unpack it first"),
    (b"MIME-Version:", "a web page"),
)
_OTHER_TEXT = (
    (rb"\s*<\?xml.*urn:schemas-microsoft-com:office:spreadsheet", "an 'XML Spreadsheet 2003' file"),
    (rb"\s*<\?xml.*<office:document\b", "a flat OpenDocument file"),
    (rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|meta|table|div|style)\b",
     "a web page (HTML), as some systems export under a spreadsheet's name"),
    (rb"\s*<\?xml\b", "an XML file"),
    (rb"\s*[\[{]\s*[\"{\[]", "a JSON file"),
)  # fmt: skip
_OTHER_PARTS = (
    ("xl/workbook.bin", "an Excel binary workbook (.xlsb)"),
    ("word/document.xml", "a Word document"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("Index/Document.iwa", "an Apple Numbers or Pages file"),
    ("index.xml", "an older Apple Numbers or Pages file"),
    ("Index.zip", "an Apple Numbers or Pages file"),
)
_ODS_TYPES = (
    b"application/vnd.oasis.opendocument.spreadsheet",
    b"application/vnd.oasis.opendocument.spreadsheet-template",
)
_OLD_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")


def kind_of(path: Path, shown: str) -> str:
    """Return `xlsx`, `xls`, `ods` or `csv`; say what the file is if it is none of these."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if head.startswith(b"PK"):
        with open_archive(path, shown) as archive:
            kind = _kind_of_archive(archive, shown)
    elif head.startswith(_OLE_START):
        kind = _kind_of_ole(path, shown)
    else:
        return _kind_of_text(head, path, shown)
    if path.suffix.lower() in TEXT_ENDINGS:
        raise OfferError(
            f"{shown} is a workbook with the name of a text file; rename it to .{kind}"
        )
    return kind


def _kind_of_archive(archive: ZipFile, shown: str) -> str:
    if find_part(archive, "xl/workbook.xml"):
        return "xlsx"
    if "mimetype" in archive.NameToInfo and archive.read("mimetype").strip() in _ODS_TYPES:
        manifest = find_part(archive, "META-INF/manifest.xml")
        if manifest and b"encryption-data" in archive.read(manifest):
            raise refuse.protected(shown, "File, Save As, without 'Save with password'")
        return "ods"
    for part, what in _OTHER_PARTS:
        if find_part(archive, part):
            raise _not_read(shown, what)
    if "mimetype" in archive.NameToInfo:
        raise _not_read(shown, "an OpenDocument file, but not a spreadsheet")
    raise OfferError(f"{shown} is a ZIP archive, not a spreadsheet; unpack it and use {_ACCEPTED}")


def _kind_of_ole(path: Path, shown: str) -> str:
    from offer_opendata.intake.ole import open_container  # few files are that old

    names = {entry.name for entry in open_container(path.read_bytes(), shown).entries}
    if "EncryptedPackage" in names:
        raise refuse.protected(shown)
    if "Workbook" in names or "Book" in names:
        return "xls"
    what = "a Word document" if "WordDocument" in names else "an Office file of another kind"
    raise _not_read(shown, what)


def _kind_of_text(head: bytes, path: Path, shown: str) -> str:
    ending = path.suffix.lower()
    if head.startswith(_OLD_EXCEL):
        raise _not_read(shown, "a workbook of Excel 4 or older")
    for start, what in _OTHER_STARTS:
        if head.startswith(start):
            raise _not_read(shown, what)
    for pattern, what in _OTHER_TEXT:
        if re.match(pattern, head.removeprefix(b"\xef\xbb\xbf"), re.DOTALL | re.IGNORECASE):
            raise _not_read(shown, what)
    if ending in TEXT_ENDINGS:
        return "csv"
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise OfferError(f"{shown} is not a spreadsheet, or is damaged; use {_ACCEPTED}")
    if ending in WORKBOOK_ENDINGS:
        raise OfferError(
            f"{shown} is a text file with the name of a workbook; rename it to .csv if it is CSV"
        )
    raise OfferError(f"{shown} has an ending that is not known; use {_ACCEPTED}")


def _not_read(shown: str, what: str) -> OfferError:
    return OfferError(f"{shown} is {what}, which is not read; {refuse.SAVE_AGAIN}")
