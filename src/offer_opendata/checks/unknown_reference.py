"""A record that names another one names one that is there.

Wrong: a service whose provider is `org-0099`, where no organisation has that id.
Right: `org-0012`, or a row for `org-0099` in the sheet for organisations.
"""

from collections.abc import Hashable, Mapping

from offer_opendata.checks.data import Data, Findings, keys
from offer_opendata.checks.suggest import nearest, spellings
from offer_opendata.checks.words import quoted
from offer_opendata.issues import Severity
from offer_opendata.schema import ForeignKey
from offer_opendata.tables import Finding, Table

CODE = "unknown-reference"
SEVERITY: Severity = "error"


def find(data: Data) -> Findings:
    """Yield a finding for each reference that leads nowhere; a blank part makes it no reference."""
    for table in data.tables.values():
        for key in table.resource.foreign_keys:
            target = data.table(key.resource)
            values = keys(table, key.fields)
            missing = set(values) - set(keys(target, key.references))
            missing = {value for value in missing if "" not in value}
            if missing:
                yield from _findings(table, key, target, (values, missing))


def _findings(
    table: Table,
    key: ForeignKey,
    target: Table,
    found: tuple[list[tuple[Hashable, ...]], set[tuple[Hashable, ...]]],
) -> Findings:
    values, missing = found
    fixes = {value: _fix(tuple(map(str, value)), key, target) for value in missing}
    for index, value in enumerate(values):
        if value in missing:
            last = table.columns[key.fields[-1]][index]
            within = "".join(f" under {quoted(str(part))}" for part in value[:-1])
            message = f"There is no {quoted(last)} in {quoted(target.resource.title)}{within}."
            yield Finding(
                table.resource.name, index, key.fields[-1], last, message, fixes[value]
            )


def _fix(value: tuple[str, ...], key: ForeignKey, target: Table) -> str:
    known = [row for row in _rows(key, target) if row["within"] == str(value[:-1])]
    meant = nearest(value[-1], spellings(known))
    label = next((row["label"] for row in known if row["code"] == meant and row["label"]), "")
    if meant:
        return f"Write {quoted(meant)}{f' if you mean {label}' if label else ''}."
    return f"Correct it, or add a record for it to {quoted(target.resource.title)}."


def _rows(key: ForeignKey, target: Table) -> list[Mapping[str, str]]:
    names = (*key.references, target.resource.descriptor.get("label", key.references[-1]))
    blank = [""] * len(target)
    columns = [target.columns[name] for name in names]
    synonyms = target.columns.get("synonyms", blank)
    return [
        {"within": str(tuple(parts[:-2])), "code": parts[-2], "label": parts[-1], "synonyms": words}
        for parts, words in zip(zip(*columns, strict=True), synonyms, strict=True)
    ]
