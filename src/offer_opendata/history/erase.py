"""Erasure: a published value leaves every state and change, and everything still verifies.

The salt of each version of the row that held it goes, and with it the way to guess the value
from its digest; the digest stays, so that commitments, states and fingerprints hold. What other
fields of that version held is still proven, by the salts of those fields alone.
"""

import dataclasses
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from offer_opendata.errors import OfferError
from offer_opendata.history.change import ERASED, HEADER, REMOVED, Change
from offer_opendata.history.commitments import digest, field_salt
from offer_opendata.history.past import CHANGES, DIGESTS, RELEASES, SALTS, Past
from offer_opendata.history.replay import (
    changes_by_release,
    current_state,
    renames_by_release,
    resource_at,
    table_text,
    undo,
)
from offer_opendata.history.rows import csv_text, lines, parsed
from offer_opendata.history.salts import SALTS as SALTS_HEADER
from offer_opendata.history.salts import KeptDigest, Salt, Version, digests_text, read_versions
from offer_opendata.history.seal import WORDS
from offer_opendata.history.step import Rename


@dataclass(frozen=True, order=True)
class ErasedPlace:
    """Where values are to be taken out: a field of a record, with what stands there from now on.

    `resource` may also be `changes` (a note, by the row_id of its change) or `releases`
    (title, note or released_by_role, by number). `kept` is the value after the erasure.
    """

    resource: str
    row_id: str
    field: str
    kept: str = dataclasses.field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.resource} {self.row_id} {self.field}"


@dataclass(frozen=True)
class _Trail:
    """A place through time: the name of its field at each release, and where values stood.

    `rows` has the record as it was in each release, and `values` the whole row of each
    version in which a value is to be taken out.
    """

    place: ErasedPlace
    names: Mapping[int, str]
    rows: Mapping[int, Mapping[str, str]]
    values: Mapping[int, Mapping[str, str]]
    numbers: list[int]

    def gone_before(self, number: int) -> bool:
        """Whether the version that a release ended loses its value."""
        return max((each for each in self.numbers if each < number), default=0) in self.values


def erase(past: Past, places: Iterable[ErasedPlace]) -> Past:
    """Return the past with everything taken out that stood at the places, but what is kept.

    The next release goes on from it. Raises OfferError where nothing stood at a place.
    """
    for place in sorted(places):
        trail = _trail(past, place)
        if not trail.values:
            raise OfferError(
                f"nothing to erase at {place}: no release has a value there; list every place "
                "with: offer-opendata erase --find TEXT"
            )
        texts = {
            **_salts_without(past, trail),
            CHANGES: _changes_without(past, trail),
            **_table_without(past, trail),
        }
        without = {path: text.encode("utf-8") for path, text in texts.items()}
        past = replace(past, files={**past.files, **without})
    return past


def values_at(past: Past, place: ErasedPlace) -> dict[int, str]:
    """Return every value at a place that is neither kept nor erased yet.

    They are told by the numbers of the releases since which versions of the record had them.
    """
    trail = _trail(past, place)
    return {number: row[trail.names[number]] for number, row in trail.values.items()}


def stood_in(past: Past, place: ErasedPlace) -> dict[str, list[int]]:
    """Return every value at a place that is neither kept nor erased yet, and in which releases."""
    trail, found = _trail(past, place), dict[str, list[int]]()
    for number in range(1, past.number + 1):
        # A release holds the version that began with it or before, if it holds the record.
        since = max((each for each in trail.numbers if each <= number), default=0)
        value = trail.rows[number].get(trail.names[number], "")
        if since in trail.values and value:
            found.setdefault(value, []).append(number)
    return found


def _trail(past: Past, place: ErasedPlace) -> _Trail:
    known = read_versions(past.files[SALTS])
    numbers = [each for each, *rest in known if tuple(rest) == (place.resource, place.row_id)]
    names, rows = _back(past, place)
    values = {
        number: rows[number]
        for number in numbers
        if rows[number].get(names[number], "") not in ("", place.kept)
        and not _is_erased(past, (number, place.resource, place.row_id), names[number])
    }
    return _Trail(place, names, rows, values, numbers)


def _is_erased(past: Past, version: Version, name: str) -> bool:
    kept = past.digests.get(version, {}).get(name)
    return kept is not None and not kept.salt


def _back(past: Past, place: ErasedPlace) -> tuple[dict[int, str], dict[int, dict[str, str]]]:
    names, rows = {}, {}
    name, words = place.field, _words(past, place)
    changes, renames = changes_by_release(past), renames_by_release(past)
    row = current_state(past).get(place.resource, {}).get(place.row_id)
    state = {place.resource: {place.row_id: row} if row else {}}
    for number in range(past.number, 0, -1):
        names[number] = name
        rows[number] = words or state.get(place.resource, {}).get(place.row_id, {})
        own = [c for c in changes.get(number, ()) if c.place == (place.resource, place.row_id)]
        state = undo(state, own, renames.get(number, ()))
        own_renames = [r for r in renames.get(number, ()) if r.resource == place.resource]
        name = _name_before(name, number, own_renames)
    return names, rows


def _name_before(name: str, number: int, renames: Sequence[Rename]) -> str:
    """Return what a column was called until a release: blank where it was not there."""
    earlier = {each.after: each.before for each in renames}
    # As `lives` calls a column whose name another one took over in this release.
    taken = {f"{after}_until_{number}": after for after in earlier}
    # Where another column had the name until this release, ours was not there before it.
    return {**dict.fromkeys(earlier.values(), ""), **earlier, **taken}.get(name, name)


def _words(past: Past, place: ErasedPlace) -> dict[str, str]:
    if place.resource == "changes":
        changes = (c for found in changes_by_release(past).values() for c in found)
        notes = [change.note for change in changes if change.note_id == place.row_id]
        return {"note": notes[0]} if any(notes) else {}
    if place.resource == "releases":
        row = next((each for each in _releases(past) if each["number"] == place.row_id), {})
        return {name: row[name] for name in WORDS if row.get(name)}
    return {}


def _salts_without(past: Past, trail: _Trail) -> dict[str, str]:
    salts, digests = read_versions(past.files[SALTS]), dict(past.digests)
    at = (trail.place.resource, trail.place.row_id)
    for number, values in trail.values.items():
        version = (number, *at)
        kept = dict(digests.get(version) or _kept(past, (version, salts[version]), values))
        name = trail.names[number]
        kept[name] = KeptDigest("", kept[name].digest)
        digests[version] = kept
        salts[version] = salts[version]._replace(salt="")
    rows = [(str(number), *place, s.salt, s.commitment) for (number, *place), s in salts.items()]
    ordered = {version: digests[version] for version in salts if version in digests}
    return {SALTS: csv_text([SALTS_HEADER, *rows]), DIGESTS: digests_text(ordered)}


def _kept(
    past: Past, opened: tuple[Version, Salt], values: Mapping[str, str]
) -> dict[str, KeptDigest]:
    (number, *place), salt = opened
    row_salt = bytes.fromhex(salt.salt)
    order = {"releases": list(WORDS), "changes": ["note"]}.get(place[0])
    order = order or [each.name for each in resource_at(past, number, place[0]).fields]
    return {
        name: KeptDigest(
            field_salt(row_salt, name).hex(),
            digest(row_salt, (place[0], place[1], name), values[name]),
        )
        for name in order
        if values.get(name)
    }


def _changes_without(past: Past, trail: _Trail) -> str:
    rows = [
        _change_without(change, trail).row()
        for _, changes in sorted(changes_by_release(past).items())
        for change in changes
    ]
    return csv_text([HEADER, *rows])


def _change_without(change: Change, trail: _Trail) -> Change:
    place, number = trail.place, int(change.release_number)
    if (place.resource, place.row_id) == ("changes", change.note_id):
        return replace(change, note=ERASED)
    if change.place != (place.resource, place.row_id):
        return change
    name, gone = trail.names[number], trail.gone_before(number)
    if change.action == REMOVED and gone:
        row = {**change.removed_row(), name: ERASED}
        return replace(change, before=json.dumps(row, ensure_ascii=False))
    if change.field != name:
        return change
    before = ERASED if gone and change.before else change.before
    after = ERASED if number in trail.values and change.after else change.after
    return replace(change, before=before, after=after)


def _table_without(past: Past, trail: _Trail) -> dict[str, str]:
    place = trail.place
    if place.resource == "releases":
        found = [
            {**row, place.field: ERASED} if row["number"] == place.row_id else row
            for row in _releases(past)
        ]
        return {RELEASES: csv_text([list(found[0]), *(list(row.values()) for row in found)])}
    rows = current_state(past).get(place.resource, {})
    if place.row_id not in rows or trail.numbers[-1] not in trail.values:
        return {}
    rows[place.row_id][place.field] = ERASED
    path = next(e["path"] for e in past.descriptor["resources"] if e["name"] == place.resource)
    return {path: table_text(resource_at(past, past.number, place.resource), rows)}


def _releases(past: Past) -> list[dict[str, str]]:
    header, *rows = parsed(lines(past.texts[RELEASES]))
    return [dict(zip(header, row, strict=True)) for row in rows]
