"""For developers of this project: `render`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(hidden=True)
@click.argument("root", type=click.Path(path_type=Path), default=".")
def render(root: Path) -> None:
    """Write every generated file of this project again: for its developers."""
    from offer_opendata.cli import help_texts
    from offer_opendata.generate import generate

    for path in generate(root, help_texts()):
        click.echo(path)
