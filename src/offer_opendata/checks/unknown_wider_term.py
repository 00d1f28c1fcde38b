"""A term that is part of another one names a term of its own list, and never itself.

Wrong: a category whose *Part of* is `clbs`, where no category has that code.
Right: `clubs`.
"""

from collections.abc import Iterator, Mapping

from offer_opendata.checks.data import Data, Findings
from offer_opendata.checks.suggest import nearest, spellings
from offer_opendata.checks.words import quoted
from offer_opendata.issues import Severity
from offer_opendata.tables import Finding

CODE = "unknown-wider-term"
SEVERITY: Severity = "error"
_FIELDS = ("taxonomy", "code", "label", "synonyms", "parent_code")


def find(data: Data) -> Findings:
    """Yield a finding for each wider term that is not in the list, or that leads round a circle."""
    terms = [row for _, row in data.rows("terms", *_FIELDS)]
    wider = {(taxonomy, code): (taxonomy, parent) for taxonomy, code, _, _, parent in terms}
    titles = data.schema.codelists["taxonomy"].labels
    for index, (taxonomy, code, _, _, parent) in enumerate(terms):
        if not parent:
            continue
        if (taxonomy, parent) not in wider:
            title = quoted(titles.get(taxonomy, taxonomy))
            message = f"There is no {quoted(parent)} in the list {title}."
            fix = _fix(parent, [row for row in terms if row[0] == taxonomy])
        elif (taxonomy, code) in _above((taxonomy, code), wider):
            message = f"{quoted(code)} is part of itself, by way of {quoted(parent)}."
            fix = "Correct it, or leave the cell blank."
        else:
            continue
        yield Finding("terms", index, "parent_code", parent, message, fix)


def _above(
    term: tuple[str, str], wider: Mapping[tuple[str, str], tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    seen = set()
    while (term := wider.get(term, ("", ""))) not in seen and term[1]:
        seen.add(term)
        yield term


def _fix(parent: str, terms: list[tuple[str, ...]]) -> str:
    rows = [{"code": code, "label": label, "synonyms": words} for _, code, label, words, _ in terms]
    labels = {row["code"]: row["label"] for row in rows}
    meant = nearest(parent, spellings(rows))
    if meant:
        return f"Write {quoted(meant)} if you mean {quoted(labels[meant])}."
    return "Correct it, add a row for it, or leave the cell blank."
