"""`release`: check, compare with the last release, let the referee agree, publish."""

import datetime
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from offer_opendata.package import last_release
from offer_opendata.publication import Publication, load_publication
from offer_opendata.publish import writing
from offer_opendata.schema import load_schema
from offer_opendata.standing import left_over
from offer_opendata.unchanged import is_known, remember
from offer_opendata.work.done import Done, Tell, stopped
from offer_opendata.work.given import NOTHING, Given
from offer_opendata.work.open_files import open_now

if TYPE_CHECKING:
    from offer_opendata.asking import Decided


def released(
    folder: Path, day: datetime.date, said: Mapping[str, str], tell: Tell, given: Given = NOTHING
) -> Done:
    """Check, let the referee agree, and publish the next release with its fingerprint.

    Where nothing changed since the last release, nothing is published. `said` holds the
    title, note and by_role of the release, and a seed for the invented example; `given` a
    file of reasons, and what the guard may let pass.
    """
    publication = load_publication(folder, load_schema())
    with writing(publication.package) as first:
        is_open = open_now(publication)  # asked before: what is published must not fail by it
        if is_known(publication, day):
            done = Done(publication, closing=_nothing_new(publication))
        else:
            done = _released((folder, day), said, tell, given)
        closing = [done.closing, "" if done.stops else left_over(publication)]
        said_first = "\n".join(filter(None, (first, is_open)))
        return replace(done, closing="\n".join(filter(None, closing)), first=said_first)


def _released(
    at: tuple[Path, datetime.date], said: Mapping[str, str], tell: Tell, given: Given
) -> Done:
    # Reading and comparing take long to import, and a release of nothing new does neither.
    from offer_opendata import release as releases
    from offer_opendata.asking import keep_sources
    from offer_opendata.work.checking import checked
    from offer_opendata.work.deciding import decided_on, nothing_to_find
    from offer_opendata.work.past import past_of
    from offer_opendata.work.publishing import Making, check_seed, published
    from offer_opendata.work.signing import signing_of

    (folder, day), schema = at, load_schema()
    done = checked(folder, day, tell, given.reasons)
    publication, draft = done.publication, done.draft
    check_seed(publication, said["seed"])
    if done.stops or draft is None:
        return replace(done, closing=stopped("Nothing was released", done))
    past = past_of(publication)
    if not past and (empty := nothing_to_find(publication, draft)):
        return replace(done, closing=f"Nothing was released: {empty}", refused=True)
    name = releases.next_name(day.isoformat(), past)
    tell("Comparing with the last release")
    following = releases.next_release(schema, draft, past)
    if releases.is_unchanged(publication, schema, following):
        # A release that was interrupted once it was published has not come to keep them.
        keep_sources(publication, following.tables)
        remember(publication, day, draft)
        return replace(done, closing=_nothing_new(publication))
    done, decided = decided_on(done, following, given)
    if done.refused or decided is None:
        return done
    words = (said["title"], said["note"], said["by_role"])
    wanted = releases.Wanted(name, *words, signing=signing_of(publication))
    line = published(Making(publication, draft, decided, wanted, said["seed"]), tell)
    return replace(done, closing=_closing(publication, decided, (name.name, line)))


def _closing(publication: Publication, decided: "Decided", made: tuple[str, str]) -> str:
    from offer_opendata.release import verifier_hash
    from offer_opendata.work.deciding import in_place

    name, line = made
    return (
        f"{in_place(publication, decided, name)}"
        "Note this line down somewhere else, such as in minutes; it proves that the past is "
        f"not rewritten:\n  {line}\n"
        f"The verifier in the package, verify.py, has the SHA-256 {verifier_hash()}\n"
        "Look at it: offer-opendata serve"
    )


def _nothing_new(publication: Publication) -> str:
    number, name, fingerprint = last_release(publication.package)
    day = datetime.date.fromisoformat(name[: len("2026-11-02")])
    return (
        f"Nothing was released: nothing changed since the release of {day.day} {day:%B %Y} "
        f"({name}).\n  release {number} of {day}: {fingerprint}"
    )
