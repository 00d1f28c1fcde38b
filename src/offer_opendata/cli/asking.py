"""The questions of `new`: a wrong answer is asked again, and none is lost."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from offer_opendata.errors import OfferError


class Slip(click.UsageError):
    """An answer that cannot be right: asked again where it was typed; no help knows better."""


def vacant(_: click.Context, __: click.Parameter, folder: Path) -> Path:
    """Return the folder; raise Slip where something is in it already."""
    from offer_opendata.starter.questions import check_vacant

    try:
        check_vacant(folder)
    except OfferError as error:
        raise Slip(str(error)) from error
    return folder


def _answer(context: click.Context, question: click.Parameter, answer: str) -> str:
    from offer_opendata.schema import load_schema
    from offer_opendata.starter.questions import NEEDED, check_answer, is_persons_name

    name = question.name or ""
    source = context.get_parameter_source(name)
    typed = source is None  # an answer, while the question is asked
    if typed and not answer.strip():
        raise Slip(NEEDED[name])
    try:
        check_answer(name, answer, load_schema())
    except OfferError as error:
        raise Slip(str(error)) from error
    if name == "role" and is_persons_name(answer):
        said = f'"{answer}" looks like a person\'s name, and it is published.'
        if typed and not click.confirm(f"{said} Use it all the same?"):
            raise Slip(NEEDED[name])
        if source is ParameterSource.COMMANDLINE:
            click.echo(f"{said} Not meant? Write a role as contact_role in offer.toml.", err=True)
    return answer


def asked(option: str, question: str, text: str) -> Callable[[Any], Any]:
    """Return the option that asks a question where it is not given."""
    # With a default, a blank answer comes here in place of the same question without a word.
    return click.option(
        option, prompt=question, help=text, default="", show_default=False, callback=_answer
    )
