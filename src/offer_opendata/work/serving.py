"""`serve`: what Datasette needs to show a release, the draft, or anybody's package."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from offer_opendata.errors import OfferError, saying_first
from offer_opendata.package import DESCRIPTOR
from offer_opendata.publication import SETTINGS, load_publication
from offer_opendata.schema import load_schema
from offer_opendata.work.databases import build, database_of, is_of

Tell = Callable[[str], None]
Served = tuple[list[str], Path, str]


@contextmanager
def serving(folder: Path, draft: bool, port: int, tell: Tell) -> Iterator[Served]:
    """Give the Datasette command line, the folder to run it in, and what to say first.

    The database of a package that stands in no publication folder is made for as long as it
    is shown, after its history was verified.
    """
    if (folder / SETTINGS).is_file() or not (folder / DESCRIPTOR).is_file():
        yield _own(folder, draft, port, tell)
        return
    from offer_opendata.work.asking import check_holds

    if draft:
        raise OfferError(f'"{folder}" is a package, which has no draft; leave out --draft')
    tell("Going back through the history")
    check_holds(folder)
    with tempfile.TemporaryDirectory(prefix="offer-opendata-") as place:
        yield _served(folder.resolve(), Path(place) / "offer.db", port, tell)


def _own(folder: Path, draft: bool, port: int, tell: Tell) -> Served:
    from offer_opendata.package import read_descriptor
    from offer_opendata.publish import recovered

    publication = load_publication(folder, load_schema())
    first = recovered(publication.package)
    package = publication.build / "draft" / "datapackage" if draft else publication.package
    with saying_first(first):
        if not package.is_dir():
            word = "preview" if draft else "release"
            raise OfferError(f"there is no {word} yet; make one with: offer-opendata {word}")
        version = read_descriptor(package)["version"]
        database = package.parent / "offer.db" if draft else database_of(publication, version)
        command, where, greeting = _served(package, database, port, tell)
    return command, where, f"{first}\n{greeting}".lstrip("\n")


def _served(package: Path, database: Path, port: int, tell: Tell) -> Served:
    from offer_opendata.package import read_descriptor
    from offer_opendata.site.serve import check_port, serve_command

    check_port(port)
    if not is_of(package, database):
        build(package, database, tell)
    _write_metadata(package, database.parent)
    title = read_descriptor(package)["title"]
    greeting = f"{title}: http://127.0.0.1:{port}/offer  (stop with Ctrl+C)"
    return serve_command(database, port), database.parent, greeting


def _write_metadata(package: Path, folder: Path) -> None:
    from offer_opendata.package import read_descriptor
    from offer_opendata.render.metadata import render_datasette, render_metadata

    descriptor, schema = read_descriptor(package), load_schema()
    for name, render in (("metadata.yml", render_metadata), ("datasette.yml", render_datasette)):
        (folder / name).write_text(render(descriptor, schema), encoding="utf-8", newline="\n")
