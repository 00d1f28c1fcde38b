"""How much a file may cost to read; an untrusted file that wants more is refused."""

import csv
from contextlib import suppress
from importlib import import_module

MIB = 1024 * 1024

FILE_BYTES = 100 * MIB
"""The largest file that is opened."""
UNPACKED_BYTES = 512 * MIB
"""The most that the parts of one workbook may unpack to."""
PARTS = 5_000
"""The most parts that one workbook may have."""
RATIO = 200
"""How many times smaller than its content a large part may be packed."""
SMALL_PART_BYTES = 16 * MIB
"""The largest part that is read whole: lists of sheets, relations, comments."""
ROW_BYTES = 32 * MIB
"""The most that one row of a sheet may take in the file."""
ROWS = 1_048_576
"""The most rows that a sheet can have."""
COLUMNS = 16_384
"""The most columns that a sheet can have."""
CELLS = 10_000_000
"""The most cells, blank ones included, between the first and the last filled cell."""
CELL_CHARACTERS = 131_072
"""The longest text of one cell of a CSV file."""
LINE_BYTES = 8 * MIB
"""The longest row of a CSV file that is only looked through."""
STREAM_BYTES = 8 * 1024 * MIB
"""The most that an archive may unpack to whose files are only looked through."""
NOTES = 10_000
"""How many notes of one kind are made for one sheet before the rest is only counted."""
OUTPUT_BYTES = 512 * MIB
"""The most text that a file may give."""
MEMORY_BYTES = 1536 * MIB
"""The address space of the reading process."""
SECONDS = 120
"""How long the reading process may take, in CPU time and by the clock."""


def limit_this_process() -> None:
    """Bind the reading process to its memory and time, as far as the system can.

    Windows has no such limits: there the clock of the parent is the only one.
    """
    csv.field_size_limit(CELL_CHARACTERS)
    with suppress(ImportError):
        resource = import_module("resource")
        for name, most in (
            ("RLIMIT_AS", MEMORY_BYTES),
            ("RLIMIT_CPU", SECONDS),
            ("RLIMIT_CORE", 0),
        ):
            with suppress(ValueError, OSError):  # macOS knows RLIMIT_AS and refuses to set it
                kind = getattr(resource, name)
                resource.setrlimit(kind, (most, max(most, resource.getrlimit(kind)[1])))
