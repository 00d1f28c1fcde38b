"""The reading process: one untrusted file in, its sheets as text out, and nothing else done."""

import gc
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from offer_opendata.errors import OfferError
from offer_opendata.intake import refuse
from offer_opendata.intake.kinds import kind_of
from offer_opendata.intake.limits import limit_this_process
from offer_opendata.intake.wire import (
    DISK_FULL,
    NO_ROOM,
    PackedSheet,
    write_refusal,
    write_sheets,
)

# Each reader is imported for its own kind of file only: that is half of the time to start.


def _xlsx(path: Path, shown: str) -> Iterator[PackedSheet]:
    from offer_opendata.intake.xlsx import read_xlsx

    return read_xlsx(path, shown)


def _xls(path: Path, shown: str) -> Iterator[PackedSheet]:
    from offer_opendata.intake.xls import read_xls

    return read_xls(path, shown)


def _ods(path: Path, shown: str) -> Iterator[PackedSheet]:
    from offer_opendata.intake.ods import read_ods

    return read_ods(path, shown)


def _csv(path: Path, shown: str) -> Iterator[PackedSheet]:
    from offer_opendata.intake.delimited import read_delimited

    return read_delimited(path, shown)


READERS: dict[str, Callable[[Path, str], Iterator[PackedSheet]]] = {
    "xlsx": _xlsx,
    "xls": _xls,
    "ods": _ods,
    "csv": _csv,
}


def main() -> None:
    """Read the file that the command line names, within limits, and write it to the output."""
    gc.disable()  # one file is read and the process ends: nothing is worth collecting
    limit_this_process()
    try:
        write_file(Path(sys.argv[1]), sys.argv[2], sys.stdout.buffer)
        sys.stdout.buffer.flush()
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        os._exit(DISK_FULL)  # an ordinary end would try to write what is left


def write_file(path: Path, shown: str, out: IO[bytes]) -> None:
    """Write the sheets of a file, or the one line that says why it cannot be read.

    Raises OSError where there is no room to write either.
    """
    try:
        write_sheets(READERS[kind_of(path, shown)](path, shown), out, shown)
    except OfferError as error:
        write_refusal(str(error), out)
    except OSError as error:
        if error.errno in NO_ROOM:
            raise
        write_refusal(str(refuse.not_opened(shown, error)), out)
    except MemoryError:
        write_refusal(str(refuse.out_of_memory(shown)), out)
