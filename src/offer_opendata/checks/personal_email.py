"""A published e-mail address should be that of a team and not of one person.

Wrong: `jane.smith@example.org`, `acorn.club@gmail.com`.
Right: `enquiries@example.org`, `short.breaks@example.org`.

Source: UK GDPR; guidance to prefer shared mailboxes.
"""

import re

from offer_opendata.checks.data import Problem
from offer_opendata.checks.fields import has_check
from offer_opendata.checks.names import ROLES
from offer_opendata.checks.words import quoted
from offer_opendata.issues import Severity
from offer_opendata.schema import Field, Schema

CODE = "personal-email"
SEVERITY: Severity = "warning"
_PERSON = re.compile(r"([a-z]+(?:'[a-z]+)?)[._]([a-z]+(?:['-][a-z]+)?)[0-9]{0,2}")


def applies(field: Field) -> bool:
    """Return whether the field holds e-mail addresses."""
    return has_check(field, "email-address")


def problem(value: str, _field: Field, schema: Schema) -> Problem:
    """Return the problem where the address is at a private provider or looks like a name."""
    local, _, domain = value.lower().partition("@")
    if domain in schema.codelists["free_mail_domain"].codes:
        why = f"is at {domain}, where people have their private mail"
    elif _is_person(local, domain):
        why = "looks like the address of one person"
    else:
        return None
    fix = "Give a shared address, such as enquiries@, or make sure that this one may be published."
    return f"{quoted(value)} {why}.", fix


def _is_person(local: str, domain: str) -> bool:
    found = _PERSON.fullmatch(local)
    return found is not None and not any(
        word in ROLES or (len(word) > 2 and word in domain) for word in found.groups()
    )
