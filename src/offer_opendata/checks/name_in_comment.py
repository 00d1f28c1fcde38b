"""Comments and responses name no child and no family.

Two words with capital letters near an age, a school or a condition are taken for a
name, unless the package knows them as the name of a service, a provider or a place, or
`not_people` under `[policy]` in `offer.toml` names them. The report does not repeat the
text.

Wrong: `My son Sam waits`, `Jane Marlow, aged 9, attends Millbrook School`, `Mrs Marlow said`.
Right: `A parent said that their child waits`.

Source: SI 2014/1530 reg 56: nothing that identifies a person.
"""

import re
from collections.abc import Sequence

from offer_opendata.checks.data import Data, Findings
from offer_opendata.checks.people import named_person
from offer_opendata.checks.words import quoted
from offer_opendata.issues import Severity
from offer_opendata.tables import Finding, Table

CODE = "name-in-comment"
SEVERITY: Severity = "error"
_TEXTS = {"comments": ("summary",), "responses": ("response", "action")}
_NAMES = {
    "organizations": "name",
    "services": "name",
    "locations": "name",
    "areas": "name",
    "terms": "label",
    "documents": "title",
    "routes": "title",
}


FIX = (
    "Take the name out, or say what the person is, such as a parent. If it is no person's name, "
    "add it to not_people under [policy] in offer.toml."
)


def find(data: Data) -> Findings:
    """Yield a finding for each comment or response that seems to name a person."""
    known = ""
    for resource, fields in _TEXTS.items():
        table = data.table(resource)
        known = known or (_known(data) if len(table) else "")
        for name in fields:
            yield from _findings(table, name, known, data.not_people)


def _findings(table: Table, name: str, known: str, not_people: Sequence[str]) -> Findings:
    title = quoted(table.resource.by_name[name].title)
    for index, value in enumerate(table.columns[name]):
        clue = named_person(without(value, not_people), known)
        if clue:
            message = f"{title} seems to name a person, by the words {quoted(clue)}."
            yield Finding(table.resource.name, index, name, "", message, FIX)


def without(text: str, names: Sequence[str]) -> str:
    """Return a text without names that somebody found to be no person's."""
    for name in names:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "…", text)
    return text


def _known(data: Data) -> str:
    names = (data.table(resource).columns[field] for resource, field in _NAMES.items())
    return "\n".join(name for column in names for name in column).casefold()
