"""`salts.csv` and `digests.csv`: what opens the commitment to each version of a row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from offer_opendata.history.commitments import Commitment
from offer_opendata.history.rows import csv_text, lines, quoted, rows_of

SALTS = ("release_number", "resource", "row_id", "salt", "commitment")
DIGESTS = ("release_number", "resource", "row_id", "field", "salt", "digest")

Place = tuple[str, str]
Version = tuple[int, str, str]


class Salt(NamedTuple):
    """A line of salts.csv: the salt of one version of a row, blank after an erasure."""

    number: int
    salt: str
    commitment: str


@dataclass(frozen=True)
class KeptDigest:
    """A line of digests.csv: the salt of one field, blank if its value was erased."""

    salt: str
    digest: str


@dataclass(frozen=True)
class Latest:
    """The latest line of salts.csv for each row, by resource and row_id as they stand in it.

    Of most rows nothing but the commitment is ever asked, so that lines are kept as they are.
    """

    lines: Mapping[str, str] = field(default_factory=dict)

    def salt(self, place: Place) -> Salt:
        """Return the salt of a row; raises KeyError where the row never was."""
        line = self.lines[_as_written(place)]
        return Salt(int(line.partition(",")[0]), *line.rsplit(",", 2)[1:])

    def commitment(self, place: Place) -> str:
        """Return the commitment of a row; raises KeyError where the row never was."""
        return self.lines[_as_written(place)].rpartition(",")[2]


def _as_written(place: Place) -> str:
    return f"{place[0]},{quoted(place[1])}"


Digests = Mapping[Version, Mapping[str, KeptDigest]]


def salts_text(number: int, commitments: list[Commitment]) -> str:
    """Return the lines of salts.csv for the versions of one release."""
    rows = [(str(number), c.resource, c.row_id, c.salt, c.commitment) for c in commitments]
    return csv_text(rows)


def digests_text(digests: Digests) -> str:
    """Return digests.csv."""
    rows = [
        (str(number), resource, row, field, kept.salt, kept.digest)
        for (number, resource, row), fields in digests.items()
        for field, kept in fields.items()
    ]
    return csv_text([DIGESTS, *rows])


def read_versions(content: bytes) -> dict[Version, Salt]:
    """Return the salt of every version that salts.csv has, in its order."""
    return {
        (int(number), resource, row): Salt(int(number), salt, commitment)
        for number, resource, row, salt, commitment in islice(rows_of(content), 1, None)
    }


def read_latest(content: bytes) -> Latest:
    """Return the latest salt of every row that salts.csv has, those long removed included."""
    found = lines(content.decode("utf-8"))[1:]
    return Latest({line.rsplit(",", 2)[0].partition(",")[2]: line for line in found})


def read_digests(content: bytes) -> dict[Version, dict[str, KeptDigest]]:
    """Return the digests that digests.csv keeps for each version."""
    found: dict[Version, dict[str, KeptDigest]] = {}
    for number, resource, row, name, salt, digest in islice(rows_of(content), 1, None):
        found.setdefault((int(number), resource, row), {})[name] = KeptDigest(salt, digest)
    return found
