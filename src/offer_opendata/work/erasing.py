"""`erase`: a published value leaves everything that is published, and the proof stays intact."""

import datetime
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from offer_opendata import release as releases
from offer_opendata.asking import Decided
from offer_opendata.errors import OfferError
from offer_opendata.history.change import Change
from offer_opendata.history.erase import erase, values_at
from offer_opendata.history.past import ERASURES, Past
from offer_opendata.history.rows import lines
from offer_opendata.publication import load_publication
from offer_opendata.publish import writing
from offer_opendata.release import Next
from offer_opendata.schema import load_schema
from offer_opendata.work import given
from offer_opendata.work.checking import checked
from offer_opendata.work.deciding import decided_on, in_place
from offer_opendata.work.done import Done, Tell, stopped
from offer_opendata.work.erasable import allowed_place, named_places
from offer_opendata.work.erasing_words import (
    Gone,
    goes_for_ever,
    is_at,
    others_refused,
    without,
)
from offer_opendata.work.kept import holds_any, kept_places
from offer_opendata.work.past import past_of
from offer_opendata.work.publishing import Making, check_seed, published
from offer_opendata.work.signing import signing_of

NOTHING = "Nothing was erased"
NO_ROLE = "say who decided, by role and not by name: --by 'Data protection officer'"
KEPT = """It still stands in files that you keep, which this tool does not change by itself.
Look at each place, and take it out by hand where it should not stand:"""
NOT_LOOKED_THROUGH = """Your sources and answers could not be looked through for it.
See whether they still hold it with: offer-opendata erase --find TEXT"""
COPIES = """Copies may still live where this tool cannot reach:
  - backups of this folder, and earlier versions of it in git or on a shared drive
  - the websites and data portals to which a release was uploaded
  - whoever downloaded a release: neighbouring councils, researchers, search engines, web archives
Replace the uploaded package now, and ask those you know of to take the new one."""


@dataclass(frozen=True)
class Order:
    """What a person asks to erase, and the day of the release that says so.

    `places` are resource, row_id and field, three words for each. `said` holds the ground,
    the role that decided, keep_current where today's value may stay, and_release where all
    that changed in the sources is to be released with it, and a seed for the invented example.
    """

    places: Sequence[str]
    said: Mapping[str, str]
    day: datetime.date


def erased(
    folder: Path, order: Order, tell: Tell, agrees: Callable[[str], bool] = lambda _: True
) -> Done:
    """Take what stood at some places out of everything published; publish a release that says so.

    `agrees` is shown what would go for ever, last of all, and says whether it may. What else
    changed in the sources is released with it only where the order says so. Raises
    OfferError where a place cannot be erased or the sources still produce the value.
    """
    named, schema = named_places(order.places), load_schema()
    with writing(load_publication(folder, schema).package) as first:
        done = checked(folder, order.day, tell)
        check_seed(done.publication, order.said["seed"])
        past = past_of(done.publication)
        if past is None:
            raise OfferError("nothing is released yet, so there is nothing to erase")
        if done.stops or done.draft is None:
            return replace(done, closing=stopped(NOTHING, done), first=first)
        keeps, states = bool(order.said.get("keep_current")), (past, done.draft)
        places = sorted(allowed_place(each, states, schema, keeps=keeps) for each in named)
        if not order.said["by_role"].strip():
            raise OfferError(NO_ROLE)
        wanted = {each: values_at(past, each) for each in places}
        tell("Erasing")
        following = releases.next_release(schema, done.draft, erase(past, wanted))
        done = _erased((done, past), following, (order, wanted), (tell, agrees))
        return replace(done, first=first)


def _erased(
    known: tuple[Done, Past],
    following: Next,
    asked: tuple[Order, Gone],
    ask: tuple[Tell, Callable[[str], bool]],
) -> Done:
    (done, past), (order, wanted), (tell, agrees) = known, asked, ask
    with_others = bool(order.said.get("and_release"))
    why = "" if with_others else others_refused(done, following, wanted)
    if why:
        return replace(done, closing=f"{NOTHING}: {why}", refused=True)
    done, decided = decided_on(done, following, given.NOTHING)
    if done.refused or decided is None:
        return done
    if not agrees(goes_for_ever(past, wanted)):
        return replace(done, closing=f"{NOTHING}.", refused=True)
    making = _making(done, decided, asked)
    line = published(making, tell, lambda: _empty(done.publication.build))
    closing = _closing(making, asked, line)
    return replace(done, closing=closing)


def _making(done: Done, decided: Decided, asked: tuple[Order, Gone]) -> Making:
    (order, places), following = asked, decided.following
    past = following.past
    if past is None or done.draft is None:
        raise ValueError("an erasure without a past or a draft")
    changes = tuple(_with_reason(each, places) for each in following.step.changes)
    following = replace(following, step=replace(following.step, changes=changes))
    name = releases.next_name(order.day.isoformat(), past)
    wanted = releases.Wanted(
        name,
        by_role=order.said["by_role"],
        erasures=_lines(past, name.number, asked),
        signing=signing_of(done.publication),
    )
    decided = replace(decided, following=following)
    return Making(done.publication, done.draft, decided, wanted, order.said["seed"])


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
    return replace(change, reason="erasure", origin="tool") if is_at(change, places) else change


def _lines(past: Past, number: int, asked: tuple[Order, Gone]) -> tuple[tuple[str, ...], ...]:
    order, places = asked
    count = len(lines(past.texts[ERASURES]))
    return tuple(
        (
            f"erasure-{count + i}",
            str(number),
            order.day.isoformat(),
            *(each.resource, each.row_id, each.field),
            order.said["ground"],
            order.said["by_role"],
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


def _closing(making: Making, asked: tuple[Order, Gone], line: str) -> str:
    order, places = asked
    said = [f"Erased from every release: {each}{_but(each.kept)}" for each in places]
    if order.said.get("and_release"):
        decided = without(making.decided, places)
        said.append(in_place(making.publication, decided, making.wanted.name.name).rstrip())
    note = "Note this line down somewhere else; it proves that nothing else was changed:"
    kept = _still_kept(making, places)
    return "\n".join((*said, note, f"  {line}", *kept, COPIES))
