"""Datasette as a process of its own, which never outlives the one that started it."""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Closing a terminal is a signal of its own, which not every system has.
ENDING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


def run_until_told(command: list[str], where: Path) -> int | None:
    """Run a command until it ends, and return its exit code; None where we were told to stop.

    That is Ctrl+C, or the signal of `kill` or of a terminal that closes: the command is told
    as well, and has ended when this returns. A second signal ends it at once.
    """
    started: list[subprocess.Popen[bytes]] = []
    told: list[int] = []

    def end(number: int, _: object) -> None:
        for process in started:
            process.terminate() if not told else process.kill()
        told.append(number)

    with _handled(end), subprocess.Popen(command, cwd=where) as process:
        started.append(process)
        if told:  # between the fork and the line above
            process.terminate()
        try:
            process.wait()
        except KeyboardInterrupt:
            told.append(signal.SIGINT)
            process.terminate()
        process.wait()
    return None if told else process.returncode


@contextmanager
def _handled(handler: "signal._HANDLER") -> Iterator[None]:
    before = {number: signal.signal(number, handler) for number in ENDING}
    try:
        yield
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)
