"""The website: Datasette with our questions, and the settings it is measured with."""

from collections.abc import Mapping

# Looking for facets to suggest took most of the time of a page, so the facets are named instead;
# a search over the needs of 10,000 services wants more than Datasette's own 0.2 seconds.
SETTINGS: Mapping[str, int | bool] = {
    "suggest_facets": False,
    "default_page_size": 25,
    "default_facet_size": 15,
    "facet_time_limit_ms": 1000,
    "sql_time_limit_ms": 2000,
    "max_returned_rows": 1000,
    "truncate_cells_html": 250,
}
