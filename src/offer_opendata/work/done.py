"""What a command did, and what it has to say of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from offer_opendata.issues import errors
from offer_opendata.publication import Publication
from offer_opendata.publish import replace_file

if TYPE_CHECKING:
    # Reading and checking take long to import, and not every command does either.
    from offer_opendata.draft import Draft
    from offer_opendata.report import Report

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Done:
    """What a command did: the draft behind its report, its first and its closing words.

    There is neither draft nor report where the sources needed no reading.
    """

    publication: Publication
    draft: "Draft | None" = None
    reported: "Report | None" = None
    closing: str = ""
    first: str = ""
    refused: bool = False

    @property
    def stops(self) -> bool:
        """Whether problems in the data stopped it, or what would change needs a person's word."""
        return self.refused or self.stops_by_data

    @property
    def stops_by_data(self) -> bool:
        """Whether problems in the data stopped it."""
        return self.draft is not None and self.draft.stops

    @property
    def has_errors(self) -> bool:
        """Whether there are errors, be they withheld or not."""
        return self.draft is not None and bool(errors(self.draft.issues))

    def report(self, form: str, *, colour: bool = False) -> str:
        """Return the report as `text`, `json`, `csv` or `html`; blank where there is none."""
        if self.reported is None:
            return ""
        from offer_opendata.report import render

        return render(replace(self.reported, says_next=not self.closing), form, colour)


def keep_reports(done: Done) -> None:
    """Write the report to build/, for a browser and for programs."""
    for form in ("json", "html"):
        file = done.publication.build / f"report.{form}"
        replace_file(file, done.report(form).encode("utf-8"))


def stopped(what: str, done: Done) -> str:
    """Return the closing words where errors in the data stopped a command.

    Only what belongs to a record can be left out: not an answer, a file or a column.
    """
    found = errors(done.draft.issues) if done.draft else []
    if done.publication.withhold or not all(issue.resource and issue.id for issue in found):
        return f"{what}: correct the errors above and try again."
    return (
        f"{what}: correct the errors above and try again, or let the tool leave them out "
        'with errors = "withhold" under [policy] in offer.toml.'
    )
