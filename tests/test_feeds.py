"""Feeds: valid Atom by the rules of RFC 4287 and another parser, and right in what they say."""

import asyncio
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from datasette.app import Datasette

from hand_made import Records, write
from offer_opendata.database import build_database
from offer_opendata.feeds import FOLDER, MOST_OF_RECORDS, feed_files, path_of, write_feeds
from offer_opendata.feeds import __dict__ as feeds_module
from offer_opendata.package import open_package
from offer_opendata.site.feeds import made_feed
from offer_opendata.site.serve import PLUGINS
from release_series import At, because, with_rows, with_values, without, write_releases
from small_offer import RECORDS
from test_history_queries import releases

ATOM = "{http://www.w3.org/2005/Atom}"
START: Records = {
    name: rows for name, rows in RECORDS.items() if name not in ("releases", "changes")
}
HOSTILE = (
    'A <script>alert("1")</script> & ]]> \x00\x0b\ud7ff\ufffe </entry> &#x41; \'"\r\n\u2028 é 🎈'
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the build folder of a package with several releases: its database and its feeds."""
    folder: Path = tmp_path_factory.mktemp("build")
    package = write_releases(folder / "p", releases())
    build_database(package, folder / "offer.db")
    write_feeds(package, folder)
    return folder


@pytest.fixture(scope="module")
def get(folder: Path) -> Iterator[Callable[[str], Any]]:
    site = Datasette([], immutables=[str(folder / "offer.db")], plugins_dir=str(PLUGINS))

    async def fetch(path: str) -> Any:
        await site.invoke_startup()
        return await site.client.get(path)

    yield lambda path: asyncio.run(fetch(path))
    site.executor.shutdown()


def read(file: Path) -> ElementTree.Element:
    return ElementTree.fromstring(file.read_bytes())


def titles(file: Path) -> list[str]:
    return [each.findtext(f"{ATOM}title") or "" for each in read(file).iter(f"{ATOM}entry")]


def feeds(folder: Path) -> list[Path]:
    return sorted((folder / FOLDER).rglob("*.xml"))


# ---- valid


DAY = re.compile(r"\d{4}-\d\d-\d\dT00:00:00Z")
ONCE = ("id", "title", "updated")
KNOWN = {
    "feed": {*ONCE, "subtitle", "author", "rights", "link", "entry"},
    "entry": {*ONCE, "category", "content"},
}


def assert_valid(text: bytes) -> None:
    """Check what RFC 4287 demands of a feed such as ours."""
    feed = ElementTree.fromstring(text)
    assert feed.tag == f"{ATOM}feed"
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    ids = []
    for each in (feed, *feed.iter(f"{ATOM}entry")):
        kind = each.tag.removeprefix(ATOM)
        assert {child.tag.removeprefix(ATOM) for child in each} <= KNOWN[kind]
        for name in ONCE:
            (only,) = each.findall(f"{ATOM}{name}")
            assert only.text
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", each.findtext(f"{ATOM}id") or "")
        assert DAY.fullmatch(each.findtext(f"{ATOM}updated") or "")
        ids.append(each.findtext(f"{ATOM}id"))
    assert len(ids) == len(set(ids))
    days = [each.findtext(f"{ATOM}updated") or "" for each in feed.iter(f"{ATOM}entry")]
    assert days == sorted(days, reverse=True)
    assert not days or feed.findtext(f"{ATOM}updated") == days[0]
    alternates = [link for link in feed.iter(f"{ATOM}link") if link.get("rel") == "alternate"]
    assert len(alternates) <= 1


def assert_parsed(text: bytes) -> None:
    feedparser = pytest.importorskip("feedparser", reason="feedparser is not installed")
    found = feedparser.parse(text)
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    assert found.feed.title
    assert found.feed.author
    for entry in found.entries:
        assert entry.id
        assert entry.title
        assert entry.updated_parsed
        assert entry.content[0].value


def test_every_feed_is_valid(folder: Path) -> None:
    found = feeds(folder)
    assert len(found) == 9
    for file in found:
        assert_valid(file.read_bytes())


def test_another_parser_reads_every_feed_as_atom(folder: Path) -> None:
    for file in feeds(folder):
        assert_parsed(file.read_bytes())


# ---- what they say


def test_there_is_a_feed_of_everything_that_changed_something(folder: Path) -> None:
    assert [str(path.relative_to(folder / FOLDER)) for path in feeds(folder)] == [
        "all.xml",
        "district/E07999901.xml",
        "need/ASD.xml",
        "need/PD.xml",
        "provider/acorn.xml",
        "provider/gala.xml",
        "service/breaks.xml",
        "service/club.xml",
        "service/swim.xml",
    ]


def test_titles_are_in_plain_words_the_latest_first(folder: Path) -> None:
    assert titles(folder / FOLDER / "all.xml") == [
        "Weekend Breaks: no longer listed",
        "Gala: no longer listed",
        "Swim School: no longer listed",
        "Saturday Club: telephone, youngest age changed",
        "Swim School: name changed",
        "Gala: new",
        "Swim School: new",
    ]
    assert titles(folder / FOLDER / "service" / "swim.xml") == [
        "Swim School: no longer listed",
        "Swim School: name changed",
        "Swim School: new",
    ]
    assert read(folder / FOLDER / "need" / "PD.xml").findtext(f"{ATOM}title") == (
        "Physical disability: what changed"
    )


def test_an_entry_tells_values_reason_note_and_fingerprint(folder: Path) -> None:
    (entry,) = read(folder / FOLDER / "service" / "club.xml").iter(f"{ATOM}entry")
    package = open_package(folder / "p")
    release = package.table("releases").rows[2]
    content = entry.findtext(f"{ATOM}content") or ""
    assert "Telephone changed from 01632 960001 to 01632 960077." in content
    assert "<em>Reason:</em> Correction. A digit was wrong." in content
    assert "<em>Reason:</em> Decision. Cabinet, 2 March." in content
    assert f"Release 3 of 2026-03-01. Fingerprint: {release[-1]}" in content
    assert entry.findtext(f"{ATOM}updated") == "2026-03-01T00:00:00Z"
    terms = {each.get("term"): each.get("label") for each in entry.iter(f"{ATOM}category")}
    assert terms == {"correction": "Correction", "decision": "Decision"}


def test_links_are_told_by_what_they_link_to(tmp_path: Path) -> None:
    later = without(START, "service_terms", service_id="breaks", code="PD")
    later = without(later, "service_at_locations", service_id="college", location_id="ward")
    later = with_rows(later, "service_areas", {"service_id": "club", "area_code": "E07999901"})
    later = without(later, "languages", service_id="club")
    package = write_releases(tmp_path / "p", [At("2026-01-01", START), At("2026-02-01", later)])
    write_feeds(package, tmp_path)
    text = {
        name: (tmp_path / FOLDER / f"{name}.xml").read_text(encoding="utf-8")
        for name in ("service/breaks", "service/college", "service/club", "need/PD",
                     "district/E07999903", "district/E07999901")
    }  # fmt: skip
    assert "No longer for: Physical disability." in text["service/breaks"]
    assert "No longer at: Sallow Hospital." in text["service/college"]
    assert "Now also for people in: North Wren." in text["service/club"]
    assert "No longer in: Polish." in text["service/club"]
    assert "Weekend Breaks" in text["need/PD"]
    assert "Open College" in text["district/E07999903"]  # which it no longer serves
    assert "Saturday Club" in text["district/E07999901"]


def test_feeds_say_what_preview_says_and_so_does_the_site(tmp_path: Path) -> None:
    contact = {"id": "k", "service_id": "club", "role": "enquiries", "name": "Front desk"}
    price = {"id": "c", "service_id": "club", "option": "A day", "amount": "4"}
    times = {"id": "t", "service_id": "club", "freq": "WEEKLY", "byday": "MO,SA"}
    first = with_rows(with_rows(START, "contacts", contact), "schedules", times)
    later = with_values(first, "contacts", {"id": "k"}, role="referrals")
    later = with_values(later, "services", {"id": "club"}, free="true", sector="childcare")
    later = with_rows(without(later, "schedules", id="t"), "cost_options", price)
    series = [At("2026-01-01", first), At("2026-02-01", later)]
    package = write_releases(tmp_path / "p", series)
    build_database(package, tmp_path / "offer.db")
    write_feeds(package, tmp_path)
    kept = (tmp_path / FOLDER / "service" / "club.xml").read_text(encoding="utf-8")
    for told in (
        "Contact (Front desk), contact for changed from General enquiries to Referrals.",
        "Free of charge changed from no to yes.",
        "Sector changed from Leisure to Childcare.",
        "Price added: A day.",
        "Opening times removed: Weekly, Monday, Saturday.",
    ):
        assert told in kept, told
    assert titles(tmp_path / FOLDER / "service" / "club.xml") == [
        "Saturday Club: sector, free of charge, contact (Front desk), contact for changed; "
        "and 2 more"
    ]
    with sqlite3.connect(tmp_path / "offer.db") as database:
        assert made_feed(database, "service", "club") == kept
    database.close()


def test_new_checks_are_left_out(tmp_path: Path) -> None:
    check = {"service_id": "club", "checked_on": "2026-11-01", "by_role": "provider",
             "how": "E-mail", "result": "unchanged"}  # fmt: skip
    later = with_rows(START, "assurances", check)
    later = with_values(later, "services", {"id": "club"}, assured_date="2026-11-01")
    package = write_releases(tmp_path / "p", [At("2026-01-01", START), At("2026-11-02", later)])
    write_feeds(package, tmp_path)
    assert [path.name for path in feeds(tmp_path)] == ["all.xml"]
    assert titles(tmp_path / FOLDER / "all.xml") == []


def test_identifiers_stay_when_releases_follow(tmp_path: Path, folder: Path) -> None:
    package = write_releases(tmp_path / "p", releases()[:3])
    write_feeds(package, tmp_path)
    earlier, now = (
        {
            each.findtext(f"{ATOM}id")
            for each in read(path / FOLDER / "all.xml").iter(f"{ATOM}entry")
        }
        for path in (tmp_path, folder)
    )
    assert len(earlier) == 4
    assert earlier < now


def test_the_same_package_gives_the_same_bytes(folder: Path) -> None:
    before = {path: path.read_bytes() for path in feeds(folder)}
    write_feeds(folder / "p", folder)
    assert {path: path.read_bytes() for path in feeds(folder)} == before


# ---- what nobody expects


def test_hostile_text_stays_text_and_the_feed_valid(tmp_path: Path) -> None:
    odd = {"id": "s", "organization_id": "acorn", "name": HOSTILE, "sector": "leisure"}
    first = with_rows(START, "services", {**odd, "status": "active"})
    later = with_values(first, "services", {"id": "s"}, description=HOSTILE)
    why = because("decision", HOSTILE)
    package = write_releases(
        tmp_path / "p", [At("2026-01-01", first), At("2026-02-01", later, why)]
    )
    write_feeds(package, tmp_path)
    for file in feeds(tmp_path):
        assert_valid(file.read_bytes())
        assert_parsed(file.read_bytes())
    (entry,) = read(tmp_path / FOLDER / "service" / "s.xml").iter(f"{ATOM}entry")
    content = entry.findtext(f"{ATOM}content") or ""
    assert "&lt;script&gt;" in content
    assert "<script" not in content
    assert "A <script>alert" in (entry.findtext(f"{ATOM}title") or "")
    page = (tmp_path / FOLDER / "index.html").read_text(encoding="utf-8")
    assert "<script" not in page


def test_ids_with_odd_characters_have_files_of_their_own(tmp_path: Path) -> None:
    odd = {"organization_id": "acorn", "name": "Odd", "sector": "leisure", "status": "active"}
    keys = ("a/b:c", "a%2Fb", "..", 'q",q')
    later = with_rows(START, "services", *({"id": key, **odd} for key in keys))
    package = write_releases(tmp_path / "p", [At("2026-01-01", START), At("2026-02-01", later)])
    write_feeds(package, tmp_path)
    files = {path.name for path in (tmp_path / FOLDER / "service").iterdir()}
    assert files == {"a%2Fb%3Ac.xml", "a%252Fb.xml", "...xml", "q%22%2Cq.xml"}
    page = (tmp_path / FOLDER / "index.html").read_text(encoding="utf-8")
    for key in keys:
        assert f'href="service/{quote(quote(key, safe=""))}.xml"' in page


def test_a_draft_has_no_feeds_and_old_ones_go(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "all.xml").write_text("old")
    write_feeds(write(tmp_path / "p", START), tmp_path)
    assert not (tmp_path / FOLDER).exists()


def test_the_first_release_has_one_empty_feed(tmp_path: Path) -> None:
    write_feeds(write_releases(tmp_path / "p", [At("2026-01-01", START)]), tmp_path)
    (only,) = feeds(tmp_path)
    assert_valid(only.read_bytes())
    assert read(only).findtext(f"{ATOM}updated") == "2026-01-01T00:00:00Z"


def test_only_the_latest_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(feeds_module, "MOST_OF_RECORDS", 2)
    monkeypatch.setitem(feeds_module, "MOST_ENTRIES", 3)
    monkeypatch.setitem(feeds_module, "LATEST_RELEASES", 3)
    package = open_package(write_releases(tmp_path / "p", releases()))
    found = dict(feed_files(package))
    assert list(found) == ["all.xml", "district/E07999901.xml", "need/ASD.xml", "need/PD.xml",
                           "provider/acorn.xml", "service/breaks.xml", "index.html"]  # fmt: skip
    assert found["all.xml"].count("<entry>") == 3
    assert "Gala: new" not in found["all.xml"]
    assert MOST_OF_RECORDS > 100


# ---- through the site


def test_the_site_serves_what_was_written(folder: Path, get: Callable[[str], Any]) -> None:
    for file in feeds(folder):
        answer = get(f"/-/feeds/{file.relative_to(folder / FOLDER)}")
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
        assert answer.content == file.read_bytes()
    page = get("/-/feeds/index.html")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "service/club.xml" in page.text
    assert get("/-/feeds/").headers["location"] == "/-/feeds/index.html"


def test_a_feed_that_was_not_written_is_made_the_same(
    folder: Path, get: Callable[[str], Any], tmp_path: Path
) -> None:
    kept = {path: path.read_bytes() for path in feeds(folder) if path.parent.name in OF_RECORDS}
    assert len(kept) == 5
    try:
        for path in kept:
            path.unlink()
        for path, content in kept.items():
            answer = get(f"/-/feeds/{path.parent.name}/{path.name}")
            assert answer.content == content, path
    finally:
        for path, content in kept.items():
            path.write_bytes(content)


OF_RECORDS = ("service", "provider")


@pytest.mark.parametrize(
    "path", ["service/helpline", "provider/health", "need/HI", "district/E07999902"]
)
def test_what_never_changed_has_an_empty_feed_to_follow(
    get: Callable[[str], Any], path: str
) -> None:
    answer = get(f"/-/feeds/{path}.xml")
    assert answer.status_code == 200
    assert_valid(answer.content)
    assert_parsed(answer.content)
    assert "<entry>" not in answer.text


MISSING: Mapping[str, str] = {
    "nobody": "service/nobody.xml",
    "another kind": "road/club.xml",
    "outside": "service/..%2F..%2Foffer.db",
    "up": "../offer.db",
    "encoded up": "service/%2E%2E%2F%2E%2E%2Fp%2Fdatapackage.json.xml",
    "no need": "need/sen_need%09ASD.xml",
    "a quote": "provider/%27%20or%201=1.xml",
}


@pytest.mark.parametrize("what", MISSING)
def test_what_is_not_there_is_not_found(get: Callable[[str], Any], what: str) -> None:
    answer = get(f"/-/feeds/{MISSING[what]}")
    assert answer.status_code == 404


def test_paths_name_a_file_of_their_folder() -> None:
    assert path_of("service", "../../x") == "service/..%2F..%2Fx.xml"
