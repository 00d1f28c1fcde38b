"""Files in the package folder that the tool did not make: a release would remove them."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from offer_opendata.errors import OfferError
from offer_opendata.package import read_descriptor
from offer_opendata.publish.disk import entries_below, exists

_SHOWN = 3
# What file windows leave in any folder that they show; nobody misses it.
_DROPPINGS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


def refuse_foreign(folder: Path, made: Iterable[str]) -> None:
    """Raise OfferError, naming them, where a package folder holds files of somebody else.

    The tool's own are those it is about to write again (`made`), and those that the
    descriptor in the folder names.
    """
    if not exists(folder):
        return
    own = {*made, *_named(folder)}
    foreign = [
        path
        for path in (each.relative_to(folder).as_posix() for each in entries_below(folder))
        if path not in own and Path(path).name not in _DROPPINGS
    ]
    if foreign:
        raise OfferError(
            f'nothing was published: the folder "{folder.name}" is replaced whole, and would lose '
            f"what this tool did not make: {_list(foreign)}; move it out of that folder, then run "
            "the command again"
        )


def _named(folder: Path) -> Iterator[str]:
    try:
        yield from (resource["path"] for resource in read_descriptor(folder)["resources"])
    except OfferError:
        return  # no package, or a damaged one: only what we write again is ours


def _list(paths: list[str]) -> str:
    shown = ", ".join(paths[:_SHOWN])
    more = len(paths) - _SHOWN
    return f"{shown} and {more} more" if more > 0 else shown
