"""`erase --find`: every place where a text stands, in what is published and in what is kept."""

import datetime
from pathlib import Path
from shlex import quote

from offer_opendata.draft import make_draft
from offer_opendata.errors import OfferError
from offer_opendata.history.find import FoundPlace, find, matcher
from offer_opendata.publication import load_publication
from offer_opendata.schema import load_schema
from offer_opendata.work.done import Tell
from offer_opendata.work.kept import kept_places
from offer_opendata.work.past import past_of


def found(folder: Path, text: str, day: datetime.date, tell: Tell) -> str:
    """Return a list, for people, of every place that holds the text.

    Looks into the released package with its whole history, the sources as they are and as
    they are read, the answers, the settings and the mappings. Raises OfferError where the
    text is blank or too short to look for.
    """
    if not text.strip():
        raise OfferError(
            "there is nothing to look for; give the text, such as: "
            'offer-opendata erase --find "01632 960110"'
        )
    if len(text.strip()) < 3:
        raise OfferError("give at least three letters or digits to look for")
    publication, holds = load_publication(folder, load_schema()), matcher(text)
    past = past_of(publication)
    published = find(past, holds) if past else []
    draft = make_draft(publication, load_schema(), day, tell)
    kept = kept_places(publication, draft.tables, holds)
    if not published and not kept:
        return f'"{text}" stands nowhere: not in the package, its history, the sources or answers.'
    said = ["Published, in the package and its history, with what erases it:"]
    said += list(map(_command, published)) or ["  nowhere"]
    said += ["", "Kept by you, to be corrected by hand first:"]
    said += [f"  {each}" for each in kept] or ["  nowhere"]
    said += ["", "build/ (databases, drafts, reports) is emptied when you erase."]
    return "\n".join(said)


def _command(place: FoundPlace) -> str:
    where = f"{place.resource} {quote(place.row_id)} {place.field}"
    return f'  offer-opendata erase {where} --by "ROLE"    ({place.when})'
