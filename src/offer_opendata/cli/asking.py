"""The questions of `new`: a wrong answer is asked again, and none is lost."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

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


def _answer(_: click.Context, question: click.Parameter, answer: str) -> str:
    from offer_opendata.schema import load_schema
    from offer_opendata.starter.questions import check_answer

    try:
        check_answer(question.name or "", answer, load_schema())
    except OfferError as error:
        raise Slip(str(error)) from error
    return answer


def asked(option: str, question: str, text: str) -> Callable[[Any], Any]:
    """Return the option that asks a question where it is not given."""
    return click.option(option, prompt=question, help=text, callback=_answer)
