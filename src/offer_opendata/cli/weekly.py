"""Every week: `check`, `preview`, `release`."""

from __future__ import annotations

from pathlib import Path

import click

from offer_opendata.cli.shared import (
    day_of,
    folder_argument,
    in_colour,
    leave,
    print_report,
    say_first,
    teller,
)

reasons_option = click.option(
    "--reasons",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="One more file of reasons, for scripts: table (resource), id (row_id), reason, note.",
)


@click.command(epilog="Example: offer-opendata check --format html > problems.html")
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

    done = checked(folder, day_of(day), teller())
    say_first(done.first)
    if form == "text":
        print_report(done.report(form, colour=in_colour()))
    else:
        # Bytes, so that no system translates line ends or lacks a character.
        click.echo(done.report(form).encode("utf-8"), nl=False)
    leave(done.has_errors)


@click.command(epilog="Example: offer-opendata preview")
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

    done = previewed(folder, day_of(day), teller(), reasons)
    say_first(done.first)
    print_report(done.report("text", colour=in_colour()))
    click.echo(done.closing)
    leave(done.stops)


@click.command(epilog="Example: offer-opendata release --title 'First release'")
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
    metavar="TABLE.COLUMN",
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
    done = released(folder, day_of(day), said, teller(), given)
    say_first(done.first)
    print_report(done.report("text", colour=in_colour()))
    click.echo(done.closing)
    leave(done.stops)
