"""The places that a person asks to erase: whether anything can be erased there."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

from offer_opendata.draft import Draft
from offer_opendata.errors import OfferError
from offer_opendata.history.erase import ErasedPlace, values_at
from offer_opendata.history.past import Past
from offer_opendata.history.rows import row_id
from offer_opendata.schema import Schema, fold

WORDS = {"changes": ("note",), "releases": ("title", "note", "released_by_role")}
WORD_TITLES = {"changes": "Changes", "releases": "Releases"}
FIND = "list every place with: offer-opendata erase --find TEXT"
NEAR = 0.75


def named_places(places: Sequence[str]) -> list[ErasedPlace]:
    """Return the places that words name, three each; raise OfferError where some are missing."""
    if not places or len(places) % 3:
        raise OfferError(
            "say what to erase with three words: the table, the id and the column, such as: "
            "offer-opendata erase services SVC-12 phone"
        )
    return [ErasedPlace(*places[i : i + 3]) for i in range(0, len(places), 3)]


def allowed_place(
    place: ErasedPlace, states: tuple[Past, Draft], schema: Schema, *, keeps: bool
) -> ErasedPlace:
    """Return a place with what stands there from now on.

    `keeps` says that today's value may stay. Raises OfferError where nothing can be erased
    there, or the sources still produce the value.
    """
    past, draft = states
    if place.resource in WORDS:
        _check_word(place)
        return place
    resource = schema.resources.get(place.resource)
    if resource is None or place.field not in resource.by_name:
        if not values_at(past, place):
            raise _unknown(place, schema)
        return place  # the schema has dropped it, but the history still holds it
    if place.field in resource.primary_key:
        raise OfferError(
            f"{place.field} is part of the key of {place.resource}, and a key cannot be erased; "
            "remove the record from the sources and release, then erase its other fields"
        )
    table = draft.tables[place.resource]
    at = next((i for i, key in enumerate(table.keys) if row_id(key) == place.row_id), None)
    now = "" if at is None else table.columns[place.field][at]
    stood = set(values_at(past, place).values())
    if at is not None and now and now in stood and not (keeps and len(stood) > 1):
        where = table.place(at, place.field).place
        raise _not_corrected(now, where or "stated in a mapping", len(stood) > 1)
    return replace(place, kept=now)


def _check_word(place: ErasedPlace) -> None:
    if place.field not in WORDS[place.resource]:
        raise OfferError(
            f"of {place.resource}, only {' and '.join(WORDS[place.resource])} can be erased"
        )


def _unknown(place: ErasedPlace, schema: Schema) -> OfferError:
    """Return what is wrong with a name of a table or a field, and which may be meant."""
    resource = schema.resources.get(place.resource)
    if resource is None:
        tables = {name: each.title for name, each in schema.resources.items()}
        return _no_such(f'table "{place.resource}"', place.resource, {**tables, **WORD_TITLES})
    titles = {field.name: field.title for field in resource.fields}
    return _no_such(f'field "{place.field}" of "{place.resource}"', place.field, titles)


def _no_such(what: str, name: str, titles: Mapping[str, str]) -> OfferError:
    spelt = {fold(text): each for each, title in titles.items() for text in (title, each)}
    close = get_close_matches(fold(name), spelt, 1, NEAR)
    hint = f'did you mean "{spelt[close[0]]}"?' if close else FIND
    return OfferError(f"there is no {what}; {hint}")


def _not_corrected(value: str, where: str, others: bool) -> OfferError:
    # Once a correction is released too, what stood there before it is what is to go; but
    # nobody but the person who asks can tell whether today's value is the right one.
    also = (
        "; or, if today's value is right and what stood before it has to go, add --keep-current"
        if others
        else ""
    )
    return OfferError(
        f'the sources still say "{value}" ({where}); correct it there first, then erase what was '
        f"published{also}"
    )
