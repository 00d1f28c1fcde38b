"""What `erase` says before anything goes: what else would be published, and what goes for ever."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from offer_opendata.answers.answer import shortened
from offer_opendata.asking import Decided, decide
from offer_opendata.history.change import Change
from offer_opendata.history.erase import ErasedPlace, stood_in
from offer_opendata.history.past import Past
from offer_opendata.history.words import text_of, told
from offer_opendata.release import Next, is_described_alike
from offer_opendata.schema import load_schema
from offer_opendata.work.deciding import LINES
from offer_opendata.work.done import Done

# What is erased: the values at each place, by the release since which a version had them.
Gone = Mapping[ErasedPlace, Mapping[int, str]]

OTHERS = """other changes are waiting, and an erasure publishes a release. Release them first \
(offer-opendata release), or let them be released with it: add --and-release"""
DESCRIPTION = "What the package says of itself, by offer.toml or by this version of the tool"


def is_at(change: Change, places: Iterable[ErasedPlace]) -> bool:
    """Tell whether a change is of a value at one of the places."""
    at = {(each.resource, each.row_id, each.field) for each in places}
    return (*change.place, change.field) in at


def without(decided: Decided, places: Gone) -> Decided:
    """Return what was decided of all changes but those at the places."""
    return replace(decided, following=_others(decided.following, places))


def others_refused(done: Done, following: Next, places: Gone) -> str:
    """Return what else a release would change, and what to do; blank where that is nothing."""
    others, schema = _others(following, places), load_schema()
    alike = is_described_alike(done.publication, schema, following)
    if done.draft is None or not (others.step.changes or others.step.renames or not alike):
        return ""
    decided = without(decide(done.publication, schema, done.draft, following), places)
    groups = told(decided.following.step.changes, decided.names)
    said = [f"{OTHERS}.", text_of(groups, LINES), "" if alike else f"{DESCRIPTION}."]
    if any(len(group.lines) > LINES for group in groups):
        said.append("Every line: offer-opendata preview")
    return "\n\n".join(filter(None, said))


def goes_for_ever(past: Past, places: Iterable[ErasedPlace]) -> str:
    """Return what an erasure would take out: at each place how many values, of which releases."""
    return "\n".join(
        ["This goes for ever, from the history too:"]
        + [line for each in places for line in _going(each, stood_in(past, each))]
    )


def _others(following: Next, places: Gone) -> Next:
    changes = tuple(each for each in following.step.changes if not is_at(each, places))
    return replace(following, step=replace(following.step, changes=changes))


def _going(place: ErasedPlace, stood: Mapping[str, Sequence[int]]) -> list[str]:
    count = f"{len(stood)} value{'' if len(stood) == 1 else 's'}"
    return [
        f"  {place}: {count}",
        *(f'    "{shortened(value)}" (in {_releases(found)})' for value, found in stood.items()),
    ]


def _releases(numbers: Sequence[int]) -> str:
    """Return the numbers of releases in words: "releases 1 to 3, 5"."""
    runs = list[list[int]]()
    for number in sorted(numbers):
        if runs and runs[-1][-1] == number - 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    said = ", ".join(" to ".join(map(str, run)) for run in runs)
    return f"release{'' if len(numbers) == 1 else 's'} {said}"
