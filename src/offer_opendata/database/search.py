"""Full-text search over what a service can be found by, and over the terms."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

# English endings are cut off, so that `clubs` finds a club; accents do not matter.
_TOKENIZER = "porter unicode61 remove_diacritics 2"

SEARCHED = {
    "service_index": (
        "name",
        "description",
        "provider",
        "places",
        "needs",
        "provision_types",
        "other_terms",
    ),
    "terms": ("label", "synonyms", "code"),
}


def index_search(database: "Database") -> None:
    """Make `service_index` and `terms` searchable, as `service_index_fts` and `terms_fts`.

    sqlite-utils declares a search table with `content="service_index"`: the double quotes are
    what Datasette looks for when it decides whether to show a search box.
    """
    for table, columns in SEARCHED.items():
        database.table(table).enable_fts(columns, tokenize=_TOKENIZER)
