"""An identifier has the form that its register gives out, with all its zeros.

Wrong: `1234567` as a Companies House number, `12345` as a school URN.
Right: `01234567`, `123456`.

Source: the registers named in the code list of identifier schemes.
"""

import re
from collections.abc import Iterator, Mapping

from offer_opendata.checks.check_digits import CHECKS
from offer_opendata.checks.data import Data, Findings
from offer_opendata.checks.words import quoted, write
from offer_opendata.issues import Severity
from offer_opendata.schema import Schema
from offer_opendata.tables import Finding

CODE = "wrong-identifier"
SEVERITY: Severity = "error"


def find(data: Data) -> Findings:
    """Yield a finding for each identifier that its register could not have given out."""
    rows = {row["code"]: row for row in data.schema.codelists["identifier_scheme"].rows}
    for index, (scheme, value) in data.rows("organization_identifiers", "scheme", "identifier"):
        row = rows.get(scheme)
        if row is None or not value or _fits(value, row, data.schema):
            continue
        meant = next((each for each in _mended(value) if _fits(each, row, data.schema)), "")
        why = _why(value, meant)
        message = f"{quoted(value)} is not a possible identifier of this kind: {row['label']}{why}."
        fix = write(meant) if meant else f"Write it as in {quoted(row['example'])}."
        yield Finding("organization_identifiers", index, "identifier", value, message, fix)


def _fits(value: str, row: Mapping[str, str], schema: Schema) -> bool:
    if not re.fullmatch(row["regex"], value):
        return False
    if row["code"] == "gss_la":
        return value in schema.codelists["local_authorities"].codes
    return CHECKS.get(row["check_digit"], bool)(value)


def _mended(value: str) -> Iterator[str]:
    bare = re.sub(r"[\s.]+", "", re.sub(r"\.0$", "", value)).upper()
    letters = "".join(letter for letter in bare if letter.isalpha())
    digits = bare.removeprefix(letters)
    yield bare
    yield re.sub(r"[^A-Z0-9]", "", bare)
    if digits.isdigit():
        yield letters + digits.zfill(8 - len(letters))


def _why(value: str, meant: str) -> str:
    zeros = len(meant) > len(value) and meant.replace("0", "") == value.upper().replace("0", "")
    return ", without its leading zeros" if zeros else ""
