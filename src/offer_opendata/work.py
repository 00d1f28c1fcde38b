"""What the commands do: each joins the stages and returns what there is to say."""

import datetime
import gc
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from offer_opendata import __version__
from offer_opendata.descriptor import ReleaseName
from offer_opendata.draft import Draft, make_draft
from offer_opendata.errors import OfferError
from offer_opendata.issues import errors
from offer_opendata.package import PackageFiles, write_package
from offer_opendata.publication import Publication, load_publication
from offer_opendata.schema import Schema, load_schema
from offer_opendata.tables import Table

if TYPE_CHECKING:
    from offer_opendata.report import Report

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Done:
    """What a command did: the draft behind its report, and its closing words."""

    publication: Publication
    draft: Draft
    reported: "Report"
    closing: str = ""

    @property
    def stops(self) -> bool:
        """Whether problems in the data stopped it."""
        return self.draft.stops

    @property
    def has_errors(self) -> bool:
        """Whether there are errors, be they withheld or not."""
        return bool(errors(self.draft.issues))

    def report(self, form: str, *, colour: bool = False) -> str:
        """Return the report as `text`, `json`, `csv` or `html`."""
        from offer_opendata.report import render

        return render(replace(self.reported, says_next=not self.closing), form, colour)


def checked(folder: Path, day: datetime.date, tell: Tell) -> Done:
    """Read and check the sources of a publication; write nothing but the report in build/."""
    from offer_opendata.report.summary import report_of

    schema = load_schema()
    publication = load_publication(folder, schema)
    with _uncollected():
        draft = make_draft(publication, schema, day, tell)
        done = Done(publication, draft, report_of(publication, draft, day))
        _keep_reports(done)
    return done


def previewed(folder: Path, day: datetime.date, tell: Tell) -> Done:
    """Check, and make the draft package and its database in build/draft/."""
    done = checked(folder, day, tell)
    if done.stops:
        return replace(done, closing=_stopped("No draft was made"))
    from offer_opendata.release import draft_files

    schema = load_schema()
    tell("Writing the draft package")
    place = done.publication.build / "draft"
    with _uncollected():
        known = _write_draft(draft_files(done.publication, schema, done.draft, _name(day)), place)
        _build(place / "datapackage", place / "offer.db", tell, known)
    return replace(
        done,
        closing=f"The draft is in {place}. Look at it: offer-opendata serve --draft\n"
        "Publish it: offer-opendata release",
    )


def released(folder: Path, day: datetime.date, said: Mapping[str, str], tell: Tell) -> Done:
    """Check, let the referee agree, and publish the first release with its fingerprint."""
    from offer_opendata.release import Wanted, first_release, publish, random_salt, seeded_salt

    schema = load_schema()
    publication = load_publication(folder, schema)
    _check_unreleased(publication)
    _check_seed(publication, schema, said["seed"])
    done = checked(folder, day, tell)
    if done.stops:
        return replace(done, closing=_stopped("Nothing was released"))
    wanted = Wanted(_name(day), said["title"], said["note"], said["by_role"])
    salt = seeded_salt(said["seed"]) if said["seed"] else random_salt
    tell("Writing the package")
    made = first_release(publication, schema, done.draft, (wanted, salt))
    tell("Asking the referee (frictionless)")
    publish(publication, made, done.draft.minted)
    _build(publication.package, database_of(publication, wanted.name.name), tell)
    return replace(
        done,
        closing=f"Release {wanted.name.name} is in {publication.package}.\n"
        "Note this line down somewhere else, such as in minutes; it proves that the past is "
        f"not rewritten:\n  {publication.publisher.name}, release 1 of {day}: {made.fingerprint}\n"
        "Look at it: offer-opendata serve",
    )


def started(folder: Path, council: str, answers: Mapping[str, str]) -> str:
    """Make a publication folder from five answers; return what there is to say."""
    from offer_opendata.starter import answers_of, starter_files

    if folder.exists() and any(folder.iterdir()):
        raise OfferError(f'"{folder}" exists and is not empty; choose a new name')
    schema = load_schema()
    given = answers_of(council, answers, schema)
    for name, content in starter_files(given, schema).items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        if file.suffix == ".sh":
            file.chmod(0o755)
    return (
        f"{folder} is ready, for {given.name} ({given.code}).\n"
        f"Next: fill in {folder / 'sources' / 'local-offer.xlsx'}, then in that folder: "
        "offer-opendata check"
    )


def write_template(file: Path) -> str:
    """Write the template workbook to a new file; return what there is to say."""
    from offer_opendata.render.workbook import template_workbook

    if file.suffix.lower() != ".xlsx":
        raise OfferError(f'"{file}" should end in .xlsx')
    if file.exists():
        raise OfferError(f'"{file}" exists already; choose another name')
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(template_workbook(load_schema()))
    return f"The template is {file}. Its first sheet says how to fill it in."


def serving(folder: Path, draft: bool, port: int, tell: Tell) -> tuple[list[str], Path, str]:
    """Return the Datasette command line, the folder to run it in, and what to say first."""
    from offer_opendata.package import read_descriptor
    from offer_opendata.site.serve import check_port, serve_command

    publication = load_publication(folder, load_schema())
    package = publication.build / "draft" / "datapackage" if draft else publication.package
    if not package.is_dir():
        word = "preview" if draft else "release"
        raise OfferError(f"there is no {word} yet; make one with: offer-opendata {word}")
    check_port(port)
    descriptor = read_descriptor(package)
    database = (
        package.parent / "offer.db" if draft else database_of(publication, descriptor["version"])
    )
    if not database.is_file():
        _build(package, database, tell)
    _write_metadata(package, database.parent)
    greeting = f"{descriptor['title']}: http://127.0.0.1:{port}/offer  (stop with Ctrl+C)"
    return serve_command(database, port), database.parent, greeting


def database_of(publication: Publication, release: str) -> Path:
    """Return where the database of a release stands."""
    return publication.build / release / "offer.db"


def _build(
    package: Path, database: Path, tell: Tell, known: Mapping[str, Table] | None = None
) -> None:
    from offer_opendata.database import build_database

    tell("Building the database")
    database.parent.mkdir(parents=True, exist_ok=True)
    build_database(package, database, known)


def _write_metadata(package: Path, folder: Path) -> None:
    from offer_opendata.package import read_descriptor
    from offer_opendata.render.metadata import render_datasette, render_metadata

    descriptor, schema = read_descriptor(package), load_schema()
    for name, render in (("metadata.yml", render_metadata), ("datasette.yml", render_datasette)):
        (folder / name).write_text(render(descriptor, schema), encoding="utf-8", newline="\n")


def _write_draft(files: PackageFiles, place: Path) -> Mapping[str, Table]:
    """Write the package of the draft; return the tables in it by the hashes of their files."""
    shutil.rmtree(place / "datapackage", ignore_errors=True)
    write_package(files, place / "datapackage")
    return files.known


@contextmanager
def _uncollected() -> Iterator[None]:
    # Tables are large and hold no cycles: looking for some took a fifth of the time. What was
    # made stays until the command ends, so it is not looked through afterwards either.
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _keep_reports(done: Done) -> None:
    build = done.publication.build
    build.mkdir(exist_ok=True)
    for form in ("json", "html"):
        text = done.report(form)
        (build / f"report.{form}").write_text(text, encoding="utf-8", newline="\n")


def _name(day: datetime.date) -> ReleaseName:
    return ReleaseName(1, day.isoformat(), day.isoformat())


def _stopped(what: str) -> str:
    return (
        f"{what}: correct the errors above and try again, or let the tool leave them out "
        'with errors = "withhold" under [policy] in offer.toml.'
    )


def _check_unreleased(publication: Publication) -> None:
    if publication.package.exists():
        raise OfferError(
            f"there is a release in {publication.package} already; version {__version__} makes a "
            "first release only, and later ones come with the next version"
        )


def _check_seed(publication: Publication, schema: Schema, seed: str) -> None:
    rows = schema.codelists["local_authorities"].rows
    code = publication.publisher.code
    invented = {row["code"] for row in rows if row["confirmed"] == "example"}
    if seed and code not in invented:
        raise OfferError("a fixed seed is for the invented example only; leave it out")
