"""A service that is not free says what it costs, and a price says how much.

A price without an amount counts where its words hold a figure, or say that one pays
nothing or what one likes, what it depends on, or whom to ask.

Wrong: free of charge `no`, no text under cost, and no prices; a price with `per session` only.
Right: `£2.50 a session` under cost; a row in the sheet for prices with `2.50`, or `by donation`.
"""

import re
from collections.abc import Iterator

from offer_opendata.checks.data import Data, Findings
from offer_opendata.issues import Severity
from offer_opendata.tables import Finding

CODE = "cost-not-stated"
SEVERITY: Severity = "warning"
# Who pays (on benefits, with free school meals, for one child) is no price.
_SAYS_PRICE = re.compile(
    r"[0-9]|£|\b(?:pounds?|pence|free(?!.?school|.?meals?)|nothing|nil|no (?:charge|cost|fee)s?|"
    r"donat(?:e|ions?)|voluntary|contributions?|var(?:y|ies|ied|iable)|depend(?:s|ing|ent)?|"
    r"means.tested|sliding scale|on (?:request|application|enquiry)|ask|contact (?:us|the|for)|"
    r"quot(?:e|ed|ation)s?|POA)\b",
    re.IGNORECASE,
)


def find(data: Data) -> Findings:
    """Yield a finding for each service that costs something, and each price, that say not what."""
    services = data.table("services").columns
    fields = ("service_id", "amount", "option", "amount_description")
    prices = list(data.rows("cost_options", *fields))
    priced = {service for _, (service, *said) in prices if _says_price(*said)}
    for index in data.running:
        free, fees, service = (services[field][index] for field in ("free", "fees", "id"))
        if free == "false" and not fees and service not in priced:
            message = "The service is not free, and does not say what it costs."
            fix = "Write the price, as in £2.50 a session, or what it depends on."
            yield Finding("services", index, "free", free, message, fix)
    blank = [(index, service) for index, (service, *said) in prices if not _says_price(*said)]
    yield from _blank_prices(blank, data)


def _blank_prices(blank: list[tuple[int, str]], data: Data) -> Iterator[Finding]:
    services = data.table("services").columns["id"]
    running = {services[index] for index in data.running} if blank else set()
    for index, service in blank:
        if service in running:
            message = "The price has no amount, and its words do not say what one pays."
            fix = "Write the price in pounds, as in 2.50, or what it depends on."
            yield Finding("cost_options", index, "amount", "", message, fix)


def _says_price(amount: str, *texts: str) -> bool:
    return bool(amount) or any(map(_SAYS_PRICE.search, texts))
