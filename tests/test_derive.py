"""What follows from the sources: terms, areas, and when each service was checked."""

import pytest

from offer_opendata.derive import added, derived
from texts import SCHEMA, lines, tables

CATEGORY = {"taxonomy": "category"}


def link(code: str, service: str = "s", taxonomy: str = "category") -> dict[str, str]:
    return {"service_id": service, "taxonomy": taxonomy, "code": code}


def own_terms(made: dict[str, list[dict[str, str]]]) -> list[tuple[str, str]]:
    terms = derived(tables(made), SCHEMA)["terms"].columns
    rows = zip(terms["taxonomy"], terms["code"], terms["label"], strict=True)
    return [(code, label) for taxonomy, code, label in rows if taxonomy == "category"]


class TestTerms:
    def test_every_code_of_every_taxonomy_is_a_term_once(self) -> None:
        terms = derived(tables({}), SCHEMA)["terms"]
        wanted = {
            (name, row["code"])
            for name, codelist in SCHEMA.taxonomies.items()
            for row in SCHEMA.codelists[codelist].rows
        }
        assert set(terms.keys) == wanted
        assert len(terms) == len(wanted)

    def test_a_term_has_what_its_code_list_says(self) -> None:
        terms = derived(tables({}), SCHEMA)["terms"]
        i = list(terms.keys).index(("sen_need", "ASD"))
        (row,) = (row for row in SCHEMA.codelists["sen_need"].rows if row["code"] == "ASD")
        assert terms.columns["label"][i] == row["label"]
        assert terms.columns["source"][i] == row["source"]

    def test_a_term_that_a_source_states_stays_as_it_is(self) -> None:
        stated = {"taxonomy": "sen_need", "code": "ASD", "label": "Our word"}
        terms = derived(tables({"terms": [stated]}), SCHEMA)["terms"]
        assert terms.columns["label"][list(terms.keys).index(("sen_need", "ASD"))] == "Our word"


class TestCategories:
    def test_a_new_one_becomes_a_term_with_its_words_as_label(self) -> None:
        made = {
            "service_terms": [
                link("After school", "a"),
                link("After school", "b"),
                link("16+", "a"),
            ]
        }
        assert own_terms(made) == [("after-school", "After school"), ("16", "16+")]
        links = derived(tables(made), SCHEMA)["service_terms"]
        assert links.columns["code"] == ["after-school", "after-school", "16"]

    def test_spellings_of_one_category_are_one(self) -> None:
        made = {"service_terms": [link("After-school clubs"), link("after school CLUBS")]}
        assert own_terms(made) == [("after-school-clubs", "After-school clubs")]

    def test_the_same_in_every_kind_of_link(self) -> None:
        made = {
            "service_terms": [link("Sport")],
            "document_terms": [{"document_id": "d", "taxonomy": "category", "code": "sport"}],
        }
        assert own_terms(made) == [("sport", "Sport")]
        assert derived(tables(made), SCHEMA)["document_terms"].columns["code"] == ["sport"]

    @pytest.mark.parametrize("written", ["sp", "SP", "Sport for all", "sport for ALL"])
    def test_one_that_a_source_defines_is_found_by_code_and_label(self, written: str) -> None:
        stated = {**CATEGORY, "code": "sp", "label": "Sport for all"}
        made = {"terms": [stated], "service_terms": [link(written)]}
        assert own_terms(made) == [("sp", "Sport for all")]
        assert derived(tables(made), SCHEMA)["service_terms"].columns["code"] == ["sp"]

    def test_two_categories_never_share_a_code(self) -> None:
        made = {
            "service_terms": [link("Café"), link("Caf"), link("Caf é!"), link("日本"), link("!!")]
        }
        assert own_terms(made) == [
            ("caf", "Café"),
            ("caf-2", "Caf"),
            ("日本", "日本"),
            ("!!", "!!"),
        ]
        assert len(set(derived(tables(made), SCHEMA)["terms"].keys)) == len(
            derived(tables(made), SCHEMA)["terms"]
        )

    def test_other_taxonomies_and_blanks_are_left_alone(self) -> None:
        made = {"service_terms": [link("After school", taxonomy="sen_need"), link("")]}
        assert own_terms(made) == []
        assert derived(tables(made), SCHEMA)["service_terms"].columns["code"] == [
            "After school",
            "",
        ]


class TestAreas:
    def test_authorities_and_their_regions_that_are_referred_to(self) -> None:
        made = derived(
            tables({"organizations": [{"id": "o", "local_authority_code": "E06000022"}]}), SCHEMA
        )
        rows = {row["code"]: row for row in SCHEMA.codelists["local_authorities"].rows}
        bath = rows["E06000022"]
        assert made["areas"].record(0) == {
            "code": "E06000022", "name": bath["label"], "kind": "local_authority",
            "parent_code": bath["region_code"], "valid_from": bath["valid_from"], "valid_to": "",
        }  # fmt: skip
        assert lines(made["areas"])[1:] == ["areas code=E12000009 name=South West kind=region"]

    def test_through_any_field_that_names_an_area(self) -> None:
        made = {
            "service_areas": [{"service_id": "s", "area_code": "E06000022"}],
            "areas": [{"code": "X", "name": "Ours", "kind": "custom", "parent_code": "E06000023"}],
        }
        assert set(derived(tables(made), SCHEMA)["areas"].columns["code"]) == {
            "X", "E06000022", "E06000023", "E12000009",
        }  # fmt: skip

    def test_an_area_that_a_source_states_stays_as_it_is(self) -> None:
        made = {
            "areas": [{"code": "E06000022", "name": "Ours", "kind": "custom"}],
            "service_areas": [{"service_id": "s", "area_code": "E06000022"}],
        }
        assert derived(tables(made), SCHEMA)["areas"].columns["name"] == ["Ours"]

    def test_a_code_that_nobody_knows_is_not_made_up(self) -> None:
        made = {"service_areas": [{"service_id": "s", "area_code": "E99999999"}]}
        assert len(derived(tables(made), SCHEMA)["areas"]) == 0


def check(day: str, result: str = "unchanged", role: str = "provider") -> dict[str, str]:
    return {"service_id": "s", "checked_on": day, "by_role": role, "how": "phone", "result": result}


CHECKS = [
    ("", [check("2026-01-02")], ("2026-01-02", "provider")),
    ("", [check("2026-03-02", role="council"), check("2026-01-02")], ("2026-03-02", "council")),
    ("", [check("2026-01-02"), check("2026-03-02", "no-reply")], ("2026-01-02", "provider")),
    ("", [check("2026-01-02", "changed")], ("2026-01-02", "provider")),
    ("", [check("soon")], ("", "")),
    ("", [check("2026-1-2")], ("", "")),
    ("", [check("2026-01-02", "no-reply")], ("", "")),
    ("2026-02-01", [check("2026-01-02")], ("2026-02-01", "")),
    ("2026-02-01", [check("2026-03-02")], ("2026-03-02", "provider")),
    ("2026-02-01", [], ("2026-02-01", "")),
]


@pytest.mark.parametrize(("typed", "checks", "assured"), CHECKS)
def test_the_latest_check_is_when_a_service_was_assured(
    typed: str, checks: list[dict[str, str]], assured: tuple[str, str]
) -> None:
    made = {"services": [{"id": "s", "assured_date": typed}, {"id": "t"}], "assurances": checks}
    services = derived(tables(made), SCHEMA)["services"].columns
    assert (services["assured_date"][0], services["assured_by"][0]) == assured
    assert services["assured_date"][1] == ""


def test_what_is_added_has_no_cell_and_stands_once() -> None:
    areas = tables({"areas": [{"code": "A", "name": "Ours"}]})["areas"]
    more = added(
        areas, [{"code": c, "name": n} for c, n in ("AW", "BX", "CY", "CZ")], "code list x"
    )
    assert more.columns["name"] == ["Ours", "X", "Y"]
    assert more.place(2, "name").place == "code list x"
    assert more.place(0, "name").place == "offer.xlsx › areas!B2"
