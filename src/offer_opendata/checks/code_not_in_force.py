"""A code is in force on the day of the release.

Codes end when law or boundaries change; the list names the code that follows.

Wrong: `E08000016` for Barnsley after 30 April 2025.
Right: `E08000038`.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from offer_opendata.checks.data import Data, Findings, at_values
from offer_opendata.checks.days import day
from offer_opendata.checks.words import either, quoted, shown, spoken
from offer_opendata.issues import Severity
from offer_opendata.schema import Field
from offer_opendata.tables import Finding

CODE = "code-not-in-force"
SEVERITY: Severity = "warning"
_TERMED = ("service_terms", "document_terms", "route_terms")
_AREAS = ("local_authorities", "region")


def find(data: Data) -> Findings:
    """Yield a finding for each code of a list, of an area or of a term that is not in force."""
    for table in data.sourced():
        for field in table.resource.fields:
            used = data.distinct[table.resource.name][field.name]
            for name in _lists(field) if used else ():
                rows = (row for row in data.schema.codelists[name].rows if row["code"] in used)
                yield from at_values(table, field.name, _not_in_force(rows, data.released_on))
    yield from _terms(data)


def _lists(field: Field) -> Iterable[str]:
    return (field.codelist,) if field.codelist else _AREAS if "gss-code" in field.checks else ()


def _not_in_force(rows: Iterable[Mapping[str, str]], today: date) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for row in rows:
        start, end = day(row["valid_from"]), day(row["valid_to"])
        named = f"{quoted(row['code'])} ({shown(row['label'])})"
        successors = [code for code in row.get("replaced_by", "").split(" | ") if code]
        fix = f"Write {either(successors)}." if successors else "Choose a code that is in force."
        if end and end < today:
            found[row["code"]] = (f"{named} ended on {spoken(end)}.", fix)
        elif start and start > today:
            found[row["code"]] = (f"{named} comes into force only on {spoken(start)}.", fix)
    return found


def _terms(data: Data) -> Findings:
    terms = data.table("terms")
    dated = [i for i, (a, b) in data.rows("terms", "valid_from", "valid_to") if a or b]
    said: dict[tuple[str, ...], tuple[str, str]] = {}
    for i in dated:
        for problem in _not_in_force([terms.record(i)], data.released_on).values():
            said[terms.keys[i]] = problem
    for name in _TERMED if said else ():
        for index, value in data.rows(name, "taxonomy", "code"):
            if value in said:
                yield Finding(name, index, "code", value[-1], *said[value])
