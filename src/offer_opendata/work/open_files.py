"""What is open in a spreadsheet program while it is read: what is not saved there is not read."""

from collections.abc import Iterator

from offer_opendata.answers.files import answer_files
from offer_opendata.folders import is_open
from offer_opendata.publication import Publication


def open_now(publication: Publication) -> str:
    """Return one line that names the sources and answers that are open, or nothing."""
    found = list(dict.fromkeys(_open(publication)))
    if not found:
        return ""
    names = " and ".join((", ".join(found[:-1]), found[-1])) if len(found) > 1 else found[0]
    are = "are" if len(found) > 1 else "is"
    return f"{names} {are} open in a spreadsheet program: what is not saved there is not read."


def _open(publication: Publication) -> Iterator[str]:
    for source in publication.sources:
        for path, shown in zip(source.files, source.shown, strict=True):
            if is_open(path):
                yield shown
    yield from (shown for path, shown in answer_files(publication) if is_open(path))
