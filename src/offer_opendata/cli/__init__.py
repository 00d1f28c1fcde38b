"""The command line: the only part that knows click, prints or exits."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable
from pathlib import Path

import click

from offer_opendata import __version__
from offer_opendata.cli.asking import asked, vacant
from offer_opendata.cli.group import PROBLEMS, SECTIONS, Commands
from offer_opendata.errors import OfferError

__all__ = ["SECTIONS", "help_texts", "main"]


folder_argument = click.argument(
    "folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path)
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
    from offer_opendata.work import checked

    done = checked(folder, _day(day), _tell())
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
def preview(folder: Path, day: str | None) -> None:
    """Check, then make a draft package and database in build/.

    Never touches the released package. Look at the draft with: offer-opendata serve --draft
    """
    from offer_opendata.work import previewed

    done = previewed(folder, _day(day), _tell())
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
def release(folder: Path, day: str | None, **said: str) -> None:
    """Check, let an independent referee agree, and publish.

    Writes datapackage/ whole or not at all, and prints the fingerprint to note down.
    """
    from offer_opendata.work import released

    done = released(folder, _day(day), said, _tell())
    _print_report(done.report("text", colour=_colour()))
    click.echo(done.closing)
    _leave(done.stops)


@main.command(epilog="Example: offer-opendata new my-local-offer")
@click.argument(
    "folder", metavar="DIR", type=click.Path(path_type=Path), is_eager=True, callback=vacant
)
@asked("--council", "Name of your council", "The council's name.")
@asked("--homepage", "Web address of your Local Offer", "https://...")
@asked("--role", "Role of the person to contact (not a name)", "A role.")
@asked("--email", "E-mail address for that role", "A shared mailbox.")
@asked("--phone", "Telephone number for that role", "01632 960100")
def new(folder: Path, council: str, **answers: str) -> None:
    """Make a publication folder: five questions, and it is ready.

    Finds your council's GSS code by its name, and writes a commented offer.toml, the
    template workbook, and files to double-click.
    """
    from offer_opendata.work import started

    click.echo(started(folder, council, answers))


@main.command(epilog="Example: offer-opendata template local-offer.xlsx")
@click.argument("file", metavar="FILE.xlsx", type=click.Path(path_type=Path))
def template(file: Path) -> None:
    """Write the template workbook: drop-downs, guidance, one example row."""
    from offer_opendata.work import write_template

    click.echo(write_template(file))


@main.command(epilog="Example: offer-opendata serve --port 8002")
@folder_argument
@click.option("--draft", is_flag=True, help="Show the preview instead of the release.")
@click.option("--port", default=8001, show_default=True, help="The port on 127.0.0.1.")
def serve(folder: Path, draft: bool, port: int) -> None:
    """Look at the released package in Datasette, on this computer only."""
    import subprocess

    from offer_opendata.work import serving

    command, where, greeting = serving(folder, draft, port, _tell())
    click.echo(greeting)
    try:
        sys.exit(subprocess.run(command, cwd=where, check=False).returncode)
    except KeyboardInterrupt:
        click.echo("Stopped.")


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


def _print_report(text: str) -> None:
    click.echo(text.rstrip("\n"))


def _leave(stops: bool) -> None:
    if stops:
        sys.exit(PROBLEMS)
