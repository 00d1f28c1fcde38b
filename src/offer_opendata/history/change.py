"""A change: one value that differs between two releases, or one record that came or went."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace

from offer_opendata.schema import Field, Resource

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
MATERIAL, COSMETIC, CHECKED = "material", "cosmetic", "checked"
NOT_STATED = "not-stated"
ERASED = "[erased]"
# What the tool completes from code lists and postcodes: nobody is asked about them.
LISTS = frozenset(("areas", "terms"))
_WORD = re.compile(r"\w+")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[^\w\s]+(?=\d)")


@dataclass(frozen=True)
class Change:
    """One line of `changes`; all texts, in the order of its columns.

    `field` is blank for an added or removed record; `before` of a removed one is the whole
    record as a JSON object, blanks left out. `release_number` and `sequence` are given by
    `numbered` when the change is released.
    """

    resource: str
    row_id: str
    action: str
    field: str = ""
    before: str = ""
    after: str = ""
    parent_resource: str = ""
    parent_id: str = ""
    significance: str = MATERIAL
    reason: str = NOT_STATED
    note: str = ""
    decision_id: str = ""
    origin: str = "own"
    origin_ref: str = ""
    release_number: str = ""
    sequence: str = ""

    @property
    def place(self) -> tuple[str, str]:
        """The record that it belongs to: its resource and row_id."""
        return self.resource, self.row_id

    @property
    def owner(self) -> tuple[str, str]:
        """The record on whose timeline it is shown: its parent, or itself."""
        return (self.parent_resource, self.parent_id) if self.parent_id else self.place

    @property
    def note_id(self) -> str:
        """The row_id of its note, as salts and erasures name it."""
        return json.dumps([self.release_number, self.sequence])

    def removed_row(self) -> dict[str, str]:
        """Return the record that a removal took away: its values by field."""
        return dict(json.loads(self.before))

    def row(self) -> tuple[str, ...]:
        """Return the line of `changes.csv`."""
        *values, number, sequence = vars(self).values()
        return (number, sequence, *values)


HEADER = ("release_number", "sequence", *(each.name for each in fields(Change)[:-2]))


def change_of(row: Mapping[str, str]) -> Change:
    """Return the change that a line of `changes` states, by column."""
    return Change(**row)


def numbered(changes: Iterable[Change], number: int) -> tuple[Change, ...]:
    """Return the changes as those of a release, counted from 1."""
    return tuple(
        replace(change, release_number=str(number), sequence=str(sequence))
        for sequence, change in enumerate(changes, start=1)
    )


def parent_of(resource: Resource, row: Mapping[str, str]) -> tuple[str, str]:
    """Return the resource and key of the record that a row belongs to, or two blanks.

    `row` holds the row's values by field, blanks left out or not.
    """
    parent = resource.descriptor.get("parent")
    if not parent:
        return "", ""
    for name in (parent["field"], *resource.descriptor.get("exactlyOne", ())):
        key = next((each for each in resource.foreign_keys if each.fields == (name,)), None)
        if key and row.get(name):
            return key.resource, row[name]
    return "", ""


def significance(resource: Resource, change: Change) -> str:
    """Return whether a change matters, is one of form only, or is a new check and nothing else."""
    field = resource.by_name.get(change.field)
    described = field.descriptor if field else resource.descriptor
    if described.get("significance") == CHECKED and change.action != REMOVED:
        return CHECKED
    if field and _is_prose(field) and change.before and change.after:
        return COSMETIC if _same_words(change.before, change.after) else MATERIAL
    return MATERIAL


def _is_prose(field: Field) -> bool:
    plain = not (field.codelist or field.checks or field.constraints.get("pattern"))
    return field.type == "string" and plain and "format" not in field.descriptor


def _same_words(before: str, after: str) -> bool:
    # Only from where they part: what makes a word never reaches over a space.
    olds, news = before.split(), after.split()
    pairs = enumerate(zip(olds, news, strict=False))
    same = next((i for i, (one, other) in pairs if one != other), min(len(olds), len(news)))
    return _words(" ".join(olds[same:])) == _words(" ".join(news[same:]))


def _words(text: str) -> list[str]:
    # What stands between two digits may change a sum or a date: it is never mere form.
    kept = _BETWEEN_DIGITS.sub(lambda found: found[0].replace(" ", "").encode().hex(), text)
    # Underscores are no letters; all the rest that \w knows is.
    return _WORD.findall(kept.casefold().replace("_", ""))
