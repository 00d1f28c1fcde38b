"""A whole page that a person can mail: it loads nothing, and nothing in it runs."""

import base64
import hashlib
from collections.abc import Iterable

from offer_opendata.report.markup import Html, tag, void


def whole_page(title: str, style: str, body: Iterable[Html]) -> str:
    """Return an HTML page with its one style sheet inside, which its policy names by its hash."""
    page = tag("html", _head(title, style), tag("body", *body), lang="en-GB")
    return f"<!doctype html>\n{page.text}\n"


def _head(title: str, style: str) -> Html:
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return tag(
        "head",
        void("meta", charset="utf-8"),
        void("meta", http_equiv="Content-Security-Policy", content=policy),
        void("meta", name="viewport", content="width=device-width, initial-scale=1"),
        void("meta", name="referrer", content="no-referrer"),
        void("meta", name="robots", content="noindex"),
        tag("title", title),
        tag("style", Html(style)),
    )
