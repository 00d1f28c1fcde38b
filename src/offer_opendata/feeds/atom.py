"""Atom (RFC 4287): entries and feeds as XML text.

Written as text, as making trees of many thousand entries took most of the time; whatever is
not ours goes through `_text` or `quoteattr`, which no mark-up passes, and the whole through
`_clean`, which no forbidden character passes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID, uuid5
from xml.sax.saxutils import quoteattr

from offer_opendata.feeds.entry import Entry

# What XML 1.0 cannot hold in any way of writing it.
_FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Feed:
    """A feed: its place below `feeds/`, such as `service/svc-1.xml`, its title and its entries.

    `day` is that of the latest entry; `entries` are XML.
    """

    path: str
    title: str
    day: str
    entries: Sequence[str]


@dataclass(frozen=True)
class Source:
    """What all feeds of a publication share; `first` is the fingerprint of its first release."""

    title: str
    publisher: str
    homepage: str
    licence: str
    first: str
    note: str

    def urn(self, name: str) -> str:
        """Return an identifier that never changes, for an entry or a feed of this publication."""
        return f"urn:uuid:{uuid5(self.namespace, name)}"

    @cached_property
    def namespace(self) -> UUID:
        """What sets the identifiers of this publication apart from those of others."""
        return UUID(self.first[:32])


def entry_text(entry: Entry, source: Source) -> str:
    """Return an entry as XML."""
    release = entry.release
    name = f"{release.number}/{entry.owner[0]}/{entry.owner[1]}"
    reasons = "".join(
        f"<category term={quoteattr(code)} label={quoteattr(label)}/>"
        for code, label in entry.reasons.items()
    )
    return _clean(
        f"<entry><id>{source.urn(name)}</id><title>{_text(entry.title)}</title>"
        f"<updated>{release.day}T00:00:00Z</updated>{reasons}"
        f'<content type="html">{_text(entry.content)}</content></entry>\n'
    )


def feed_text(feed: Feed, source: Source) -> str:
    """Return a feed as XML."""
    home = f'<link rel="alternate" href={quoteattr(source.homepage)}/>' if source.homepage else ""
    older = f"{'../' * feed.path.count('/')}../../offer/change_log"
    head = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">\n'
        f"<id>{source.urn(feed.path)}</id>\n<title>{_text(feed.title)}</title>\n"
        f"<subtitle>{_text(source.note)}</subtitle>\n<updated>{feed.day}T00:00:00Z</updated>\n"
        f"<author><name>{_text(source.publisher)}</name></author>\n"
        f"<rights>{_text(source.licence)}</rights>\n{home}"
        f'<link rel="related" href="{older}" title="All changes, older ones too"/>\n'
    )
    return f"{_clean(head)}{''.join(feed.entries)}</feed>\n"


def _text(text: str) -> str:
    clean = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return clean.replace("\r", "&#13;") if "\r" in clean else clean


def _clean(text: str) -> str:
    return text if text.isascii() and text.isprintable() else _FORBIDDEN.sub("\ufffd", text)
