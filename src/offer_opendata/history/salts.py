"""`salts.csv` and `digests.csv`: what opens the commitment to each version of a row."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from offer_opendata.history.commitments import Commitment
from offer_opendata.history.rows import csv_text, rows_of

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
        for number, resource, row, salt, commitment in rows_of(content)
    }


def read_latest(content: bytes) -> dict[Place, Salt]:
    """Return the latest salt of every row that salts.csv has, those long removed included."""
    return {
        (resource, row): Salt(int(number), salt, commitment)
        for number, resource, row, salt, commitment in rows_of(content)
    }


def read_digests(content: bytes) -> dict[Version, dict[str, KeptDigest]]:
    """Return the digests that digests.csv keeps for each version."""
    found: dict[Version, dict[str, KeptDigest]] = {}
    for number, resource, row, field, salt, digest in rows_of(content):
        found.setdefault((int(number), resource, row), {})[field] = KeptDigest(salt, digest)
    return found
