"""Where a text stands in a released package: in its tables, its history and its words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from offer_opendata.history.change import REMOVED
from offer_opendata.history.lives import name_today, names_of_today
from offer_opendata.history.past import RELEASES, Past
from offer_opendata.history.replay import changes_by_release, current_state, renames_by_release
from offer_opendata.history.rows import lines, parsed
from offer_opendata.history.seal import WORDS

DIGITS = 7
Holds = Callable[[str], bool]


@dataclass(frozen=True)
class FoundPlace:
    """A field of a record in which a text stands now, or stood in an earlier release."""

    resource: str
    row_id: str
    field: str
    when: str


def matcher(text: str) -> Holds:
    """Return what tells whether a cell holds the text, in any case and with any spacing.

    A text with many digits, such as a telephone number, is also found by its digits alone.
    """
    wanted, number = _plain(text), _digits(text)

    def holds(cell: str) -> bool:
        return bool(cell) and (
            wanted in _plain(cell) or (len(number) >= DIGITS and number in _digits(cell))
        )

    return holds


def find(past: Past, holds: Holds) -> list[FoundPlace]:
    """Return every place of a package that holds the text, each once, those of today first.

    A column is told under the name that it has today, as `erase` takes it.
    """
    found: dict[tuple[str, str, str], FoundPlace] = {}
    for place in (*_today(past, holds), *_words(past, holds), *_earlier(past, holds)):
        found.setdefault((place.resource, place.row_id, place.field), place)
    return list(found.values())


def _today(past: Past, holds: Holds) -> Iterator[FoundPlace]:
    for resource, rows in current_state(past).items():
        for row_id, row in rows.items():
            for name, value in row.items():
                if holds(value):
                    yield FoundPlace(resource, row_id, name, "published now")


def _words(past: Past, holds: Holds) -> Iterator[FoundPlace]:
    header, *rows = parsed(lines(past.texts[RELEASES]))
    for row in rows:
        release = dict(zip(header, row, strict=True))
        for name in WORDS:
            if holds(release[name]):
                yield FoundPlace("releases", release["number"], name, "published now")


def _earlier(past: Past, holds: Holds) -> Iterator[FoundPlace]:
    renamed = renames_by_release(past).items()
    renames = names_of_today((number, each) for number, found in renamed for each in found)
    for number, changes in sorted(changes_by_release(past).items()):
        for change in changes:
            when = f"before release {number}"
            if holds(change.note):
                yield FoundPlace("changes", change.note_id, "note", "published now")
            values = {change.field: change.before}
            if change.action == REMOVED:
                values = change.removed_row()
            for name, value in values.items():
                if holds(value):
                    today = name_today(name, number, renames.get(change.resource, {}))
                    yield FoundPlace(*change.place, today, when)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())
