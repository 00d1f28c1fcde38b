"""Planted mistakes: each of a kind that the checks find, at a cell that is known."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from xlsxwriter.utility import xl_col_to_name

from layout import Layout, Record, Value
from world import World

TIMES = 2
"""How often each mistake is made."""
PRIVATE = ("Providers", "Private email")
"""A sheet, and the heading of a column that is added to it and that nobody should publish."""
ERROR_CELL = "#DIV/0!"
"""What the cell of a formula shows that divides by nothing."""
NUMBER = "{#}"
_LONG = "Acorn Family Trust and its friends, " * 10


@dataclass(frozen=True)
class Planted:
    """One planted mistake: the code of the issue that it must give, and where it stands."""

    code: str
    sheet: str
    cell: str


@dataclass(frozen=True)
class Mistake:
    """A wrong value for a column; None leaves the cell blank, {#} is the number of the row.

    `also` are values of the same row without which the mistake would be none. The
    issue stands at `at`, by default the column itself; `row` means the whole row.
    Where `again` is true, the row is an earlier one repeated below the last.
    """

    code: str
    sheet: str
    key: str
    value: Value | None
    also: Record = field(default_factory=dict)
    at: str = ""
    again: bool = False


MISTAKES = (
    Mistake("formula-text", "Providers", "name", "@acorn"),
    Mistake("too-long", "Providers", "name", _LONG.strip()),
    Mistake("not-an-email-address", "Providers", "email", "enquiries@acorn@example.org"),
    Mistake("not-a-web-address", "Providers", "website", "www.example"),
    Mistake("not-a-uk-phone", "Providers", "phone", "1632 960001"),
    Mistake("unknown-gss-code", "Providers", "local_authority_code", "E0900030"),
    Mistake("wrong-identifier", "Providers", "organization_identifiers.urn", "12345"),
    Mistake("wrong-identifier", "Providers", "organization_identifiers.company", "1234567"),
    Mistake("unknown-reference", "Services", "organization_id", "org-99999"),
    Mistake("required-value", "Services", "name", None),
    Mistake("required-value", "Services", "sector", None),
    Mistake("formula-text", "Services", "description", '=HYPERLINK("https://x.example.org","Go")'),
    Mistake("damaged-text", "Services", "description", "It is the childrenâ€™s own club."),
    Mistake("markup-in-text", "Services", "description", "<p>A club for everybody.</p>"),
    Mistake("unknown-code", "Services", "sector", "Submarines"),
    Mistake("unknown-code", "Services", "status", "Activ"),
    Mistake("unknown-code", "Services", "offer_level", "Universl"),
    Mistake("unknown-reference", "Services", "service_terms.sen_need", "Dyslexiaa"),
    Mistake("unknown-reference", "Services", "service_areas", "E10999901; E10999990"),
    Mistake("unknown-reference", "Services", "service_at_locations", "loc-999999"),
    Mistake("unknown-reference", "Services", "service_commissioners", "org-99998"),
    Mistake("not-a-web-address", "Services", "url", "https://www.example.org/a or /b c"),
    Mistake("not-an-email-address", "Services", "email", "bookings at example.org"),
    Mistake("personal-email", "Services", "email", "jane.smith@example.org"),
    Mistake("not-a-uk-phone", "Services", "phone", "ring the office"),
    Mistake("personal-mobile", "Services", "phone", "07700 900123"),
    Mistake("spreadsheet-error", "Services", "phone", ERROR_CELL),
    Mistake("values-out-of-order", "Services", "minimum_age", 12, {"maximum_age": 5}),
    Mistake("out-of-range", "Services", "maximum_age", 99),
    Mistake("not-a-number", "Services", "minimum_age", "five"),
    Mistake("personal-number", "Services", "eligibility", "Sam, NHS number 943 476 5919"),
    Mistake("not-true-or-false", "Services", "free", "sometimes"),
    Mistake("not-a-whole-number", "Services", "places", "12.5"),
    Mistake("not-a-date", "Services", "valid_from", "31/02/2026"),
    Mistake("placeholder-text", "Services", "how_to_access", "TBC"),
    Mistake("no-description", "Services", "description", None),
    Mistake("ages-not-stated", "Services", "minimum_age", None, {"maximum_age": "", "ages": ""}),
    Mistake("past-its-end", "Services", "valid_to", "2026-10-31"),
    Mistake("waiting-time-old", "Services", "waiting_time_as_of", "2025-01-31"),
    Mistake("code-not-in-force", "Places", "local_authority_code", "E08000016"),
    Mistake("not-a-language-code", "Services", "languages", "Klingon"),
    Mistake("checked-in-the-future", "Services", "assured_date", "2027-01-15"),
    Mistake("not-a-postcode", "Places", "postcode", "TAI 1AA"),
    Mistake("half-postcode", "Places", "postcode", "TA1"),
    Mistake("scientific-number", "Places", "uprn", "1.0E+11"),
    Mistake("wrong-form", "Places", "uprn", "10000123456789"),
    Mistake("out-of-range", "Places", "latitude", 15.1),
    Mistake("unknown-code", "Places", "location_features", "Lift; Moat"),
    Mistake("unknown-code", "Places", "address_visibility", "Shown"),
    Mistake("not-a-time", "Opening times", "opens_at", "half past nine"),
    Mistake("wrong-form", "Opening times", "byday", "Mondays"),
    Mistake("unknown-reference", "Opening times", "service_id", "svc-999999"),
    Mistake(
        "exactly-one", "Contacts", "role", "Advice", {"service_id": "", "location_id": ""}, "row"
    ),
    Mistake("not-an-email-address", "Contacts", "email", "team@acorn"),
    Mistake("not-a-number", "Costs", "amount", "£2.50"),
    Mistake("wrong-form", "Costs", "id", "cost {#}"),
    Mistake("conflicting-values", "Costs", "option", "Somebody else", again=True),
    Mistake("conflicting-values", "Services", "ages", "All ages", again=True),
    Mistake("not-a-web-address", "Links", "url", "mailto:help@example.org"),
    Mistake("required-value", "Links", "url", None),
    Mistake("unknown-code", "Checks", "result", "Fine"),
    Mistake("required-value", "Checks", "how", None),
    Mistake("not-a-date", "Checks", "checked_on", "Spring 2026"),
    Mistake("unknown-reference", "Accessibility", "location_id", "loc-999998"),
)


def spoiled(
    rows: Iterable[Record], layout: Layout, world: World, key: list[Planted]
) -> Iterator[Record]:
    """Yield the rows with the sheet's mistakes made, and add each to the answer key."""
    here = [each for each in MISTAKES if each.sheet == layout.name]
    places = _places([each for each in here if not each.again], world.count(layout.name))
    kept: list[Record] = []
    number = 1
    for number, record in enumerate(rows, 2):
        mistake = places.get(number)
        if mistake is None:
            kept = [*kept, record][:TIMES]
            yield record
        else:
            key.append(_planted(mistake, layout, number))
            yield _with(mistake, record, number)
    again = [(each, record) for each in here if each.again for record in kept]
    for below, (mistake, record) in enumerate(again, number + 1):
        key.append(_planted(mistake, layout, below))
        yield _with(mistake, record, below)


def with_private_column(
    rows: Iterable[Record], layout: Layout, key: list[Planted]
) -> Iterator[Record]:
    """Yield the rows, each with a value for the added column, and add it to the answer key."""
    sheet, heading = PRIVATE
    key.append(Planted("private-column", sheet, xl_col_to_name(len(layout.columns))))
    for number, record in enumerate(rows):
        yield {**record, heading: f"office{number}@example.org"}


def _places(mistakes: list[Mistake], rows: int) -> dict[int, Mistake]:
    """Return the number of a row for each mistake, spread over the sheet."""
    often = [each for each in mistakes for _ in range(TIMES)]
    step = max(1, (rows - TIMES - 1) // max(1, len(often)))
    return {2 + TIMES + place * step: mistake for place, mistake in enumerate(often)}


def _with(mistake: Mistake, record: Record, row: int) -> Record:
    value = mistake.value
    value = value.replace(NUMBER, str(row)) if isinstance(value, str) else value
    changed = {**record, **mistake.also, mistake.key: value}
    return {key: value for key, value in changed.items() if value not in (None, "")}


def _planted(mistake: Mistake, layout: Layout, row: int) -> Planted:
    column = "" if mistake.at == "row" else layout.letters[mistake.at or mistake.key]
    return Planted(mistake.code, layout.name, f"{column}{row}")
