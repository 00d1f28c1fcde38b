"""Where a package stands, and the names beside it that a release uses on its way there."""

import os
from dataclasses import dataclass
from pathlib import Path

from offer_opendata.errors import OfferError


@dataclass(frozen=True)
class Place:
    """The folder of a package, and its neighbours, which exist only while something is published.

    All have fixed names, so that any number of interrupted runs leaves no more than one would.
    """

    folder: Path

    @property
    def new(self) -> Path:
        """The package that is being made; after an exchange, the one that was replaced."""
        return self._beside("new")

    @property
    def old(self) -> Path:
        """The package that was replaced, where two folders cannot change names in one step."""
        return self._beside("old")

    @property
    def marker(self) -> Path:
        """The file that says that `new` is complete and is to take its place."""
        return self._beside("ready")

    @property
    def lock(self) -> Path:
        """The file that a writer locks."""
        return self._beside("lock")

    @property
    def leftovers(self) -> tuple[Path, Path, Path]:
        """What an interrupted run may leave, the lock apart, which says nothing."""
        return self.marker, self.new, self.old

    def _beside(self, ending: str) -> Path:
        return self.folder.with_name(f".{self.folder.name}.{ending}")


def place_of(package: Path) -> Place:
    """Return the place of a package folder, which need not exist yet; a link to it is followed.

    Raises OfferError where something that is not a folder has its name.
    """
    folder = Path(os.path.realpath(package))
    if package.is_symlink() and not folder.is_dir():
        raise OfferError(
            f'"{package}" is a link that leads to no folder; make that folder, or remove the link'
        )
    if folder.exists() and not folder.is_dir():
        raise OfferError(
            f'"{package}" is a file, and the package needs a folder of that name; move it away'
        )
    return Place(folder)
