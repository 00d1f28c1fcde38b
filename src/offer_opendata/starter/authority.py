"""A council found by its name, as people write it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from offer_opendata.errors import OfferError
from offer_opendata.schema import Schema, fold

LIST = "local_authorities"
INVENTED = "example"
MOST = 5
_ALIKE = 0.75
_KINDS = frozenset(
    (
        *("council", "county", "city", "borough", "metropolitan", "district", "unitary"),
        *("authority", "corporation", "london", "royal", "of", "the", "and"),
        *("cc", "bc", "lb", "rb", "mbc"),
    )
)


@dataclass(frozen=True)
class Authority:
    """A council with the SEND duty: its GSS code, short and full name, and its earlier codes.

    `certain` says that the name given can only mean this council.
    """

    code: str
    label: str
    name: str
    previous: tuple[str, ...]
    certain: bool


def find_authority(name: str, schema: Schema) -> list[Authority]:
    """Return the councils that a name, or a GSS code, can mean: the likeliest first.

    One that is `certain` stands alone; otherwise a person has to choose. For a council
    that has ended, those that took over are returned. Raises OfferError for a blank, for
    a district and for what resembles no council.
    """
    rows = schema.codelists[LIST].rows
    if not name.strip():
        raise OfferError("the name of the council is blank; give it as on its letters")
    in_force = [row for row in rows if not row["valid_to"]]
    meant = _same(name, in_force)
    if len(meant) == 1:
        return [_authority(meant[0], certain=True)]
    ended = [row for row in rows if row["valid_to"]]
    found = meant or _successors(_same(name, ended), in_force) or _alike(name, in_force)
    if not found:
        raise OfferError(_refusal(name))
    return [_authority(row, certain=False) for row in found]


def authority(name: str, schema: Schema) -> Authority:
    """Return the one council that a name can mean; raise OfferError, naming others, if unsure."""
    found = find_authority(name, schema)
    if found[0].certain:
        return found[0]
    others = " or ".join(f'"{each.name}"' for each in found)
    raise OfferError(f'"{name}" is not the name of one council; did you mean {others}?')


def _authority(row: Mapping[str, str], *, certain: bool) -> Authority:
    return Authority(
        code=row["code"],
        label=row["label"],
        name=" ".join((row["official_name"] or row["label"]).split()),
        previous=_codes(row["previous_codes"]),
        certain=certain,
    )


def _same(name: str, rows: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    wanted, core = fold(name), _core(name)
    exact = [row for row in rows if wanted in {_folded(each) for each in _names(row)}]
    return exact or [row for row in rows if core in {_core(each) for each in _names(row)}]


_folded = lru_cache(4096)(fold)


def _names(row: Mapping[str, str]) -> list[str]:
    return [each for each in (row["code"], row["label"], row["official_name"]) if each]


@lru_cache(4096)
def _core(name: str) -> tuple[str, ...]:
    """Return the words that tell a council apart, or all where there are only common ones."""
    spaced = "".join(letter if letter.isalnum() else " " for letter in name.casefold())
    words = sorted(spaced.replace(" s ", "s ").split())
    return tuple(word for word in words if word not in _KINDS) or tuple(words)


def _successors(
    ended: Sequence[Mapping[str, str]], in_force: Sequence[Mapping[str, str]]
) -> list[Mapping[str, str]]:
    codes = [code for row in ended for code in _codes(row["replaced_by"])]
    return [row for row in in_force if row["code"] in codes]


def _alike(name: str, in_force: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    from difflib import SequenceMatcher

    wanted = _core(name)
    scored: list[tuple[float, str, Mapping[str, str]]] = []
    for row in in_force if not _says_district(name) else ():
        words = _core(row["label"])
        within = set(wanted) <= set(words) or set(words) <= set(wanted)
        alike = SequenceMatcher(None, " ".join(wanted), " ".join(words)).ratio()
        if (within or alike >= _ALIKE) and row["confirmed"] != INVENTED:
            scored.append((-alike, row["code"], row))
    return [row for _, _, row in sorted(scored, key=lambda each: each[:2])[:MOST]]


def _says_district(name: str) -> bool:
    return fold(name).startswith("e07") or "district" in name.casefold().split()


def _refusal(name: str) -> str:
    if _says_district(name):
        return (
            f'"{name}" is a district, and districts have no Local Offer of their own; '
            "give the name of the county council"
        )
    return (
        f'no council with the SEND duty is called "{name}"; give the name of a county, a unitary '
        "authority, a metropolitan or a London borough (a district has no Local Offer of its own)"
    )


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code.strip() for code in text.split("|") if code.strip())
