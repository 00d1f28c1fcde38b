"""A small publication released three times, without a referee: for those who ask afterwards."""

import datetime
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

from offer_opendata.descriptor import ReleaseName
from offer_opendata.draft import make_draft
from offer_opendata.history.change import Change
from offer_opendata.history.past import Past, read_past
from offer_opendata.package import write_package
from offer_opendata.publication import load_publication
from offer_opendata.release import Wanted, make_release, next_release, seeded_salt
from publications import CLUBS, make_publication
from texts import SCHEMA

Reason = Callable[[Change], Change]
SECOND = """\
Ref,Club,About,Mail,From,To,Needs,Checked
2,Swimming,"Swimming, two helpers for three children.",swim@example.org,8,25,all_needs,2026-10-12
3,Chess,"Chess on Saturdays, quiet and slow.",chess@example.org,7,,ASD;HI,2026-11-01
"""
THIRD = """\
Ref,Club,About,Mail,From,To,Needs,Checked
2,Swimming,"Swimming, two helpers for three children.",pool@example.org,6,25,all_needs,2026-10-12
3,Chess,"Chess on Saturdays, quiet and slow.",chess@example.org,7,,ASD,2026-11-01
"""
DAYS = ("2026-11-02", "2026-11-20", "2026-11-23")


def no_reason(change: Change) -> Change:
    """Leave a change without a reason."""
    return change


def invented_reason(change: Change) -> Change:
    """Give the removal of a club and a new e-mail address the reasons that a council gave."""
    if change.place == ("services", "CLUB-1"):
        note = "The hall was sold."
        return replace(change, reason="funding-ended", note=note, decision_id="dec-7")
    known = change.field == "email"
    return replace(change, reason="provider-update") if known else change


def release_into(folder: Path, number: int, reason: Reason = no_reason) -> None:
    """Make the next release of a publication folder and write it over its package."""
    publication = load_publication(folder, SCHEMA)
    day = DAYS[number - 1]
    draft = make_draft(publication, SCHEMA, datetime.date.fromisoformat(day), lambda _: None)
    past = read_past(publication.package) if number > 1 else None
    following = next_release(SCHEMA, draft, past)
    step = replace(following.step, changes=tuple(map(reason, following.step.changes)))
    wanted = Wanted(ReleaseName(number, day, day), "Autumn" if number == 2 else "")
    salt = seeded_salt("invented", number)
    made = make_release(publication, SCHEMA, replace(following, step=step), (wanted, salt))
    write_package(made.files, publication.package)


def make_released(folder: Path) -> Path:
    """Make a publication folder whose package has three releases."""
    for number, clubs in enumerate((CLUBS, SECOND, THIRD), start=1):
        make_publication(folder, {"sources/clubs.csv": clubs})
        release_into(folder, number, invented_reason)
    return folder


@cache
def past_in_memory(folder: Path) -> Past:
    """Return the three releases as they are read."""
    return read_past(folder / "datapackage")
