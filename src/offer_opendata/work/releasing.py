"""`release`: check, compare with the last release, let the referee agree, publish."""

import datetime
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from offer_opendata.errors import OfferError
from offer_opendata.package import last_release
from offer_opendata.publication import Publication, load_publication
from offer_opendata.publish import writing
from offer_opendata.schema import Schema, load_schema
from offer_opendata.work.databases import build, database_of
from offer_opendata.work.done import Done, Tell, stopped, uncollected
from offer_opendata.work.given import NOTHING, Given
from offer_opendata.work.past import past_of
from offer_opendata.work.signing import signing_of
from offer_opendata.work.unchanged import is_known, remember

if TYPE_CHECKING:
    # Reading and comparing take long to import, and a release of nothing new does neither.
    from offer_opendata.descriptor import ReleaseName
    from offer_opendata.draft import Draft
    from offer_opendata.release import Next


def released(
    folder: Path, day: datetime.date, said: Mapping[str, str], tell: Tell, given: Given = NOTHING
) -> Done:
    """Check, let the referee agree, and publish the next release with its fingerprint.

    Where nothing changed since the last release, nothing is published. `said` holds the
    title, note and by_role of the release, and a seed for the invented example; `given` a
    file of reasons, and what the guard may let pass.
    """
    schema = load_schema()
    publication = load_publication(folder, schema)
    _check_seed(publication, schema, said["seed"])
    with writing(publication.package) as first, uncollected():
        if is_known(publication, day):
            return Done(publication, closing=_nothing_new(publication), first=first)
        return replace(_released((folder, day), said, tell, given), first=first)


def _released(
    at: tuple[Path, datetime.date], said: Mapping[str, str], tell: Tell, given: Given
) -> Done:
    from offer_opendata import release as releases
    from offer_opendata.asking import decide, keep_used
    from offer_opendata.history.republished import refuse_republished
    from offer_opendata.work.checking import checked
    from offer_opendata.work.deciding import WRONG_ANSWERS, refusal, with_issues
    from offer_opendata.work.exceptions import read_exceptions

    (folder, day), schema = at, load_schema()
    done = checked(folder, day, tell, given.reasons)
    publication, draft = done.publication, done.draft
    if done.stops or draft is None:
        return replace(done, closing=stopped("Nothing was released"))
    past = past_of(publication)
    name = releases.next_name(day.isoformat(), past)
    tell("Comparing with the last release")
    following = releases.next_release(schema, draft, past)
    if releases.is_unchanged(publication, schema, following):
        remember(publication, day, draft)
        return replace(done, closing=_nothing_new(publication))
    if past:
        refuse_republished(past, following.step, read_exceptions(publication))
    decided = decide(publication, schema, draft, following)
    done, following = with_issues(done, decided), decided.following
    why = refusal(publication, decided, given.allowed)
    if why or done.stops:
        return replace(done, closing=why or WRONG_ANSWERS, refused=True)
    keep_used(publication, draft.answers.beside, decided.questions, name.number)
    closing = _published(publication, draft, following, (name, said), tell)
    return replace(done, closing=closing)


def _published(
    publication: Publication,
    draft: "Draft",
    following: "Next",
    asked: "tuple[ReleaseName, Mapping[str, str]]",
    tell: Tell,
) -> str:
    """Publish, and return what there is to say: above all the line to note down."""
    from offer_opendata import release as releases
    from offer_opendata.asking import keep_sources
    from offer_opendata.publish import standing

    name, said = asked
    signing = signing_of(publication)
    wanted = releases.Wanted(name, said["title"], said["note"], said["by_role"], signing=signing)
    salt = releases.salt_of(said["seed"], name.number)
    tell("Writing the package")
    made = releases.make_release(publication, load_schema(), following, (wanted, salt))
    tell("Asking the referee (frictionless)")
    releases.publish(publication, made, draft.minted)
    line = f"{publication.publisher.name}, release {name.number} of {name.day}: {made.fingerprint}"
    with standing(f"release {name.name} is published and stands, complete ({line})"):
        keep_sources(publication, following.tables)
        remember(publication, datetime.date.fromisoformat(name.day), draft)
        build(publication.package, database_of(publication, name.name), tell, made.files.known)
    return (
        f"Release {name.name} is in {publication.package}.\n"
        "Note this line down somewhere else, such as in minutes; it proves that the past is "
        f"not rewritten:\n  {line}\n"
        f"The verifier in the package, verify.py, has the SHA-256 {releases.verifier_hash()}\n"
        "Look at it: offer-opendata serve"
    )


def _nothing_new(publication: Publication) -> str:
    number, name, fingerprint = last_release(publication.package)
    day = datetime.date.fromisoformat(name[: len("2026-11-02")])
    return (
        f"Nothing was released: nothing changed since the release of {day.day} {day:%B %Y} "
        f"({name}).\n  release {number} of {day}: {fingerprint}"
    )


def _check_seed(publication: Publication, schema: Schema, seed: str) -> None:
    rows, code = schema.codelists["local_authorities"].rows, publication.publisher.code
    invented = {row["code"] for row in rows if row["confirmed"] == "example"}
    if seed and code not in invented:
        raise OfferError("a fixed seed is for the invented example only; leave it out")
