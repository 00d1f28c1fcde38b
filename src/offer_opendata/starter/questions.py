"""The questions of `new`: each answer is judged by itself, so that it can be asked again."""

import re
from pathlib import Path

from offer_opendata.checks import not_a_uk_phone, not_a_web_address, not_an_email_address
from offer_opendata.checks.data import ValueCheck
from offer_opendata.checks.names import INSTITUTIONS, ROLES
from offer_opendata.errors import OfferError
from offer_opendata.schema import Schema
from offer_opendata.starter.authority import authority

# The check that judges an answer, and the field of a service that is asked the same.
JUDGED_AS: dict[str, tuple[ValueCheck, str]] = {
    "homepage": (not_a_web_address, "url"),
    "email": (not_an_email_address, "email"),
    "phone": (not_a_uk_phone, "phone"),
}


NEEDED = {
    "council": "give the name of your council, as on its letters",
    "homepage": "give the web address where families find your Local Offer, "
    "such as https://www.example.org/local-offer",
    "role": "say who answers questions: a job title or a team, such as SEND Local Offer officer",
    "email": "give a mailbox that several people read, such as localoffer@example.org",
    "phone": "give a telephone number for questions, such as 01632 960100",
}
# Words of a job that are not in the names of shared mailboxes.
_JOBS = frozenset(
    (
        *("adviser", "advisor", "analyst", "assistant", "clerk", "co-ordinator", "coordinator"),
        *("deputy", "designated", "digital", "director", "editor", "engagement", "executive"),
        *("governance", "lead", "leader", "participation", "quality", "senior", "strategic"),
        *("strategy", "web"),
    )
)
_WORD = r"[A-Z][\w'’-]*[a-z]"
_NAME = re.compile(
    rf"(?:(?:Mrs|Mr|Ms|Miss|Mx|Dr|Prof)\.? )?{_WORD}(?: [A-Z]\.?)?(?: {_WORD}){{1,2}}"
)


def is_persons_name(role: str) -> bool:
    """Return whether what was given as a role looks like the name of a person."""
    words = set(re.split(r"[ -]", role.casefold())) | set(role.casefold().split())
    return bool(_NAME.fullmatch(" ".join(role.split()))) and not words & (
        ROLES | INSTITUTIONS | _JOBS
    )


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
