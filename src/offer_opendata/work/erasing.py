"""`erase`: a published value leaves everything that is published, and the proof stays intact."""

import datetime
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from offer_opendata import release as releases
from offer_opendata.asking import Decided
from offer_opendata.draft import Draft
from offer_opendata.errors import OfferError
from offer_opendata.history.change import Change
from offer_opendata.history.erase import ErasedPlace, erase, values_at
from offer_opendata.history.past import ERASURES, Past
from offer_opendata.history.rows import lines, row_id
from offer_opendata.publication import load_publication
from offer_opendata.publish import writing
from offer_opendata.schema import Schema, load_schema
from offer_opendata.work.checking import checked
from offer_opendata.work.deciding import decided_on
from offer_opendata.work.done import Done, Tell, stopped, uncollected
from offer_opendata.work.given import NOTHING
from offer_opendata.work.kept import holds_any, kept_places
from offer_opendata.work.past import past_of
from offer_opendata.work.publishing import Making, check_seed, published
from offer_opendata.work.signing import signing_of

# What is erased: the values at each place, by the release since which a version had them.
Gone = Mapping[ErasedPlace, Mapping[int, str]]

WORDS = {"changes": ("note",), "releases": ("title", "note", "released_by_role")}
KEPT = """It still stands in files that you keep, which this tool does not change by itself.
Look at each place, and take it out by hand where it should not stand:"""
NOT_LOOKED_THROUGH = """Your sources and answers could not be looked through for it.
See whether they still hold it with: offer-opendata erase --find TEXT"""
COPIES = """Copies may still live where this tool cannot reach:
  - backups of this folder, and earlier versions of it in git or on a shared drive
  - the websites and data portals to which a release was uploaded
  - whoever downloaded a release: neighbouring councils, researchers, search engines, web archives
Replace the uploaded package now, and ask those you know of to take the new one."""


def erased(
    folder: Path, places: Sequence[str], said: Mapping[str, str], day: datetime.date, tell: Tell
) -> Done:
    """Take what stood at some places out of everything published; publish a release that says so.

    `places` are resource, row_id and field, three words for each. `said` holds the ground,
    the role that decided, keep_current where today's value may stay, and a seed for the
    invented example. What else changed in the
    sources is released with it, under the rules of any release. Raises OfferError where a
    place cannot be erased or the sources still produce the value.
    """
    schema = load_schema()
    if not said["by_role"].strip():
        raise OfferError("say who decided, by role and not by name: --by 'Data protection officer'")
    with writing(load_publication(folder, schema).package) as first, uncollected():
        done = checked(folder, day, tell)
        check_seed(done.publication, said["seed"])
        past = past_of(done.publication)
        if past is None:
            raise OfferError("nothing is released yet, so there is nothing to erase")
        if done.stops or done.draft is None:
            return replace(done, closing=stopped("Nothing was erased", done), first=first)
        keeps = bool(said.get("keep_current"))
        states = (past, done.draft)
        places_wanted = [_place(each, states, schema, keeps=keeps) for each in _threes(places)]
        wanted = {each: values_at(past, each) for each in sorted(places_wanted)}
        tell("Erasing")
        following = releases.next_release(schema, done.draft, erase(past, wanted))
        done, decided = decided_on(done, following, NOTHING)
        if done.refused or decided is None:
            return replace(done, first=first)
        making = _making(done, decided, wanted, (said, day))
        line = published(making, tell, lambda: _empty(done.publication.build))
        closing = _closing(wanted, line, _still_kept(making, wanted))
        return replace(done, closing=closing, first=first)


def _threes(places: Sequence[str]) -> list[ErasedPlace]:
    if not places or len(places) % 3:
        raise OfferError(
            "say what to erase with three words: the table, the id and the column, such as: "
            "offer-opendata erase services SVC-12 phone"
        )
    return [ErasedPlace(*places[i : i + 3]) for i in range(0, len(places), 3)]


def _place(
    place: ErasedPlace, states: tuple[Past, Draft], schema: Schema, *, keeps: bool
) -> ErasedPlace:
    past, draft = states
    if place.resource in WORDS:
        if place.field not in WORDS[place.resource]:
            raise OfferError(
                f"of {place.resource}, only {' and '.join(WORDS[place.resource])} can be erased"
            )
        return place
    resource = schema.resources.get(place.resource)
    if resource is None or place.field not in resource.by_name:
        if not values_at(past, place):
            raise OfferError(f'there is no field "{place.field}" of "{place.resource}"')
        return place  # the schema has dropped it, but the history still holds it
    if place.field in resource.primary_key:
        raise OfferError(
            f"{place.field} is part of the key of {place.resource}, and a key cannot be erased; "
            "remove the record from the sources and release, then erase its other fields"
        )
    table = draft.tables[place.resource]
    kept = {
        row_id(key): value
        for key, value in zip(table.keys, table.columns[place.field], strict=True)
    }
    now = kept.get(place.row_id, "")
    stood = set(values_at(past, place).values())
    if now and now in stood and not (keeps and len(stood) > 1):
        where = table.place(list(kept).index(place.row_id), place.field).place
        raise _not_corrected(now, where or "stated in a mapping", len(stood) > 1)
    return replace(place, kept=now)


def _not_corrected(value: str, where: str, others: bool) -> OfferError:
    # Once a correction is released too, what stood there before it is what is to go; but
    # nobody but the person who asks can tell whether today's value is the right one.
    also = (
        "; or, if today's value is right and what stood before it has to go, add --keep-current"
        if others
        else ""
    )
    return OfferError(
        f'the sources still say "{value}" ({where}); correct it there first, then erase what was '
        f"published{also}"
    )


def _making(
    done: Done,
    decided: Decided,
    places: Gone,
    asked: tuple[Mapping[str, str], datetime.date],
) -> Making:
    (said, day), following = asked, decided.following
    past = following.past
    if past is None or done.draft is None:
        raise ValueError("an erasure without a past or a draft")
    changes = tuple(_with_reason(each, places) for each in following.step.changes)
    following = replace(following, step=replace(following.step, changes=changes))
    name = releases.next_name(day.isoformat(), past)
    wanted = releases.Wanted(
        name,
        by_role=said["by_role"],
        erasures=_lines(past, name.number, places, asked),
        signing=signing_of(done.publication),
    )
    decided = replace(decided, following=following)
    return Making(done.publication, done.draft, decided, wanted, said["seed"])


def _empty(folder: Path) -> None:
    # Databases, drafts and reports of before hold the value, and can all be made again: they
    # go first, so that nothing of it is left wherever this may be interrupted.
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise OfferError(
            f'nothing was erased: "{folder}", which holds what is to go, cannot be emptied '
            f"({error.strerror}); close what uses it (Datasette, Excel) and try again"
        ) from error


def _with_reason(change: Change, places: Gone) -> Change:
    at = {(each.resource, each.row_id, each.field) for each in places}
    if (*change.place, change.field) in at:
        return replace(change, reason="erasure", origin="tool")
    return change


def _lines(
    past: Past,
    number: int,
    places: Gone,
    asked: tuple[Mapping[str, str], datetime.date],
) -> tuple[tuple[str, ...], ...]:
    said, day = asked
    count = len(lines(past.texts[ERASURES]))
    return tuple(
        (
            f"erasure-{count + i}",
            str(number),
            day.isoformat(),
            *(each.resource, each.row_id, each.field),
            said["ground"],
            said["by_role"],
            " ".join(map(str, sorted(versions))),
        )
        for i, (each, versions) in enumerate(places.items())
    )


def _but(kept: str) -> str:
    return f' (all but "{kept}", which the sources say now)' if kept else ""


def _still_kept(making: Making, places: Gone) -> list[str]:
    """Return what to say of the publisher's own files that still hold what was erased."""
    values = sorted({value for stood in places.values() for value in stood.values()})
    try:
        found = kept_places(making.publication, making.draft.tables, holds_any(values))
    except (OfferError, OSError) as error:  # it is erased, and nothing may hide that
        return [f"{NOT_LOOKED_THROUGH} ({error})."]
    return [KEPT, *(f"  {each}" for each in found)] if found else []


def _closing(places: Gone, line: str, kept: Sequence[str]) -> str:
    said = [f"Erased from every release: {each}{_but(each.kept)}" for each in places]
    note = "Note this line down somewhere else; it proves that nothing else was changed:"
    return "\n".join((*said, note, f"  {line}", *kept, COPIES))
