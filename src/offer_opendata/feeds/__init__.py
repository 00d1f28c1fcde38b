"""Feeds (Atom): what changed, for whoever follows a service, a provider, a need or a district."""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from offer_opendata.errors import OfferError
from offer_opendata.feeds.atom import Feed, Source, entry_text, feed_text
from offer_opendata.feeds.entry import Group, Release, entry_of, grouped
from offer_opendata.feeds.following import Following, following
from offer_opendata.feeds.index import index_page
from offer_opendata.feeds.names import names_of, titles_of
from offer_opendata.feeds.tables import read_tables
from offer_opendata.history.change import Change, change_of
from offer_opendata.history.past import CHANGES
from offer_opendata.history.rows import rows_of
from offer_opendata.package import Package, open_package, read_file

FOLDER = "feeds"
LATEST_RELEASES, MOST_ENTRIES = 6, 50
# Writing files costs more than making them; the site makes the feed of any other record.
MOST_OF_RECORDS = 500
OF_RECORDS = ("service", "provider")
NOTE = (
    f"Changes of the latest {LATEST_RELEASES} releases, at most {MOST_ENTRIES} in each feed. "
    "Older ones are in history/changes.csv of the data package and in the table change_log."
)


def write_feeds(package_folder: Path, folder: Path) -> None:
    """Write the feeds of a released package into `folder/feeds/`, in place of what is there.

    `all.xml` has the latest changes of everything; a need, a district and those 500 services
    and providers that changed last have feeds of their own, where one of the latest releases
    changed something of them.
    """
    target = folder / FOLDER
    package = open_package(package_folder)
    try:
        shutil.rmtree(target, ignore_errors=True)
        for path, text in feed_files(package):
            file = target / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode("utf-8"))
    except OSError as error:
        raise OfferError(f'the feeds in "{target}" cannot be written ({error})') from error


def feed_files(package: Package) -> Iterator[tuple[str, str]]:
    """Yield the path below `feeds/` and the text of each feed of a package, and of their index."""
    releases = _releases(package)
    if not releases:
        return
    source = source_of(package.descriptor, releases)
    changes = _latest_changes(package, sorted(releases)[-LATEST_RELEASES:])
    tables = read_tables(package, changes) if changes else {}
    names = names_of(tables, changes)
    groups = grouped(changes)
    follow = following(tables, changes) if changes else Following()

    @cache
    def xml(group: Group) -> str:
        entry = entry_of(releases[-group[0]], group[1], groups[group], names)
        return entry_text(entry, source)

    feeds = []
    title_for = titles_of(tables.get("terms"), names)
    for path, title, found in _feeds(groups, follow, (title_for, source)):
        latest = releases[-found[0][0] if found else max(releases)]
        feeds.append(Feed(path, title, latest.day, [xml(each) for each in found[:MOST_ENTRIES]]))
        yield path, feed_text(feeds[-1], source)
    yield "index.html", index_page(feeds, source)


def source_of(descriptor: Mapping[str, Any], releases: Mapping[int, Release]) -> Source:
    """Return what all feeds of a package share."""
    licence: Mapping[str, str] = next(iter(descriptor.get("licenses", ())), {})
    return Source(
        title=descriptor.get("title", ""),
        publisher=descriptor["offer"]["publisherName"],
        homepage=descriptor.get("homepage", ""),
        licence=licence.get("title", licence.get("name", "")),
        first=releases[min(releases)].fingerprint,
        note=NOTE,
    )


def path_of(kind: str, key: str) -> str:
    """Return the path of a feed below `feeds/`, from what it follows."""
    return f"{kind}/{quote(key, safe='')}.xml"


def title_of(name: str) -> str:
    """Return the title of a feed, from the name of what it follows."""
    return f"{name}: what changed"


def _feeds(
    groups: Mapping[Group, object],
    follow: Following,
    shared: tuple[Callable[[str, str], str], Source],
) -> Iterator[tuple[str, str, list[Group]]]:
    named, source = shared
    yield "all.xml", title_of(source.title), list(groups)
    followed: dict[tuple[str, str], list[Group]] = {}
    for group in groups:
        for feed in follow.feeds(group[1]):
            followed.setdefault(feed, []).append(group)
    of_records = [feed for feed in followed if feed[0] in OF_RECORDS]
    left_out = set(of_records[MOST_OF_RECORDS:])
    for kind, key in sorted(followed.keys() - left_out):
        name = named(kind, key) or key
        yield path_of(kind, key), title_of(name), followed[kind, key]


def _releases(package: Package) -> dict[int, Release]:
    if "releases" not in package.names:
        return {}
    table = package.table("releases")
    names = ("number", "release", "released_on", "fingerprint")
    places = [table.header.index(name) for name in names]
    found = ([row[place] for place in places] for row in table.rows)
    return {int(number): Release(int(number), *others) for number, *others in found}


def _latest_changes(package: Package, numbers: Iterable[int]) -> list[Change]:
    """Return the changes of the latest releases; those before them are not even parsed."""
    content = read_file(package.folder, CHANGES)
    header = next(rows_of(content))
    rows = rows_of(content[_start(content, numbers) :])
    return [change_of(dict(zip(header, row, strict=True))) for row in rows]


def _start(content: bytes, numbers: Iterable[int]) -> int:
    """Return where the changes of the first of some releases begin that has any."""
    for number in numbers:
        place, mark = -1, f"\r\n{number},1,".encode()
        while (place := content.find(mark, place + 1)) >= 0:
            if content.count(b'"', 0, place) % 2 == 0:  # else it stands inside of a value
                return place + len("\r\n")
    return len(content)
