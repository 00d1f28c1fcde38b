"""What a person gives with a command, besides words for the release."""

from dataclasses import dataclass, field
from pathlib import Path

from offer_opendata.history.guard import Allowed


@dataclass(frozen=True)
class Given:
    """A file of reasons for this run, and what the guard may let pass."""

    reasons: Path | None = None
    allowed: Allowed = field(default_factory=Allowed)


NOTHING = Given()
