"""The checks: what is wrong in tables of canonical text, found by one small module for each rule.

A value check is asked once for each different value of a column, a table check once
for all the tables. The docstring of a check is its page in the documentation.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Set
from itertools import filterfalse

from offer_opendata.checks import (
    address_not_allowed,
    ages_not_stated,
    checked_in_the_future,
    code_not_in_force,
    cost_not_stated,
    damaged_text,
    duplicate_key,
    duplicate_service,
    exactly_one,
    formula_text,
    half_postcode,
    markup_in_text,
    name_in_comment,
    no_contact_route,
    no_description,
    not_a_date,
    not_a_language_code,
    not_a_month,
    not_a_number,
    not_a_postcode,
    not_a_time,
    not_a_uk_phone,
    not_a_web_address,
    not_a_whole_number,
    not_an_academic_year,
    not_an_email_address,
    not_checked_for_a_year,
    not_true_or_false,
    not_unique,
    out_of_range,
    past_its_end,
    personal_email,
    personal_mobile,
    personal_number,
    placeholder_text,
    required_value,
    scientific_number,
    small_number,
    spreadsheet_error,
    too_long,
    too_short,
    unanswered_comment,
    unknown_code,
    unknown_gss_code,
    unknown_reference,
    unknown_wider_term,
    values_out_of_order,
    waiting_time_old,
    wrong_form,
    wrong_identifier,
)
from offer_opendata.checks.data import Data, TableCheck, ValueCheck
from offer_opendata.issues import Issue
from offer_opendata.schema import Field, Schema
from offer_opendata.tables import Finding, located

# Errors first, and what explains most first: a value is reported for its first error only.
VALUE_CHECKS: tuple[ValueCheck, ...] = (
    spreadsheet_error,
    scientific_number,
    formula_text,
    personal_number,
    not_a_number,
    not_a_whole_number,
    not_a_date,
    not_a_time,
    not_true_or_false,
    not_a_language_code,
    unknown_code,
    not_a_web_address,
    not_an_email_address,
    not_a_uk_phone,
    not_a_postcode,
    unknown_gss_code,
    not_an_academic_year,
    not_a_month,
    wrong_form,
    out_of_range,
    damaged_text,
    markup_in_text,
    personal_mobile,
    personal_email,
)
TABLE_CHECKS: tuple[TableCheck, ...] = (
    required_value,
    too_long,
    too_short,
    duplicate_key,
    not_unique,
    unknown_reference,
    unknown_wider_term,
    values_out_of_order,
    exactly_one,
    wrong_identifier,
    address_not_allowed,
    name_in_comment,
    checked_in_the_future,
    code_not_in_force,
    half_postcode,
    placeholder_text,
    duplicate_service,
    no_description,
    no_contact_route,
    cost_not_stated,
    ages_not_stated,
    not_checked_for_a_year,
    past_its_end,
    waiting_time_old,
    small_number,
    unanswered_comment,
)
_Found = tuple[ValueCheck | TableCheck, Finding]
_Verdicts = dict[str, list[tuple[ValueCheck, str, str]]]


def find_issues(data: Data) -> list[Issue]:
    """Return every issue of the tables: of single values, then of values beside each other.

    What is wrong in itself is not also compared with others, so that one slip gives
    one issue.
    """
    single: list[_Found] = list(_single_values(data))
    wrong = {_cell(finding) for check, finding in single if check.SEVERITY == "error"}
    between: list[_Found] = [
        (check, finding)
        for check in TABLE_CHECKS
        for finding in check.find(data)
        if _cell(finding) not in wrong
    ]
    return [
        located(finding, data.tables[finding.resource], check.CODE, check.SEVERITY)
        for check, finding in (*single, *between)
    ]


def _single_values(data: Data) -> Iterator[tuple[ValueCheck, Finding]]:
    for resource, table in data.tables.items():
        for field in table.resource.fields:
            verdicts = _verdicts(data.distinct[resource][field.name], field, data.schema)
            for index, value in enumerate(table.columns[field.name]) if verdicts else ():
                for check, message, fix in verdicts.get(value, ()):
                    shown = "" if getattr(check, "PRIVATE", False) else value
                    yield check, Finding(resource, index, field.name, shown, message, fix)


def _verdicts(values: Set[str], field: Field, schema: Schema) -> _Verdicts:
    verdicts: _Verdicts = {}
    text = "\n" + "\n".join(values)
    for check in VALUE_CHECKS:
        if not check.applies(field):
            continue
        suspects = _doubtful(check, field, _suspects(check, values, text))
        for value in suspects:
            problem = check.problem(value, field, schema)
            if problem:
                verdicts.setdefault(value, []).append((check, *problem))
        if verdicts and check.SEVERITY == "error":
            values = values - verdicts.keys()
    return verdicts


def _suspects(check: ValueCheck, values: Set[str], text: str) -> Collection[str]:
    signs, hints = getattr(check, "SIGNS", ()), getattr(check, "HINTS", ())
    if not (signs or hints):
        return values
    held = [sign for sign in signs if sign in text]
    found = [re.compile(hint).search for hint in hints if re.search(hint, text)]
    return {
        *(value for sign in held for value in values if sign in value),
        *(value for search in found for value in values if search("\n" + value)),
    }


def _doubtful(check: ValueCheck, field: Field, values: Collection[str]) -> Iterable[str]:
    quick = getattr(check, "quick", None)
    return filterfalse(quick(field), values) if quick and values else values


def _cell(finding: Finding) -> tuple[str, int, str]:
    return finding.resource, finding.index, finding.field
