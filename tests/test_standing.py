"""Where one stands: what is left to decide, and what comes next."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from faults import quick
from offer_opendata.cli import main
from offer_opendata.standing import standing
from publications import CLUBS, OFFER, make_publication


@pytest.fixture(autouse=True)
def quick_commands() -> Iterator[None]:
    with quick():
        yield


def run(command: str, folder: Path, day: str) -> None:
    result = CliRunner().invoke(main, [command, str(folder), "--date", day], catch_exceptions=False)
    assert result.exit_code == 0, result.output


def later(path: Path, seconds: int) -> None:
    """Set when a file was written, as tests write faster than some disks tell apart."""
    os.utime(path, (path.stat().st_atime, path.stat().st_mtime + seconds))


def test_what_is_left_to_decide_and_what_comes_next(tmp_path: Path) -> None:
    folder = make_publication(tmp_path / "wrenshire")
    run("release", folder, "2026-11-02")
    assert standing(folder).endswith(
        "No source changed since. At the last check: 0 errors, "
        "0 warnings.\nNext: offer-opendata serve"
    )
    source = folder / "sources" / "clubs.csv"
    source.write_text(CLUBS.replace("judo@", "office@").replace("swim@", "desk@"))
    later(source, 2)
    assert standing(folder).endswith("Next: offer-opendata check")
    run("preview", folder, "2026-11-05")
    later(folder / "build" / "to-decide.json", 4)
    said = standing(folder)
    assert "1 source changed since." in said
    assert "To decide in build/to-decide.xlsx: 2 reasons." in said
    assert said.endswith("Next: answer them, or publish them as not stated: offer-opendata release")
    answers = folder / "answers" / "reasons.csv"
    answers.write_text("resource,row_id,reason,release\nservices,CLUB-1,moved,1\n")
    later(answers, 6)
    said = standing(folder)
    assert "To decide" not in said, "what was counted is out of date"
    assert said.endswith("Next: offer-opendata check"), "the last check is older than the source"
    run("preview", folder, "2026-11-05")
    later(folder / "build" / "to-decide.json", 8)
    assert "To decide in build/to-decide.xlsx: 1 reason." in standing(folder)


def test_a_changed_source_with_an_older_date_is_changed(tmp_path: Path) -> None:
    folder = make_publication(tmp_path / "wrenshire")
    run("release", folder, "2026-11-02")
    source = folder / "sources" / "clubs.csv"
    source.write_text(CLUBS.replace("judo@", "mojo@"))  # as long as before
    later(source, -1000)
    assert "1 source changed since." in standing(folder)
    assert standing(folder).endswith("Next: offer-opendata check")


def test_the_same_content_with_a_newer_date_is_no_change(tmp_path: Path) -> None:
    folder = make_publication(tmp_path / "wrenshire")
    run("release", folder, "2026-11-02")
    later(folder / "sources" / "clubs.csv", 1000)
    assert "No source changed since." in standing(folder)
    moved = folder.rename(tmp_path / "moved")
    assert "No source changed since." in standing(moved)


@pytest.mark.parametrize("kept", [None, "{}", "[]", '{"package": "of another release"}'])
def test_where_nothing_is_remembered_the_date_counts(tmp_path: Path, kept: str | None) -> None:
    folder = make_publication(tmp_path / "wrenshire")
    run("release", folder, "2026-11-02")
    remembered = folder / "build" / "unchanged.json"
    remembered.unlink() if kept is None else remembered.write_text(kept)
    assert "No source changed since." in standing(folder)
    later(folder / "sources" / "clubs.csv", 1000)
    assert "1 source changed since." in standing(folder)


def test_missing_sources_are_said_by_name(tmp_path: Path) -> None:
    folder = make_publication(tmp_path / "wrenshire")
    source = folder / "sources" / "clubs.csv"
    source.rename(folder / "elsewhere.csv")
    said = standing(folder)
    assert "nothing is released yet. 1 source. Not there: sources/clubs.csv." in said
    (folder / "elsewhere.csv").rename(source)
    run("release", folder, "2026-11-02")
    source.unlink()
    said = standing(folder)
    assert "last release 2 November 2026. Not there: sources/clubs.csv." in said
    assert "No source changed" not in said
    assert said.endswith("Next: offer-opendata check")


def test_what_a_pattern_no_longer_finds_is_said_by_name(tmp_path: Path) -> None:
    settings = OFFER.replace("sources/clubs.csv", "sources/*.csv")
    more = {"sources/more.csv": CLUBS.replace("\n1,", "\n3,").replace("\n2,", "\n4,")}
    folder = make_publication(tmp_path / "wrenshire", {"offer.toml": settings, **more})
    run("release", folder, "2026-11-02")
    (folder / "sources" / "more.csv").rename(folder / "sources" / "new.csv")
    assert "1 source changed since. Not there: sources/more.csv." in standing(folder)


def test_what_comes_next_depends_on_what_the_last_check_found(tmp_path: Path) -> None:
    folder = make_publication(tmp_path / "wrenshire")
    assert standing(folder).endswith("Next: offer-opendata check")
    run("check", folder, "2026-11-02")
    later(folder / "build" / "report.json", 2)
    assert standing(folder).endswith("Next: offer-opendata preview")
    source = folder / "sources" / "clubs.csv"
    source.write_text(CLUBS.replace("judo@", "judo@@"))
    later(source, 4)
    assert standing(folder).endswith("Next: offer-opendata check")
    assert CliRunner().invoke(main, ["check", str(folder)]).exit_code == 1
    later(folder / "build" / "report.json", 6)
    assert standing(folder).endswith("Next: correct the errors, then: offer-opendata check")


def test_where_a_release_would_be_stopped_it_is_not_what_comes_next(tmp_path: Path) -> None:
    policy = '[policy]\nrequire_reasons = "all"\n'
    folder = make_publication(tmp_path / "wrenshire", {"offer.toml": OFFER + policy})
    run("release", folder, "2026-11-02")
    source = folder / "sources" / "clubs.csv"
    source.write_text(CLUBS.replace("judo@", "office@"))
    later(source, 2)
    result = CliRunner().invoke(main, ["preview", "--dir", str(folder), "--date", "2026-11-05"])
    assert result.output.endswith("Nothing is published until what stops it (above) is settled.\n")
    later(folder / "build" / "to-decide.json", 4)
    assert standing(folder).endswith(
        "Next: offer-opendata preview, which says what stops a release"
    )
