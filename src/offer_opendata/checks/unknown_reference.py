"""A record that names another one names one that is there.

Wrong: a service whose provider is `org-0099`, where no organisation has that id.
Right: `org-0012`, or a row for `org-0099` in the sheet for organisations.
"""

from collections.abc import Callable, Iterator, Mapping

from offer_opendata.checks.data import Data, Findings, keys
from offer_opendata.checks.suggest import SEVERAL, are_several, nearest, of_drop_down, spellings
from offer_opendata.checks.words import quoted
from offer_opendata.issues import Severity
from offer_opendata.schema import ForeignKey, Schema
from offer_opendata.tables import Finding, Table

CODE = "unknown-reference"
SEVERITY: Severity = "error"
OF_A_LIST = "Choose one from the list; a word of your own belongs to your own categories."
_Known = dict[tuple[str, ...], tuple[Mapping[str, str], Mapping[str, str]]]


def find(data: Data) -> Findings:
    """Yield a finding for each reference that leads nowhere; a blank part makes it no reference."""
    for table in data.tables.values():
        for key in table.resource.foreign_keys:
            target = data.table(key.resource)
            missing = data.different(table, key.fields) - data.different(target, key.references)
            if missing:
                values = keys(table, key.fields)
                places = (index for index, value in enumerate(values) if value in missing)
                yield from _findings(table, key, (target, data.schema), places)


def _findings(
    table: Table,
    key: ForeignKey,
    there: tuple[Table, Schema],
    places: Iterator[int],
) -> Findings:
    target, schema = there
    title, lists = target.resource.title, schema.codelists["taxonomy"].labels
    known = _known(key, target)
    fixes: dict[tuple[str, ...], str] = {}
    for index in places:
        value = tuple(table.columns[name][index] for name in key.fields)
        if "" in value:
            continue
        listed = lists.get(value[0], "") if len(value) > 1 else ""
        within = "".join(f" under {quoted(part)}" for part in value[:-1])
        where = f"the list {quoted(listed)}" if listed else f"{quoted(title)}{within}"
        if value not in fixes:
            fix = of_drop_down if listed and value[0] in schema.taxonomies else _of_codes
            fixes[value] = _fix(value[-1], known.get(value[:-1], ({}, {})), fix) or (
                OF_A_LIST if listed else f"Correct it, or add a record for it to {quoted(title)}."
            )
        message = f"There is no {quoted(value[-1])} in {where}."
        yield Finding(table.resource.name, index, key.fields[-1], value[-1], message, fixes[value])


def _fix(
    value: str,
    known: tuple[Mapping[str, str], Mapping[str, str]],
    said: Callable[[str, str], str],
) -> str:
    words, labels = known
    if are_several(value, words):
        return SEVERAL
    meant = nearest(value, words)
    return said(meant, labels[meant] or meant) if meant else ""


def _of_codes(code: str, label: str) -> str:
    return f"Write {quoted(code)} if you mean {quoted(label)}."


def _known(key: ForeignKey, target: Table) -> _Known:
    """Return what may be meant, by the parts of the key before the last."""
    label = target.resource.descriptor.get("label", key.references[-1])
    synonyms = target.columns.get("synonyms", [""] * len(target))
    columns = [target.columns[name] for name in (*key.references, label)]
    rows: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for (*within, code, word), others in zip(zip(*columns, strict=True), synonyms, strict=True):
        row = {"code": code, "label": word, "synonyms": others}
        rows.setdefault(tuple(within), []).append(row)
    return {
        within: (spellings(some), {row["code"]: row["label"] for row in some})
        for within, some in rows.items()
    }
