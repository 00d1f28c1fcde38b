"""A small publication folder, made of text, for tests of whole commands."""

from collections.abc import Mapping
from pathlib import Path

OFFER = """\
schema = 1

[publisher]
name = "Wrenshire County Council"
code = "E10999901"
homepage = "https://www.wrenshire.example.org/local-offer"
contact_role = "Local Offer officer"
email = "local.offer@wrenshire.example.org"
phone = "01632 960100"

[package]
title = "Wrenshire SEND Local Offer"

[[source]]
file = "sources/clubs.csv"
mapping = "mappings/clubs.toml"
"""

MAPPING = """\
title = "Clubs"

[[record]]
resource = "organizations"
id = "leisure"
name = "Wrenshire Leisure"
phone = "01632 960111"

[[table]]
headings = 1

[[table.row]]
resource = "services"
id = "CLUB-{Ref}"
organization_id = { value = "leisure" }
name = "Club"
description = "About"
sector = { value = "leisure" }
status = { value = "active" }
email = "Mail"
minimum_age = "From"
maximum_age = "To"

[[table.row]]
resource = "service_terms"
service_id = "CLUB-{Ref}"
taxonomy = { value = "sen_need" }
code = { column = "Needs", split = ";" }

[[table.row]]
resource = "assurances"
unless_blank = "Checked"
service_id = "CLUB-{Ref}"
checked_on = "Checked"
by_role = { value = "provider" }
how = { value = "by e-mail" }
result = { value = "unchanged" }
"""

CLUBS = """\
Ref,Club,About,Mail,From,To,Needs,Checked
1,Judo,"Judo in small groups, with a quiet corner.",judo@example.org,5,11,ASD;HI,2026-09-01
2,Swimming,"Swimming, one helper for two children.",swim@example.org,8,25,all_needs,2026-10-12
"""


def make_publication(folder: Path, files: Mapping[str, str] | None = None) -> Path:
    """Write a publication folder; `files` replace or add files by their path."""
    content = {
        "offer.toml": OFFER,
        "mappings/clubs.toml": MAPPING,
        "sources/clubs.csv": CLUBS,
        **(files or {}),
    }
    for name, text in content.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its content."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
