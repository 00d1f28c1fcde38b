"""The files in which people answer: those in `answers/`, and one that was named for this run."""

from pathlib import Path

from offer_opendata.folders import MARKS, files_in
from offer_opendata.publication import Publication
from offer_opendata.source_files import shown_name

KINDS = (".csv", ".ods", ".xlsx")
# What else is kept in the folder of answers, each with a form of its own.
KEPT = ("ids.csv", "sources.csv", "used-reasons.csv", "exceptions.csv")


def answer_files(publication: Publication) -> list[tuple[Path, str]]:
    """Return the files in which people answer, each with the name they know it by."""
    found = [
        path
        for path in files_in(publication.answers)
        if path.suffix.lower() in KINDS
        and path.name not in KEPT
        and not path.name.startswith((*MARKS, "."))
    ]
    found += [publication.reasons] if publication.reasons else []
    return [(path, shown_name(publication.folder, path)) for path in found]
