"""What feeds need of the tables: of the large ones, only the rows of what changed."""

from collections.abc import Collection, Iterable

from offer_opendata.descriptor import resource_path
from offer_opendata.history.change import Change
from offer_opendata.history.rows import lines, parsed
from offer_opendata.package import Package, Rows, read_file
from offer_opendata.schema import load_schema

WHOLE = ("organizations", "locations", "terms", "areas", "decisions", "documents", "routes")
# Their first column is the id of a service.
OF_SERVICES = ("services", "service_terms", "service_at_locations")


def read_tables(package: Package, changes: Iterable[Change]) -> dict[str, Rows]:
    """Return the tables by name; of those in OF_SERVICES, the rows of services with changes.

    Of any other table whose records have names, the rows that changed.
    """
    wanted: dict[str, set[str]] = {name: set() for name in OF_SERVICES}
    for change in changes:
        resource, key = change.owner
        if resource == "services":
            for name in OF_SERVICES:
                wanted[name].add(key)
        if change.resource not in (*WHOLE, *OF_SERVICES) and _is_named(change.resource):
            wanted.setdefault(change.resource, set()).add(change.row_id)
    whole = {name: _table(package, name) for name in WHOLE if name in package.names}
    return whole | {
        name: _table(package, name, keys) for name, keys in wanted.items() if name in package.names
    }


def _is_named(name: str) -> bool:
    resource = load_schema().resources.get(name)
    return bool(resource and len(resource.primary_key) == 1 and resource.descriptor.get("label"))


def _table(package: Package, name: str, wanted: Collection[str] | None = None) -> Rows:
    path = resource_path(load_schema().resources[name])
    heading, *found = lines(read_file(package.folder, path).decode("utf-8"))
    if wanted is not None:
        # An id in quotes is looked at more closely by whoever asks for it.
        found = [line for line in found if line.partition(",")[0] in wanted or line[:1] == '"']
    header, *rows = parsed([heading, *found])
    return Rows(header, tuple(rows))
