"""Where a publication stands, and what comes next."""

import datetime
import json
from pathlib import Path

from offer_opendata.answers.files import answer_files
from offer_opendata.errors import OfferError, saying_first
from offer_opendata.history.past import record_path
from offer_opendata.package import DESCRIPTOR, last_release, read_descriptor, read_file
from offer_opendata.publication import SETTINGS, Publication, load_publication
from offer_opendata.publish import recovered
from offer_opendata.schema import load_schema
from offer_opendata.signing.ed25519 import public_key
from offer_opendata.signing.keys import read_private_key
from offer_opendata.unchanged import Since, since_release


def standing(folder: Path) -> str:
    """Return in a few sentences where a folder's publication stands; blank if there is none."""
    if not (folder / SETTINGS).is_file():
        return ""
    publication = load_publication(folder, load_schema())
    first = recovered(publication.package)
    with saying_first(first):
        return _standing(publication, first)


def _standing(publication: Publication, first: str) -> str:
    since = since_release(publication)
    said = [
        first,
        _last_release(publication),
        _changed_words(publication, since),
        _problems(publication),
        _to_decide(publication),
    ]
    lines = [" ".join(filter(None, said)), left_over(publication)]
    return "\n".join([*filter(None, lines), f"Next: {_next(publication, since)}"])


def left_over(publication: Publication) -> str:
    """Return what to take out of offer.toml now that a change of key is published, if anything.

    What stays there would let the key change a second time without anybody meaning it.
    """
    keys = publication.keys
    names = ("previous", "previous_is_lost")
    given = " and ".join(name for name in names if getattr(keys, name))
    if not given or not publication.package.is_dir():
        return ""
    try:
        key = public_key(read_private_key(keys.key)).hex() if keys.key else ""
        number, *_ = last_release(publication.package)
        record = read_file(publication.package, record_path(number))
    except OfferError:  # the next release says what is wrong
        return ""
    if key != json.loads(record).get("key"):
        return ""
    return f"No change of key is left to publish: take {given} out of [signing] in {SETTINGS}."


def _last_release(publication: Publication) -> str:
    if not publication.package.is_dir():
        return f"{publication.title}: nothing is released yet."
    day = datetime.date.fromisoformat(read_descriptor(publication.package)["created"][:10])
    return f"{publication.title}: last release {day.day} {day:%B %Y}."


def _changed_words(publication: Publication, since: Since) -> str:
    changed, missing = since.changed, since.missing
    said = [f"Not there: {', '.join(missing)}."] if missing else []
    if not publication.package.is_dir():
        files = [file for source in publication.sources for file in source.files]
        return " ".join([f"{_count(len(files), 'source')}.", *said])
    if changed:
        said.insert(0, f"{_count(len(changed), 'source')} changed since.")
    return " ".join(said or ["No source changed since."])


def _problems(publication: Publication) -> str:
    report = publication.build / "report.json"
    if not report.is_file():
        return ""
    errors, warnings = _found(report)
    return f"At the last check: {_count(errors, 'error')}, {_count(warnings, 'warning')}."


def _found(report: Path) -> tuple[int, int]:
    issues = json.loads(report.read_text(encoding="utf-8"))["issues"]
    found = [issue["severity"] for issue in issues]
    return found.count("error"), found.count("warning")


def _to_decide(publication: Publication) -> str:
    if not _is_previewed(publication):
        return ""
    left = json.loads(publication.open_questions.read_text(encoding="utf-8"))
    said = [
        _count(number, word)
        for number, word in ((left["reasons"], "reason"), (left["same_or_new"], "new id"))
        if number
    ]
    return f"To decide in build/to-decide.xlsx: {' and '.join(said)}." if said else ""


def _is_previewed(publication: Publication) -> bool:
    """Tell whether the last preview is newer than the last release and all that it is made of."""
    released, answers = publication.package / DESCRIPTOR, answer_files(publication)
    return _is_newer(publication, publication.open_questions, [released, *(p for p, _ in answers)])


def _is_newer(publication: Publication, made: Path, others: list[Path]) -> bool:
    """Tell whether a file was made after the sources, the settings and other files."""
    if not made.is_file():
        return False
    files = [publication.folder / SETTINGS, *others]
    files += [file for source in publication.sources for file in source.files]
    return all(file.stat().st_mtime < made.stat().st_mtime for file in files if file.is_file())


def _next(publication: Publication, since: Since) -> str:
    if since.missing:
        return "offer-opendata check"
    changed = since.changed
    if not changed and publication.package.is_dir():
        return "offer-opendata serve"
    if changed and _is_previewed(publication):
        left = json.loads(publication.open_questions.read_text(encoding="utf-8"))
        if left["stopped"]:
            return "offer-opendata preview, which says what stops a release"
        unless = "answer them, or publish them as not stated: " if _to_decide(publication) else ""
        return f"{unless}offer-opendata release"
    report = publication.build / "report.json"
    # One from before the release tells nothing of what changed since, whatever its date says.
    if not _is_newer(publication, report, [publication.package / DESCRIPTOR]):
        return "offer-opendata check"
    errors, _ = _found(report)
    return "correct the errors, then: offer-opendata check" if errors else "offer-opendata preview"


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
