"""The group of commands: their order in the help, and how an error ends them."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from offer_opendata.cli.asking import Slip
from offer_opendata.errors import OfferError, refused

PROBLEMS = 1
COULD_NOT_RUN = 2
SECTIONS = {
    "Every week": ("check", "preview", "release"),
    "Now and then": ("new", "template", "serve", "erase", "new-key"),
    "For auditors": ("verify", "history", "diff"),
}
# What click says in the words of programmers.
PLAIN_WORDS = {
    "no such command": "there is no command",
    "no such option": "there is no option",
    "missing argument": "a word is missing:",
    "requires an argument": "needs a word after it",
    "is not a valid integer range": "is not a whole number",
    "is not a valid integer": "is not a whole number",
    "is not in the range x>=0": "is less than 0",
    "got unexpected extra arguments": "there are more words than the command takes",
    "got unexpected extra argument": "there is one word more than the command takes",
}


class Failure(click.ClickException):
    """A situation in which the work cannot go on, shown as one line."""

    exit_code = COULD_NOT_RUN


class Commands(click.Group):
    """The commands, grouped by how often they are wanted; our own errors become one line."""

    def make_context(self, *given: Any, **named: Any) -> click.Context:
        """Take the words before a command; what cannot be right there is one line."""
        with _in_one_line():
            return super().make_context(*given, **named)

    def invoke(self, context: click.Context) -> Any:
        """Run a command; an OfferError is one line and exit code 2, a bug keeps its traceback.

        So is what the system refuses: a folder that may not be changed, a full disk.
        """
        try:
            with _in_one_line(context), _uncollected():
                return super().invoke(context)
        except OfferError as error:
            raise _failure(error) from error
        except OSError as error:
            told = refused(error)
            if told is None:
                raise
            raise _failure(told) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 click calls it so
        """Write the commands under the headings of SECTIONS."""
        for title, names in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl(
                    [(name, self.commands[name].get_short_help_str(70)) for name in names]
                )


def _failure(error: OfferError) -> Failure:
    if error.first:
        click.echo(error.first, err=True)
    return Failure(str(error))


@contextmanager
def _in_one_line(context: click.Context | None = None) -> Iterator[None]:
    try:
        yield
    except click.UsageError as error:
        command = context.invoked_subcommand if context else ""
        raise Failure(_usage(error, command or "")) from error


@contextmanager
def _uncollected() -> Iterator[None]:
    """Leave out the search for cycles, which took a fifth of the time and finds next to none."""
    gc.disable()
    try:
        yield
    finally:
        # What was made stays until the program ends, so it is not looked through then either.
        gc.freeze()
        gc.enable()


def _usage(error: click.UsageError, command: str) -> str:
    """Return what is wrong with the words that were typed, and which help to ask for."""
    from offer_opendata.checks.words import lower_first

    said = lower_first(" ".join(error.format_message().split())).removesuffix(".")
    for click_words, ours in PLAIN_WORDS.items():
        said = said.replace(click_words, ours)
    if isinstance(error, Slip):
        return said
    joined = " For help:" if said.endswith("?") else "; for help:"
    return " ".join(filter(None, (f"{said}{joined} offer-opendata", command, "--help")))
