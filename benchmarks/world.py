"""An invented council: how much there is of everything, and what several sheets agree on."""

import datetime
from dataclasses import dataclass
from functools import cached_property
from random import Random

from layout import Layout
from wording import ENDINGS, STEMS, TIMES

DAY = datetime.date(2026, 11, 23)
"""The day by which the invented data is judged."""
# Rows of each sheet for 1,000 services.
RATES = {
    "Providers": 120,
    "Services": 1000,
    "Places": 500,
    "Opening times": 2000,
    "Contacts": 1600,
    "Costs": 1000,
    "Links": 1000,
    "Checks": 1400,
    "Accessibility": 180,
}
# A childminder's address is not shown, and all needs stand beside no other.
_NOT_USED = ("Childminder", "All needs")
# Numbers that Ofcom keeps free for drama.
_AREA_CODES = ("01632 960", *(f"01{n} 496 0" for n in (13, 14, 15, 16, 17, 18, 21, 41, 51, 61)))


@dataclass(frozen=True)
class World:
    """How much there is of everything, and the sheets in which it is written."""

    services: int
    sheets: dict[str, Layout]
    changed: bool = False

    def count(self, sheet: str) -> int:
        """Return the number of rows of a sheet."""
        return max(8, self.services * RATES[sheet] // 1000)

    def rng(self, name: str) -> Random:
        """Return a source of chance that is the same in each run."""
        return Random(f"offer-opendata {self.services} {name}")

    @cached_property
    def names(self) -> list[str]:
        """The names of the services, each once."""
        kinds = self.words("Services", "service_terms.provision_type")
        places = [stem + ending for stem in STEMS for ending in ENDINGS]
        total = len(places) * len(TIMES) * len(kinds)
        chosen = self.rng("names").sample(range(total), self.services)
        return [
            f"{places[i % len(places)]} {TIMES[i // len(places) % len(TIMES)]} "
            f"{kinds[i // len(places) // len(TIMES)]}"
            for i in chosen
        ]

    @cached_property
    def free(self) -> list[bool]:
        """Whether each service costs nothing."""
        rng = self.rng("free")
        return [rng.random() < 0.4 for _ in range(self.services)]

    @cached_property
    def paid(self) -> list[int]:
        """The numbers of the services that cost something."""
        return [number for number, free in enumerate(self.free) if not free]

    @cached_property
    def places_of(self) -> list[list[str]]:
        """The places where each service is given."""
        rng, most = self.rng("places"), self.count("Places")
        return [
            sorted(f"loc-{n:06}" for n in rng.sample(range(1, most + 1), rng.choice((1, 1, 1, 2))))
            for _ in range(self.services)
        ]

    def words(self, sheet: str, key: str) -> list[str]:
        """Return the words that may be chosen in a column."""
        return self._words[sheet, key]

    @cached_property
    def _words(self) -> dict[tuple[str, str], list[str]]:
        return {
            (sheet, key): [
                word for word in column.words if ";" not in word and word not in _NOT_USED
            ]
            for sheet, layout in self.sheets.items()
            for key, column in layout.columns.items()
        }


def service_id(i: int) -> str:
    """Return the id of a service by its number from 0."""
    return f"svc-{i + 1:06}"


def site(provider: int) -> str:
    """Return the domain of a provider by its number from 0."""
    return f"{STEMS[provider % len(STEMS)].lower()}{provider + 1}.example.org"


def phone(rng: Random) -> str:
    """Return a telephone number that nobody has."""
    return f"{rng.choice(_AREA_CODES)}{rng.randrange(1000):03}"


def postcode(rng: Random) -> str:
    """Return a postcode of the right form."""
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    return f"TA{rng.randint(1, 24)} {rng.randint(0, 9)}{rng.choice(letters)}{rng.choice(letters)}"


def day(rng: Random, first: int, last: int) -> datetime.date:
    """Return a day between so many days before or after the day of the data."""
    return DAY + datetime.timedelta(days=rng.randint(first, last))
