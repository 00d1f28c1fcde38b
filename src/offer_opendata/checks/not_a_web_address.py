r"""A web address begins with https:// or http:// and leads to a site that anybody can reach.

Wrong: `www.example.org`, `https://a.example.org and https://b.example.org`,
`mailto:help@example.org`, `C:\\leaflets\\club.pdf`, `http://localhost/club`.
Right: `https://www.example.org/club`.

Source: RFC 3986; names of computers by RFC 1123.
"""

import re
from collections.abc import Callable

from offer_opendata.checks.data import Problem
from offer_opendata.checks.fields import has_check, or_blank
from offer_opendata.checks.words import quoted, write
from offer_opendata.issues import Severity
from offer_opendata.schema import Field, Schema

CODE = "not-a-web-address"
SEVERITY: Severity = "error"
LONGEST = 500
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_HOST = rf"(?:{_LABEL}\.)+(?:[^\W\d_]{{2,63}}|[Xx][Nn]--[A-Za-z0-9-]{{1,59}})"
_ADDRESS = re.compile(
    rf"(?i:https?)://(?!www\.[^.]+(?:[/?#:]|$)){_HOST}(?::[0-9]{{1,5}})?(?:[/?#][^\s<>\"\x00-\x1f\x7f]*)?"
)
_BARE = re.compile(rf"{_HOST}(?:[/?#][^\s<>\"\x00-\x1f\x7f]*)?")
_BEGINNING = re.compile(r"(?i)^\s*(?:h?t{1,3}ps?\s*[:;.]?\s*[/\\]+|//)?")
_MENDED = ("", "it has a space in it", "it does not begin with https://", "it ends with a dot")
_REASONS = (
    (
        r"(?s).*(?:https?://|www\.).*[\s,;](?:and |or )?(?:https?://|www\.)",
        "it holds two addresses",
    ),
    (r"(?i)(?:mailto:.*|[^\s/@]+@[^\s/@]+$)", "it is an e-mail address"),
    (r"(?i)(?:file:|[a-z]:[\\/]|\\\\)", "it is a file on one computer"),
    (r"(?i)(?:javascript|data|vbscript):", "it would run a program"),
    (r"(?i)(?:ftp|tel|sms|about|blob):", "it does not begin with https://"),
    (r"(?i)https?://[^/]*@", "it holds a user name"),
    (
        r"(?i)(?:https?://)?(?:\[|[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?:[:/]|$))",
        "it has numbers for a name",
    ),
    (r"(?i)(?:https?://)?localhost\b", "it is on one computer only"),
    (r"(?s).*\s", "it has a space in it"),
    (r"(?i)https?:?/{0,3}$", "it is only the beginning of one"),
    (r"(?!(?i:https?)://)(?i:h?t{0,3}ps?\s?[:;.]?\s?[/\\]+|//)", "it does not begin with https://"),
    (r".*\.$", "it ends with a dot"),
    (r"(?i)https?://www\.[^.]+(?:[/?#:]|$)", "something is missing after www"),
    (r"(?i)https?://[^./?#:]+(?:[/?#:]|$)", "its name has no dot"),
)


def applies(field: Field) -> bool:
    """Return whether the field holds web addresses."""
    return has_check(field, "web-address")


def quick(_field: Field) -> Callable[[str], object]:
    """Return what is true of whole addresses."""
    return _ADDRESS.fullmatch


def problem(value: str, field: Field, _schema: Schema) -> Problem:
    """Return the problem where the value is not one address on the public web."""
    if _ADDRESS.fullmatch(value):
        return None
    why = next((why for pattern, why in _REASONS if re.match(pattern, value[:LONGEST])), "")
    rest = _BEGINNING.sub("", value).strip().removesuffix(".")
    if why in _MENDED and _BARE.fullmatch(rest):
        said = why or "it does not begin with https://"
        return f"{quoted(value)} is not a web address: {said}.", write(f"https://{rest}")
    return f"{quoted(value)} is not a web address{why and f': {why}'}.", _fix(why, field)


def _fix(why: str, field: Field) -> str:
    if "two" in why:
        return "Keep one address, and put the other into the sheet for further links."
    if "e-mail" in why:
        return "Put it into the column for e-mail addresses."
    return f"Copy the address from the browser{or_blank(field)}."
