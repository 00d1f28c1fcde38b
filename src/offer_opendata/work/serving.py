"""`serve`: what Datasette needs to show a release, or the draft."""

from collections.abc import Callable
from pathlib import Path

from offer_opendata.errors import OfferError
from offer_opendata.publication import load_publication
from offer_opendata.schema import load_schema
from offer_opendata.work.databases import build, database_of, is_of

Tell = Callable[[str], None]


def serving(folder: Path, draft: bool, port: int, tell: Tell) -> tuple[list[str], Path, str]:
    """Return the Datasette command line, the folder to run it in, and what to say first."""
    from offer_opendata.package import read_descriptor
    from offer_opendata.publish import recovered
    from offer_opendata.site.serve import check_port, serve_command

    publication = load_publication(folder, load_schema())
    first = recovered(publication.package)
    package = publication.build / "draft" / "datapackage" if draft else publication.package
    if not package.is_dir():
        word = "preview" if draft else "release"
        raise OfferError(f"there is no {word} yet; make one with: offer-opendata {word}")
    check_port(port)
    descriptor = read_descriptor(package)
    database = (
        package.parent / "offer.db" if draft else database_of(publication, descriptor["version"])
    )
    if not (database.is_file() if draft else is_of(package, database)):
        build(package, database, tell)
    _write_metadata(package, database.parent)
    greeting = (
        f"{first}\n".lstrip("\n")
        + f"{descriptor['title']}: http://127.0.0.1:{port}/offer  (stop with Ctrl+C)"
    )
    return serve_command(database, port), database.parent, greeting


def _write_metadata(package: Path, folder: Path) -> None:
    from offer_opendata.package import read_descriptor
    from offer_opendata.render.metadata import render_datasette, render_metadata

    descriptor, schema = read_descriptor(package), load_schema()
    for name, render in (("metadata.yml", render_metadata), ("datasette.yml", render_datasette)):
        (folder / name).write_text(render(descriptor, schema), encoding="utf-8", newline="\n")
