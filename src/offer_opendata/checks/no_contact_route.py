"""A service says how to reach it: by a web page, an e-mail address or a telephone number.

Its own, those of its contacts and links, and those of its provider count.

Wrong: a service without any of them, of a provider without any of them.
Right: `01632 960001` as the telephone number of the service.

Source: SEND code of practice, 4.1: information on provision and how to access it.
"""

from offer_opendata.checks.data import Data, Findings
from offer_opendata.issues import Severity
from offer_opendata.tables import Finding

CODE = "no-contact-route"
SEVERITY: Severity = "warning"


def find(data: Data) -> Findings:
    """Yield a finding for each service that nobody can reach."""
    reached = _reached(data)
    routes = ("url", "email", "phone", "id", "organization_id")
    rows = dict(data.rows("services", *routes))
    for index in data.running:
        *own, service, owner = rows[index]
        if not any(own) and ("service", service) not in reached and ("owner", owner) not in reached:
            message = "Neither the service nor its provider has a web page, an address or a number."
            fix = "Give a web page, an e-mail address or a telephone number."
            yield Finding("services", index, "url", "", message, fix)


def _reached(data: Data) -> set[tuple[str, str]]:
    fields = ("service_id", "organization_id", "email", "phone", "sms")
    contacts = [row for _, row in data.rows("contacts", *fields)]
    links = [row for _, row in data.rows("urls", "service_id", "organization_id", "url")]
    owners = [
        ("", *row) for _, row in data.rows("organizations", "id", "website", "email", "phone")
    ]
    reached: set[tuple[str, str]] = set()
    for service, owner, *routes in (*contacts, *links, *owners):
        if any(routes):
            reached.update((("service", service), ("owner", owner)))
    return reached - {("service", ""), ("owner", "")}
