"""For auditors: `verify`, `history`, `diff`."""

from __future__ import annotations

from pathlib import Path

import click

from offer_opendata.cli.shared import (
    dir_option,
    folder_argument,
    in_colour,
    leave,
    teller,
)


@click.command(epilog="Example: offer-opendata verify datapackage --since 3f2a...")
@folder_argument
@click.option("--since", default="", help="A fingerprint that somebody noted earlier.")
@click.option("--list", "whole", is_flag=True, help="Show the fingerprint of each release.")
def verify(folder: Path, since: str, whole: bool) -> None:
    """Check that a package is sound and that its history agrees with itself.

    DIR is a publication folder or the folder of a package, anybody's. Exit code 0: it
    holds; 1: it does not; 2: the check could not be run.
    """
    from offer_opendata.work.verifying import verified

    done = verified(folder, since, teller(), all_fingerprints=whole)
    click.echo("\n".join(done.lines))
    leave(not done.holds)


@click.command(epilog="Example: offer-opendata history CLUB-1 --as-of 2026-04-01")
@click.argument("key", metavar="ID")
@folder_argument
@click.option("--resource", default="", help="The table, if several have such an id: services.")
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

    ID stands in the first column of a table, such as data/services.csv. Records that were
    removed long ago are found, too. DIR is a publication folder or the folder of a package,
    anybody's.
    """
    from offer_opendata.work.asking import life_said, lived

    found = lived(folder, (key, resource), as_of)
    click.echo(life_said(found, form, colour=in_colour()).encode("utf-8"), nl=False)


@click.command(epilog="Example: offer-opendata diff 2026-04-01 2026-11-02 --dir my-local-offer")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@dir_option
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

    A number or a day is a release of the package in --dir (3, or 2026-04-01: the last one on
    or before that day, and 2026-04-01.1 the first on it). Anything else is the folder of a
    package, or a CSV or TSV file, for which --key names the columns that tell its rows apart.
    Exit code 1 if they differ, 0 if they do not.
    """
    from offer_opendata.work.asking import compared, differences

    found = compared((before, after), folder, keys)
    click.echo(differences(found, form, colour=in_colour()).encode("utf-8"), nl=False)
    leave(found.differs)
