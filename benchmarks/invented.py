"""Invented records for each sheet: many, varied, and without a mistake."""

import datetime
from collections.abc import Callable, Iterator
from random import Random

from layout import Record
from wording import BUILDINGS, ROADS, STREETS, TEAMS, TIMES, description, place_name, sentence
from world import World, day, phone, postcode, service_id, site

COUNCIL = "E10999901"
NEIGHBOUR = "E10999903"
SCHOOLS = ("Maintained school", "Academy", "Independent school")
# What changes in a year, and what is then written behind it: of each record the first of these.
CHANGEABLE = {
    "description": " It moved.",
    "name": " (new)",
    "option": " (new)",
    "label": " (new)",
    "how": ", again",
    "details": " (new)",
}
# In a sheet without such a text another day; and of lists with several values the last one goes.
LATER_DAY = "Sunday"
LISTS = "; "
DAYS = ("Monday to Friday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")


def records(world: World, sheet: str) -> Iterator[Record]:
    """Yield the records of a sheet in order; a key that a record lacks is a blank cell."""
    rng, make = world.rng(sheet), MAKERS[sheet]
    return (make(world, rng, i) for i in range(world.count(sheet)))


def later(rows: Iterator[Record]) -> Iterator[Record]:
    """Yield the records with every fiftieth changed: a text of it, and what it is linked to."""
    for number, record in enumerate(rows):
        yield _changed(record) if number % 50 == 7 else record


def _changed(record: Record) -> Record:
    field = next((name for name in CHANGEABLE if record.get(name)), "")
    text = {field: f"{record[field]}{CHANGEABLE[field]}"} if field else {"byday": LATER_DAY}
    links = {
        name: value.rpartition(LISTS)[0]
        for name, value in record.items()
        if isinstance(value, str) and LISTS in value
    }
    return {**record, **links, **text}


def _provider(world: World, rng: Random, i: int) -> Record:
    kind = rng.choice(world.words("Providers", "organization_type"))
    record: Record = {
        "id": f"org-{i + 1:05}",
        "name": f"{place_name(rng)} {kind} {i + 1}",
        "description": description(rng, 12, 30),
        "organization_type": kind,
        "local_authority_code": COUNCIL if rng.random() < 0.9 else NEIGHBOUR,
        "website": f"https://{site(i)}/",
        "email": f"enquiries@{site(i)}",
        "phone": phone(rng),
        "opened_on": day(rng, -6000, -400),
    }
    if kind in SCHOOLS:
        record["organization_identifiers.urn"] = str(100000 + i)
    if kind == "Charity":
        record["organization_identifiers.charity_ew"] = str(1000000 + i)
    return record


def _service(world: World, rng: Random, i: int) -> Record:
    owner = rng.randrange(world.count("Providers"))
    youngest = rng.choice((0, 0, 2, 3, 5, 5, 8, 11, 14, 16))
    oldest = rng.choice([age for age in (4, 7, 11, 16, 17, 18, 19, 25) if age > youngest])
    weeks = rng.choice((0, 1, 2, 4, 6, 8, 12, 18, 26, 40))
    record: Record = {
        "id": service_id(i),
        "organization_id": f"org-{owner + 1:05}",
        "name": world.names[i],
        "description": description(rng),
        "sector": rng.choice(world.words("Services", "sector")),
        "status": "Active",
        "url": f"https://{site(owner)}/services/{i + 1}",
        "email": f"{rng.choice(('enquiries', 'bookings', 'office', 'info'))}@{site(owner)}",
        "phone": phone(rng),
        "minimum_age": youngest,
        "maximum_age": oldest,
        "ages": f"{youngest} to {oldest}",
        "eligibility": sentence(rng),
        "diagnosis_required": "No",
        "ehc_plan_required": rng.choice(("No", "No", "Yes")),
        "how_to_access": sentence(rng),
        "accepting_referrals": "Yes",
        "how_decisions_are_made": sentence(rng),
        "offer_level": rng.choice(world.words("Services", "offer_level")),
        "reach": rng.choice(world.words("Services", "reach")),
        "opening_hours": f"{rng.choice(TIMES[:7])}s, 10am to {rng.randint(1, 6)}pm",
        "fees": "Free" if world.free[i] else f"£{rng.randint(2, 40)} a session",
        "free": "Yes" if world.free[i] else "No",
        "waiting_time_weeks": weeks,
        "waiting_time_as_of": day(rng, -80, -10),
        "places": rng.randint(4, 60),
        "places_as_of": day(rng, -150, -10),
        "valid_from": day(rng, -1500, -200),
        "assured_date": day(rng, -80, -5),
        "assured_by": rng.choice(("Provider", "Council")),
        "review_due": day(rng, 60, 300),
    }
    return record | _links(world, rng, i)


def _links(world: World, rng: Random, i: int) -> Record:
    several = {
        "service_terms.provision_type": (1, 3),
        "service_terms.sen_need": (1, 4),
        "service_terms.delivery": (1, 2),
        "service_terms.referral_route": (1, 2),
        "service_terms.pfa_outcome": (0, 1),
    }
    record: Record = {
        key: "; ".join(rng.sample(world.words("Services", key), rng.randint(least, most)))
        for key, (least, most) in several.items()
    }
    record["service_areas"] = rng.choice((COUNCIL, COUNCIL, f"{COUNCIL}; {NEIGHBOUR}"))
    record["service_commissioners"] = f"org-{rng.randint(1, 8):05}"
    record["service_at_locations"] = "; ".join(world.places_of[i])
    spoken = rng.choice(("", "", "; Urdu", "; Polish", "; British Sign Language"))
    record["languages"] = f"English{spoken}"
    return record


def _place(world: World, rng: Random, i: int) -> Record:
    name = place_name(rng)
    return {
        "id": f"loc-{i + 1:06}",
        "name": f"{name} {rng.choice(BUILDINGS)}",
        "location_type": "Physical",
        "address_visibility": "Show in full",
        "description": sentence(rng),
        "address_1": f"{rng.randint(1, 120)} {rng.choice(STREETS)} {rng.choice(ROADS)}",
        "city": name,
        "county": "Wrenshire",
        "postcode": postcode(rng),
        "country": "United Kingdom",
        "latitude": round(rng.uniform(50.9, 51.3), 5),
        "longitude": round(rng.uniform(-3.4, -2.6), 5),
        "coordinates_source": "Given in the source",
        "uprn": str(100040000000 + i),
        "local_authority_code": COUNCIL,
        "location_features": "; ".join(
            rng.sample(world.words("Places", "location_features"), rng.randint(1, 5))
        ),
    }


def _schedule(world: World, rng: Random, i: int) -> Record:
    service = i % world.services
    opens = rng.randint(8, 14)
    return {
        "id": f"sch-{i + 1:06}",
        "service_id": service_id(service),
        "location_id": world.places_of[service][0],
        "freq": "Weekly",
        "interval": rng.choice((1, 1, 1, 2)),
        "byday": rng.choice(DAYS),
        "dtstart": day(rng, -300, -20),
        "opens_at": datetime.time(opens, rng.choice((0, 15, 30, 45))),
        "closes_at": datetime.time(opens + rng.randint(1, 6), rng.choice((0, 15, 30, 45))),
        "valid_from": day(rng, -400, -300),
        "valid_to": day(rng, 200, 300),
        "term": rng.choice(world.words("Opening times", "term")),
    }


def _contact(world: World, rng: Random, i: int) -> Record:
    provider = rng.randrange(world.count("Providers"))
    of: Record = {"service_id": service_id(i % world.services)}
    if i % 10 == 8:
        of = {"organization_id": f"org-{provider + 1:05}"}
    if i % 10 == 9:
        of = {"location_id": f"loc-{rng.randint(1, world.count('Places')):06}"}
    return {
        "id": f"con-{i + 1:06}",
        **of,
        "role": rng.choice(world.words("Contacts", "role")),
        "name": rng.choice(TEAMS),
        "email": f"{rng.choice(('referrals', 'bookings', 'team', 'helpline'))}@{site(provider)}",
        "phone": phone(rng),
    }


def _cost(world: World, rng: Random, i: int) -> Record:
    paid = world.paid[i % len(world.paid)]
    return {
        "id": f"cost-{i + 1:06}",
        "service_id": service_id(paid),
        "option": rng.choice(("One child", "Two children", "A family", "Carer", f"Group {i}")),
        "amount": round(rng.uniform(1, 80), 1),
        "amount_description": rng.choice(("per session", "per day", "per term", "per hour")),
        "valid_from": day(rng, -200, -50),
        "valid_to": day(rng, 150, 300),
    }


def _url(world: World, rng: Random, i: int) -> Record:
    return {
        "id": f"url-{i + 1:06}",
        "service_id": service_id(i % world.services),
        "label": rng.choice(("Easy read leaflet", "Picture guide", "Booking page", "Timetable")),
        "url": f"https://{site(rng.randrange(world.count('Providers')))}/pages/{i + 1}",
    }


def _check(world: World, rng: Random, i: int) -> Record:
    service, before = i % world.services, i // world.services
    return {
        "service_id": service_id(service),
        "checked_on": day(rng, -90 * before - 90, -90 * before - 5),
        "by_role": rng.choice(world.words("Checks", "by_role")),
        "how": rng.choice(("by telephone", "by e-mail", "on a visit", "in the portal")),
        "result": rng.choice(("Unchanged", "Unchanged", "Changed")),
    }


def _feature(world: World, rng: Random, i: int) -> Record:
    return {
        "location_id": f"loc-{i + 1:06}",
        "feature": rng.choice(world.words("Accessibility", "feature")),
        "details": sentence(rng),
    }


MAKERS: dict[str, Callable[[World, Random, int], Record]] = {
    "Providers": _provider,
    "Services": _service,
    "Places": _place,
    "Opening times": _schedule,
    "Contacts": _contact,
    "Costs": _cost,
    "Links": _url,
    "Checks": _check,
    "Accessibility": _feature,
}
