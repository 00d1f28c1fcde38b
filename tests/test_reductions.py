"""What was lost: every rule on services made for it, and nothing else is called a loss."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from hand_made import Records, write
from offer_opendata.database import build_database
from offer_opendata.schema import load_schema
from release_series import At, all_of, because, with_values, without, write_releases

RULES = {row["code"]: row for row in load_schema().codelists["reduction"].rows}
TIDYING = {row["code"] for row in load_schema().codelists["tidying_reason"].rows}

# service, field, before and after (blank: nothing is said), what it counts as
VALUES: tuple[tuple[str, str, str, str, str], ...] = (
    ("closes", "status", "active", "defunct", "service-closed lost"),
    ("rests", "status", "temporarily closed", "inactive", "service-closed lost"),
    ("pauses", "status", "active", "temporarily closed", ""),
    ("ends", "status", "inactive", "defunct", ""),
    ("opens", "status", "inactive", "active", ""),
    ("older", "minimum_age", "9", "10", "minimum-age-raised lost"),
    ("older-by-half", "minimum_age", "9.5", "10.25", "minimum-age-raised lost"),
    ("age-said", "minimum_age", "", "5", "minimum-age-raised newly stated"),
    ("from-birth-said", "minimum_age", "", "0", ""),
    ("younger", "minimum_age", "10", "9", ""),
    ("age-unsaid", "minimum_age", "5", "", ""),
    ("same-age", "minimum_age", "5", "5.0", ""),
    ("shorter", "maximum_age", "18", "9", "maximum-age-lowered lost"),
    ("longer", "maximum_age", "9", "18", ""),
    ("limit-said", "maximum_age", "", "18", "maximum-age-lowered newly stated"),
    ("fewer-places", "places", "100", "20", "places-fewer lost"),
    ("more-places", "places", "20", "100", ""),
    ("places-said", "places", "", "20", ""),
    ("charges", "free", "true", "false", "charge-introduced lost"),
    ("charge-said", "free", "", "false", "charge-introduced newly stated"),
    ("now-free", "free", "false", "true", ""),
    ("diagnosis", "diagnosis_required", "no", "yes", "diagnosis-required lost"),
    (
        "diagnosis-said",
        "diagnosis_required",
        "not_stated",
        "yes",
        "diagnosis-required newly stated",
    ),
    ("no-diagnosis", "diagnosis_required", "yes", "no", ""),
    ("plan", "ehc_plan_required", "no", "yes", "plan-required lost"),
    ("plan-said", "ehc_plan_required", "", "yes", "plan-required newly stated"),
    ("full", "accepting_referrals", "yes", "no", "referrals-closed lost"),
    ("full-said", "accepting_referrals", "", "no", "referrals-closed newly stated"),
    ("has-room", "accepting_referrals", "no", "yes", ""),
    ("renamed", "name", "Old", "New", ""),
)
WEEKLY = {"freq": "WEEKLY", "byday": "MO,WE", "opens_at": "10:00", "closes_at": "12:00"}
# service, schedules before, schedules after, what the changed times add up to
HOURS: tuple[tuple[str, Sequence[Mapping[str, str]], Sequence[Mapping[str, str]], str], ...] = (
    ("day-less", [WEEKLY], [{**WEEKLY, "byday": "MO"}], "240 to 120"),
    ("hour-less", [WEEKLY], [{**WEEKLY, "closes_at": "11:00"}], "240 to 120"),
    ("fortnightly", [WEEKLY], [{**WEEKLY, "interval": "2"}], "240 to 120"),
    ("monthly", [WEEKLY], [{**WEEKLY, "freq": "MONTHLY", "byday": "1MO"}], "240 to 28"),
    ("evening-less", [WEEKLY, {**WEEKLY, "opens_at": "18:00", "closes_at": "20:00"}], [WEEKLY],
     "240 to 0"),
    ("night-less", [{**WEEKLY, "opens_at": "22:00", "closes_at": "06:00"}],
     [{**WEEKLY, "opens_at": "22:00", "closes_at": "23:00"}], "960 to 120"),
    ("time-unknown-gone", [WEEKLY, {"description": "Ask us"}], [WEEKLY], "0 to 0"),
    ("time-moved", [WEEKLY], [{**WEEKLY, "opens_at": "13:00", "closes_at": "15:00"}], ""),
    ("time-more", [WEEKLY], [{**WEEKLY, "closes_at": "14:00"}], ""),
    ("time-unclear", [WEEKLY], [{"description": "Mondays and Wednesdays"}], ""),
    ("words-only", [WEEKLY], [{**WEEKLY, "description": "Mondays"}], ""),
)  # fmt: skip
LINKS = (
    "need-gone",
    "open-to-all",
    "kind-gone",
    "place-gone",
    "place-moved",
    "area-gone",
    "tongue",
)
# How values are said that are codes in the data.
STATUS, ANSWER = (load_schema().codelists[name].labels for name in ("status", "yes_no_not_stated"))
SAID: Mapping[str, Mapping[str, str]] = {
    "free": {"true": "Free", "false": "Not free"},
    "status": STATUS,
    **dict.fromkeys(("diagnosis_required", "ehc_plan_required", "accepting_referrals"), ANSWER),
}
PRICES = {
    # service: free before, its price before, its price after
    "first-price": ("true", "", "5"),
    "price-said": ("", "", "5"),
    "price-nought": ("true", "", "0"),
    "dearer": ("false", "9.50", "10"),
    "cheaper": ("false", "10", "9.50"),
    "no-longer-nought": ("", "0", "5"),
    "second-price": ("true", "5", "5 and 6"),
}
OPTIONS = {"dearer": {"option": "Half day"}, "first-price": {"option": "Child"}}


def service(key: str, /, **values: str) -> dict[str, str]:
    whole = {"id": key, "organization_id": "org", "name": f"The {key}", "sector": "leisure"}
    return {**whole, "status": "active", **{key: value for key, value in values.items() if value}}


def state(after: bool) -> Records:
    """Return the one or the other state of a council with a service for each case."""
    values = [service(name, **{field: (old, new)[after]}) for name, field, old, new, _ in VALUES]
    others = [*(name for name, *_ in HOURS), *LINKS, "all-year"]
    priced = [service(name, free=free) for name, (free, _, _) in PRICES.items()]
    return {
        "organizations": [{"id": "org", "name": "Org"}],
        "services": [*values, *map(service, others), *priced],
        "schedules": [
            *(
                {"id": f"{name}-{i}", "service_id": name, **each}
                for name, *sides in HOURS
                for i, each in enumerate(sides[after])
            ),
            {"id": "s", "service_id": "all-year", "term": ("all_year", "term_time")[after]},
        ],
        "cost_options": [
            {"id": f"{name}-{i}", "service_id": name, "amount": amount, **OPTIONS.get(name, {})}
            for name, (_, *sides) in PRICES.items()
            for i, amount in enumerate(sides[after].split(" and "))
            if amount
        ],
        "terms": [
            {"taxonomy": taxonomy, "code": code, "label": label, "description": "."}
            for taxonomy, code, label in (
                ("sen_need", "ASD", "Autism"),
                ("sen_need", "all_needs", "All needs"),
                ("provision_type", "short_breaks", "Short breaks"),
            )
        ],
        "service_terms": _linked(
            ("service_id", "taxonomy", "code"),
            [("need-gone", "sen_need", "ASD"), ("open-to-all", "sen_need", "ASD"),
             ("kind-gone", "provision_type", "short_breaks")],
            [("open-to-all", "sen_need", "all_needs")],
            after,
        ),
        "locations": [
            {"id": each, "name": each.title(), "location_type": "physical",
             "address_visibility": "full"}
            for each in ("hall", "barn", "school")
        ],
        "service_at_locations": _linked(
            ("service_id", "location_id"),
            [("place-gone", "hall"), ("place-gone", "barn"), ("place-moved", "hall")],
            [("place-gone", "barn"), ("place-moved", "barn")],
            after,
        ),
        "areas": [{"code": "E10999901", "name": "Wrenshire", "kind": "local_authority"}],
        "service_areas": _linked(
            ("service_id", "area_code"), [("area-gone", "E10999901")], [], after
        ),
        "languages": _linked(("service_id", "language"), [("tongue", "pl")], [], after),
    }  # fmt: skip


def _linked(
    names: Sequence[str], before: list[tuple[str, ...]], later: list[tuple[str, ...]], after: bool
) -> list[dict[str, str]]:
    return [dict(zip(names, each, strict=True)) for each in (later if after else before)]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[Any, ...]]]:
    folder = tmp_path_factory.mktemp("losses")
    write_releases(
        folder / "p", [At("2026-01-01", state(after=False)), At("2026-02-01", state(after=True))]
    )
    rows: dict[str, list[tuple[Any, ...]]] = {}
    with closing(built(folder)) as offer:
        for name, *row in offer.execute(
            "select service_id, rule, kind, before, after from reductions order by rule"
        ):
            rows.setdefault(name, []).append(tuple(row))
    return rows


def built(folder: Path) -> sqlite3.Connection:
    build_database(folder / "p", folder / "offer.db")
    return sqlite3.connect(folder / "offer.db")


@pytest.mark.parametrize(("name", "field", "before", "after", "wanted"), VALUES)
def test_a_value_counts_as_its_rule_says(
    found: Mapping[str, Any], name: str, field: str, before: str, after: str, wanted: str
) -> None:
    rule, _, kind = wanted.partition(" ")
    said = SAID.get(field, {before: before, after: after})
    rows = [(rule, kind, said[before] if before else None, said[after])] if wanted else []
    assert found.get(name, []) == rows


@pytest.mark.parametrize(("name", "before", "after", "wanted"), HOURS)
def test_hours_are_cut_where_the_minutes_of_a_week_are_fewer(
    found: Mapping[str, Any], name: str, before: Any, after: Any, wanted: str
) -> None:
    went, _, came = wanted.partition(" to ")
    row = ("hours-cut", "lost", f"{went} minutes a week", f"{came} minutes a week")
    assert found.get(name, []) == ([row] if wanted else [])


def test_links_that_go_while_the_service_stays_are_lost(found: Mapping[str, Any]) -> None:
    assert {name: found.get(name, []) for name in (*LINKS, "all-year")} == {
        "need-gone": [("need-dropped", "lost", "Autism", None)],
        "open-to-all": [],
        "kind-gone": [],
        "place-gone": [("place-dropped", "lost", "Hall", None)],
        "place-moved": [],
        "area-gone": [("area-dropped", "lost", "Wrenshire", None)],
        "tongue": [("language-dropped", "lost", "Polish", None)],
        "all-year": [("holidays-dropped", "lost", "All year", "Term time")],
    }


def test_a_first_price_is_a_charge_and_a_higher_one_a_rise(found: Mapping[str, Any]) -> None:
    assert {name: found.get(name, []) for name in PRICES} == {
        "first-price": [("price-added", "lost", None, "Child: £5.00")],
        "price-said": [("price-added", "newly stated", None, "£5.00")],
        "price-nought": [],
        "dearer": [("price-raised", "lost", "Half day: £9.50", "Half day: £10.00")],
        "cheaper": [],
        "no-longer-nought": [("price-raised", "lost", "£0.00", "£5.00")],
        "second-price": [],
    }


# ---- services and providers that go, and why


def gone(tmp_path: Path, reason: str) -> list[tuple[Any, ...]]:
    start = {
        "organizations": [{"id": "org", "name": "Org"}],
        "services": [service("club"), service("stays")],
        "languages": [{"service_id": "club", "language": "pl"}],
        "schedules": [{"id": "s", "service_id": "club", **WEEKLY}],
    }
    left = start
    for name, key in (("languages", "service_id"), ("schedules", "service_id"), ("services", "id")):
        left = without(left, name, **{key: "club"})
    why = because(reason, "So it is.", resource="services")
    write_releases(tmp_path / "p", [At("2026-01-01", start), At("2026-02-01", left, why)])
    with closing(built(tmp_path)) as offer:
        return offer.execute(
            "select kind, rule, reduction, service_id, name, before, service_now, note, resource, "
            "row_id, released_on, release_number from reductions"
        ).fetchall()


@pytest.mark.parametrize("reason", ["funding-ended", "withheld"])
def test_a_service_that_goes_counts_once_and_not_with_all_that_it_had(
    tmp_path: Path, reason: str
) -> None:
    kind = "tidied" if reason in TIDYING else "lost"
    assert gone(tmp_path, reason) == [
        (kind, "service-removed", "Service removed", "club", "The club", "The club", "not listed",
         "So it is.", "services", "club", "2026-02-01", 2)
    ]  # fmt: skip


def test_every_reason_is_lost_or_tidied_as_the_list_says(tmp_path: Path) -> None:
    reasons = sorted(load_schema().codelists["change_reason"].codes)
    start = {"organizations": [{"id": "org", "name": "Org"}], "services": [*map(service, reasons)]}
    why = all_of(*(because(each, row_id=each) for each in reasons))
    left = {**start, "services": []}
    write_releases(tmp_path / "p", [At("2026-01-01", start), At("2026-02-01", left, why)])
    with closing(built(tmp_path)) as offer:
        kinds = dict(offer.execute("select service_id, kind from reductions").fetchall())
    assert {name for name, kind in kinds.items() if kind == "tidied"} == TIDYING
    assert {name for name, kind in kinds.items() if kind == "lost"} == set(reasons) - TIDYING


def test_a_provider_that_closes_is_named(tmp_path: Path) -> None:
    start = {"organizations": [{"id": "org", "name": "Org"}]}
    later = with_values(start, "organizations", {"id": "org"}, closed_on="2026-01-31")
    write_releases(tmp_path / "p", [At("2026-01-01", start), At("2026-02-01", later)])
    with closing(built(tmp_path)) as offer:
        rows = offer.execute("select rule, kind, name, service_id, service_now from reductions")
        assert rows.fetchall() == [("provider-closed", "lost", "Org", None, None)]


def test_of_several_reasons_for_new_hours_one_that_is_no_tidying_counts(tmp_path: Path) -> None:
    start = {
        "organizations": [{"id": "org", "name": "Org"}],
        "services": [service("club")],
        "schedules": [{"id": each, "service_id": "club", **WEEKLY} for each in ("s1", "s2")],
    }
    later = with_values(start, "schedules", {}, closes_at="11:00")
    why = all_of(because("correction", row_id="s1"), because("decision", row_id="s2"))
    write_releases(tmp_path / "p", [At("2026-01-01", start), At("2026-02-01", later, why)])
    with closing(built(tmp_path)) as offer:
        rows = offer.execute("select rule, kind, reason, row_id from reductions")
        assert rows.fetchall() == [("hours-cut", "lost", "Decision", "s2")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("five", "10"),
        ("5", "10ish"),
        ("[erased]", "25"),
        ("5", "[erased]"),
        ("1e1", "25"),
        ("", "x"),
    ],
)
def test_what_is_no_number_is_not_compared(tmp_path: Path, before: str, after: str) -> None:
    # Only the past can hold such a thing: the service is gone since.
    change = {"sequence": "1", "resource": "services", "row_id": "club", "significance": "material",
              "reason": "not-stated", "origin": "own"}  # fmt: skip
    whole = f'{{"id": "club", "name": "Club", "minimum_age": "{after}"}}'
    changes = [
        {**change, "release_number": "2", "action": "changed", "field": "minimum_age",
         "before": before, "after": after},
        {**change, "release_number": "3", "action": "removed", "before": whole},
    ]  # fmt: skip
    releases = [
        {"number": n, "release": day, "released_on": day, "publisher": "E10999901",
         "schema_version": "1.0.0", "fingerprint": n * 64}
        for n, day in (("1", "2026-01-01"), ("2", "2026-02-01"), ("3", "2026-03-01"))
    ]  # fmt: skip
    write(tmp_path / "p", {"releases": releases, "changes": changes})
    with closing(built(tmp_path)) as offer:
        rows = offer.execute("select rule, name from reductions")
        assert rows.fetchall() == [("service-removed", "Club")]


# ---- the rules


def test_every_rule_is_tried() -> None:
    tried = {wanted.partition(" ")[0] for *_, wanted in VALUES} - {""}
    tried |= {"hours-cut", "need-dropped", "place-dropped", "area-dropped", "language-dropped"}
    tried |= {"holidays-dropped", "price-added", "price-raised", "service-removed"}
    assert tried | {"provider-closed"} == set(RULES)


@pytest.mark.parametrize("code", RULES)
def test_a_rule_names_things_that_are(code: str) -> None:
    rule, resources = RULES[code], load_schema().resources
    resource = resources[rule["resource"]]
    assert rule["condition"] in CONDITIONS
    assert not rule["field"] or rule["field"] in resource.by_name
    assert rule["unsaid"] in ("", "newly stated")
    field = resource.by_name.get(rule["field"])
    codelist = field and load_schema().codes(field)
    for column in ("before", "after"):
        for value in filter(None, rule[column].split(" | ")):
            assert not codelist or value in codelist.codes


CONDITIONS = {
    "always", "set", "becomes", "rises", "falls", "dropped", "fewer", "hours", "first-price",
}  # fmt: skip
