"""The page about the stand-alone verifier: its hash, by which anybody can tell the real one."""

from pathlib import Path

from offer_opendata import verifier
from offer_opendata.canonical_json import sha256
from offer_opendata.render.markdown import RENDERED
from offer_opendata.schema import Schema

PATH = "docs/reference/verifier.md"
PAGE = """# The verifier

Every package carries `verify.py`, one file that needs Python 3.11 or later and nothing else:

```sh
python3 verify.py --since FINGERPRINT
```

On Windows, and wherever `python3` is not found, it is `python`.
It says whether the history of the package agrees with itself, and whether a release that somebody
noted earlier is still in it. Exit code 0: it holds; 1: it does not; 2: the check could not be run.
[How to audit a council](../how-to/audit-a-council.md) shows its use, and
[the formats](../history-format.md) what it checks.

A package might carry a program that only looks like it. The real one of this version has
{lines} lines, and its SHA-256 is

    {hash}

Compare with `sha256sum verify.py` (Linux), `shasum -a 256 verify.py` (Mac) or
`certutil -hashfile verify.py SHA256` (Windows). Or take the file from the project,
`src/offer_opendata/verifier.py`, and name the folder of the package: it is the same program.

A package that an older version made has the verifier of that version; its SHA-256 stands on this
page as the project published it with that version. There is no other list.
"""


def render_verifier_page(_: Schema) -> dict[str, str]:
    """Return the page with the hash of the program as it is now."""
    text = Path(verifier.__file__).read_text(encoding="utf-8")
    page = PAGE.format(lines=text.count("\n"), hash=sha256(text.encode("utf-8")))
    return {PATH: f"{RENDERED}\n\n{page}"}
