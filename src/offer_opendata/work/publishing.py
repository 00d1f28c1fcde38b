"""The last steps of `release` and `erase`: write, ask the referee, publish, build."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from offer_opendata import release as releases
from offer_opendata.asking import Decided, keep_sources, keep_used
from offer_opendata.draft import Draft
from offer_opendata.errors import OfferError
from offer_opendata.publication import Publication
from offer_opendata.publish import standing
from offer_opendata.schema import load_schema
from offer_opendata.unchanged import remember
from offer_opendata.work.databases import build, database_of

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Making:
    """What is needed to publish: the draft, what was decided of it, and what is wanted.

    `seed` fixes the salts of the invented example; blank means random ones.
    """

    publication: Publication
    draft: Draft
    decided: Decided
    wanted: releases.Wanted
    seed: str = ""


def published(making: Making, tell: Tell, before: Callable[[], None] = lambda: None) -> str:
    """Publish a release, build its database, and return the line to note down.

    `before` is called when all is written in memory and nothing on the disk. Raises
    OfferError where the referee disagrees or the disk refuses, saying what stands.
    """
    publication, draft, following = making.publication, making.draft, making.decided.following
    name = making.wanted.name
    tell("Writing the package")
    salt = releases.salt_of(making.seed, name.number)
    made = releases.make_release(publication, load_schema(), following, (making.wanted, salt))
    before()
    tell("Asking the referee (frictionless)")
    keep_used(publication, draft.answers.beside, making.decided.questions, name.number)
    releases.publish(publication, made, draft.minted)
    line = f"{publication.publisher.name}, release {name.number} of {name.day}: {made.fingerprint}"
    with standing(f"release {name.name} is published and stands, complete ({line})"):
        keep_sources(publication, following.tables)
        remember(publication, datetime.date.fromisoformat(name.day), draft)
        build(publication.package, database_of(publication, name.name), tell, made.files.known)
    return line


def check_seed(publication: Publication, seed: str) -> None:
    """Raise OfferError where fixed salts are asked for anything but the invented example."""
    rows, code = load_schema().codelists["local_authorities"].rows, publication.publisher.code
    invented = {row["code"] for row in rows if row["confirmed"] == "example"}
    if seed and code not in invented:
        raise OfferError("a fixed seed is for the invented example only; leave it out")
