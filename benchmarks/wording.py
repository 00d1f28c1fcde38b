"""Invented wording: places, providers and the sentences of which descriptions are made."""

from random import Random

STEMS = (
    "Alder Ash Bark Beacon Birch Black Bram Brook Cal Chal Cran Dun Elm Fern Glen Hart Hazel Holm "
    "Kes Lang Mar Mel Mill North Oak Pen Rook Rush Sal Stan Thorn Whit Will Wren Yar"
).split()
ENDINGS = (
    "bourne bridge combe cote dale den field ford ham hurst leigh ley mere mouth stead ton wick"
).split()
TIMES = (
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Weekday Weekend Morning Afternoon "
    "Evening Summer Autumn Winter Spring Early Open Little Junior Senior Family Village Town"
).split()
STREETS = "Mill Church Station High Park School Bridge Chapel Manor Orchard Meadow Market".split()
ROADS = "Lane Road Street Close Way Hill Terrace Avenue".split()
BUILDINGS = (
    "Community Centre;Village Hall;Children's Centre;Leisure Centre;Health Centre;Library;"
    "Family Hub;Primary School;Sports Hall;Youth Centre;Arts Centre;Church Rooms"
).split(";")
TEAMS = (
    "Front desk;Short Breaks Team;Bookings Office;Family Support Team;Referrals Desk;"
    "Inclusion Team;Therapy Office;Advice Line;Transport Desk;Duty Team"
).split(";")
WHO = (
    "children and young people;young people and their families;autistic children;"
    "disabled children;children with complex needs;young adults;brothers and sisters too;"
    "children who are waiting for an assessment;families new to the area"
).split(";")
DOES = (
    "plan every session with the family beforehand;work in small groups of no more than six;"
    "use pictures, signs and objects as well as words;meet in a building with level access;"
    "keep a quiet room free for anyone who needs a break;follow a plan that is reviewed each term;"
    "share what works with school, if the family agrees;go out into the town once a month;"
    "train in moving and handling every year;cook, paint, garden and make music together"
).split(";")
SENTENCES = (
    "We are here for {who} who live in {place} and the villages around it.",
    "Our staff {does}, and they {also}.",
    "Nobody needs to fill in a long form: one telephone call is enough to begin.",
    "Each group has at least {few} trained workers and {few} volunteers.",
    "Parents and carers can stay for the first {few} visits, or for as long as they like.",
    "The first visit is free and lasts about {many} minutes.",
    "We welcome {who}, and we {does}.",
    "A worker rings a few days before to ask what would make the visit easier.",
    "There is parking for {many} cars, and the bus from {place} stops at the door.",
    "We lend equipment and show how it is used, at home or in school.",
    "Every term we ask the families what should change, and we write down what we did about it.",
    "If we are not the right people, we say so and help to find who is.",
    "People travel to us from {place}, {other} and further away.",
    "Letters and plans can be had in large print, in pictures or read out on the telephone.",
    "The sessions are led by {who} together with the team, and the programme is theirs.",
    "Since last year we also {does}, which was asked for in {other}.",
)


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
