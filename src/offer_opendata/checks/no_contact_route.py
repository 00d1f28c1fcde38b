"""A service says how to reach it: by a web page, an e-mail address or a telephone number.

Its own, those of its contacts and links, and those of its provider count.

Wrong: a service without any of them, of a provider without any of them.
Right: `01632 960001` as the telephone number of the service.

Source: SEND code of practice, 4.1: information on provision and how to access it.
"""

from itertools import chain

from offer_opendata.checks.data import Data, Findings
from offer_opendata.issues import Severity
from offer_opendata.tables import Finding

CODE = "no-contact-route"
SEVERITY: Severity = "warning"


def find(data: Data) -> Findings:
    """Yield a finding for each service that nobody can reach."""
    routes = ("url", "email", "phone", "id", "organization_id")
    rows = [(index, row) for index, row in data.rows("services", *routes) if not any(row[:3])]
    if not rows:
        return
    running, services, owners = set(data.running), *_reached(data)
    for index, (*_, service, owner) in rows:
        if index in running and service not in services and owner not in owners:
            message = "Neither the service nor its provider has a web page, an address or a number."
            fix = "Give a web page, an e-mail address or a telephone number."
            # Of the whole row: no column is the one that should have been filled.
            yield Finding("services", index, "", "", message, fix)


def _reached(data: Data) -> tuple[set[str], set[str]]:
    """Return the services and the organisations that have a route in one of the other tables."""
    fields = ("service_id", "organization_id", "email", "phone", "sms")
    contacts = data.rows("contacts", *fields)
    links = data.rows("urls", "service_id", "organization_id", "url")
    owners = data.rows("organizations", "id", "website", "email", "phone")
    told = [row[:2] for _, row in chain(contacts, links) if any(row[2:])]
    services = {service for service, _ in told}
    reached = {owner for _, owner in told} | {row[0] for _, row in owners if any(row[1:])}
    return services - {""}, reached - {""}
