"""`check` and `preview`: read, check, and make a draft to look at."""

import datetime
import shutil
from dataclasses import replace
from pathlib import Path

from offer_opendata.draft import make_draft
from offer_opendata.errors import saying_first
from offer_opendata.package import write_package
from offer_opendata.publication import load_publication
from offer_opendata.publish import recovered
from offer_opendata.schema import load_schema
from offer_opendata.work.databases import NOTHING_KNOWN, Known, build
from offer_opendata.work.done import Done, Tell, keep_reports, stopped
from offer_opendata.work.open_files import open_now


def checked(folder: Path, day: datetime.date, tell: Tell, reasons: Path | None = None) -> Done:
    """Read and check the sources of a publication; write nothing but the report in build/.

    `reasons` is one more file of answers, for this run only.
    """
    done = _read(folder, day, tell, reasons)
    keep_reports(done)
    return done


def _read(folder: Path, day: datetime.date, tell: Tell, reasons: Path | None) -> Done:
    from offer_opendata.report.summary import report_of

    schema = load_schema()
    publication = replace(load_publication(folder, schema), reasons=reasons)
    first = recovered(publication.package)
    with saying_first(first):
        draft = make_draft(publication, schema, day, tell)
        first = "\n".join(filter(None, (first, open_now(publication))))
        return Done(publication, draft, report_of(publication, draft, day), first=first)


def previewed(folder: Path, day: datetime.date, tell: Tell, reasons: Path | None = None) -> Done:
    """Check, make the draft package and its database in build/draft/, and say what changes.

    What a person has to say of the changes is asked in build/to-decide.xlsx. Raises OfferError,
    and writes nothing, where a value would be published where one was erased.
    """
    done = _read(folder, day, tell, reasons)
    if done.stops or done.draft is None:
        keep_reports(done)
        return replace(done, closing=stopped("No draft was made", done))
    place = done.publication.build / "draft"
    with saying_first(done.first):
        # The last release is out of memory before the database is made.
        (done, comes_next), known = _compared(done, day, place / "datapackage", tell)
        build(place / "datapackage", place / "offer.db", tell, known)
    look = f"The draft is in {place}. Look at it: offer-opendata serve --draft\n"
    return replace(done, closing=f"{done.closing}{look}{comes_next}")


def _compared(
    done: Done, day: datetime.date, package: Path, tell: Tell
) -> tuple[tuple[Done, str], Known]:
    """Write the draft package, say what changes and what comes next; return the tables, too."""
    from offer_opendata.release import draft_files, next_name, next_release
    from offer_opendata.work.deciding import asked, refuse_erased
    from offer_opendata.work.past import past_of

    schema, publication = load_schema(), done.publication
    if done.draft is None:
        return (done, ""), NOTHING_KNOWN
    past = past_of(publication)
    name = next_name(day.isoformat(), past)
    tell("Comparing with the last release")
    following = next_release(schema, done.draft, past)
    refuse_erased(publication, following)
    keep_reports(done)  # only now: it may hold the value that was erased
    tell("Writing the draft package")
    shutil.rmtree(package, ignore_errors=True)
    files = draft_files(publication, schema, following, name)
    write_package(files, package)
    return asked(done, schema, following), files.known
