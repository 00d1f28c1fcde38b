"""What a person decides between `preview` and `release`: told, asked, and waited for."""

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from offer_opendata.asking import Decided, decide
from offer_opendata.asking.origins import kept_sources
from offer_opendata.asking.workbook import workbook
from offer_opendata.draft import Draft
from offer_opendata.history.guard import Allowed, Refused, guard
from offer_opendata.history.naming import titled
from offer_opendata.history.republished import refuse_republished
from offer_opendata.history.rows import csv_text
from offer_opendata.history.words import in_short, said, text_of, told
from offer_opendata.issues import errors, in_order
from offer_opendata.publication import TEMPLATE, Publication
from offer_opendata.publish import replace_file
from offer_opendata.release import Next, is_unchanged
from offer_opendata.schema import Schema, load_schema
from offer_opendata.work.done import Done, keep_reports
from offer_opendata.work.exceptions import read_exceptions
from offer_opendata.work.given import Given

QUESTIONS, CHANGES = "to-decide.xlsx", "changes.txt"
GOING = "would-go.csv"
SHEET = "Services"
LINES, NAMED = 8, 20
PUBLISH = "Publish it: offer-opendata release"
ANSWER_OR_PUBLISH = "Answer them, or publish them as not stated: offer-opendata release"
NOTHING_NEW = "There is nothing to publish."
NOT_YET = "Nothing is published until what stops it (above) is settled."
WRONG_ANSWERS = "Nothing is released until the answers named above are corrected."


def asked(done: Done, schema: Schema, following: Next) -> tuple[Done, str]:
    """Say what a release would change and what would stop it, and ask for what is missing.

    Also returns what comes next. Writes build/changes.txt (every line),
    build/to-decide.xlsx, and how much is open.
    """
    if done.draft is None or following.past is None:
        empty = nothing_to_find(done.publication, done.draft)
        return done, f"A release would be refused: {empty}" if empty else PUBLISH
    publication = done.publication
    decided = decide(publication, schema, done.draft, following)
    groups = told(decided.following.step.changes, decided.names)
    whole = text_of(groups) or "Nothing would change."
    refused = refusal(publication, decided, Allowed())
    open_ = json.dumps({**_open(decided), "stopped": bool(refused)})
    replace_file(publication.build / CHANGES, f"{whole}\n".encode())
    replace_file(publication.build / QUESTIONS, workbook(decided, schema))
    replace_file(publication.open_questions, open_.encode())
    since = f"What would change since release {following.past.name}:\n\n"
    words = [f"{since}{text_of(groups, LINES) or whole}"]
    if any(len(group.lines) > LINES for group in groups):
        words.append(f"Every line: {publication.build / CHANGES}")
    words += [_to_answer(publication, decided), refused]
    closing = "".join(f"{each}\n\n" for each in words if each)
    done = replace(with_issues(done, decided), closing=closing)
    if done.stops or refused:
        return done, WRONG_ANSWERS if done.stops else NOT_YET
    if is_unchanged(publication, schema, following):
        return done, NOTHING_NEW
    return done, ANSWER_OR_PUBLISH if any(_open(decided).values()) else PUBLISH


def decided_on(done: Done, following: Next, given: Given) -> tuple[Done, Decided | None]:
    """Return the next release with what was decided of it; or what was done, refused.

    It is refused where answers are wrong, where too much would go, where reasons are missing
    that the policy asks for, or (an OfferError) where an erased value would come back.
    """
    publication = done.publication
    if done.draft is None:
        return replace(done, refused=True), None
    refuse_erased(publication, following)
    decided = decide(publication, load_schema(), done.draft, following)
    done = with_issues(done, decided)
    why = refusal(publication, decided, given.allowed)
    if why or done.stops:
        return replace(done, closing=why or WRONG_ANSWERS, refused=True), None
    return done, decided


def refuse_erased(publication: Publication, following: Next) -> None:
    """Raise OfferError where a value would be published where one was erased."""
    if following.past:
        allowed = read_exceptions(publication)
        refuse_republished(following.past, following.step, following.tables, allowed)


def nothing_to_find(publication: Publication, draft: Draft | None) -> str:
    """Return that there is no service at all and what to fill in; blank where there is one."""
    if draft is None or draft.tables["services"].rows:
        return ""
    files = [n for each in publication.sources if each.mapping == TEMPLATE for n in each.shown]
    # A CSV file of that name stands for the sheet.
    shown = " or ".join([name for name in files if Path(name).stem == SHEET] or files)
    where = f" in the sheet {SHEET} ({shown})" if shown else ", or look at the mapping"
    return (
        "there is no service yet for a family to find; fill in the services"
        f"{where}, then: offer-opendata check"
    )


def in_place(publication: Publication, decided: Decided, name: str) -> str:
    """Return where a release is, and in short what it changed, a line each."""
    changed = in_short(decided.following.step.changes, decided.names)
    return f"Release {name} is in {publication.package}.\n{changed}"


def with_issues(done: Done, decided: Decided) -> Done:
    """Return what was done with the issues of the answers, and write the reports again."""
    from offer_opendata.report.summary import report_of

    if not decided.issues or done.draft is None or done.reported is None:
        return done
    issues = tuple(in_order([*done.draft.issues, *decided.issues]))
    stops = done.draft.stops or bool(errors(decided.issues))
    draft = replace(done.draft, issues=issues, stops=stops)
    report = report_of(done.publication, draft, done.reported.released_on)
    renewed = replace(done, draft=draft, reported=report)
    keep_reports(renewed)
    return renewed


def refusal(publication: Publication, decided: Decided, allowed: Allowed) -> str:
    """Return why a release is stopped until a person has spoken, or blank where it is not.

    Everything that would go is listed in build/would-go.csv.
    """
    step, tables = decided.following.step, decided.following.tables
    sources = {place: origin.source for place, origin in kept_sources(publication).items()}
    columns = {name: table.columns for name, table in tables.items()}
    refused = guard(step.changes, columns, sources, allowed)
    if refused:
        rows = [
            (each.resource, each.row_id, decided.names.of(*each.place))
            for each in step.changes
            if each.action == "removed"
        ]
        text = csv_text([("table", "id", "name"), *rows])
        replace_file(publication.build / GOING, text.encode("utf-8"))
    parts = chain(_guarded(publication, decided, refused), _missing(publication, decided))
    return "\n".join(parts)


def _guarded(publication: Publication, decided: Decided, refused: Refused) -> Iterator[str]:
    schema, listed = decided.names.schema, set[tuple[str, ...]]()
    for each in refused.removals:
        if each.ids in listed:
            continue  # all come from one source, and have just been listed
        listed.add(each.ids)
        kind, where = titled(schema, each.resource), f" from {each.source}" if each.source else ""
        yield f"A release is stopped: {len(each.ids)} of {each.of} {kind}{where} would go:"
        for id_ in each.ids[:NAMED]:
            yield f"  {decided.names.of(each.resource, id_)} ({id_})"
        if len(each.ids) > NAMED:
            yield f"  and {len(each.ids) - NAMED} more"
    for gone in refused.emptied:
        what = titled(schema, gone.resource, gone.field)
        yield (
            f"A release is stopped: {gone.name} ({what}) would be empty; it held {gone.held} "
            f"values. If that is right: offer-opendata release --allow-emptied {gone.name}"
        )
    for name in refused.not_emptied:
        yield f"A release is stopped: {name} would not become empty, as --allow-emptied says."
    if refused.is_miscounted:
        yield (
            f"A release is stopped: {refused.removed} services and organisations would go, and "
            f"not {refused.allowed.removals}, as --allow-removals says."
        )
    if refused.removals or refused.is_miscounted:
        yield (
            "If it is a mistake, such as a missing file or a column with another name, correct "
            "the sources."
        )
        yield f"If that is right: offer-opendata release --allow-removals {refused.removed}"
    if refused:
        yield f"All that would go: {publication.build / GOING}"


def _missing(publication: Publication, decided: Decided) -> Iterator[str]:
    missing = decided.missing(publication.require_reasons)
    if not missing:
        return
    count = len(missing)
    yield f"A release is stopped: {count} reason{'s are' if count > 1 else ' is'} missing for"
    for each in missing[:NAMED]:
        first = each.first
        name = decided.names.of(*first.owner)
        what = "removed" if each.is_removal else said(first, decided.names)
        yield f"  {name} ({first.owner[1]}): {what}"
    if count > NAMED:
        yield f"  and {count - NAMED} more"
    yield (
        f"Choose them in {publication.build / QUESTIONS} (made by preview), and save that file "
        "in the folder answers/."
    )


def _to_answer(publication: Publication, decided: Decided) -> str:
    open_ = _open(decided)
    asked_for = [
        f"{number} {one if number == 1 else many}"
        for number, one, many in (
            (open_["reasons"], "reason", "reasons"),
            (open_["same_or_new"], "record with a new id", "records with new ids"),
        )
        if number
    ]
    if not asked_for:
        return ""
    return (
        f"For you to decide: {' and '.join(asked_for)}. Open {publication.build / QUESTIONS}, "
        "choose, and save it in the folder answers/."
    )


def _open(decided: Decided) -> dict[str, int]:
    return {"reasons": len(decided.open), "same_or_new": len(decided.proposals)}
