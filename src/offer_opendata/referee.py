"""The independent referee: frictionless, in a process of its own, over a finished package."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from offer_opendata.canonical_json import sha256
from offer_opendata.errors import OfferError
from offer_opendata.package import DESCRIPTOR, read_descriptor

TIME_LIMIT = 1800
_PROGRAM = (
    "import sys; from frictionless.__main__ import console; "
    "sys.argv = ['frictionless', 'validate', '--json', 'datapackage.json']; console()"
)


def referee_what_is_new(folder: Path, shorter: Mapping[str, bytes]) -> None:
    """Let frictionless validate a package, of some of its tables only what is new.

    `shorter` holds, by path, what stands for a table of history that only ever grows: its
    heading and the lines of this release. The rest of it was judged when it was released.
    Raises OfferError, with its first words, where it disagrees.
    """
    if not shorter:
        referee(folder)
        return
    with TemporaryDirectory() as name:
        place = Path(name)
        descriptor = read_descriptor(folder)
        for each in descriptor["resources"]:
            file = place / each["path"]
            file.parent.mkdir(parents=True, exist_ok=True)
            if each["path"] in shorter:
                content = shorter[each["path"]]
                file.write_bytes(content)
                each |= {"hash": f"sha256:{sha256(content)}", "bytes": len(content)}
            else:
                shutil.copyfile(folder / each["path"], file)
        (place / DESCRIPTOR).write_text(json.dumps(descriptor), encoding="utf-8")
        referee(place)


def referee(folder: Path) -> None:
    """Let frictionless validate the package that we wrote in `folder`.

    Raises OfferError, with its first words, where it disagrees.
    """
    words = disagreement(folder)
    if words:
        raise OfferError(
            f"nothing was released: frictionless, which checks every release, disagrees: {words}"
        )


def disagreement(folder: Path) -> str:
    """Return the first words of frictionless where it finds a package invalid, else a blank.

    Only a package of our own making, or one whose descriptor our closed JSON Schema allows, is
    handed to it, as it follows what a descriptor says.
    """
    result = subprocess.run(
        [sys.executable, "-I", "-c", _PROGRAM],
        cwd=folder,
        capture_output=True,
        timeout=TIME_LIMIT,
        env={**os.environ, "PYTHONUTF8": "1"},
        check=False,
    )
    return _first_words(result.stdout, result.stderr) if result.returncode != 0 else ""


def _first_words(output: bytes, errors: bytes) -> str:
    try:
        tasks = json.loads(output)["tasks"]
        found = [(task["name"], error["message"]) for task in tasks for error in task["errors"]]
        return f"{found[0][0]}: {found[0][1]}"
    except (ValueError, KeyError, IndexError):
        return (errors or output).decode("utf-8", "replace").strip()[-300:]
