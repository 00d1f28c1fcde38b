"""metadata.yml and datasette.yml: complete, valid, and shown by Datasette as meant."""

import asyncio
import html
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import yaml
from datasette.app import Datasette
from hypothesis import given, settings
from hypothesis import strategies as st

from hand_made import descriptor, write
from offer_opendata.database import build_database
from offer_opendata.render import metadata as module
from offer_opendata.render.metadata import render_datasette, render_metadata
from offer_opendata.schema import load_schema
from offer_opendata.site import SETTINGS
from offer_opendata.site.queries import ASKERS, load_queries
from small_offer import RECORDS

Get = Callable[[str], Any]
METADATA = yaml.safe_load(render_metadata(descriptor(), load_schema()))
CONFIG = yaml.safe_load(render_datasette(descriptor(), load_schema()))
TABLES = METADATA["databases"]["offer"]["tables"]
# The past behind the views over time, which describe the same columns.
INNER = {"row_since", *(name for name in TABLES if name.endswith("_past"))}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("offer")
    build_database(write(folder / "datapackage", RECORDS), folder / "offer.db")
    return folder


@pytest.fixture(scope="module")
def get(folder: Path) -> Iterator[Get]:
    site = Datasette(
        [], immutables=[str(folder / "offer.db")], metadata=METADATA, settings=dict(SETTINGS)
    )

    async def fetch(path: str) -> Any:
        await site.invoke_startup()
        return await site.client.get(path)

    yield lambda path: asyncio.run(fetch(path))
    site.executor.shutdown()


def tables_in(folder: Path) -> dict[str, list[str]]:
    with closing(sqlite3.connect(folder / "offer.db")) as offer:
        names = offer.execute("select name from sqlite_master where type in ('table', 'view')")
        return {
            name: [each[1] for each in offer.execute(f'pragma table_info("{name}")')]
            for (name,) in names.fetchall()
            if "_fts" not in name
        }


# ---- the files


def test_every_table_view_and_column_is_described(folder: Path) -> None:
    found = tables_in(folder)
    assert set(TABLES) == set(found)
    for name, table in TABLES.items():
        inner = table["hidden"] and "columns" not in table if name in INNER else False
        assert inner or list(table["columns"]) == found[name]
        assert table["title"], name
        assert table["description"].endswith("."), name
        for text in table.get("columns", {}).values():
            assert text.endswith("."), (name, text)


def test_licence_and_source_stand_at_every_table_and_question() -> None:
    database = METADATA["databases"]["offer"]
    for each in (METADATA, database, *TABLES.values(), *database["queries"].values()):
        assert each["license"] == "Open Government Licence v3.0"
        assert each["license_url"].startswith("https://www.nationalarchives.gov.uk/")
        assert each["source"] == "Spreadsheets kept by Wrenshire County Council"
        assert each["source_url"] == "https://www.wrenshire.example.org/local-offer"


def test_every_source_is_named_and_a_bare_licence_will_do() -> None:
    sources = [{"title": "Spreadsheets"}, {"title": "Postcodes", "path": "https://example.org/"}]
    changed = {
        **descriptor(),
        "sources": sources,
        "licenses": [{"name": "CC0-1.0"}],
        "homepage": "",
    }
    table = yaml.safe_load(render_metadata(changed, load_schema()))
    assert (table["source"], table["source_url"]) == (
        "Spreadsheets; Postcodes",
        "https://example.org/",
    )
    assert table["license"] == "CC0-1.0"
    assert not {"license_url", "about_url"} & set(table)
    bare = {key: value for key, value in descriptor().items() if key not in ("sources", "licenses")}
    assert "license" not in yaml.safe_load(render_metadata(bare, load_schema()))


def test_the_release_is_named() -> None:
    assert METADATA["title"] == "Wrenshire SEND Local Offer"
    assert METADATA["description"].endswith("Release 2026-11-02, number 2.")
    assert METADATA["about"] == "Wrenshire County Council"


def test_both_files_say_the_same_of_tables_and_questions() -> None:
    for name, table in CONFIG["databases"]["offer"]["tables"].items():
        assert table.items() <= TABLES[name].items()
    assert CONFIG["databases"]["offer"]["queries"] == METADATA["databases"]["offer"]["queries"]
    assert CONFIG["settings"] == dict(SETTINGS)
    assert "settings" not in METADATA


def test_facets_labels_and_order_name_columns() -> None:
    for name in set(TABLES) - INNER:
        table = TABLES[name]
        named = [table[key] for key in ("label_column", "sort", "sort_desc") if key in table]
        facets = table.get("facets", [])
        named += [facet if isinstance(facet, str) else facet["array"] for facet in facets]
        assert set(named) <= set(table["columns"]), name
        assert "units" not in table
        assert table["size"] == 25
        assert not {"sort", "sort_desc"} <= set(table)
    assert TABLES["changes"]["sort_desc"] == "release_number"
    assert TABLES["service_overview"]["sort"] == "name"
    assert "free" not in TABLES["services"]["facets"]
    assert {"array": "needs"} in TABLES["service_overview"]["facets"]


def test_search_goes_through_the_index() -> None:
    for name in ("services", "service_overview"):
        assert (TABLES[name]["fts_table"], TABLES[name]["fts_pk"]) == ("service_index_fts", "rowid")
    assert [name for name in TABLES if "fts_table" in TABLES[name]] == [
        "service_overview",
        "services",
    ]
    hidden = {name for name in TABLES if TABLES[name].get("hidden")}
    inner = {"service_index", "publisher_codes", "age_bands", "titles", "week_days", "change_words"}
    assert hidden - INNER == inner


def test_columns_say_which_codes_they_hold() -> None:
    columns = TABLES["services"]["columns"]
    assert columns["status"].endswith("One of: active, inactive, defunct, temporarily closed.")
    assert columns["sector"].endswith("The codes are in the table codes, under sector.")
    assert columns["free"].endswith("1 is yes, 0 is no.")


def test_questions_keep_their_order_of_parameters_and_their_caveat() -> None:
    query = METADATA["databases"]["offer"]["queries"]["services_near"]
    assert query["params"] == ["latitude", "longitude", "miles"]
    assert "Take care: Roads are longer." in query["description"]
    assert "miles: How far away at most; blank means 5." in query["description"]
    assert query["sql"] == {each.name: each.sql for each in load_queries()}["services_near"]


def test_the_same_descriptor_gives_the_same_text_with_long_text_in_blocks() -> None:
    text = render_metadata(descriptor(), load_schema())
    assert text == render_metadata(descriptor(), load_schema())
    assert "        sql: |-\n          select " in text
    assert max(map(len, text.splitlines())) < 200
    assert "&id" not in text


WORDS = st.text(max_size=12) | st.text(alphabet="ab :-\n", min_size=80, max_size=120)


@settings(max_examples=60, deadline=None)
@given(st.recursive(WORDS, lambda inner: st.dictionaries(WORDS, inner, max_size=3), max_leaves=4))
def test_any_text_comes_back_out_of_the_yaml(value: Any) -> None:
    assert yaml.safe_load(module._yaml({"value": value})) == {"value": value}


@pytest.mark.parametrize(
    "text", ["yes", "1", "~", "2026-11-02", "a: b", "- x", "#", "x" * 300, "a\n b\n", "\x85\u2028"]
)
def test_text_that_looks_like_something_else_stays_text(text: str) -> None:
    assert yaml.safe_load(module._yaml({text: [text, True, 3]})) == {text: [text, True, 3]}


def test_hostile_words_in_the_descriptor_stay_words(folder: Path) -> None:
    title = 'Wrenshire: "offer" <script>\n- {{ x }} %YAML'
    found = yaml.safe_load(render_metadata({**descriptor(), "title": title}, load_schema()))
    assert found["title"] == title


# ---- Datasette


@pytest.mark.parametrize("name", sorted(set(TABLES) - INNER))
def test_every_table_is_shown_with_its_words(get: Get, name: str) -> None:
    page = get(f"/offer/{name}")
    assert page.status_code == 200
    assert "column-descriptions" in page.text
    assert "Open Government Licence v3.0" in page.text
    assert "timed out" not in page.text


def test_overview_has_facets_a_search_box_and_descriptions(get: Get) -> None:
    page = get("/offer/service_overview").text
    for facet in ("sector", "area", "needs", "districts", "checked"):
        assert f'data-column="{facet}"' in page
        assert f'class="facet-info facet-offer-service_overview-{facet}' in page or facet in page
    assert 'type="search"' in page
    assert "Saying nothing is not the same as being open to all." in page


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/offer/services.json?_search=respite&_shape=array", {"breaks", "closed"}),
        ("/offer/service_overview.json?_search=respite&_shape=array", {"breaks", "closed"}),
        ("/offer/service_overview.json?area=both&_shape=array", {"college"}),
        (
            "/offer/service_overview.json?needs__arraycontains=Physical+disability&_shape=array",
            {"breaks"},
        ),
        ("/offer/service_overview.json?minimum_age=16&_shape=array", {"college"}),
        ("/offer/terms.json?_search=respite&_shape=array", None),
        ("/offer/services_outside_the_area.json?_shape=array", {"clinic", "college"}),
        (
            "/offer/services_by_need.json?need=hearing&_shape=array",
            {"careers", "college", "helpline"},
        ),
        ("/offer/services_by_need.json?need=%22%27&_shape=array", {"college", "helpline"}),
    ],
)
def test_the_json_interface_answers(get: Get, path: str, found: set[str] | None) -> None:
    rows = get(path).json()
    assert rows
    if found is not None:
        assert {row["id"] for row in rows} == found


def test_array_facets_count_services(get: Get) -> None:
    facets = get("/offer/service_overview.json?_size=0").json()["facet_results"]
    counts = {each["value"]: each["count"] for each in facets["needs"]["results"]}
    assert counts["Autistic spectrum disorder"] == 4
    assert counts["All needs"] == 1
    assert {each["value"] for each in facets["area"]["results"]} == {
        "in area",
        "out of area",
        "both",
        "not known",
    }


@pytest.mark.parametrize("name", [query.name for query in load_queries()])
def test_every_question_has_a_page(get: Get, name: str) -> None:
    page = get(f"/offer/{name}")
    assert page.status_code == 200
    assert "Take care:" in page.text
    assert METADATA["databases"]["offer"]["queries"][name]["title"].split()[0] in page.text
    assert 'class="message-error"' not in page.text
    assert "No results" not in page.text
    assert "0 results" not in page.text


def test_questions_stand_in_the_order_of_who_asks(get: Get) -> None:
    database, page = METADATA["databases"]["offer"], get("/offer").text
    titles = [each["title"] for each in database["queries"].values()]
    listed = page[page.index('id="queries"') :]
    places = [listed.index(html.escape(title)) for title in titles]
    assert places == sorted(places)
    askers = [each.text("for") for each in load_queries()]
    assert list(dict.fromkeys(askers)) == ["families", "researchers", "journalists"]
    assert askers == sorted(askers, key=ASKERS.index)
    assert titles.index("Which services are free?") < titles.index("What is overdue for review?")
    assert titles[-1] == "What was lost since a given day, and what was only tidied?"
    assert database["description"].endswith("most: families, researchers and journalists.")
    assert "families, researchers and journalists." in page


def test_inner_tables_are_not_listed(get: Get) -> None:
    home, listed = get("/").text, get("/offer").text
    for page in (home, listed):
        assert "_fts" not in page
        assert "service_index" not in page
    assert "age_bands" not in listed
    for name in ("service_overview", "you_said_we_did", "Which services are free?"):
        assert name in listed


def test_foreign_keys_are_shown_by_their_label(get: Get) -> None:
    assert '<a href="/offer/organizations/acorn">Acorn Trust</a>' in get("/offer/services").text


def test_hostile_text_is_shown_as_text(tmp_path: Path) -> None:
    services = [{**each, "name": "<script>alert(1)</script>"} for each in RECORDS["services"]]
    records = {**RECORDS, "services": services, "changes": ()}
    build_database(write(tmp_path / "p", records), tmp_path / "offer.db")
    site = Datasette([], immutables=[str(tmp_path / "offer.db")], metadata=METADATA)

    async def pages() -> list[str]:
        await site.invoke_startup()
        paths = (
            "services",
            "service_overview",
            "place_overview",
            "services_by_need",
            "services/club",
        )
        return [(await site.client.get(f"/offer/{path}")).text for path in paths]

    for page in asyncio.run(pages()):
        assert "&lt;script&gt;alert" in page
        assert "<script>alert" not in page
    site.executor.shutdown()
