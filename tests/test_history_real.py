"""History over real files: 18 versions of a register, and all schools of England on three days."""

import csv
import datetime
import gzip
import io
import json
import re
import shutil
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from histories import state_of, text_of
from offer_opendata import release
from offer_opendata.cli import main
from offer_opendata.errors import OfferError
from offer_opendata.history.change import ADDED, CHANGED, REMOVED, Change
from offer_opendata.history.compare import compare, compare_csv
from offer_opendata.history.past import read_past
from offer_opendata.history.replay import rebuild, release_number, state_at, table_text, undo
from offer_opendata.history.rows import Records, Row
from offer_opendata.history.step import Rename
from offer_opendata.schema import Resource, resource_of
from offer_opendata.verifier import read_folder, verify
from offer_opendata.work import publishing, releasing
from real_cases import CASES, HERE, expected

C07, C10 = "c07-history-la-register", "c10-gias-england-scale-history"
DATES = ("2021-04-26", "2022-04-07", "2022-07-06")


def table(name: str, key: str, *others: str) -> Resource:
    """Return a table as a Table Schema describes it."""
    fields = [{"name": each, "type": "string"} for each in (key, *others)]
    return resource_of({"name": name, "primaryKey": key, "fields": fields})


# c07. The first version has another key column, and two columns that were dropped after it; the
# website was dropped later.

FIRST = table(
    "register", "local-authority", "uk", "local-authority-type", "name", "name-cy",
    "official-name", "website", "start-date", "end-date",
)  # fmt: skip
SECOND = table(
    "register", "local-authority-eng", "local-authority-type", "name", "official-name",
    "website", "start-date", "end-date",
)  # fmt: skip
LATER = table(
    "register", "local-authority-eng", "local-authority-type", "name", "official-name",
    "start-date", "end-date",
)  # fmt: skip
KEY = {"local-authority": "local-authority-eng"}


def versions() -> list[str]:
    expected(C07)
    return sorted(path.name for path in (CASES / C07 / "versions").glob("*.tsv"))


@cache
def version(name: str) -> Records:
    """Return a version just as it is, its short rows filled up with blanks."""
    text = (CASES / C07 / "versions" / name).read_text(encoding="utf-8")
    header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter="\t")
    resource = next(
        each for each in (FIRST, SECOND, LATER) if [*each.by_name] == [*filter(None, header)]
    )
    width = len(resource.fields)
    assert not any(any(row[width:]) for row in rows)
    return Records(resource, [tuple(row + [""] * width)[:width] for row in rows])


@cache
def cleaned(name: str) -> Records:
    """Return a version without the earlier row of each pair that has one key."""
    found = version(name)
    return Records(found.resource, list({row[0]: row for row in found.rows}.values()))


def common(one: Records, other: Records) -> tuple[Records, Records]:
    """Return two versions with the columns that both have, the key of the first renamed."""
    names = [KEY.get(name, name) for name in one.names]
    shared = [name for name in other.names if name in names]
    resource = table("register", shared[0], *shared[1:])
    return taken(one.rows, names, resource), taken(other.rows, other.names, resource)


def taken(rows: Sequence[Row], names: Sequence[str], resource: Resource) -> Records:
    places = [names.index(name) for name in resource.by_name]
    return Records(resource, [tuple(row[place] for place in places) for row in rows])


def counts(changes: Sequence[Change]) -> dict[str, Any]:
    """Return the counts of a step, named as expected.json names them."""
    values = [each for each in changes if each.action == CHANGED]
    return {
        "added": sum(each.action == ADDED for each in changes),
        "removed": sum(each.action == REMOVED for each in changes),
        "changed_rows": len({each.row_id for each in values}),
        "changed_cells": len(values),
        "changed_cells_by_column": dict(Counter(each.field for each in values)),
    }


def test_the_counts_of_all_steps_of_the_register() -> None:
    steps = expected(C07)["steps"]
    names = versions()
    assert names == [step["version"] for step in steps]
    assert len(names) == 18
    totals: Counter[str] = Counter()
    for before, after, step in zip(names, names[1:], steps[1:], strict=False):
        found = counts(compare(*common(cleaned(before), cleaned(after))))
        assert found == {name: step[name] for name in found}, after
        totals.update({name: found[name] for name in expected(C07)["totals"]})
    assert totals == expected(C07)["totals"]
    assert totals == {"added": 180, "removed": 180, "changed_rows": 34, "changed_cells": 70}


def test_versions_with_two_rows_of_one_key_are_refused_and_both_rows_named() -> None:
    expected(C07)
    for name, key in (("0004.tsv", "BAS"), ("0005.tsv", "EAT")):
        found = version(name)
        places = [i for i, row in enumerate(found.rows, 2) if row[0] == key]
        assert len(places) == 2
        message = f'rows {places[0]} and {places[1]} of register have the same key "{key}"'
        with pytest.raises(OfferError, match=message):
            compare(version("0003.tsv"), found)
        with pytest.raises(OfferError, match=message):
            compare(found, version("0006.tsv"))
    assert {
        name: sorted(k for k, n in Counter(row[0] for row in version(name).rows).items() if n > 1)
        for name in ("0004.tsv", "0005.tsv")
    } == expected(C07)["versions_with_duplicate_keys"]


def test_trailing_empty_cells_are_no_change() -> None:
    folder = CASES / C07 / "versions"
    assert expected(C07)["steps_with_no_logical_change"] == ["0008.tsv"]
    assert (folder / "0007.tsv").read_bytes() != (folder / "0008.tsv").read_bytes()
    assert compare(version("0007.tsv"), version("0008.tsv")) == []


def test_every_version_is_rebuilt_from_the_last_one() -> None:
    names = versions()
    state = state_of(cleaned(names[-1]))
    for before, after in reversed(list(pairwise(names))):
        old, new = cleaned(before), cleaned(after)
        renames = KEY if old.resource is FIRST and new.resource is not FIRST else {}
        columns = [Rename("register", *each) for each in renames.items()]
        state = undo(state, compare(old, new, renames), columns)
        assert state == state_of(old), before


def test_the_command_compares_the_register_as_it_is() -> None:
    expected(C07)
    folder = CASES / C07 / "versions"

    def diff(one: str, other: str) -> Any:
        files = (str(folder / one), str(folder / other))
        return CliRunner().invoke(main, ["diff", *files, "--key", "local-authority-eng"])

    assert diff("0007.tsv", "0008.tsv").exit_code == 0
    said = diff("0010.tsv", "0011.tsv").output
    assert re.search(r"\ntable: 1 changed\n  Changed: .+ \(SAL\)\n      name: \[-.+\+\}\n$", said)
    refused = diff("0003.tsv", "0004.tsv")
    assert refused.exit_code == 2
    assert 'of 0004.tsv have the same key "BAS"' in refused.output


# c10. All schools of England on three days.

SCHOOLS = table(
    "schools", "urn", "name", "town", "postcode", "lead_school", "open_date", "close_date"
)


@cache
def schools(day: str) -> Records:
    expected(C10)
    packed = (CASES / C10 / f"gias_england_schools_{day}.csv.gz").read_bytes()
    text = gzip.decompress(packed).decode("utf-8")
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    assert header == [*SCHOOLS.by_name]
    return Records(SCHOOLS, sorted(map(tuple, rows)))


def test_all_schools_of_england_on_three_days() -> None:
    tables = [schools(day) for day in DATES]
    texts = [text_of(each) for each in tables]
    assert [len(each.rows) for each in tables] == expected(C10)["rows"] == [49029, 49514, 49514]
    steps = []
    began = time.process_time()
    for i in range(2):
        one, other = ((SCHOOLS, each.encode("utf-8")) for each in texts[i : i + 2])
        steps.append(compare_csv(one, other, {})[0])
    assert time.process_time() - began < 2
    for found, step in zip(map(counts, steps), expected(C10)["steps"], strict=True):
        by_column = found.pop("changed_cells_by_column")
        assert by_column == step["by_column"]
        assert {name: found[name] for name in ("added", "removed", "changed_rows")} == {
            name: step[name] for name in ("added", "removed", "changed_rows")
        }
    assert [counts(step)["changed_rows"] for step in steps] == [1447, 102]
    state = state_of(tables[2])
    for i in (1, 0):  # as of each day, that day's table exactly
        state = undo(state, steps[i])
        assert table_text(SCHOOLS, state["schools"]) == texts[i]


@dataclass(frozen=True)
class Devon:
    """The publication of the schools of three postcode areas, released three times."""

    folder: Path
    packages: list[dict[str, bytes]]


@pytest.fixture(scope="module")
def devon(tmp_path_factory: pytest.TempPathFactory) -> Devon:
    """Release the three extracts; the referee and the database are for the last one only."""
    expected(C10)
    folder = tmp_path_factory.mktemp("devon") / "publication"
    shutil.copytree(HERE / "real" / C10, folder)
    packages = []
    with pytest.MonkeyPatch.context() as patch:
        real = (release.referee_what_is_new, publishing.build)
        for day in DATES:
            ask, build = real if day == DATES[-1] else (lambda *_: None, lambda *_: None)
            patch.setattr(release, "referee_what_is_new", ask)
            patch.setattr(publishing, "build", build)
            packed = (CASES / C10 / f"gias_england_schools_{day}.csv.gz").read_bytes()
            (folder / "schools.csv").write_bytes(gzip.decompress(packed))
            said = dict.fromkeys(("title", "note", "by_role", "seed"), "")
            done = releasing.released(
                folder, datetime.date.fromisoformat(day), said, lambda _: None
            )
            assert "Note this line down" in done.closing
            packages.append(read_folder(folder / "datapackage"))
    return Devon(folder, packages)


def test_three_real_releases_of_three_postcode_areas(devon: Devon) -> None:
    past = read_past(devon.folder / "datapackage")
    found = []
    for day in DATES:
        state = state_at(past, release_number(past, day))
        areas = Counter(row["postcode"][:2] for row in state["locations"].values())
        found.append((areas["EX"], areas["PL"], areas["TQ"]))
        assert len(state["organizations"]) == sum(found[-1])
    assert found == [(535, 567, 254), (537, 573, 258), (537, 573, 258)]
    rows = expected(C10)["devon_areas_v3"]["rows"]
    assert found[-1] == (rows["EX"], rows["PL"], rows["TQ"])


def test_as_of_each_day_is_that_days_extract_exactly(devon: Devon) -> None:
    past = read_past(devon.folder / "datapackage")
    for day in DATES:
        state = state_at(past, release_number(past, day))
        theirs = {f"URN-{row[0]}": row for row in schools(day).rows}
        for key, row in state["organizations"].items():
            _, name, town, _, lead, opened, closed = theirs[key]
            place = state["locations"][key]
            assert (row["name"], place.get("city", "")) == (name.strip(), town.strip())
            assert row.get("description", "") == ("Lead school" if lead == "true" else "")
            for value, date in ((opened, "opened_on"), (closed, "closed_on")):
                assert row.get(date, "") == "-".join(reversed(value.split("-")))


def test_every_package_is_rebuilt_and_the_verifier_holds(devon: Devon) -> None:
    past = read_past(devon.folder / "datapackage")
    for number, package in enumerate(devon.packages, start=1):
        rebuilt = rebuild(past, number)
        assert {path: text.encode("utf-8") for path, text in rebuilt.items()} == package
    first = json.loads(devon.packages[0]["datapackage.json"])
    assert first["offer"]["number"] == 1
    noted = read_past_fingerprint(devon.packages[0])
    assert verify(devon.packages[-1], since=noted).noted == DATES[0]


def read_past_fingerprint(package: dict[str, bytes]) -> str:
    """Return the fingerprint that stands in the last line of a package's releases."""
    return package["history/releases.csv"].decode("utf-8").rstrip().rpartition(",")[2]
