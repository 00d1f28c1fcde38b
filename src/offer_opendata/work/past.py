"""The last release of a publication, if there is one."""

from offer_opendata.history.past import Past, read_past
from offer_opendata.publication import Publication


def past_of(publication: Publication) -> Past | None:
    """Return the last release of a publication, or None before the first."""
    return read_past(publication.package) if publication.package.is_dir() else None
