"""The questions of `new`: each answer is judged by itself, so that it can be asked again."""

from pathlib import Path

from offer_opendata.checks import not_a_uk_phone, not_a_web_address, not_an_email_address
from offer_opendata.checks.data import ValueCheck
from offer_opendata.errors import OfferError
from offer_opendata.schema import Schema
from offer_opendata.starter.authority import authority

# The check that judges an answer, and the field of a service that is asked the same.
JUDGED_AS: dict[str, tuple[ValueCheck, str]] = {
    "homepage": (not_a_web_address, "url"),
    "email": (not_an_email_address, "email"),
    "phone": (not_a_uk_phone, "phone"),
}


def check_answer(question: str, answer: str, schema: Schema) -> None:
    """Raise OfferError where an answer cannot be right; a blank one is not judged."""
    said = " ".join(answer.split())
    if question == "council":
        authority(said, schema)
    elif question in JUDGED_AS and said:
        check, field = JUDGED_AS[question]
        problem = check.problem(said, schema.resources["services"].by_name[field], schema)
        if problem:
            # What is a cell elsewhere is a question here, and has to be answered.
            raise OfferError(" ".join(problem).replace(", or leave the cell blank", ""))


def check_vacant(folder: Path) -> None:
    """Raise OfferError where a new folder would be made over something."""
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise OfferError(f'"{folder}" exists and is not empty; choose a new name')
