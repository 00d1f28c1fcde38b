"""A small Local Offer whose answers are known by construction.

Three councils' worth of places (Wrenshire publishes; E10999900 is its earlier code) and eight
services, each made to be the right or the wrong answer to some question.
"""

from offer_opendata.schema import load_schema

DISTRICTS = [
    {"code": "E10999900", "name": "Wrenshire (before 2020)", "kind": "local_authority"},
    {"code": "E10999901", "name": "Wrenshire", "kind": "local_authority"},
    {"code": "E10999903", "name": "Sallowmoor", "kind": "local_authority"},
    {"code": "E07999901", "name": "North Wren", "kind": "district", "parent_code": "E10999901"},
    {"code": "E07999902", "name": "South Wren", "kind": "district", "parent_code": "E10999901"},
    {"code": "E07999903", "name": "Sallow Vale", "kind": "district", "parent_code": "E10999903"},
]

ORGANIZATIONS = [
    {"id": "acorn", "name": "Acorn Trust", "organization_type": "charity", "phone": "01632 960111"},
    {"id": "council", "name": "Wrenshire Council", "organization_type": "council"},
    {
        "id": "health",
        "name": "Wren Health",
        "organization_type": "nhs",
        "email": "hello@health.example.org",
        "parent_organization_id": "council",
    },
]

# club: names autism, in the area, checked this autumn, costs £2.50, opens on Saturdays.
# clinic: names autism, outside the area, 30 weeks' wait, needs a diagnosis, checked long ago.
# college: open to all needs, in the area and outside it, free, for 16 to 25.
# helpline: says nothing about needs or ages, no place, free, never checked (nobody answered).
# toddlers: names a wider area of need only, at a place with the earlier code, checked in March.
# breaks: names autism and physical disability, its place is known to nobody.
# closed: defunct, so that no question about running services finds it.
# careers: names hearing impairment, 19 to 25 only, no place, pays no heed to plans.
SERVICES = [
    {
        "id": "club",
        "organization_id": "acorn",
        "name": "Saturday Club",
        "alternate_name": "SSP",
        "description": "Play and crafts with calm corners.",
        "sector": "leisure",
        "status": "active",
        "phone": "01632 960001",
        "minimum_age": "5",
        "maximum_age": "17",
        "diagnosis_required": "no",
        "ehc_plan_required": "no",
        "accepting_referrals": "yes",
        "fees": "£2.50 a session",
        "free": "false",
        "waiting_time_weeks": "18",
        "assured_date": "2026-09-01",
        "review_due": "2026-10-01",
    },
    {
        "id": "clinic",
        "organization_id": "health",
        "name": "Assessment Clinic",
        "sector": "health",
        "status": "temporarily closed",
        "phone": "01632 960002",
        "maximum_age": "25",
        "diagnosis_required": "yes",
        "ehc_plan_required": "no",
        "how_decisions_are_made": "A panel meets each month.",
        "waiting_time_weeks": "30",
        "waiting_time_as_of": "2026-08-31",
        "assured_date": "2025-01-01",
        "review_due": "2026-11-02",
    },
    {
        "id": "college",
        "organization_id": "council",
        "name": "Open College",
        "sector": "preparing_for_adulthood",
        "status": "active",
        "minimum_age": "16",
        "maximum_age": "25",
        "free": "true",
        "assured_date": "2025-11-02",
    },
    {
        "id": "helpline",
        "organization_id": "council",
        "name": "Helpline",
        "sector": "information_advice",
        "status": "active",
        "phone": "01632 960004",
        "ages": "Everybody",
        "diagnosis_required": "no",
        "ehc_plan_required": "no",
        "free": "true",
    },
    {
        "id": "toddlers",
        "organization_id": "acorn",
        "name": "Talking Toddlers",
        "sector": "childcare",
        "status": "active",
        "maximum_age": "4",
        "diagnosis_required": "no",
        "ehc_plan_required": "not_stated",
    },
    {
        "id": "breaks",
        "organization_id": "acorn",
        "name": "Weekend Breaks",
        "sector": "social_care",
        "status": "active",
        "minimum_age": "8.5",
        "maximum_age": "18",
        "assured_date": "2026-05-02",
    },
    {
        "id": "closed",
        "organization_id": "acorn",
        "name": "Closed Group",
        "sector": "leisure",
        "status": "defunct",
        "minimum_age": "5",
        "maximum_age": "25",
        "diagnosis_required": "no",
        "ehc_plan_required": "no",
        "free": "true",
        "waiting_time_weeks": "99",
        "review_due": "2020-01-01",
        "how_decisions_are_made": "Nobody decides any more.",
    },
    {
        "id": "careers",
        "organization_id": "council",
        "name": "Careers Advice",
        "sector": "training",
        "status": "active",
        "minimum_age": "19",
        "maximum_age": "25",
        "assured_date": "2026-10-01",
    },
]

TERMS_OF_SERVICES = [
    ("club", "sen_need", "ASD"),
    ("club", "provision_type", "youth_club"),
    ("clinic", "sen_need", "ASD"),
    ("clinic", "provision_type", "autism_adhd_assessment"),
    ("clinic", "duty", "LO-HEALTH-ADD"),
    ("college", "sen_need", "all_needs"),
    ("toddlers", "area_of_need", "communication_interaction"),
    ("breaks", "sen_need", "ASD"),
    ("breaks", "sen_need", "PD"),
    ("breaks", "provision_type", "short_breaks"),
    ("breaks", "duty", "LO-CARE-SB"),
    ("closed", "sen_need", "ASD"),
    ("closed", "provision_type", "short_breaks"),
    ("closed", "duty", "LO-LEISURE"),
    ("careers", "sen_need", "HI"),
]

LOCATIONS = [
    {
        "id": "hall",
        "name": "Acorn Hall",
        "location_type": "physical",
        "address_1": "1 Oak Lane",
        "city": "Ashwick",
        "postcode": "WN1 1AA",
        "latitude": "53.0",
        "longitude": "-1.0",
        "coordinates_source": "postcode_centroid",
        "local_authority_code": "E10999901",
        "district_code": "E07999901",
        "address_visibility": "full",
    },
    {
        # 1.38 miles north of the hall.
        "id": "ward",
        "name": "Sallow Hospital",
        "location_type": "physical",
        "city": "Sallowford",
        "latitude": "53.02",
        "longitude": "-1.0",
        "local_authority_code": "E10999903",
        "district_code": "E07999903",
        "address_visibility": "full",
    },
    {
        # 4.15 miles east of the hall: 0.1 of a degree of longitude at 53 degrees north.
        "id": "old",
        "name": "Old Library",
        "location_type": "physical",
        "city": "Brackham",
        "latitude": "53.0",
        "longitude": "-0.9",
        "local_authority_code": "E10999900",
        "district_code": "E07999902",
        "address_visibility": "full",
    },
    {"id": "secret", "location_type": "physical", "address_visibility": "hidden"},
    {
        "id": "online",
        "name": "Online",
        "location_type": "virtual",
        "local_authority_code": "E10999903",
        "address_visibility": "full",
    },
]

PLACES_OF_SERVICES = [
    ("club", "hall"),
    ("clinic", "ward"),
    ("college", "hall"),
    ("college", "ward"),
    ("helpline", "online"),
    ("toddlers", "old"),
    ("breaks", "secret"),
    ("closed", "hall"),
]

ASSURANCES = [
    ("club", "2026-03-01", "unchanged"),
    ("helpline", "2026-10-01", "no-reply"),
    ("toddlers", "2026-03-01", "changed"),
    ("toddlers", "2026-10-15", "no-reply"),
]

COMMENTS = [
    {
        "id": "com-1",
        "published_on": "2026-01-10",
        "theme": "waiting_times",
        "about": "quality",
        "summary": "The clinic takes far too long.",
        "from_group": "parents_carers",
        "service_id": "clinic",
        "reviewed_by_role": "Local Offer officer",
    },
    {
        "id": "com-2",
        "published_on": "2026-05-10",
        "theme": "leisure",
        "about": "not_available",
        "summary": "Nothing to do on Sundays.",
        "reviewed_by_role": "Local Offer officer",
    },
]

RESPONSES = [
    {
        "id": "res-1",
        "comment_id": "com-1",
        "responded_on": "2026-02-10",
        "response": "We agree.",
        "action": "A second panel was set up.",
        "action_status": "done",
        "done_on": "2026-06-01",
        "decision_id": "dec-1",
    }
]

CHANGES = [
    {
        "release_number": "1",
        "sequence": "1",
        "resource": "organizations",
        "row_id": "acorn",
        "action": "changed",
        "field": "name",
        "before": "Acorn",
        "after": "Acorn Trust",
        "significance": "material",
        "reason": "renamed",
        "origin": "own",
    },
    {
        "release_number": "2",
        "sequence": "1",
        "resource": "service_terms",
        "row_id": '["club", "sen_need", "MLD"]',
        "action": "removed",
        "before": '{"service_id": "club", "taxonomy": "sen_need", "code": "MLD"}',
        "parent_resource": "services",
        "parent_id": "club",
        "significance": "material",
        "reason": "correction",
        "origin": "own",
    },
    {
        "release_number": "2",
        "sequence": "2",
        "resource": "services",
        "row_id": "club",
        "action": "changed",
        "field": "name",
        "before": "saturday club",
        "after": "Saturday Club",
        "significance": "cosmetic",
        "reason": "format-only",
        "origin": "own",
    },
    {
        "release_number": "2",
        "sequence": "3",
        "resource": "services",
        "row_id": "swim",
        "action": "removed",
        "before": '{"id": "swim", "name": "Swimming"}',
        "significance": "material",
        "reason": "funding-ended",
        "note": "The grant ran out.",
        "decision_id": "dec-1",
        "origin": "own",
    },
]


def _terms() -> list[dict[str, str]]:
    schema = load_schema()
    names = [field.name for field in schema.resources["terms"].fields]
    return [
        {"taxonomy": taxonomy, **{name: row[name] for name in names if name in row}}
        for taxonomy, codelist in schema.taxonomies.items()
        for row in schema.codelists[codelist].rows
    ]


RECORDS = {
    "areas": DISTRICTS,
    "organizations": ORGANIZATIONS,
    "services": SERVICES,
    "terms": _terms(),
    "service_terms": [
        dict(zip(("service_id", "taxonomy", "code"), each, strict=True))
        for each in TERMS_OF_SERVICES
    ],
    "locations": LOCATIONS,
    "location_features": [
        {"location_id": "hall", "feature": "step_free_access", "details": "Ramp at the side."},
        {"location_id": "ward", "feature": "quiet_room"},
        {"location_id": "old", "feature": "not_accessible"},
    ],
    "service_at_locations": [
        dict(zip(("service_id", "location_id"), each, strict=True)) for each in PLACES_OF_SERVICES
    ],
    "service_commissioners": [
        {"service_id": "clinic", "organization_id": "council"},
        {"service_id": "breaks", "organization_id": "health"},
    ],
    "schedules": [
        {
            "id": "sch-1",
            "service_id": "club",
            "location_id": "hall",
            "freq": "WEEKLY",
            "byday": "SA",
            "opens_at": "10:00",
            "closes_at": "12:00",
            "term": "term_time",
        },
        {
            "id": "sch-2",
            "service_id": "helpline",
            "freq": "WEEKLY",
            "byday": "MO,WE",
            "opens_at": "09:00",
            "closes_at": "17:00",
        },
    ],
    "contacts": [
        {
            "id": "con-1",
            "service_id": "clinic",
            "role": "referrals",
            "email": "referrals@health.example.org",
        },
        {"id": "con-2", "location_id": "hall", "role": "enquiries", "phone": "01632 960222"},
        {"id": "con-3", "organization_id": "acorn", "role": "complaints", "sms": "07700 900123"},
    ],
    "cost_options": [
        {
            "id": "cost-1",
            "service_id": "breaks",
            "option": "Night",
            "amount": "12.5",
            "amount_description": "each",
        },
        {"id": "cost-2", "service_id": "breaks", "amount_description": "Meals are extra"},
    ],
    "languages": [
        {"service_id": "helpline", "language": "bfi"},
        {"service_id": "club", "language": "pl"},
    ],
    "assurances": [
        {
            "service_id": service,
            "checked_on": day,
            "by_role": "provider",
            "how": "E-mail",
            "result": result,
        }
        for service, day, result in ASSURANCES
    ],
    "documents": [
        {
            "id": "doc-1",
            "kind": "strategy",
            "title": "SEND strategy",
            "review_due": "2026-01-01",
        }
    ],
    "document_terms": [{"document_id": "doc-1", "taxonomy": "duty", "code": "LO-TRAVEL"}],
    "routes": [
        {
            "id": "route-1",
            "kind": "appeal",
            "title": "Appeal to the Tribunal",
            "how_to_start": "Fill in the form.",
            "time_limit": "Two months.",
        },
        {
            "id": "route-2",
            "kind": "complaint",
            "title": "Say that something went wrong",
            "how_to_start": "Ring us.",
            "review_due": "2027-01-01",
        },
    ],
    "route_terms": [{"route_id": "route-1", "taxonomy": "duty", "code": "LO-APPEAL"}],
    "comments": COMMENTS,
    "responses": RESPONSES,
    "decisions": [
        {
            "id": "dec-1",
            "title": "Budget 2026",
            "decided_on": "2026-02-01",
            "decided_by": "Cabinet",
            "summary": "The budget for the year.",
        }
    ],
    "decision_services": [{"decision_id": "dec-1", "service_id": "clinic"}],
    "gap_statements": [
        {
            "id": "gap-1",
            "duty": "LO-CHILDCARE",
            "statement": "There is too little childcare.",
            "declared_on": "2026-06-01",
            "review_due": "2026-09-01",
        },
        {
            "id": "gap-2",
            "duty": "LO-LEISURE",
            "statement": "Old words.",
            "declared_on": "2025-06-01",
        },
        {
            "id": "gap-3",
            "duty": "LO-LEISURE",
            "statement": "No leisure for under fives.",
            "declared_on": "2026-06-02",
        },
    ],
    "releases": [
        {
            "number": number,
            "release": day,
            "released_on": day,
            "publisher": "E10999901",
            "schema_version": "1.0.0",
            "fingerprint": number * 64,
        }
        for number, day in (("1", "2026-09-01"), ("2", "2026-11-02"))
    ],
    "changes": CHANGES,
}
