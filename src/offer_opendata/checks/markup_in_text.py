"""A text is plain text; a page shows tags and entities of HTML as they stand.

Wrong: `<p>Play &amp; stay</p>`.
Right: `Play & stay`.
"""

import html
import re

from offer_opendata.checks.data import Problem
from offer_opendata.checks.fields import is_written
from offer_opendata.checks.words import quoted, write
from offer_opendata.issues import Severity
from offer_opendata.schema import Field, Schema

CODE = "markup-in-text"
SEVERITY: Severity = "warning"
SIGNS = ("<", "&")
_TAGS = (
    "a|abbr|b|blockquote|br|button|center|code|div|em|embed|font|form|h[1-6]|hr|i|iframe|img|input|"
    "label|li|link|meta|object|ol|p|pre|script|section|small|span|strong|style|sub|sup|svg|table|"
    "tbody|td|th|thead|tr|u|ul|video"
)
_TAG = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>|<!--", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#[0-9]{2,5}|#[xX][0-9a-fA-F]{2,4}|[a-zA-Z]{2,8});")


def applies(field: Field) -> bool:
    """Return whether people write freely in the field."""
    return is_written(field)


def problem(value: str, _field: Field, _schema: Schema) -> Problem:
    """Return the problem where the value holds tags or entities of HTML."""
    found = _TAG.search(value) or _ENTITY.search(value)
    if not found:
        return None
    plain = " ".join(html.unescape(_TAG.sub(" ", value)).split())
    fix = write(plain) if 0 < len(plain) <= 60 else "Paste it as plain text."
    return f"{quoted(value)} holds {quoted(found[0])}, which is written for a web page.", fix
