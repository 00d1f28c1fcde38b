"""Real councils' files give what plain scripts counted in them."""

import datetime
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from offer_opendata.intake import read_workbook
from offer_opendata.mapping.reading import Grid, read_table
from offer_opendata.mapping.spec import load_mapping
from offer_opendata.schema import load_schema
from offer_opendata.work.releasing import released
from real_cases import CASES, case, expected

HERE = Path(__file__).resolve().parent


class TestDataCapture:
    """A council's return on the Department for Education's template."""

    name = "c17-dfe-data-capture"

    def test_counts(self) -> None:
        it = case(self.name)
        sizes = {name: len(table) for name, table in it.draft.tables.items()}
        assert sizes["services"] == it.expected["services"]
        assert len(set(it.column("services", "id"))) == it.expected["distinct_service_ids"]
        assert sizes["locations"] == it.expected["locations"]
        assert sizes["schedules"] == 38
        assert sizes["cost_options"] == it.expected["cost_amounts"]["rows"]
        assert sizes["organizations"] == 1
        assert len(it.column("services", "url")) == it.expected["websites_present"]
        assert (
            len(set(it.column("locations", "postcode"))) == it.expected["distinct_postcodes_valid"]
        )

    def test_schedules_are_one_for_each_line_of_text(self) -> None:
        it = case(self.name)
        days = Counter(it.column("schedules", "byday"))
        assert days["MO,TU,WE,TH,FR"] == it.expected["opening_hours_monday_to_friday_one_line"]
        rows = it.draft.tables["schedules"].rows
        assert rows.count(it.expected["row_with_one_line_per_day"]) == 5

    def test_costs(self) -> None:
        it = case(self.name)
        amounts = [Decimal(amount) for amount in it.column("cost_options", "amount")]
        assert sum(amounts) == Decimal(it.expected["cost_amounts"]["sum"])
        assert min(amounts) == Decimal(it.expected["cost_amounts"]["smallest"]["amount"])
        free = Counter(it.column("services", "free"))
        assert free == {"false": it.expected["cost_yes"], "true": it.expected["cost_no"]}
        assert Counter(it.column("cost_options", "amount_description")) == {
            f"per {name.lower()}": count for name, count in it.expected["cost_per"].items()
        }

    @pytest.mark.parametrize("field", ["minimum_age", "maximum_age"])
    def test_ages(self, field: str) -> None:
        it = case(self.name)
        assert Counter(it.column("services", field)) == it.expected[field]

    def test_the_invalid_email_is_an_error_that_says_what_is_wrong(self) -> None:
        it = case(self.name)
        (wrong,) = it.expected["invalid_emails"]
        (issue,) = [issue for issue in it.draft.issues if issue.code == "not-an-email-address"]
        assert issue.severity == "error"
        assert f"{issue.sheet}!{issue.cell}" == f"Data Capture!{wrong['cell']}"
        assert issue.value == wrong["value"]
        assert "two @ signs" in issue.message

    def test_repaired_web_addresses_are_reported(self) -> None:
        it = case(self.name)
        repaired = [issue for issue in it.draft.issues if issue.code == "value-repaired"]
        assert [issue.row for issue in repaired] == it.expected["websites_without_scheme_rows"]
        assert all(url.startswith("http") for url in it.column("services", "url"))

    def test_a_cost_without_an_amount_is_a_warning(self) -> None:
        it = case(self.name)
        found = [issue for issue in it.draft.issues if issue.code == "cost-not-stated"]
        assert [issue.row for issue in found] == it.expected["cost_yes_without_amount_rows"]
        assert {issue.severity for issue in found} == {"warning"}

    def test_withholding_releases_every_service_and_33_email_addresses(self) -> None:
        it = case(self.name)
        assert not it.draft.stops
        assert len(it.draft.tables["services"]) == it.expected["services"]
        emails = it.expected["emails_present"] - len(it.expected["invalid_emails"])
        assert len(it.column("services", "email")) == emails == 33
        assert "value-withheld" in it.codes("warning")

    def test_the_private_value_is_nowhere_in_what_a_release_writes(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        private = expected(self.name)["private_value_that_must_not_appear_anywhere_in_the_output"]
        folder = copied(self.name, tmp_path)
        monkeypatch.setenv("TZ", "Pacific/Auckland")
        released(folder, datetime.date(2026, 11, 2), SAID, lambda _: None)
        written = [path for path in folder.rglob("*") if path.is_file()]
        assert any(path.suffix == ".db" for path in written)
        assert any(path.name == "report.html" for path in written)
        for path in written:
            assert private.encode() not in path.read_bytes(), path


class TestSchools:
    """The schools of one council, from the national register."""

    name = "c01-banes-schools-gias"

    def test_schools_are_organizations_and_services(self) -> None:
        it = case(self.name)
        sizes = {name: len(table) for name, table in it.draft.tables.items()}
        assert sizes["organizations"] == sizes["services"] == it.expected["rows"]
        identifiers = it.draft.tables["organization_identifiers"].columns
        assert set(identifiers["scheme"]) == {"urn"}
        assert len(set(identifiers["identifier"])) == it.expected["distinct_urn"]
        assert set(it.column("services", "sector")) == {"education"}

    def test_phase_and_type_are_terms(self) -> None:
        it = case(self.name)
        schema = load_schema()
        phases = {name.casefold(): count for name, count in terms(it, "setting_phase").items()}
        assert phases == {name.casefold(): n for name, n in it.expected["by_phase"].items()}
        folded = {name.casefold(): count for name, count in it.expected["by_type"].items()}
        labels = schema.codelists["setting_type"].labels
        found = Counter(
            {labels[code].casefold(): n for code, n in raw_terms(it, "setting_type").items()}
        )
        assert found == folded

    def test_dates_are_read(self) -> None:
        it = case(self.name)
        opened = it.draft.tables["organizations"].columns
        dates = {
            urn.removeprefix("URN-"): day
            for urn, day in zip(opened["id"], opened["opened_on"], strict=True)
            if day
        }
        assert dates == it.expected["open_dates_iso"]

    def test_telephone_numbers_are_joined_from_two_columns(self) -> None:
        it = case(self.name)
        phones = it.draft.tables["organizations"].columns
        by_id = dict(zip(phones["id"], phones["phone"], strict=True))
        assert by_id["URN-108997"] == "01225 422903"
        assert all(by_id[f"URN-{urn}"] for urn in it.expected["missing"]["std_code"])

    def test_ages_over_25_are_handled_by_a_declared_rule_and_reported(self) -> None:
        it = case(self.name)
        capped = [issue for issue in it.draft.issues if issue.code == "value-repaired"]
        assert [
            (issue.id.removeprefix("URN-"), issue.value)
            for issue in capped
            if issue.field == "maximum_age"
        ] == [tuple(pair) for pair in it.expected["age_span"]["high_over_25"]]
        assert max(map(float, it.column("services", "maximum_age"))) == 25
        assert (
            min(map(float, it.column("services", "minimum_age")))
            == it.expected["age_span"]["min_low"]
        )

    def test_the_postcode_file_is_used(self) -> None:
        it = case(self.name)
        unknown = [issue for issue in it.draft.issues if issue.code == "unknown-postcode"]
        assert [f"{i.id.removeprefix('URN-')} {i.value}" for i in unknown] == it.expected[
            "postcodes_not_in_lookup"
        ]
        places = it.draft.tables["locations"].columns
        located = it.expected["rows"] - len(unknown)
        assert places["coordinates_source"].count("postcode_centroid") == located
        assert places["local_authority_code"].count("E06000022") == located
        assert len(set(it.column("locations", "postcode"))) == it.expected["distinct_postcodes"]

    def test_heads_names_are_nowhere(self) -> None:
        it = case(self.name)
        (source,) = it.publication.sources
        (sheet,) = read_workbook(source.files[0], "schools.csv").sheets
        first, last = (sheet.rows[0].index(name) for name in ("HeadFirstName", "HeadLastName"))
        names = {f"{row[first]} {row[last]}" for row in sheet.rows[1:] if row[first] and row[last]}
        assert (
            len(names) > it.expected["personal_last_names_that_must_not_appear_in_person_columns"]
        )
        cells = {
            cell
            for table in it.draft.tables.values()
            for column in table.columns.values()
            for cell in column
        }
        assert not {name for name in names for cell in cells if name in cell}
        assert not it.column("contacts", "name")


class TestContinuationRows:
    """A template in which one service spans several rows."""

    name = "c13-outpost-continuation-rows"

    def test_counts(self) -> None:
        it = case(self.name)
        assert it.column("services", "name") == it.expected["names"]
        assert len(it.draft.tables["services"]) == it.expected["services"]
        assert len(it.draft.tables["locations"]) == it.expected["locations"]
        links = Counter(it.column("service_at_locations", "service_id"))
        assert links == {f"OP-{k}": n for k, n in it.expected["locations_by_service"].items()}
        schedules = Counter(it.column("schedules", "service_id"))
        assert schedules == {f"OP-{k}": n for k, n in it.expected["schedules_by_service"].items()}

    def test_needs_go_through_a_value_table_or_to_category(self) -> None:
        it = case(self.name)
        terms = it.draft.tables["service_terms"].columns
        found = list(zip(terms["service_id"], terms["taxonomy"], terms["code"], strict=True))
        needs = [code for service, taxonomy, code in found if taxonomy == "sen_need"]
        own = [code for service, taxonomy, code in found if taxonomy == "category"]
        assert sorted(needs) == ["ASD", "HI", "VI"]
        assert {"mobility", "cognitive"} < set(own)
        assert len(it.expected["send_needs"]["1"]) == len(needs) + len({"mobility", "cognitive"})

    def test_what_is_not_visible_is_not_published(self) -> None:
        it = case(self.name)
        assert it.column("contacts", "email") == ["email@email.com", "email3@email.com"]
        cells = {c for t in it.draft.tables.values() for col in t.columns.values() for c in col}
        assert not any("rivat" in cell or "email2@" in cell for cell in cells)

    def test_a_time_that_is_a_placeholder_is_an_error(self) -> None:
        it = case(self.name)
        wrong = [issue for issue in it.draft.issues if issue.value == "hh:mm:ss"]
        assert {(issue.severity, issue.cell) for issue in wrong} == {
            ("error", "AJ7"),
            ("error", "AK7"),
        }
        assert it.draft.stops


class TestWales:
    """Windows-1252 text, and a marker for no value."""

    name = "c16-wales-schools-cp1252"

    def test_counts(self) -> None:
        it = case(self.name)
        assert len(it.draft.tables["services"]) == it.expected["rows"]
        assert len(set(it.column("services", "id"))) == it.expected["distinct_school_number"]

    def test_welsh_names_survive(self) -> None:
        it = case(self.name)
        places = it.draft.tables["locations"].columns
        town, _ = it.expected["example"]
        assert any(town in cell for name in ("address_2", "city") for cell in places[name])
        assert not any(
            "\ufffd" in cell or "Ã" in cell for column in places.values() for cell in column
        )

    def test_the_marker_for_none_is_nowhere(self) -> None:
        it = case(self.name)
        cells = [c for t in it.draft.tables.values() for col in t.columns.values() for c in col]
        assert "---" not in cells
        assert not [issue for issue in it.draft.issues if issue.code == "not-a-postcode"]

    def test_categories_are_counted(self) -> None:
        it = case(self.name)
        counts = Counter(it.column("service_terms", "code"))
        labels = dict(
            zip(
                *(it.draft.tables["terms"].columns[name] for name in ("code", "label")), strict=True
            )
        )
        for group in ("by_sector", "by_local_authority"):
            found = {
                labels[code]: n for code, n in counts.items() if labels[code] in it.expected[group]
            }
            assert found == it.expected[group]


class TestMessyWorkbooks:
    """The reading part of a mapping alone."""

    name = "c12-messy-workbooks"

    @pytest.fixture
    def grids(self) -> list[Grid]:
        expected(self.name)
        folder = CASES / self.name
        path = HERE / "real_reading" / "c12-messy-workbooks.toml"
        mapping = load_mapping(path, path.name, load_schema())
        books = [read_workbook(file, file.name) for file in sorted(folder.glob("*.xls*"))]
        return [grid for spec in mapping.tables if (grid := read_table(spec, books, mapping))]

    def test_six_workbooks_give_the_expected_headings_and_rows(self, grids: list[Grid]) -> None:
        want = expected(self.name)
        councils, bodies, services, across, mobile, grants, left, right = grids
        assert list(councils.headings) == want["english-councils.xlsx"]["headers"]
        assert len(councils.rows) == want["english-councils.xlsx"]["data_rows"]
        types = Counter(councils.column("Authority Type"))
        assert types == want["english-councils.xlsx"]["authority_types"]
        adur = councils.column("Electors per Councillor")[0]
        assert float(adur) == want["english-councils.xlsx"]["adur_electors_per_councillor_cached"]

        assert len(bodies.rows) == want["public_bodies_2013.xls"]["data_rows"]
        assert len(bodies.headings) == want["public_bodies_2013.xls"]["columns"]
        kinds = Counter(bodies.column("Classification"))
        assert kinds == want["public_bodies_2013.xls"]["classification"]

        template = want["sf_smn_filter_template_to_merge.xlsx"]
        assert len(services.rows) == template["services_sheet"]["data_rows"]
        assert len(services.headings) == template["services_sheet"]["columns"]
        assert len(across.rows) == template["transposed_sheet"]["records_across"]

        phones = want["extra-mobile-data-requests-google-docs.xlsx"]
        assert len(mobile.rows) == phones["data_rows"]
        assert len(grants.rows) == want["360giving_abct.xlsx"]["rows"]
        assert len(grants.headings) == want["360giving_abct.xlsx"]["columns"]
        assert (
            len(set(grants.column("Identifier")))
            == want["360giving_abct.xlsx"]["distinct_identifier"]
        )

        beside = want["gp_pcn_ccg_lookup.xlsx"]["two_tables_side_by_side"]
        for grid, side in ((left, beside["left"]), (right, beside["right"])):
            assert list(grid.headings) == side["headers"]
            assert len(grid.rows) == side["rows"]
            assert len(set(grid.column(side["headers"][0]))) == side["distinct_code"]


SAID = {"title": "", "note": "", "by_role": "", "seed": ""}


def copied(name: str, place: Path) -> Path:
    """Return a copy of a case's publication folder whose sources are found where they are."""
    folder = place / name
    folder.mkdir()
    for file in (HERE / "real" / name).iterdir():
        if file.is_file():
            text = file.read_text(encoding="utf-8")
            (folder / file.name).write_text(
                text.replace("../../../../shared/cases", CASES.as_posix()), encoding="utf-8"
            )
    return folder


def raw_terms(it: object, taxonomy: str) -> Counter[str]:
    """Return how often each code of a taxonomy is used."""
    columns = it.draft.tables["service_terms"].columns  # type: ignore[attr-defined]
    pairs = zip(columns["taxonomy"], columns["code"], strict=True)
    return Counter(code for name, code in pairs if name == taxonomy)


def terms(it: object, taxonomy: str) -> dict[str, int]:
    """Return how often each term of a taxonomy is used, by its label."""
    labels = load_schema().codelists[taxonomy].labels
    return {labels[code]: count for code, count in raw_terms(it, taxonomy).items()}
