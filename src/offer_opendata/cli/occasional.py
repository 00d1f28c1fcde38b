"""Now and then: `new`, `template`, `serve`, `erase`, `new-key`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from offer_opendata.cli.asking import asked, vacant
from offer_opendata.cli.shared import (
    agreed,
    day_of,
    dir_option,
    folder_argument,
    in_colour,
    leave,
    print_report,
    say_first,
    teller,
)


@click.command(epilog="Example: offer-opendata new my-local-offer")
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
    from offer_opendata.work.starting import started

    click.echo(started(folder, council, answers))


@click.command(epilog="Example: offer-opendata template local-offer.xlsx")
@click.argument("file", metavar="FILE.xlsx", type=click.Path(path_type=Path))
def template(file: Path) -> None:
    """Write the template workbook: drop-downs, guidance, one example row."""
    from offer_opendata.work.starting import write_template

    click.echo(write_template(file))


@click.command(epilog="Example: offer-opendata serve --port 8002")
@folder_argument
@click.option("--draft", is_flag=True, help="Show the preview instead of the release.")
@click.option("--port", default=8001, show_default=True, help="The port on 127.0.0.1.")
def serve(folder: Path, draft: bool, port: int) -> None:
    """Look at the released package in Datasette, on this computer only.

    DIR is a publication folder or the folder of a package, anybody's.
    """
    from offer_opendata.site.running import run_until_told
    from offer_opendata.work.serving import serving

    with serving(folder, draft, port, teller()) as (command, where, greeting):
        click.echo(greeting)
        code = run_until_told(command, where)
        if code is None:
            click.echo("Stopped.")
    sys.exit(code)


@click.command(
    epilog="Example: offer-opendata erase services SVC-12 phone --by 'Data protection officer'"
)
@click.argument("places", metavar="[TABLE ID COLUMN]...", nargs=-1)
@click.option(
    "--find", "text", metavar="TEXT", help="List every place where a text stands, and stop."
)
@click.option(
    "--ground",
    type=click.Choice(["personal-data", "safety", "court", "rights"]),
    default="personal-data",
    show_default=True,
    help="Why it has to go.",
)
@click.option("--by", "by_role", default="", help="The role, not the name, of who decided.")
@click.option(
    "--keep-current",
    is_flag=True,
    flag_value="yes",
    default="",
    help="Today's value is right; only what stood before it goes.",
)
@click.option(
    "--and-release",
    is_flag=True,
    flag_value="yes",
    default="",
    help="Release with it all else that changed in the sources.",
)
@dir_option
@click.option("--date", "day", metavar="DATE", help="The day of the release. Default: today.")
@click.option("--seed", default="", hidden=True, help="Fixed salts, for the invented example only.")
def erase(
    places: tuple[str, ...], text: str | None, folder: Path, day: str | None, **said: str
) -> None:
    """Take a published value out of every release, leaving the proof intact.

    Look for every place with --find, which writes the command for each: table, id and
    column. Correct the sources, then erase: a release is published that says what was
    erased, and why, but not the value. On a terminal it shows first what goes, and asks.
    """
    from offer_opendata.work.erasing import Order, erased
    from offer_opendata.work.finding import found

    if text is not None:
        click.echo(found(folder, text, day_of(day), teller()))
        return
    done = erased(folder, Order(places, said, day_of(day)), teller(), agreed)
    say_first(done.first)
    if done.stops_by_data:
        print_report(done.report("text", colour=in_colour()))
    click.echo(done.closing)
    leave(done.stops)


@click.command("new-key", epilog="Example: offer-opendata new-key ../keys/private.pem")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
def new_key(file: Path) -> None:
    """Make a private key, with which your releases are signed.

    Never writes over a file. Keep the key outside of the publication folder.
    """
    from offer_opendata.work.signing import new_key as made

    click.echo(made(file))
