"""`check` and `preview`: read, check, and make a draft to look at."""

import datetime
import shutil
from dataclasses import replace
from pathlib import Path

from offer_opendata.draft import make_draft
from offer_opendata.package import write_package
from offer_opendata.publication import load_publication
from offer_opendata.publish import recovered, replace_file
from offer_opendata.schema import load_schema
from offer_opendata.work.databases import build
from offer_opendata.work.done import Done, Tell, stopped, uncollected


def checked(folder: Path, day: datetime.date, tell: Tell) -> Done:
    """Read and check the sources of a publication; write nothing but the report in build/."""
    from offer_opendata.report.summary import report_of

    schema = load_schema()
    publication = load_publication(folder, schema)
    first = recovered(publication.package)
    with uncollected():
        draft = make_draft(publication, schema, day, tell)
        done = Done(publication, draft, report_of(publication, draft, day), first=first)
        _keep_reports(done)
    return done


def previewed(folder: Path, day: datetime.date, tell: Tell) -> Done:
    """Check, make the draft package and its database in build/draft/, and say what changes."""
    from offer_opendata.release import draft_files, next_name, next_release
    from offer_opendata.work.past import past_of

    done = checked(folder, day, tell)
    if done.stops or done.draft is None:
        return replace(done, closing=stopped("No draft was made"))
    schema = load_schema()
    place = done.publication.build / "draft"
    with uncollected():
        past = past_of(done.publication)
        name = next_name(day.isoformat(), past)
        tell("Comparing with the last release")
        following = next_release(schema, done.draft, past)
        tell("Writing the draft package")
        shutil.rmtree(place / "datapackage", ignore_errors=True)
        files = draft_files(done.publication, schema, following, name)
        write_package(files, place / "datapackage")
        build(place / "datapackage", place / "offer.db", tell)
    return replace(
        done,
        closing=f"The draft is in {place}. Look at it: offer-opendata serve --draft\n"
        "Publish it: offer-opendata release",
    )


def _keep_reports(done: Done) -> None:
    for form in ("json", "html"):
        file = done.publication.build / f"report.{form}"
        replace_file(file, done.report(form).encode("utf-8"))
