"""What a command costs: CPU time and memory, with the processes that it starts."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, NamedTuple

PathLike = str | int | Path
_UNKEPT = "PYTHONDONTWRITEBYTECODE"
MIB = 1 << 20
# Linux counts in kilobytes, macOS in bytes.
UNIT = 1 if sys.platform == "darwin" else 1024
# Where Python may not keep what it compiled, each run would compile our source files again,
# while those of the peer, which are installed, are compiled already.
ENVIRONMENT = {name: said for name, said in os.environ.items() if name != _UNKEPT}


class Cost(NamedTuple):
    """CPU and clock time in seconds, and the memory of the largest process in MiB."""

    cpu: float
    clock: float
    memory: float


def measured(
    *command: PathLike, into: IO[bytes] | None = None, allowed: tuple[int, ...] = (0,)
) -> Cost:
    """Run a command, its output thrown away or written into a file, and return its cost.

    CPU time is that of the command and of every process it waited for, as the system
    counts it. Leaves with the command's errors where its exit code is none of `allowed`.
    """
    start = time.perf_counter()
    with subprocess.Popen(
        [str(part) for part in command],
        stdout=into or subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=ENVIRONMENT,
    ) as process:
        errors = process.stderr.read() if process.stderr else b""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in allowed:
        sys.exit(f"{' '.join(map(str, command))}\nfailed:\n{errors.decode(errors='replace')}")
    clock = time.perf_counter() - start
    return Cost(usage.ru_utime + usage.ru_stime, clock, usage.ru_maxrss * UNIT / MIB)
