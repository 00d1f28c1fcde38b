"""From the publication folder to checked tables: every stage up to the package, in order."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace

from offer_opendata.answers.answer import NO_ANSWERS, Answers
from offer_opendata.answers.beside import with_beside
from offer_opendata.answers.read import read_answers
from offer_opendata.checks import find_issues
from offer_opendata.checks.data import Data
from offer_opendata.derive import derived
from offer_opendata.errors import OfferError
from offer_opendata.geography import with_postcodes
from offer_opendata.intake import read_workbook
from offer_opendata.issues import Issue, errors, in_order, once
from offer_opendata.mapping.apply import Applied, SheetRead, apply_mapping
from offer_opendata.mapping.identifiers import Minted, mint
from offer_opendata.mapping.merge import merge
from offer_opendata.mapping.spec import MappingSpec, load_mapping
from offer_opendata.publication import Publication, mapping_file
from offer_opendata.schema import Schema
from offer_opendata.source_files import SourceFiles, missing
from offer_opendata.stage_issues import stage_issue
from offer_opendata.tables import Table, Tables
from offer_opendata.visibility import with_default, without_protected
from offer_opendata.withhold import withhold

ROUNDS = 5
IDS = "answers/ids.csv"


@dataclass(frozen=True)
class Draft:
    """The tables a release would publish, and everything that a person should know first.

    `stops` says whether a release is stopped by errors. `minted` are the ids that a
    release would keep; `answers` what people said of the changes to come.
    """

    tables: dict[str, Table]
    issues: tuple[Issue, ...]
    sheets: tuple[SheetRead, ...]
    minted: Minted
    stops: bool
    answers: Answers = NO_ANSWERS


def make_draft(
    publication: Publication,
    schema: Schema,
    released_on: datetime.date,
    tell: Callable[[str], None],
) -> Draft:
    """Return the draft of a publication: its sources read, mapped, joined and checked.

    `released_on` is the day against which freshness is judged; `tell` is told what is
    being done. Raises OfferError where a source or a mapping cannot be read.
    """
    mappings = [_mapping(publication, source, schema) for source in publication.sources]
    applied = [
        _applied(source, mapping, schema, tell)
        for source, mapping in zip(publication.sources, mappings, strict=True)
    ]
    tell("Putting the records together")
    answers = read_answers(publication, schema)
    kept = Minted({**answers.aliases, **read_ids(publication).ids})
    batches, minted = mint([batch for each in applied for batch in each.batches], kept)
    answers = with_beside(answers, batches, schema)
    merged, found = merge(batches, schema)
    found += answers.issues
    found += [issue for each in applied for issue in each.issues]
    if not len(merged["services"]):
        found.append(stage_issue("no-services", Issue("warning", "")))
    tables, issues = _completed(publication, schema, merged, found)
    tell("Checking")
    data = Data(tables, schema, released_on, publication.not_people)
    draft = _checked(publication, data, issues, (applied, minted))
    return replace(draft, answers=answers)


def read_ids(publication: Publication) -> Minted:
    """Return the ids that earlier releases minted, from `answers/ids.csv`."""
    if not publication.kept_ids.is_file():
        return Minted({})
    rows = [row for row in read_workbook(publication.kept_ids, IDS).sheets[0].rows if any(row)]
    if any(len(row) != 3 for row in rows):
        raise OfferError(f"{IDS} has a row without three cells; take it again from a backup")
    return Minted({(resource, key): id_ for resource, key, id_ in rows[1:]})


def _mapping(publication: Publication, source: SourceFiles, schema: Schema) -> MappingSpec:
    path, shown = mapping_file(publication, source.mapping)
    return load_mapping(path, shown, schema)


def _applied(
    source: SourceFiles, mapping: MappingSpec, schema: Schema, tell: Callable[[str], None]
) -> Applied:
    workbooks = []
    for path, shown in zip(source.files, source.shown, strict=True):
        tell(f"Reading {shown}")
        if not path.exists():
            raise missing(path, shown)
        workbooks.append(read_workbook(path, shown))
    return apply_mapping(mapping, workbooks, schema)


def _completed(
    publication: Publication, schema: Schema, tables: Tables, issues: list[Issue]
) -> tuple[Tables, list[Issue]]:
    located, found = with_postcodes(with_default(tables, issues), publication)
    visible = without_protected(derived(located, schema), [*issues, *found])
    return visible.tables, list(visible.issues)


def _checked(
    publication: Publication,
    data: Data,
    issues: list[Issue],
    made: tuple[list[Applied], Minted],
) -> Draft:
    found = [*issues, *find_issues(data)]
    tables, omitted = dict(data.tables), list[Issue]()
    stops = bool(errors(found))
    if publication.withhold and stops:
        tables, omitted, stops = _withheld(data, found)
    applied, minted = made
    return Draft(
        tables=tables,
        issues=tuple(in_order(once([*found, *omitted]))),
        sheets=tuple(sheet for each in applied for sheet in each.sheets),
        minted=minted,
        stops=stops,
    )


def _withheld(data: Data, found: list[Issue]) -> tuple[dict[str, Table], list[Issue], bool]:
    omitted: list[Issue] = []
    wrong, tables = found, dict(data.tables)
    for _ in range(ROUNDS):
        if any(not issue.resource or not issue.id for issue in errors(wrong)):
            return tables, omitted, True
        left = withhold(tables, wrong)
        tables, omitted = left.tables, [*omitted, *left.issues]
        wrong = find_issues(replace(data, tables=tables))
        if not errors(wrong):
            return tables, omitted, False
    return tables, omitted, True
