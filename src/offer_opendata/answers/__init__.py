"""What people answered: why something changed, and whether a record is the same or a new one."""

from offer_opendata.answers.answer import NO_ANSWERS, Answers, Reason, Sameness, near, shortened
from offer_opendata.answers.beside import with_beside
from offer_opendata.answers.read import read_answers

__all__ = [
    "NO_ANSWERS",
    "Answers",
    "Reason",
    "Sameness",
    "near",
    "read_answers",
    "shortened",
    "with_beside",
]
