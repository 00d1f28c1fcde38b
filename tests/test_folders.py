"""A folder that cannot be read is an error: nothing is released as if it were empty."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from faults import DENIED_ONCE, FAULT_ONCE, Kind, Left, broken, content_of, operations, quick
from offer_opendata.cli import main
from offer_opendata.errors import OfferError
from offer_opendata.folders import files_below, files_in
from publications import CLUBS, OFFER, make_publication, tree

NESTED = ("b.csv", "a/c.csv", "a/b/d.csv")
PATTERNS = ("sources/*.csv", "sources/**/*.csv", "*/clubs.csv")
MORE = CLUBS + "3,Art,Painting.,art@example.org,5,8,ASD,\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in NESTED:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


def test_what_is_in_a_folder(folder: Path) -> None:
    assert files_in(folder) == [folder / "b.csv"]
    assert files_below(folder) == sorted(folder / name for name in NESTED)


def test_no_folder_and_a_file_hold_nothing(folder: Path) -> None:
    for each in (folder / "none", folder / "b.csv", folder / "b.csv" / "x"):
        assert files_in(each) == files_below(each) == []


@pytest.mark.parametrize("kind", [DENIED_ONCE, FAULT_ONCE], ids=lambda kind: kind.name)
def test_any_of_the_folders_may_be_the_one_that_cannot_be_read(folder: Path, kind: Kind) -> None:
    assert len(operations(folder, lambda: files_below(folder))) == 3
    for at in range(3):
        with broken(folder, at, kind), pytest.raises(OfferError, match="cannot be read"):
            files_below(folder)
    with broken(folder, 0, kind), pytest.raises(OfferError, match="cannot be read"):
        files_in(folder)


def released(folder: Path) -> Result:
    with quick():
        said = ["--date", "2026-11-09", "--seed", "fixed"]
        return CliRunner().invoke(main, ["release", str(folder), *said])


@pytest.mark.parametrize(
    ("shut", "pattern"),
    [
        *(("sources", pattern) for pattern in PATTERNS),
        *((name, PATTERNS[0]) for name in ("answers", "history", "descriptors", "releases")),
    ],
)
def test_a_release_stops_where_a_folder_cannot_be_read(
    tmp_path: Path, shut: str, pattern: str
) -> None:
    settings = OFFER.replace("sources/clubs.csv", pattern)
    folder = make_publication(tmp_path / "wrenshire", {"offer.toml": settings})
    assert released(folder).exit_code == 0
    make_publication(folder, {"offer.toml": settings, "sources/clubs.csv": MORE})
    before = Left("before", content_of(folder))
    found = operations(folder, lambda: released(folder))
    ends = [tree(folder / "datapackage")]
    before.put_back(folder)
    ends.insert(0, tree(folder / "datapackage"))
    said = ""
    for at in (i for i, line in enumerate(found) if line == f"scandir {shut}"):
        before.put_back(folder)
        with broken(folder, at, DENIED_ONCE):
            result = released(folder)
        assert result.exit_code in (0, 2), result.exception
        assert tree(folder / "datapackage") == ends[result.exit_code == 0], result.output
        said += result.output
    assert f'{shut}" cannot be read (Permission denied); check that you may read' in said
