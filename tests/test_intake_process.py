"""Whatever the reading process does, the tool goes on, with one line that says what happened."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from intake_files import xlsx
from offer_opendata.errors import OfferError
from offer_opendata.intake import child, limits, read_workbook, refuse, runner, wire
from offer_opendata.intake.sheet import Sheet, Workbook

ONE = '<row r="2"><c r="B2"><v>1</v></c></row>'
LINUX = sys.platform == "linux"


def refusal(path: Path, shown: str) -> str:
    with pytest.raises(OfferError) as caught:
        read_workbook(path, shown)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_file_is_read_in_a_process_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").write_bytes(xlsx(ONE))
    (tmp_path / "link to it.xlsx").symlink_to("book.xlsx")
    expected = Workbook("sources/book.xlsx", (Sheet.of_rows("S", ((), ("", "1"))),))
    assert read_workbook(tmp_path / "book.xlsx", "sources/book.xlsx") == expected
    assert read_workbook(tmp_path / "link to it.xlsx", "sources/book.xlsx") == expected


def test_the_process_finds_a_parser_that_one_user_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        runner, "find_spec", lambda _: SimpleNamespace(origin=str(tmp_path / "lib" / "p" / "x.py"))
    )
    assert runner.command(Path("a"), "b")[5:] == [str(tmp_path / "lib"), "a", "b"]
    monkeypatch.setattr(runner, "find_spec", lambda _: None)
    assert runner.command(Path("a"), "b")[4] == runner.command(Path("a"), "b")[5]


def test_a_refusal_of_the_process_is_handed_on(tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").write_bytes(b"%PDF")
    assert refusal(tmp_path / "book.xlsx", "x.xlsx").startswith("x.xlsx is a PDF document")


def test_paths_that_are_not_files(tmp_path: Path) -> None:
    assert (
        refusal(tmp_path / "gone.xlsx", "gone.xlsx")
        == "gone.xlsx is not there; check its name and folder"
    )
    assert refusal(tmp_path, "sources") == "sources is a folder; name a file in it"
    (tmp_path / "empty.csv").write_bytes(b"")
    assert "empty.csv is empty (0 bytes)" in refusal(tmp_path / "empty.csv", "empty.csv")
    for lock in ("~$book.xlsx", ".~lock.book.ods#"):
        assert f"{lock} is not a workbook but the mark" in refusal(tmp_path / lock, lock)
    (tmp_path / "loop.xlsx").symlink_to("loop.xlsx")
    assert "loop.xlsx cannot be opened (" in refusal(tmp_path / "loop.xlsx", "loop.xlsx")


@pytest.mark.skipif(not LINUX, reason="needs a device file")
def test_a_device_is_not_a_file() -> None:
    assert "is not an ordinary file" in refusal(Path(os.devnull), "null.csv")


def test_a_file_too_large_to_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "FILE_BYTES", 10)
    (tmp_path / "book.csv").write_bytes(b"x" * 11)
    assert "book.csv is too large: it is over" in refusal(tmp_path / "book.csv", "book.csv")


def test_a_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "book.csv").write_bytes(b"x")

    def denied(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    assert refusal(tmp_path / "book.csv", "book.csv").startswith(
        "book.csv may not be opened; close it if it is open in Excel"
    )


@pytest.mark.parametrize("lock", ["~$book.xlsx", "~$ok.xlsx", ".~lock.book.xlsx#"])
def test_a_file_that_is_open_elsewhere_is_said_to_be(lock: str, tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").write_bytes(b"PK\x03\x04 half saved")
    (tmp_path / lock).write_bytes(b"")
    line = refusal(tmp_path / "book.xlsx", "book.xlsx")
    assert line.endswith("(it is open in a spreadsheet: close it there)")
    (tmp_path / "book.xlsx").write_bytes(xlsx(ONE))
    assert read_workbook(tmp_path / "book.xlsx", "book.xlsx").sheets


def play(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Let the reading process be a script."""
    monkeypatch.setattr(runner, "command", lambda *_: [sys.executable, "-I", "-c", script])


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("import os; os.abort()", "the program that reads workbooks stopped"),
        ("import os; os.kill(os.getpid(), 11)", "the program that reads workbooks stopped"),
        (
            "import os, sys; sys.stderr.write('memory allocation of 5 bytes failed'); "
            "sys.stderr.flush(); os.abort()",
            "needs too much memory",
        ),
        ("import os; os.kill(os.getpid(), 9)", "needs too much memory"),
        ("raise MemoryError", "needs too much memory"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", "takes more than"),
        (
            "class PanicException(BaseException): pass\nraise PanicException('out of bounds')",
            "the program that reads workbooks stopped",
        ),
        ("import time; time.sleep(60)", "takes more than 1 seconds to read"),
        ("", "the program that reads workbooks stopped"),
        ('print(\'{"name": "S", "bytes": 9, "notes": []}\')', "workbooks stopped"),
        ("print('no JSON')", "workbooks stopped"),
        ("print('x' * 5000)", "its sheets hold too much text"),
    ],
)
@pytest.mark.skipif(not LINUX, reason="signals are those of Linux")
def test_a_process_that_ends_badly(
    script: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "book.xlsx").write_bytes(xlsx(ONE))
    monkeypatch.setattr(runner, "SECONDS", 1)
    monkeypatch.setattr(runner, "OUTPUT_BYTES", 2000)
    play(monkeypatch, script)
    assert said in refusal(tmp_path / "book.xlsx", "book.xlsx")


def test_a_bug_of_ours_keeps_its_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "book.xlsx").write_bytes(xlsx(ONE))
    play(monkeypatch, "raise KeyError('a bug')")
    with pytest.raises(RuntimeError, match="KeyError: 'a bug'"):
        read_workbook(tmp_path / "book.xlsx", "book.xlsx")


@pytest.mark.skipif(not LINUX, reason="the limits of memory are those of Linux")
@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="ZZZZZZ1"><v>2</v></c></row>'
        '<row r="99999"><c r="A99999"><v>1</v></c></row>',
    ],
)
def test_a_small_file_that_needs_all_memory(cells: str, tmp_path: Path) -> None:
    declared = '<dimension ref="A1:B2"/>'  # which is not true
    (tmp_path / "book.xlsx").write_bytes(xlsx(cells, before=declared))
    assert (tmp_path / "book.xlsx").stat().st_size < 6000
    assert "needs too much memory to read" in refusal(tmp_path / "book.xlsx", "book.xlsx")


def test_running_out_of_memory_within_the_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    def greedy(*_: object) -> None:
        raise MemoryError

    (tmp_path / "a.csv").write_bytes(b"a,b\n")
    monkeypatch.setitem(child.READERS, "csv", greedy)
    monkeypatch.setattr(child, "limit_this_process", lambda: None)
    monkeypatch.setattr(child.gc, "disable", lambda: None)
    monkeypatch.setattr(sys, "argv", ["child", str(tmp_path / "a.csv"), "a.csv"])
    child.main()
    line = json.loads(capsysbinary.readouterr().out)["refused"]
    assert line == str(refuse.out_of_memory("a.csv"))


@pytest.mark.skipif(not LINUX, reason="only Linux has a device that is always full")
def test_a_process_without_room_for_its_answer_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"a,b\n")
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            runner.command(tmp_path / "a.csv", "a.csv"), stdout=full, stderr=full, check=False
        )
    assert ended.returncode == wire.DISK_FULL
    said = runner._failure(ended.returncode, "", "a.csv")
    assert str(said).startswith("a.csv cannot be read: the disk with the folder for temporary")


@pytest.mark.parametrize(("error", "code"), [(errno.ENOSPC, wire.DISK_FULL), (errno.EIO, None)])
def test_only_a_full_disk_is_told_by_the_exit_code(
    error: int, code: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> None:
        raise OSError(error, "not written")

    codes: list[int] = []
    monkeypatch.setattr(child, "write_file", failing)
    monkeypatch.setattr(child, "limit_this_process", lambda: None)
    monkeypatch.setattr(child.gc, "disable", lambda: None)
    monkeypatch.setattr(child.os, "_exit", codes.append)
    monkeypatch.setattr(sys, "argv", ["child", "a.csv", "a.csv"])
    if code is None:
        with pytest.raises(OSError, match="not written"):
            child.main()
    else:
        child.main()
    assert codes == ([] if code is None else [code])


def test_too_much_text_is_not_handed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "OUTPUT_BYTES", 10)
    (tmp_path / "a.csv").write_bytes(b"a,b\nlong text,longer text\n")
    held = __import__("io").BytesIO()
    child.write_file(tmp_path / "a.csv", "a.csv", held)
    assert b"its sheets hold too much text" in held.getvalue()


def test_limits_are_set_where_the_system_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def setrlimit(kind: str, values: tuple[int, int]) -> None:
        asked.append(kind)
        if kind == "as":
            raise ValueError("not on this system")

    fake = SimpleNamespace(
        RLIMIT_AS="as",
        RLIMIT_CPU="cpu",
        RLIMIT_CORE="core",
        setrlimit=setrlimit,
        getrlimit=lambda _: (0, 0),
    )
    monkeypatch.setattr(limits, "import_module", lambda _: fake)
    limits.limit_this_process()
    assert asked == ["as", "cpu", "core"]

    def missing(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(limits, "import_module", missing)
    limits.limit_this_process()
