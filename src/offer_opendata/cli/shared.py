"""What commands share: the folder they work in, the day, and how they speak and end."""

import datetime
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from offer_opendata.cli.group import PROBLEMS
from offer_opendata.errors import OfferError

Command = Callable[..., None]
_PATH = click.Path(path_type=Path)
WHERE = "The publication folder. Default: here."

dir_option = click.option("--dir", "folder", metavar="DIR", default=".", type=_PATH, help=WHERE)


def folder_argument(command: Command) -> Command:
    """Let a command take its folder as a word, or with --dir, which every command knows."""

    @click.argument("folder", metavar="[DIR]", required=False, type=_PATH)
    @click.option("--dir", "named", metavar="DIR", type=_PATH, help=WHERE)
    @wraps(command)
    def run(*, folder: Path | None, named: Path | None, **rest: Any) -> None:
        if folder and named:
            raise click.UsageError("the folder is named twice; leave out --dir or the word")
        command(folder=folder or named or Path(), **rest)

    return run


def day_of(text: str | None) -> datetime.date:
    """Return the day that a person gave, or today; raise OfferError where it cannot be one."""
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


def teller() -> Callable[[str], None]:
    """Return what says, on a terminal only, what is being done."""
    if sys.stderr.isatty():
        return lambda text: click.echo(f"{text} …", err=True)
    return lambda _: None


def in_colour() -> bool:
    """Tell whether what is printed may have colours."""
    return sys.stdout.isatty()


def is_answered() -> bool:
    """Tell whether somebody sits at the keyboard, and no file or program gives the answers."""
    return sys.stdin.isatty()


def agreed(text: str) -> bool:
    """Show what would be done for ever and ask whether it may; where nobody sits, it may."""
    if not is_answered():
        return True
    click.echo(text)
    answer = click.prompt("Type yes to go on", default="", show_default=False)
    return bool(answer.strip().casefold() == "yes")


def say_first(text: str) -> None:
    """Say beside the report, on the error stream, what became of an interrupted release."""
    if text:
        click.echo(text, err=True)


def print_report(text: str) -> None:
    """Print a report without blank lines behind it."""
    if text:
        click.echo(text.rstrip("\n"))


def leave(stops: bool) -> None:
    """End with exit code 1 where there are problems in the data, or differences."""
    if stops:
        sys.exit(PROBLEMS)
