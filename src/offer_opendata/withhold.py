"""The policy `errors = "withhold"`: what is wrong is left out, and every omission is said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from offer_opendata.issues import Issue, errors
from offer_opendata.schema import Resource
from offer_opendata.stage_issues import stage_issue
from offer_opendata.tables import Table, Tables


@dataclass(frozen=True)
class Withheld:
    """Tables without what was wrong, and one issue for each value and record left out."""

    tables: dict[str, Table]
    issues: tuple[Issue, ...]


@dataclass
class _Omissions:
    """What is to be left out of one table: whole records, and single values."""

    records: set[int] = field(default_factory=set)
    values: set[tuple[int, str]] = field(default_factory=set)


def withhold(tables: Tables, issues: Sequence[Issue]) -> Withheld:
    """Return the tables without invalid values, and what was left out.

    An invalid optional value is left out; a record with an invalid required value is
    left out with everything that hangs on it.
    """
    wrong = [issue for issue in errors(issues) if issue.resource in tables]
    plan = {name: _omissions(table, wrong) for name, table in tables.items()}
    said: list[Issue] = []
    while True:
        said += [issue for name, table in tables.items() for issue in _said(table, plan[name])]
        tables = {name: _without(table, plan[name]) for name, table in tables.items()}
        plan = {name: _dangling(table, tables) for name, table in tables.items()}
        if not any(each.records or each.values for each in plan.values()):
            return Withheld(dict(tables), tuple(said))


def _omissions(table: Table, wrong: Sequence[Issue]) -> _Omissions:
    mine = [issue for issue in wrong if issue.resource == table.resource.name]
    found = _Omissions()
    if not mine:
        return found
    places: dict[str, list[int]] = {}
    for i in range(len(table)):
        places.setdefault(table.resource.key_text(_key(table, i)), []).append(i)
    for issue in mine:
        for i in places.get(issue.id, ()):
            _omit(found, table, i, issue.field)
    return found


def _key(table: Table, i: int) -> dict[str, str]:
    return {name: table.columns[name][i] for name in table.resource.primary_key}


def _omit(found: _Omissions, table: Table, i: int, name: str) -> None:
    resource = table.resource
    if not name or _needed(resource, name):
        found.records.add(i)
        return
    pairs = [pair for pair in resource.descriptor.get("ordered", ()) if name in pair]
    together = {name, *(each for pair in pairs for each in pair)}
    found.values.update((i, each) for each in together if not _needed(resource, each))


def _needed(resource: Resource, name: str) -> bool:
    """Whether a record means nothing without a field, once it had a value."""
    one_of = resource.descriptor.get("exactlyOne", ())
    return resource.by_name[name].required or name in resource.primary_key or name in one_of


def _said(table: Table, plan: _Omissions) -> Iterable[Issue]:
    for i in sorted(plan.records):
        yield _issue("record-withheld", table, i, table.resource.primary_key[0])
    for i, name in sorted(plan.values):
        if i not in plan.records and table.columns[name][i]:
            yield _issue("value-withheld", table, i, name)


def _issue(code: str, table: Table, i: int, name: str) -> Issue:
    key = table.resource.key_text(_key(table, i))
    place = replace(table.place(i, name), resource=table.resource.name, id=key)
    title = table.resource.by_name[name].title
    return stage_issue(code, place, id=key, title=title, resource=table.resource.title)


def _without(table: Table, plan: _Omissions) -> Table:
    columns = dict(table.columns)
    for name in {name for _, name in plan.values}:
        gone = {i for i, each in plan.values if each == name}
        columns[name] = ["" if i in gone else cell for i, cell in enumerate(columns[name])]
    table = table.with_columns(columns) if plan.values else table
    if not plan.records:
        return table
    return table.select([i for i in range(len(table)) if i not in plan.records])


def _dangling(table: Table, tables: Tables) -> _Omissions:
    found = _Omissions()
    for key in table.resource.foreign_keys:
        if key.resource not in tables:
            continue
        target = tables[key.resource].columns
        known = set(zip(*(target[name] for name in key.references), strict=True))
        values = list(zip(*(table.columns[name] for name in key.fields), strict=True))
        missing = {value for value in set(values) - known if all(value)}
        for i, value in enumerate(values) if missing else ():
            if value in missing:
                _omit(found, table, i, key.fields[-1])
    return found


def still_wrong(issues: Sequence[Issue]) -> list[Issue]:
    """Return the errors that leaving out cannot mend: those of no single record."""
    return [issue for issue in errors(issues) if not issue.resource or not issue.id]
