"""Read a file in a process of its own, which may fail without harm."""

import os
import stat
import sys
from importlib.util import find_spec
from pathlib import Path

from offer_opendata.errors import OfferError
from offer_opendata.folders import MARKS, is_open
from offer_opendata.intake import refuse
from offer_opendata.intake.limits import FILE_BYTES, MIB, OUTPUT_BYTES, SECONDS
from offer_opendata.intake.sheet import Workbook
from offer_opendata.intake.wire import DISK_FULL, read_sheets

# Making a backtrace can hang without memory.
_SETTINGS = {"RUST_BACKTRACE": "0"}
# What the process unpacks goes where it is cleared away, however the process ends.
_TEMPORARY = ("TMPDIR", "TEMP", "TMP")
_STOPPED = "the program that reads workbooks stopped"
_START = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); sys.path.append(sys.argv.pop(1)); "
    "from offer_opendata.intake.child import main; main()"
)


def read_workbook(path: Path, shown: str) -> Workbook:
    """Return the sheets of an .xlsx, .xlsm, .xls, .ods or CSV file as text.

    `shown` is the name people know the file by. Raises OfferError with one line
    for whatever keeps the file from being read with certainty.
    """
    try:
        _check(path, shown)
        return _read(path, shown)
    except OfferError as error:
        if is_open(path):
            raise OfferError(f"{error} (it is open in a spreadsheet: close it there)") from error
        raise


def command(path: Path, shown: str) -> list[str]:
    """Return the command that starts the reading process.

    It sees nothing of the Python path but this package and the parser, which may be
    installed for one user only.
    """
    package = Path(__file__).resolve().parents[2]
    parser = find_spec("python_calamine")
    beside = Path(parser.origin).parents[1] if parser and parser.origin else package
    return [sys.executable, "-I", "-c", _START, str(package), str(beside), str(path), shown]


def _read(path: Path, shown: str) -> Workbook:
    import subprocess
    from tempfile import TemporaryDirectory, TemporaryFile

    with TemporaryDirectory() as room, TemporaryFile() as out, TemporaryFile() as err:
        try:
            ended = subprocess.run(
                command(path.absolute(), shown),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                timeout=SECONDS,
                check=False,
                env={**os.environ, **_SETTINGS, **dict.fromkeys(_TEMPORARY, room)},
            )
        except subprocess.TimeoutExpired as error:
            raise _too_long(shown) from error
        out.seek(0)
        err.seek(0)
        if ended.returncode:
            raise _failure(ended.returncode, err.read(MIB).decode(errors="replace"), shown)
        if os.fstat(out.fileno()).st_size > 2 * OUTPUT_BYTES:
            raise refuse.too_much_text(shown)
        try:
            return Workbook(shown, tuple(read_sheets(out)))
        except (EOFError, ValueError) as error:
            raise refuse.damaged(shown, _STOPPED) from error


def _failure(code: int, said: str, shown: str) -> Exception:
    """Return the error for a process that did not end well; a bug of ours keeps its traceback."""
    import signal

    killed = {-getattr(signal, name, 0): name for name in ("SIGXCPU", "SIGKILL")}.get(code)
    if code == DISK_FULL:
        return refuse.no_room(shown)
    if killed == "SIGXCPU":
        return _too_long(shown)
    if killed == "SIGKILL" or "memory allocation" in said or "MemoryError" in said:
        return refuse.out_of_memory(shown)
    if "Traceback" in said and "PanicException" not in said:
        return RuntimeError(f"reading {shown} failed:\n{said}")
    return refuse.damaged(shown, _STOPPED)


def _too_long(shown: str) -> OfferError:
    return refuse.too_large(shown, f"it takes more than {SECONDS} seconds to read")


def _check(path: Path, shown: str) -> None:
    """Refuse a path that is not an ordinary, readable file of a size that can be read."""
    if path.name.startswith(MARKS):
        raise OfferError(f"{shown} is not a workbook but the mark that one is open; leave it out")
    try:
        with path.open("rb") as file:
            about = os.fstat(file.fileno())
    except OSError as error:
        raise refuse.not_opened(shown, error) from error
    if not stat.S_ISREG(about.st_mode):
        raise OfferError(f"{shown} is not an ordinary file; name a workbook or a CSV file")
    if about.st_size == 0:
        raise OfferError(f"{shown} is empty (0 bytes); save or download it again")
    if about.st_size > FILE_BYTES:
        raise refuse.too_large(shown, f"it is over {FILE_BYTES // MIB} MB")
