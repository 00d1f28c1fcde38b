"""Decide which character separates the cells of a CSV file: comma, semicolon or tab."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice

from offer_opendata.errors import OfferError
from offer_opendata.intake import refuse

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
_SAMPLE_CHARACTERS = 1_000_000
_SAMPLE_RECORDS = 200
_CERTAIN_WIDTH = 3


def separator(text: str, shown: str) -> str:
    """Return the separator that the heading line and the lines below it agree on.

    A separator that stands in the heading line decides, unless the lines below are
    plainly cut up by another one; a name that ends in .tsv speaks for tabs. A file of one
    column counts as separated by commas.
    """
    widths = {each: list(_widths(text[:_SAMPLE_CHARACTERS], each)) for each in SEPARATORS}
    heading = [each for each in SEPARATORS if widths[each] and widths[each][0] > 1]
    fitting = [each for each in SEPARATORS if _usual(widths[each]) > 1]
    even = [each for each in heading if len(set(widths[each])) == 1]
    if "\t" in heading and shown.lower().endswith((".tsv", ".tab")):
        return "\t"
    if not heading:
        heading = fitting = [
            each for each in fitting if each == "," or _usual(widths[each]) >= _CERTAIN_WIDTH
        ]
    if not fitting:
        fitting = heading or [","]
    for found in (even, [each for each in heading or [","] if each in fitting]):
        if len(found) == 1:
            return found[0]
    kinds = " or by ".join(SEPARATORS[each] for each in SEPARATORS if each in heading + fitting)
    raise OfferError(
        f"the cells of {shown} may be separated by {kinds}, and nothing decides; {refuse.SAVE_CSV}"
    )


def _widths(text: str, separator: str) -> Iterator[int]:
    """Yield how many cells each record has, blank ones left out, as far as they can be read."""
    with suppress(csv.Error):
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        yield from (len(record) for record in islice(reader, _SAMPLE_RECORDS) if any(record))


def _usual(widths: Sequence[int]) -> int:
    """Return the number of cells that most records have, or 1 if there is no such number."""
    for width, count in Counter(widths).most_common(1):
        if 2 * count > len(widths):
            return width
    return 1
