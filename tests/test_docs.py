"""The pages for people: every link leads somewhere, and every mapping in them is one."""

import re
from pathlib import Path

import pytest

from offer_opendata.mapping.spec import load_mapping
from offer_opendata.schema import load_schema

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("example/*.md")])
LINK = re.compile(r"\]\((?!https?://|mailto:)([^)\s]+)\)")
TOML = re.compile(r"^```toml\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def anchors(page: Path) -> set[str]:
    """Return the anchors that a page's headings get where it is shown."""
    heads = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.casefold()).replace(" ", "-") for head in heads}


def broken(page: Path) -> list[str]:
    missing = []
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            missing.append(link)
    return missing


def test_every_link_leads_somewhere() -> None:
    assert len(PAGES) > 100
    found = {str(page.relative_to(ROOT)): broken(page) for page in PAGES}
    assert {page: links for page, links in found.items() if links} == {}


def test_a_dead_link_would_be_found(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text(
        "# One `two`\n[x](b.md) [y](a.md#one-two) [z](#three) [w](https://example.org)\n"
    )
    assert broken(page) == ["b.md", "#three"]


MAPPINGS = [
    (page.name, text)
    for page in (ROOT / "README.md", *sorted(ROOT.glob("docs/how-to/*.md")))
    for text in TOML.findall(page.read_text(encoding="utf-8"))
    if "[[table.row]]" in text
]


@pytest.mark.parametrize(("page", "text"), MAPPINGS)
def test_every_mapping_shown_is_one(page: str, text: str, tmp_path: Path) -> None:
    whole = text if "[[table]]" in text else f'[[table]]\nsheet = "Clubs"\n{text}'
    (tmp_path / "m.toml").write_text(whole, encoding="utf-8")
    mapping = load_mapping(tmp_path / "m.toml", page, load_schema())
    assert mapping.tables[0].blocks
