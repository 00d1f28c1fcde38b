"""A published e-mail address should be that of a team and not of one person.

Texts are looked through as well as the columns for e-mail addresses.

Wrong: `jane.smith@example.org`, `acorn.club@gmail.com`; `Email Sue at sue.jones@gmail.com`.
Right: `enquiries@example.org`, `short.breaks@example.org`.

Source: UK GDPR; guidance to prefer shared mailboxes.
"""

import re

from offer_opendata.checks.data import Problem
from offer_opendata.checks.fields import has_check, is_written
from offer_opendata.checks.names import ROLES
from offer_opendata.checks.words import quoted
from offer_opendata.issues import Severity
from offer_opendata.schema import Field, Schema

CODE = "personal-email"
SEVERITY: Severity = "warning"
SIGNS = ("@",)
FIX = "Give a shared address, such as enquiries@, or make sure that this one may be published."
_PERSON = re.compile(r"([a-z]+(?:'[a-z]+)?)[._]([a-z]+(?:['-][a-z]+)?)[0-9]{0,2}")
# Begins where a word begins and has at most 64 characters, so that a long text takes no time.
_IN_TEXT = re.compile(r"(?<![\w.%+-])[\w%+][\w.%+'-]{0,63}@[\w-]+(?:\.[\w-]+)+")


def applies(field: Field) -> bool:
    """Return whether the field holds e-mail addresses or text."""
    return has_check(field, "email-address") or is_written(field)


def problem(value: str, field: Field, schema: Schema) -> Problem:
    """Return the problem where an address is at a private provider or looks like a name."""
    addresses = _IN_TEXT.findall(value) if is_written(field) else [value]
    for address in addresses:
        why = _why(address.lower(), schema)
        if why:
            return f"{quoted(address)} {why}.", FIX
    return None


def _why(address: str, schema: Schema) -> str:
    local, _, domain = address.partition("@")
    if domain in schema.codelists["free_mail_domain"].codes:
        return f"is at {domain}, where people have their private mail"
    return "looks like the address of one person" if _is_person(local, domain) else ""


def _is_person(local: str, domain: str) -> bool:
    found = _PERSON.fullmatch(local)
    return found is not None and not any(
        word in ROLES or (len(word) > 2 and word in domain) for word in found.groups()
    )
