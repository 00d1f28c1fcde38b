"""A postcode is written in capitals with one space, and begins with a postcode area that exists.

The first half alone is a postcode too, for an address of which only the area is shown.

Wrong: `TAI 1AA`, `W1A OAX`, `ZZ1 1AA`, `Wrenbridge`.
Right: `TA1 1AA`, `W1A 0AX`, `TR21 0LW`, `TA1`.

Source: the rule of GOV.UK Notify, with its list of postcode areas.
"""

from offer_opendata.checks import postcodes
from offer_opendata.checks.data import Problem
from offer_opendata.checks.fields import has_check
from offer_opendata.checks.words import quoted, write
from offer_opendata.issues import Severity
from offer_opendata.schema import Field, Schema

CODE = "not-a-postcode"
SEVERITY: Severity = "error"
_FIX = 'Write the whole postcode, as in "TA1 1AA", or leave the cell blank.'


def applies(field: Field) -> bool:
    """Return whether the field holds postcodes."""
    return has_check(field, "postcode")


def problem(value: str, _field: Field, schema: Schema) -> Problem:
    """Return the problem where the value is neither a postcode nor its first half."""
    areas = schema.codelists["postcode_area"].codes
    if postcodes.is_postcode(value, areas) or postcodes.is_outward(value, areas):
        return None
    meant, area = postcodes.likely(value, areas), postcodes.area(value)
    if meant:
        return f"{quoted(value)} is {_slip(value, meant)}.", write(meant)
    if area and area not in areas:
        return f"{quoted(value)} is not a postcode: no postcode area is called {area}.", _FIX
    return f"{quoted(value)} is not a postcode{postcodes.why_not(value)}.", _FIX


def _slip(value: str, meant: str) -> str:
    letters = [letter for letter in value.upper() if letter.isascii() and letter.isalnum()]
    pairs = zip(letters, meant.replace(" ", ""), strict=True)
    wrong = next((pair for pair in pairs if pair[0] != pair[1]), None)
    kinds = {True: "digit", False: "letter"}
    if wrong is None:
        return "a postcode in another form"
    was, should = (f"the {kinds[each.isdigit()]} {each}" for each in wrong)
    return f"not a postcode: {was} stands where {should} should be"
