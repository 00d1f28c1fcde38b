"""The group of commands: their order in the help, and how an error ends them."""

from typing import Any

import click

from offer_opendata.errors import OfferError, refused

PROBLEMS = 1
COULD_NOT_RUN = 2
SECTIONS = {
    "Every week": ("check", "preview", "release"),
    "Now and then": ("new", "template", "serve", "erase", "new-key"),
    "For auditors": ("verify", "history", "diff"),
}


class Failure(click.ClickException):
    """A situation in which the work cannot go on, shown as one line."""

    exit_code = COULD_NOT_RUN


class Commands(click.Group):
    """The commands, grouped by how often they are wanted; our own errors become one line."""

    def invoke(self, context: click.Context) -> Any:
        """Run a command; an OfferError is one line and exit code 2, a bug keeps its traceback.

        So is what the system refuses: a folder that may not be changed, a full disk.
        """
        try:
            return super().invoke(context)
        except OfferError as error:
            raise Failure(str(error)) from error
        except OSError as error:
            told = refused(error)
            if told is None:
                raise
            raise Failure(str(told)) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 click calls it so
        """Write the commands under the headings of SECTIONS."""
        for title, names in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl(
                    [(name, self.commands[name].get_short_help_str(70)) for name in names]
                )
