"""A page that lists the feeds, for whoever looks for the one to follow."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from offer_opendata.feeds.atom import Feed, Source

_HEADINGS = {
    "all.xml": "Everything",
    "district": "By district",
    "need": "By need",
    "provider": "By provider",
    "service": "By service",
}


def index_page(feeds: Sequence[Feed], source: Source) -> str:
    """Return the page: a list of links for each kind of feed."""
    title = f"{escape(source.title)}: feeds"
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{title}</title>\n<link rel="alternate" type="application/atom+xml" '
        f'href="all.xml" title="Everything">\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n'
        f"<p>{escape(source.note)}</p>\n{''.join(_lists(feeds))}</main>\n</body>\n</html>\n"
    )


def _lists(feeds: Iterable[Feed]) -> Iterator[str]:
    for kind, group in groupby(feeds, lambda feed: feed.path.partition("/")[0]):
        links = (
            f'<li><a href="{escape(feed.path.replace("%", "%25"))}">{escape(feed.title)}</a></li>\n'
            for feed in group
        )
        yield f"<h2>{_HEADINGS[kind]}</h2>\n<ul>\n{''.join(links)}</ul>\n"
