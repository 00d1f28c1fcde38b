"""An answer that is true or false is published as `true` or `false`; yes and no are read as such.

Wrong: `Free`, `Y`, `1`, `maybe`.
Right: `true`, `false`, `yes`, `no`, or a blank cell where it is not known.

Source: Data Package 2.0, Table Schema, boolean.
"""

from offer_opendata.checks.data import Problem
from offer_opendata.checks.fields import or_blank
from offer_opendata.checks.words import quoted, write
from offer_opendata.issues import Severity
from offer_opendata.schema import Field, Schema

CODE = "not-true-or-false"
SEVERITY: Severity = "error"
_MEANT = {
    **dict.fromkeys(("true", "yes", "y", "t", "1", "✓", "✔"), "yes"),
    **dict.fromkeys(("false", "no", "n", "f", "0", "✗", "✘"), "no"),
}


def applies(field: Field) -> bool:
    """Return whether the field holds true or false."""
    return field.type == "boolean"


def problem(value: str, field: Field, _schema: Schema) -> Problem:
    """Return the problem where the value is neither."""
    if value in {"true", "false"}:
        return None
    meant = _MEANT.get(value.strip().casefold(), "")
    fix = write(meant) if meant else f'Write "yes" or "no"{or_blank(field)}.'
    return f"{quoted(value)} does not say yes or no.", fix
