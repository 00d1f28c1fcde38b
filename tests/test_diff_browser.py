"""The page of differences in a real browser: no axe violation, no sideways scrolling."""

import pytest

from offer_opendata.diff import compare_sides, read_sides, render
from offer_opendata.history.past import read_past
from released import make_released
from test_report_browser import browse, pytestmark, seen
from texts import SCHEMA

__all__ = ["pytestmark"]

LONG = "a-word-that-has-no-end-" * 8


def page(names, keys=(), past=None):
    return render(compare_sides(*read_sides(names, keys, SCHEMA, lambda: past)), SCHEMA, "html")


@pytest.fixture(scope="module")
def releases(tmp_path_factory):
    folder = make_released(tmp_path_factory.mktemp("released"))
    return page(("1", "3"), past=read_past(folder / "datapackage"))


@pytest.fixture
def files(tmp_path):
    """Return a page of many records, long words and columns that came and went."""
    rows = "".join(f"{i},{LONG},one two three {LONG},x\n" for i in range(60))
    (tmp_path / "a.csv").write_text(f"id,{LONG},said,gone\n{rows}", encoding="utf-8")
    rows = "".join(f"{i},{LONG}!,one two four {LONG},y\n" for i in range(50))
    (tmp_path / "b.csv").write_text(f"id,{LONG},said,come\n{rows}", encoding="utf-8")
    return page((str(tmp_path / "a.csv"), str(tmp_path / "b.csv")), ["id"])


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_violation_and_no_sideways_scrolling(releases, width, dark, tmp_path):
    said = seen(releases, tmp_path, width, dark)
    assert said["violations"] == []
    assert said["wide"] <= 0
    assert said["checked"] > 10
    assert (said["dark"], said["width"]) == (dark, width)


@pytest.mark.parametrize("open_", ["true", "false"])
def test_nor_with_many_records_and_long_words(files, open_, tmp_path):
    assert "<details>" in files
    said = seen(files, tmp_path, 320, state=(open_, "all"))
    assert said["violations"] == []
    assert said["wide"] <= 0


def test_the_policy_lets_the_style_in(releases, tmp_path):
    file = tmp_path / "diff.html"
    file.write_text(releases, encoding="utf-8")
    done = browse(file, tmp_path, "--enable-logging=stderr")
    assert b"Content Security Policy" not in done.stderr
