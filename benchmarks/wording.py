"""Invented wording: the lists of wording.toml, and the sentences made of them."""

import tomllib
from pathlib import Path
from random import Random

_LISTS: dict[str, list[str]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)
STEMS, ENDINGS, TIMES, STREETS, ROADS, BUILDINGS, TEAMS, WHO, DOES, SENTENCES = _LISTS.values()


def place_name(rng: Random) -> str:
    """Return the name of an invented town or village."""
    return rng.choice(STEMS) + rng.choice(ENDINGS)


def description(rng: Random, least: int = 30, most: int = 60) -> str:
    """Return a description of so many words, in whole sentences, seldom the same twice."""
    sentences = rng.sample(SENTENCES, len(SENTENCES))
    text: list[str] = []
    for sentence in sentences:
        words = _filled(sentence, rng).split()
        if len(text) + len(words) <= most:
            text += words
        if len(text) >= least:
            break
    return " ".join(text)


def sentence(rng: Random) -> str:
    """Return one sentence."""
    return _filled(rng.choice(SENTENCES), rng)


def _filled(sentence: str, rng: Random) -> str:
    does, also = rng.sample(DOES, 2)
    return sentence.format(
        who=rng.choice(WHO),
        does=does,
        also=also,
        place=place_name(rng),
        other=place_name(rng),
        few=rng.randint(2, 9),
        many=rng.randint(10, 60),
    )
