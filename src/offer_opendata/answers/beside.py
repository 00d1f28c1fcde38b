"""Reasons that stand in a source, beside the row that they explain."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from offer_opendata.answers.answer import Answers, Reason
from offer_opendata.answers.rules import note_issues, wrong_reason
from offer_opendata.issues import Issue
from offer_opendata.mapping.beside import BESIDE, is_beside
from offer_opendata.mapping.records import Batch
from offer_opendata.schema import Schema


def with_beside(answers: Answers, batches: Iterable[Batch], schema: Schema) -> Answers:
    """Return the answers with the reasons that stand beside the records of sources.

    A reason that is not on the list, and a note that may not be published, are issues.
    """
    codelist = schema.codelists["change_reason"]
    found, issues, notes = list[Reason](), list(answers.issues), list[tuple[str, Issue]]()
    for reason, note_place in (pair for batch in batches for pair in _beside(batch)):
        wrong = wrong_reason(reason.reason, reason.place, codelist)
        notes.append((reason.note, note_place))
        if wrong:
            issues.append(wrong)
        else:
            found.append(reason)
    issues += note_issues(notes, schema)
    return replace(answers, beside=tuple(found), issues=tuple(issues))


def _beside(batch: Batch) -> Iterator[tuple[Reason, Issue]]:
    names = [name for name in BESIDE if name in batch.columns and is_beside(name, batch.resource)]
    if not names:
        return
    blank = [""] * len(batch.rows)
    columns = [batch.columns[name] if name in names else blank for name in BESIDE]
    for i, said in enumerate(zip(*columns, strict=True)):
        if any(said):
            place = batch.source.place(batch.rows[i], names[0])
            yield (
                Reason(
                    release="",
                    resource=batch.resource.name,
                    row_id=batch.key_text(i),
                    field="",
                    reason=said[0],
                    note=said[1],
                    decision_id=said[2],
                    was=None,
                    becomes=None,
                    place=replace(place, value=said[0], field=""),
                ),
                replace(batch.source.place(batch.rows[i], "change_note"), field=""),
            )
