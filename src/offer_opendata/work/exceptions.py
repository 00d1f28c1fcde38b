"""`answers/exceptions.csv`: where a person decided that a rule does not hold, and why."""

from offer_opendata.errors import OfferError
from offer_opendata.intake import read_workbook
from offer_opendata.publication import Publication

EXCEPTIONS = "answers/exceptions.csv"
COLUMNS = ("resource", "row_id", "field", "by_role", "why")


def read_exceptions(publication: Publication) -> frozenset[tuple[str, str, str]]:
    """Return the places (resource, row_id, field) at which a value may be published again.

    Raises OfferError where the file has other columns, or does not say who decided and why.
    """
    file = publication.folder / EXCEPTIONS
    if not file.is_file():
        return frozenset()
    header, *rows = [row for row in read_workbook(file, EXCEPTIONS).sheets[0].rows if any(row)]
    if header != COLUMNS:
        raise OfferError(f"{EXCEPTIONS} needs the columns {', '.join(COLUMNS)}, in that order")
    for row in rows:
        if len(row) != len(COLUMNS) or not all(row):
            raise OfferError(f"{EXCEPTIONS} has a row with a blank cell; say who decided and why")
    return frozenset((row[0], row[1], row[2]) for row in rows)
