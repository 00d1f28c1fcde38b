"""The same record or a new one: records that went and came in one step and are otherwise equal."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from offer_opendata.asking.around import Around
from offer_opendata.history.change import Change
from offer_opendata.history.naming import short
from offer_opendata.schema import Resource, fold
from offer_opendata.tables import Tables

ASKED = ("organizations", "services", "locations")
ENOUGH = 3
Row = Mapping[str, str]


@dataclass(frozen=True)
class Proposal:
    """A record that went and one that came, and why they may be the same.

    `source_id` is the new id as the source has it, where one was minted for it: its key.
    """

    resource: str
    published_id: str
    source_id: str
    before: str
    after: str
    evidence: str

    @property
    def about(self) -> tuple[str, str, str]:
        """What it asks: the two ids of a resource."""
        return self.resource, self.published_id, self.source_id


@dataclass(frozen=True)
class _Record:
    """A record that went or came: its row, and what it is known by besides its name."""

    row: Row
    beside: Mapping[str, str]

    @property
    def id(self) -> str:
        return self.row["id"]


_Sign = Callable[[_Record], tuple[str, ...]]


def proposals(
    changes: Sequence[Change], tables: Tables, keys: Mapping[tuple[str, str], str]
) -> list[Proposal]:
    """Return the pairs of records that may be one, each record in at most one pair.

    Alike in all values but ids and links to others; or with the same name and the same
    provider and postcode, or contact. Where several records are alike, none is proposed: it
    would be a guess. `keys` gives the source key of an id that was minted.
    """
    around = Around(changes, tables)
    found = []
    for name in ASKED:
        if name in tables:
            resource = tables[name].resource
            gone = [_Record(row, around.beside(name, row)) for row in around.gone(name)]
            come = [_Record(row, around.beside(name, row)) for row in around.come(name)]
            for old, new, evidence in _pairs(resource, gone, come):
                before, after = (short(each.row.get("name") or each.id) for each in (old, new))
                source_id = keys.get((name, new.id), new.id)
                found.append(Proposal(name, old.id, source_id, before, after, evidence))
    return found


def _pairs(
    resource: Resource, gone: Sequence[_Record], come: Sequence[_Record]
) -> Iterator[tuple[_Record, _Record, str]]:
    links = {name for key in resource.foreign_keys for name in key.fields}
    plain = [field.name for field in resource.fields if field.name not in {"id", *links}]

    def whole(record: _Record) -> tuple[str, ...]:
        values = tuple(record.row.get(name, "") for name in plain)
        return values if sum(map(bool, values)) >= ENOUGH and _is_known(record) else ()

    paired: set[str] = set()
    for old, new in (*_alone(whole, gone, come), *_alone(_name_and_beside, gone, come)):
        if not {old.id, new.id} & paired:
            paired |= {old.id, new.id}
            yield old, new, _evidence(old, new, plain)


def _alone(
    sign: _Sign, gone: Sequence[_Record], come: Sequence[_Record]
) -> Iterator[tuple[_Record, _Record]]:
    """Yield the pairs with one sign which no third record has."""
    olds, news = _by_sign(sign, gone), _by_sign(sign, come)
    for key, records in olds.items():
        if key and len(records) == len(news.get(key, ())) == 1:
            yield records[0], news[key][0]


def _by_sign(sign: _Sign, records: Sequence[_Record]) -> dict[tuple[str, ...], list[_Record]]:
    found: dict[tuple[str, ...], list[_Record]] = {}
    for record in records:
        found.setdefault(sign(record), []).append(record)
    return found


def _name_and_beside(record: _Record) -> tuple[str, ...]:
    name, beside = fold(record.row.get("name", "")), tuple(record.beside.values())
    return (name, *beside) if name and any(beside) else ()


def _is_known(record: _Record) -> bool:
    return bool(record.row.get("name") or record.row.get("postcode"))


def _evidence(old: _Record, new: _Record, plain: Sequence[str]) -> str:
    differing = [name for name in plain if old.row.get(name, "") != new.row.get(name, "")]
    if not differing:
        count = sum(bool(old.row.get(name)) for name in plain)
        return f"All {count} values are the same, but for the id"
    same = ["name", *(word for word, value in old.beside.items() if value)]
    return f"The same {' and '.join(same)}; other values: {len(differing)}"
