"""What a release seals: commitments to its rows, digests of its changes, and its record."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from offer_opendata.canonical_json import canonical_json, sha256
from offer_opendata.history.change import ADDED, HEADER, REMOVED, Change
from offer_opendata.history.commitments import Commitment, commit_row, digest
from offer_opendata.history.past import Past
from offer_opendata.history.rows import filled, row_id
from offer_opendata.history.salts import Place, Salt, salts_text
from offer_opendata.history.step import Step

NewSalt = Callable[[str, str], str]
WORDS = ("title", "note", "released_by_role")


@dataclass(frozen=True)
class Contents:
    """What a release holds: `row_ids` of every resource in order, and its facts in clear.

    `facts` are number, release, date, publisher, schema_version, descriptor and key, as the
    record names them; `words` are title, note and released_by_role.
    """

    row_ids: Mapping[str, Sequence[str]]
    step: Step
    facts: Mapping[str, Any]
    words: Mapping[str, str]
    erasures: Sequence[Sequence[str]] = ()


@dataclass(frozen=True)
class Sealed:
    """The record of a release in its one form, its fingerprint, and its lines of salts.csv."""

    record: bytes
    fingerprint: str
    salts: str


@dataclass(frozen=True)
class _Versions:
    """The commitments before and after, and how to take a digest of a value on either side."""

    past: Past | None
    new: Mapping[Place, Commitment] = field(default_factory=dict)

    def before(self, place: Place) -> Salt:
        if self.past is None:
            raise ValueError("the first release has nothing before it")
        return self.past.latest[place]

    def digest_before(self, place: Place, name: str, value: str) -> str:
        if not value:
            return ""
        salt = self.before(place)
        if salt.salt:
            return digest(bytes.fromhex(salt.salt), (*place, name), value)
        return self.past.digests[salt.number, *place][name].digest if self.past else ""

    def digest_after(self, place: Place, name: str, value: str) -> str:
        return digest(bytes.fromhex(self.new[place].salt), (*place, name), value) if value else ""


def seal(contents: Contents, past: Past | None, salt: NewSalt) -> Sealed:
    """Return what is sealed of a release: the same contents and salts give the same bytes.

    `past` is the release before, None for the first; `salt` gives a new salt, in hexadecimal,
    for a resource and a row_id.
    """
    number = contents.facts["number"]
    rows = {(each.resource, each.row_id): each for each in _committed(contents.step, salt)}
    notes = {
        ("changes", change.note_id): (("note", change.note),)
        for change in contents.step.changes
        if change.note
    }
    words = tuple((name, contents.words[name]) for name in WORDS if contents.words.get(name))
    sealed = {**notes, **({("releases", str(number)): words} if words else {})}
    others = {place: commit_row(place, salt(*place), said) for place, said in sealed.items()}
    versions = _Versions(past, {**rows, **others})
    record = canonical_json(_record(contents, versions))
    return Sealed(record, sha256(record), salts_text(number, [*rows.values(), *others.values()]))


def lines_hash(rows: Iterable[Sequence[Any]]) -> str:
    """Return the hash over rows: of their canonical JSON, each with a line break behind it."""
    return sha256(b"".join(canonical_json(list(row)) + b"\n" for row in rows))


def _committed(step: Step, salt: NewSalt) -> Iterable[Commitment]:
    for name, records in step.fresh.items():
        for key in sorted(records.by_key):
            place = (name, row_id(key))
            values = filled(records.names, records.by_key[key])
            yield commit_row(place, salt(*place), values)


def _record(contents: Contents, versions: _Versions) -> dict[str, Any]:
    number = str(contents.facts["number"])
    past, step = versions.past, contents.step
    renames = [(number, each.resource, each.before, each.after) for each in step.renames]
    words = {
        name: versions.digest_after(("releases", number), name, contents.words.get(name, ""))
        for name in WORDS
    }
    return {
        **contents.facts,
        **words,
        "state": _state(contents.row_ids, versions),
        "changes": lines_hash(_sealed_change(each, step, versions) for each in step.changes),
        "erasures": lines_hash(contents.erasures),
        "renames": lines_hash(renames),
        "rows": {name: len(found) for name, found in contents.row_ids.items()},
        "previous": past.fingerprint if past else "",
    }


def _state(row_ids: Mapping[str, Sequence[str]], versions: _Versions) -> str:
    new, old = versions.new, versions.past.latest if versions.past else {}
    lines = [
        f"{name}\t{each}\t{(new.get((name, each)) or old[name, each]).commitment}\n"
        for name, found in row_ids.items()
        for each in found
    ]
    return sha256("".join(lines).encode("utf-8"))


def _sealed_change(change: Change, step: Step, versions: _Versions) -> list[str]:
    place = change.place
    names = {(each.resource, each.after): each.before for each in step.renames}
    old = names.get((change.resource, change.field), change.field)
    before = versions.digest_before(place, old, change.before) if change.field else ""
    after = versions.digest_after(place, change.field, change.after)
    if change.action == REMOVED:
        before = versions.before(place).commitment
    elif change.action == ADDED:
        after = versions.new[place].commitment
    note = versions.digest_after(("changes", change.note_id), "note", change.note)
    row = dict(zip(HEADER, change.row(), strict=True))
    return list({**row, "before": before, "after": after, "note": note}.values())
