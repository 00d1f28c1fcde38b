"""The command line: the only file that knows click, prints or exits."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from offer_opendata import __version__
from offer_opendata.errors import OfferError

PROBLEMS = 1
COULD_NOT_RUN = 2
SECTIONS = {
    "Every week": ("check", "preview", "release"),
    "Now and then": ("new", "template", "serve", "erase"),
    "For auditors": ("history", "diff"),
}


class Failure(click.ClickException):
    """A situation in which the work cannot go on, shown as one line."""

    exit_code = COULD_NOT_RUN


class Commands(click.Group):
    """The commands, grouped by how often they are wanted; our own errors become one line."""

    def invoke(self, context: click.Context) -> Any:
        """Run a command; an OfferError is one line and exit code 2, a bug keeps its traceback."""
        try:
            return super().invoke(context)
        except OfferError as error:
            raise Failure(str(error)) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 click calls it so
        """Write the commands under the headings of SECTIONS."""
        for title, names in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl(
                    [(name, self.commands[name].get_short_help_str(70)) for name in names]
                )


folder_argument = click.argument(
    "folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path)
)

reasons_option = click.option(
    "--reasons",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="One more file of reasons, for scripts: resource, row_id, reason, note.",
)


@click.group(cls=Commands, invoke_without_command=True)
@click.version_option(__version__, prog_name="offer-opendata")
@click.pass_context
def main(context: click.Context) -> None:
    """Publish a SEND Local Offer as open data.

    Put your spreadsheets in a folder, see every problem by sheet and cell, and publish
    a checked data package and a Datasette instance.

    With no command, in a publication folder: where you stand, and what comes next.
    """
    if context.invoked_subcommand is None:
        from offer_opendata.standing import standing

        click.echo(standing(Path()) or context.get_help())


@main.command(epilog="Example: offer-opendata check --format html > problems.html")
@folder_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv", "html"]),
    default="text",
    help="How the report is written.",
)
@click.option(
    "--date", "day", metavar="DATE", help="The day to judge by: 2026-11-23. Default: today."
)
def check(folder: Path, form: str, day: str | None) -> None:
    """Read and check the sources; change nothing.

    Says every problem by file, sheet and cell, in plain words, with what to do.
    """
    from offer_opendata.work.checking import checked

    done = checked(folder, _day(day), _tell())
    _say_first(done.first)
    if form == "text":
        _print_report(done.report(form, colour=_colour()))
    else:
        # Bytes, so that no system translates line ends or lacks a character.
        click.echo(done.report(form).encode("utf-8"), nl=False)
    _leave(done.has_errors)


@main.command(epilog="Example: offer-opendata preview")
@folder_argument
@click.option(
    "--date", "day", metavar="DATE", help="The day to judge by: 2026-11-23. Default: today."
)
@reasons_option
def preview(folder: Path, day: str | None, reasons: Path | None) -> None:
    """Check, make a draft in build/, say what would change, and ask why.

    Never touches the released package. Look at the draft with: offer-opendata serve --draft

    What you have to decide stands in build/to-decide.xlsx; filled in and saved in the folder
    answers/, it is read by the next run.
    """
    from offer_opendata.work.checking import previewed

    done = previewed(folder, _day(day), _tell(), reasons)
    _say_first(done.first)
    _print_report(done.report("text", colour=_colour()))
    click.echo(done.closing)
    _leave(done.stops)


@main.command(epilog="Example: offer-opendata release --title 'First release'")
@folder_argument
@click.option("--date", "day", metavar="DATE", help="The day of the release. Default: today.")
@click.option("--title", default="", help="A title for this release.")
@click.option("--note", default="", help="A note for readers of the history.")
@click.option("--by", "by_role", default="", help="The role, not the name, of who releases.")
@click.option("--seed", default="", hidden=True, help="Fixed salts, for the invented example only.")
@reasons_option
@click.option(
    "--allow-removals",
    "removals",
    type=click.IntRange(min=0),
    metavar="NUMBER",
    help="Let so many services and organisations go; it must be the exact number.",
)
@click.option(
    "--allow-emptied",
    "emptied",
    multiple=True,
    metavar="RESOURCE.FIELD",
    help="Let a column lose all its values, such as services.phone; may be repeated.",
)
def release(
    folder: Path,
    day: str | None,
    reasons: Path | None,
    removals: int | None,
    emptied: tuple[str, ...],
    **said: str,
) -> None:
    """Check, let an independent referee agree, and publish.

    Writes datapackage/ whole or not at all, and prints the fingerprint to note down. Stops
    where very much would go at once, until you say the number.
    """
    from offer_opendata.history.guard import Allowed
    from offer_opendata.work.given import Given
    from offer_opendata.work.releasing import released

    given = Given(reasons, Allowed(removals, emptied))
    done = released(folder, _day(day), said, _tell(), given)
    _say_first(done.first)
    _print_report(done.report("text", colour=_colour()))
    click.echo(done.closing)
    _leave(done.stops)


@main.command(epilog="Example: offer-opendata new my-local-offer")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--council", prompt="Name of your council", help="The council's name.")
@click.option("--homepage", prompt="Web address of your Local Offer", help="https://...")
@click.option("--role", prompt="Role of the person to contact (not a name)", help="A role.")
@click.option("--email", prompt="E-mail address for that role", help="A shared mailbox.")
@click.option("--phone", prompt="Telephone number for that role", help="01632 960100")
def new(folder: Path, council: str, **answers: str) -> None:
    """Make a publication folder: five questions, and it is ready.

    Finds your council's GSS code by its name, and writes a commented offer.toml, the
    template workbook, and files to double-click.
    """
    from offer_opendata.work.starting import started

    click.echo(started(folder, council, answers))


@main.command(epilog="Example: offer-opendata template local-offer.xlsx")
@click.argument("file", metavar="FILE.xlsx", type=click.Path(path_type=Path))
def template(file: Path) -> None:
    """Write the template workbook: drop-downs, guidance, one example row."""
    from offer_opendata.work.starting import write_template

    click.echo(write_template(file))


@main.command(epilog="Example: offer-opendata serve --port 8002")
@folder_argument
@click.option("--draft", is_flag=True, help="Show the preview instead of the release.")
@click.option("--port", default=8001, show_default=True, help="The port on 127.0.0.1.")
def serve(folder: Path, draft: bool, port: int) -> None:
    """Look at the released package in Datasette, on this computer only."""
    import subprocess

    from offer_opendata.work.serving import serving

    command, where, greeting = serving(folder, draft, port, _tell())
    click.echo(greeting)
    try:
        sys.exit(subprocess.run(command, cwd=where, check=False).returncode)
    except KeyboardInterrupt:
        click.echo("Stopped.")


@main.command(epilog="Example: offer-opendata erase services SVC-12 phone --by 'Data protection'")
@click.argument("places", metavar="[RESOURCE ID FIELD]...", nargs=-1)
@click.option("--find", "text", default="", help="List every place where a text stands, and stop.")
@click.option(
    "--ground",
    type=click.Choice(["personal-data", "safety", "court", "rights"]),
    default="personal-data",
    show_default=True,
    help="Why it has to go.",
)
@click.option("--by", "by_role", default="", help="The role, not the name, of who decided.")
@click.option(
    "--dir", "folder", default=".", type=click.Path(path_type=Path), help="The publication folder."
)
@click.option("--date", "day", metavar="DATE", help="The day of the release. Default: today.")
@click.option("--seed", default="", hidden=True, help="Fixed salts, for the invented example only.")
def erase(places: tuple[str, ...], text: str, folder: Path, day: str | None, **said: str) -> None:
    """Take a published value out of every release, leaving the proof intact.

    Correct the sources first. Then look for every place with --find, and erase them: a
    release is published that says what was erased, and why, but not the value.
    """
    from offer_opendata.work.erasing import erased
    from offer_opendata.work.finding import found

    if text:
        click.echo(found(folder, text, _day(day), _tell()))
        return
    done = erased(folder, places, said, _day(day), _tell())
    if done.stops:
        _print_report(done.report("text", colour=_colour()))
    click.echo(done.closing)
    _leave(done.stops)


@main.command(epilog="Example: offer-opendata history CLUB-1 --as-of 2026-04-01")
@click.argument("key", metavar="ID")
@folder_argument
@click.option("--resource", default="", help="The table that is meant, such as services.")
@click.option("--as-of", default="", metavar="RELEASE", help="A number or a day: as it was then.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How it is written.",
)
def history(key: str, folder: Path, resource: str, as_of: str, form: str) -> None:
    """Tell one record's life: what changed, when and why.

    Finds records that were removed long ago, too. DIR is a publication folder or the folder
    of a package, also of another council.
    """
    from offer_opendata.work.asking import life_said, lived

    found = lived(folder, (key, resource), as_of)
    click.echo(life_said(found, form, colour=_colour()).encode("utf-8"), nl=False)


@main.command(epilog="Example: offer-opendata diff 2026-04-01 2026-11-02 --package my-local-offer")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option(
    "--package",
    "folder",
    metavar="DIR",
    default=".",
    type=click.Path(path_type=Path),
    help="Where the releases are: a publication folder or a package. Default: here.",
)
@click.option("--key", "keys", multiple=True, help="A column that tells rows of files apart.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "html"]),
    default="text",
    help="How the differences are written.",
)
def diff(before: str, after: str, folder: Path, keys: tuple[str, ...], form: str) -> None:
    """Show what differs between A and B: releases, packages or files.

    A number or a day is a release (3, or 2026-04-01: the last one on or before that day).
    Anything else is the folder of a package, or a CSV or TSV file, for which --key names
    the columns that tell its rows apart. Exit code 1 if they differ, 0 if they do not.
    """
    from offer_opendata.work.asking import compared, differences

    found = compared((before, after), folder, keys)
    click.echo(differences(found, form, colour=_colour()).encode("utf-8"), nl=False)
    _leave(found.differs)


@main.command(hidden=True)
@click.argument("root", type=click.Path(path_type=Path), default=".")
def render(root: Path) -> None:
    """Write every generated file of this project again: for its developers."""
    from offer_opendata.generate import generate

    for path in generate(root, help_texts()):
        click.echo(path)


def help_texts() -> dict[str, str]:
    """Return the help of the program and of each command, by what one types."""
    name = "offer-opendata"
    top = click.Context(main, info_name=name, terminal_width=80)
    texts = {f"{name} --help": main.get_help(top)}
    for names in SECTIONS.values():
        for each in names:
            inside = click.Context(
                main.commands[each], info_name=each, parent=top, terminal_width=80
            )
            texts[f"{name} {each} --help"] = main.commands[each].get_help(inside)
    return texts


def _day(text: str | None) -> datetime.date:
    today = datetime.datetime.now(tz=datetime.UTC).astimezone().date()
    try:
        day = datetime.date.fromisoformat(text) if text else today
    except ValueError:
        raise OfferError(f'"{text}" is not a date; write it as {today.isoformat()}') from None
    if day > today:
        raise OfferError(
            f"{day} is in the future; a release has the date of today or an earlier one"
        )
    return day


def _tell() -> Callable[[str], None]:
    if sys.stderr.isatty():
        return lambda text: click.echo(f"{text} …", err=True)
    return lambda _: None


def _colour() -> bool:
    return sys.stdout.isatty()


def _say_first(text: str) -> None:
    if text:
        click.echo(text, err=True)  # apart from a report that another program may read


def _print_report(text: str) -> None:
    click.echo(text.rstrip("\n"))


def _leave(stops: bool) -> None:
    if stops:
        sys.exit(PROBLEMS)
