"""A package takes its place: what is refused, what is followed, and what is said."""

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import pytest

from faults import Killed, broken, operations
from offer_opendata.errors import OfferError
from offer_opendata.publish import disk, publish, recovered, replace_file, writing
from publications import tree
from test_publish_faults import NEW, NEXT, OLD, beside, prepared, release

HOLD = """
import sys
from pathlib import Path
from offer_opendata.publish import writing
with writing(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return prepared(tmp_path / "folder", OLD)


def test_a_package_replaces_another_and_leaves_nothing_beside_it(place: Path) -> None:
    release(place, NEW)
    assert tree(place) == NEW
    assert beside(place) == {"datapackage"}


def test_the_first_one_makes_the_folders_above_it(tmp_path: Path) -> None:
    place = tmp_path / "public" / "open data" / "datapackage"
    release(place, NEW)
    assert tree(place) == NEW


def test_the_check_sees_the_whole_package_before_anything_is_replaced(place: Path) -> None:
    seen = []

    def look(staged: Path) -> None:
        seen.append(tree(staged))
        assert tree(place) == OLD
        raise OfferError("frictionless disagrees")

    with pytest.raises(OfferError, match=r"^frictionless disagrees$"), writing(place):
        publish(NEW, place, look)
    assert seen == [NEW]
    assert tree(place) == OLD
    assert beside(place) == {"datapackage"}


def test_interrupting_by_hand_clears_up_at_once(place: Path) -> None:
    def interrupt(_staged: Path) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), writing(place):
        publish(NEW, place, interrupt)
    assert tree(place) == OLD
    assert beside(place) == {"datapackage"}


def test_the_disk_has_every_file_before_the_exchange_and_the_folder_after_it(place: Path) -> None:
    found = operations(place.parent, lambda: release(place, NEW))
    at = next(i for i, line in enumerate(found) if line.startswith("exchange"))
    writes = [i for i, line in enumerate(found) if line.startswith("write ")]
    assert all(found[i + 1] == "fsync" for i in writes)
    assert max(writes) < at
    assert found[at + 1 : at + 3] == ["open folder", "fsync"]
    removals = [i for i, line in enumerate(found) if line.startswith(("unlink", "rmdir"))]
    assert at + 2 < min(removals)


def test_after_an_interruption_the_disk_has_the_names_before_anything_is_removed(
    place: Path,
) -> None:
    shutil.copytree(place, place.parent / ".datapackage.new")
    found = operations(place.parent, lambda: recovered(place))
    assert found[2:4] == ["open folder", "fsync"]
    assert not any(line.startswith(("unlink", "rmdir")) for line in found[:4])
    assert any(line.startswith("rmdir") for line in found[4:])


def test_a_folder_held_open_as_on_windows_takes_everything_back(place: Path) -> None:
    real = disk.rename

    def held_open(old: Path, new: Path) -> None:
        if old == place:
            raise PermissionError(errno.EACCES, "Permission denied", str(old))
        real(old, new)

    with (
        patch.object(disk, "exchange", side_effect=OSError(errno.ENOSYS, "no")),
        patch.object(disk, "rename", held_open),
        pytest.raises(OfferError, match="nothing was published") as said,
    ):
        release(place, NEW)
    assert "close whatever has one of its files open (a spreadsheet" in str(said.value)
    assert beside(place) == {"datapackage"}
    assert recovered(place) == ""
    assert tree(place) == OLD


def test_a_second_rename_that_fails_brings_the_old_package_back(place: Path) -> None:
    real = disk.rename

    def once(old: Path, new: Path) -> None:
        if old.name == ".datapackage.new":
            raise OSError(errno.EIO, "Input/output error")
        real(old, new)

    with (
        patch.object(disk, "exchange", side_effect=OSError(errno.ENOSYS, "no")),
        patch.object(disk, "rename", once),
        pytest.raises(OfferError, match="nothing was published, and the release of 2 Nov"),
    ):
        release(place, NEW)
    assert tree(place) == OLD
    assert beside(place) == {"datapackage"}


class TestOneWriter:
    def test_the_second_fails_at_once_in_one_line(self, place: Path) -> None:
        with _holder(place) as first:
            with pytest.raises(OfferError, match="another command is publishing") as said:
                release(place, NEW)
            assert "\n" not in str(said.value)
            assert tree(place) == OLD
            first.communicate("")
        release(place, NEW)

    def test_a_lock_whose_owner_died_holds_nobody_up(self, place: Path) -> None:
        with _holder(place) as first:
            first.kill()
            first.wait()
        assert (place.parent / ".datapackage.lock").exists()
        release(place, NEW)
        assert beside(place) == {"datapackage"}

    def test_commands_that_read_leave_alone_what_a_writer_is_doing(self, place: Path) -> None:
        with _holder(place) as first:
            (place.parent / ".datapackage.new").mkdir()
            assert recovered(place) == ""
            assert (place.parent / ".datapackage.new").is_dir()
            first.communicate("")

    def test_a_lock_removed_between_opening_and_locking_is_taken_again(self, place: Path) -> None:
        real, seen = os.fstat, []

        def removed_meanwhile(opened: int) -> os.stat_result:
            seen.append(opened)
            if len(seen) == 1:
                (place.parent / ".datapackage.lock").unlink()
            return real(opened)

        with patch.object(os, "fstat", removed_meanwhile):
            release(place, NEW)
        assert len(seen) >= 2
        assert beside(place) == {"datapackage"}

    def test_a_drive_without_locks_is_refused(self, place: Path) -> None:
        import fcntl

        none = patch.object(fcntl, "flock", side_effect=OSError(errno.ENOLCK, "No locks available"))
        with none, pytest.raises(OfferError, match="knows no locks"):
            release(place, NEW)
        assert tree(place) == OLD


class TestForeignFiles:
    def test_they_are_named_and_nothing_is_done(self, place: Path) -> None:
        (place / "data" / "README.md").write_text("ours")
        (place / "data" / "drafts").mkdir()
        (place / "data" / "drafts" / "a.csv").write_text("ours")
        with pytest.raises(OfferError) as said:
            release(place, NEW)
        assert "did not make: data/README.md, data/drafts/a.csv; move it out" in str(said.value)
        assert (place / "data" / "README.md").read_text() == "ours"
        assert beside(place) == {"datapackage"}

    def test_many_are_counted(self, place: Path) -> None:
        for number in range(9):
            (place / f"note-{number}.txt").write_text("ours")
        with pytest.raises(OfferError, match=r"note-2\.txt and 6 more; move"):
            release(place, NEW)

    def test_a_link_is_not_followed_and_is_foreign(self, place: Path, tmp_path: Path) -> None:
        (tmp_path / "elsewhere").mkdir()
        (place / "photos").symlink_to(tmp_path / "elsewhere")
        with pytest.raises(OfferError, match="did not make: photos;"):
            release(place, NEW)

    def test_a_folder_that_is_no_package_is_not_replaced(self, tmp_path: Path) -> None:
        (tmp_path / "home").mkdir()
        (tmp_path / "home" / "letter.odt").write_text("mine")
        with pytest.raises(OfferError, match=r"did not make: letter\.odt"):
            release(tmp_path / "home", NEW)
        assert tree(tmp_path / "home") == {"letter.odt": b"mine"}

    def test_what_file_windows_leave_is_nobodys(self, place: Path) -> None:
        (place / "data" / "Thumbs.db").write_bytes(b"\x00")
        release(place, NEW)
        assert tree(place) == NEW


class TestPlaces:
    def test_a_link_to_the_package_is_followed_and_stays(self, place: Path, tmp_path: Path) -> None:
        link = tmp_path / "datapackage"
        link.symlink_to(place)
        release(link, NEW)
        assert link.is_symlink()
        assert tree(place) == NEW
        assert beside(place) == {"datapackage"}

    def test_a_link_that_leads_nowhere_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "datapackage").symlink_to(tmp_path / "gone")
        with pytest.raises(OfferError, match="is a link that leads to no folder"):
            release(tmp_path / "datapackage", NEW)

    def test_a_file_in_its_place_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "datapackage").write_text("mine")
        with pytest.raises(OfferError, match="is a file, and the package needs a folder"):
            release(tmp_path / "datapackage", NEW)
        assert (tmp_path / "datapackage").read_text() == "mine"

    @pytest.mark.skipif(not shutil.which("unshare"), reason="no unshare to mount with")
    def test_a_mounted_folder_is_refused_with_what_to_do(self, place: Path, tmp_path: Path) -> None:
        shutil.copytree(place, tmp_path / "drive")
        code = "import sys; from pathlib import Path; from test_publish_faults import *\n" + (
            "try: release(Path(sys.argv[1]), NEW)\nexcept OfferError as error: print(error)"
        )
        script = 'mount --bind "$1" "$2" && exec "$3" -c "$4" "$2"'
        arguments = [tmp_path / "drive", place, sys.executable, code]
        ended = subprocess.run(
            ["unshare", "-rm", "sh", "-c", script, "sh", *map(str, arguments)],
            env=_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if "mount" in ended.stderr or "unshare" in ended.stderr:
            pytest.skip(f"this system lets nobody mount: {ended.stderr.strip()[:80]}")
        assert "nothing was published, and the release of 2 November 2026 stands" in ended.stdout
        assert 'such as "datapackage/package"' in ended.stdout
        assert tree(tmp_path / "drive") == OLD
        assert beside(place) == {"datapackage"}

    @pytest.mark.parametrize(
        "number", [errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EXDEV, errno.EPERM]
    )
    def test_where_folders_cannot_be_exchanged_two_renames_do(
        self, place: Path, number: int
    ) -> None:
        with patch.object(disk, "exchange", side_effect=OSError(number, "no")):
            release(place, NEW)
        assert tree(place) == NEW
        assert beside(place) == {"datapackage"}

    @pytest.mark.skipif(sys.platform != "linux", reason="renameat2 is Linux's")
    def test_this_system_exchanges_in_one_step(self, place: Path) -> None:
        with patch.object(disk, "rename", side_effect=AssertionError):
            release(place, NEW)
        assert tree(place) == NEW

    @pytest.mark.parametrize(
        ("number", "advice"),
        [
            (errno.EROFS, "can only be read"),
            (errno.EACCES, "check that you may write there"),
            (errno.ENOSPC, "make room on that disk"),
            (errno.EDQUOT, "make room on that disk"),
            (errno.EMFILE, "put that right"),
        ],
    )
    def test_a_folder_that_cannot_be_written(self, place: Path, number: int, advice: str) -> None:
        real = os.open

        def refused(path: str, flags: int, *rest: int) -> int:
            if flags & os.O_CREAT:
                raise OSError(number, os.strerror(number), path)
            return real(path, flags, *rest)

        with patch.object(os, "open", refused), pytest.raises(OfferError, match=advice) as said:
            release(place, NEW)
        assert "the release of 2 November 2026 stands as it was" in str(said.value)
        assert ".datapackage.lock" in str(said.value)


class TestWords:
    def test_nothing_to_say(self, place: Path) -> None:
        assert recovered(place) == ""
        assert recovered(place.parent / "missing" / "datapackage") == ""

    def test_the_second_release_of_a_day_is_named(self, place: Path) -> None:
        text = NEXT["datapackage.json"].replace(b'"2026-11-16",', b'"2026-11-16.2",', 1)
        release(place, {**NEXT, "datapackage.json": text})
        (place.parent / ".datapackage.new").mkdir()
        assert recovered(place) == (
            "An earlier release was interrupted; the release of 16 November 2026 (2026-11-16.2) "
            "is complete and nothing was lost."
        )

    def test_before_the_first(self, tmp_path: Path) -> None:
        (tmp_path / ".datapackage.new").mkdir()
        assert recovered(tmp_path / "datapackage") == (
            "An earlier release was interrupted before it was published; nothing was lost."
        )
        assert not list(tmp_path.iterdir())

    def test_the_next_writer_says_it_too(self, place: Path) -> None:
        (place.parent / ".datapackage.old").mkdir()
        with writing(place) as said:
            assert "the release of 2 November 2026 is complete and nothing was lost" in said
            assert beside(place) == {"datapackage", ".datapackage.lock"}

    def test_where_it_cannot_be_cleared_away_it_is_said_all_the_same(self, place: Path) -> None:
        (place.parent / ".datapackage.new").mkdir()
        with patch.object(os, "open", side_effect=OSError(errno.EROFS, "Read-only file system")):
            assert "the release of 2 November 2026 is complete" in recovered(place)
        assert (place.parent / ".datapackage.new").is_dir()

    def test_leftovers_of_several_interrupted_runs(self, place: Path) -> None:
        for ending in ("new", "old"):
            shutil.copytree(place, place.parent / f".datapackage.{ending}")
        (place.parent / ".datapackage.lock").touch()
        release(place, NEW)
        assert tree(place) == NEW
        assert beside(place) == {"datapackage"}

    def test_a_marker_alone_promises_nothing(self, place: Path) -> None:
        (place.parent / ".datapackage.ready").touch()
        assert "the release of 2 November 2026 is complete" in recovered(place)
        assert tree(place) == OLD
        assert beside(place) == {"datapackage"}

    def test_a_package_moved_away_and_never_replaced_comes_back(self, place: Path) -> None:
        (place.parent / ".datapackage.ready").touch()
        place.rename(place.parent / ".datapackage.old")
        assert "the release of 2 November 2026 is complete" in recovered(place)
        assert tree(place) == OLD


class TestOneFile:
    def test_a_link_is_followed_and_stays(self, tmp_path: Path) -> None:
        (tmp_path / "shared.csv").write_text("old")
        (tmp_path / "ids.csv").symlink_to(tmp_path / "shared.csv")
        replace_file(tmp_path / "ids.csv", b"new")
        assert (tmp_path / "ids.csv").is_symlink()
        assert (tmp_path / "shared.csv").read_bytes() == b"new"

    def test_a_link_in_the_way_leads_nothing_outside(self, tmp_path: Path) -> None:
        (tmp_path / "precious").write_text("mine")
        (tmp_path / ".ids.csv.new").symlink_to(tmp_path / "precious")
        replace_file(tmp_path / "ids.csv", b"new")
        assert (tmp_path / "precious").read_text() == "mine"
        assert (tmp_path / "ids.csv").read_bytes() == b"new"

    def test_the_disk_has_it_before_it_takes_its_place(self, tmp_path: Path) -> None:
        found = operations(tmp_path, lambda: replace_file(tmp_path / "ids.csv", b"new"))
        written, put = found.index("write .ids.csv.new"), found.index("replace .ids.csv.new")
        assert found[written + 1] == "fsync"
        assert written + 1 < put
        assert "fsync" in found[put:]


def test_the_helper_itself_breaks_what_it_says_and_mends_it_again(tmp_path: Path) -> None:
    before = (os.open, os.fsync, os.mkdir, open)
    with broken(tmp_path, 0) as run, pytest.raises(Killed):
        (tmp_path / "a").mkdir()
    assert run.log == ["mkdir a"]
    assert not (tmp_path / "a").exists()
    assert (os.open, os.fsync, os.mkdir, open) == before


def _holder(place: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(place)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=_environment(),
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def _environment() -> dict[str, str]:
    here = str(Path(__file__).resolve().parent)
    return {**os.environ, "PYTHONPATH": os.pathsep.join([*filter(None, sys.path), here])}
