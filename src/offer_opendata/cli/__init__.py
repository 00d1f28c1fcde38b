"""The command line: the only part that knows click, prints or exits."""

from __future__ import annotations

from pathlib import Path

import click

from offer_opendata import __version__
from offer_opendata.cli import auditing, developing, occasional, weekly
from offer_opendata.cli.group import SECTIONS, Commands

__all__ = ["SECTIONS", "help_texts", "main"]

COMMANDS = (
    *(weekly.check, weekly.preview, weekly.release),
    *(occasional.new, occasional.template, occasional.serve, occasional.erase),
    occasional.new_key,
    *(auditing.verify, auditing.history, auditing.diff),
    developing.render,
)


@click.group(cls=Commands, invoke_without_command=True)
@click.version_option(__version__, prog_name="offer-opendata")
@click.pass_context
def main(context: click.Context) -> None:
    """Publish a SEND Local Offer as open data.

    Put your spreadsheets in a folder, see every problem by sheet and cell, and publish
    a checked data package and a Datasette instance.

    With no command, in a publication folder: where you stand, and what comes next.

    Commands work in the folder in which they are typed, or in that of --dir.
    """
    if context.invoked_subcommand is None:
        from offer_opendata.standing import standing

        click.echo(standing(Path()) or context.get_help())


for command in COMMANDS:
    main.add_command(command)


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
