"""Small spreadsheet files, put together by hand so that each shows exactly one thing."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from offer_opendata.intake.child import write_file
from offer_opendata.intake.sheet import Sheet
from offer_opendata.intake.wire import read_sheets

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_NUMBER_FORMATS = (
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="[h]:mm"/></numFmts>'
    '<cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/>'
    '<xf numFmtId="20"/><xf numFmtId="164"/></cellXfs>'
)


def sheets_of(path: Path, shown: str) -> list[Sheet]:
    """Read a file in this process, so that the tests see which lines of the reader ran."""
    held = io.BytesIO()
    write_file(path, shown, held)
    held.seek(0)
    return list(read_sheets(held))


def read_bytes(data: bytes, tmp_path: Path, name: str = "book.xlsx") -> list[Sheet]:
    """Read a file of these bytes, as a person would have it in a folder."""
    (tmp_path / name).write_bytes(data)
    return sheets_of(tmp_path / name, name)


def read_sheet(data: bytes, tmp_path: Path, name: str = "book.xlsx") -> Sheet:
    """Read a file of one sheet."""
    (sheet,) = read_bytes(data, tmp_path, name)
    return sheet


def codes(sheet: Sheet) -> list[tuple[str, str, int | None, int | None]]:
    return [(note.code, note.value, note.row, note.column) for note in sheet.notes]


def trimmed(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Return rows without the blank cells and rows at their ends."""
    kept = [
        tuple(row[: max((at for at, cell in enumerate(row, 1) if cell), default=0)]) for row in rows
    ]
    return tuple(kept[: max((at for at, row in enumerate(kept, 1) if row), default=0)])


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return held.getvalue()


def sheet_xml(cells: str, before: str = "", after: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}">'
        f"{before}<sheetData>{cells}</sheetData>{after}</worksheet>"
    )


def relations(*kinds_and_targets: tuple[str, str]) -> str:
    each = "".join(
        f'<Relationship Id="rId{at}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(kinds_and_targets, 1)
    )
    return f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}">{each}</Relationships>'


def xlsx_parts(sheet: str | bytes, texts: str = "", settings: str = "") -> dict[str, str | bytes]:
    """Return the parts of a workbook of one sheet, S; `texts` are the <si> that cells share."""
    return {
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            f'<?xml version="1.0"?><workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{settings}'
            '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": relations(
            ("worksheet", "worksheets/sheet1.xml"),
            ("sharedStrings", "sharedStrings.xml"),
            ("styles", "/xl/styles.xml"),
        ),
        "xl/sharedStrings.xml": f'<?xml version="1.0"?><sst xmlns="{MAIN}">{texts}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{_NUMBER_FORMATS}</styleSheet>',
        "xl/worksheets/sheet1.xml": sheet,
    }


def xlsx(cells: str, texts: str = "", before: str = "", after: str = "") -> bytes:
    return packed(xlsx_parts(sheet_xml(cells, before, after), texts))


_ODS_NAMES = {
    "office": "office",
    "table": "table",
    "text": "text",
    "style": "style",
    "draw": "drawing",
}
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def ods_content(tables: str, styles: str = "", doctype: str = "") -> str:
    """Return the XML of a workbook with these tables."""
    names = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in _ODS_NAMES.items()
    )
    extended = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<office:document-content{names}'
        f' xmlns:calcext="{extended}"><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:spreadsheet>{tables}"
        "</office:spreadsheet></office:body></office:document-content>"
    )


def ods_bytes(content: str, manifest: str = "") -> bytes:
    return packed({"mimetype": ODS_TYPE, "META-INF/manifest.xml": manifest, "content.xml": content})


def ods(rows: str, name: str = "S") -> bytes:
    return ods_bytes(ods_content(f'<table:table table:name="{name}">{rows}</table:table>'))


def ods_row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row{attributes}>{''.join(cells)}</table:table-row>"


def ods_cell(text: str = "", attributes: str = ' office:value-type="string"') -> str:
    return f"<table:table-cell{attributes}><text:p>{text}</text:p></table:table-cell>"


SECTOR = 512
_END_OF_CHAIN, _TABLE_SECTOR, _FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Return an old Office container; every stream is long enough to stand by itself."""
    entries, body, table = [], b"", [_TABLE_SECTOR]
    start = 2 + (len(streams) + 1) // 4
    table += [*range(2, start), _END_OF_CHAIN]
    for name, given in streams.items():
        data = given.ljust(4096, b"\0")
        count = -(-len(data) // SECTOR)
        entries.append(_entry(name, 2, start, len(data)))
        table += [*range(start + 1, start + count), _END_OF_CHAIN]
        body += data.ljust(count * SECTOR, b"\0")
        start += count
    directory = b"".join([_entry("Root Entry", 5, _END_OF_CHAIN, 0), *entries])
    directory = directory.ljust(-(-len(directory) // SECTOR) * SECTOR, b"\0")
    assert len(table) <= SECTOR // 4
    table += [_FREE] * (SECTOR // 4 - len(table))
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6,
        0, 1, 1, 0, 4096, _END_OF_CHAIN, 0, _END_OF_CHAIN, 0, 0,
    )  # fmt: skip
    header = header[:76] + struct.pack("<109I", 0, *[_FREE] * 108)
    return header + struct.pack(f"<{len(table)}I", *table) + directory + body


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    links = b"\xff" * 12
    return struct.pack(
        "<64sHBB12s16s4x16xIQ", written, len(written), kind, 1, links, b"", start, size
    )


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def cell_record(kind: int, row: int, column: int, data: bytes) -> bytes:
    return record(kind, struct.pack("<HHH", row, column, 0) + data)


def xls(*records: bytes, before: bytes = b"", kind: int = 0) -> bytes:
    """Return an .xls workbook of one sheet of a kind with these records, and others before it."""
    start = record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 6))
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 6))
    sheet += b"".join(records) + record(0x0A)
    title = struct.pack("<BB", 1, 0) + b"S"
    length = len(start) + len(before) + 4 + 6 + len(title) + 4
    about = record(0x85, struct.pack("<IBB", length, 0, kind) + title)
    return compound({"Workbook": start + before + about + record(0x0A) + sheet})
