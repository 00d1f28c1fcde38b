"""A published comment gets an answer within 92 days.

Wrong: a comment published on `2026-06-01`, without a response on 23 November 2026.
Right: a response that says what will be done, or why nothing can be.

Source: Children and Families Act 2014, s.30(6); the interval is this project's.
"""

from offer_opendata.checks.data import Data, Findings
from offer_opendata.checks.days import day
from offer_opendata.checks.words import spoken
from offer_opendata.issues import Severity
from offer_opendata.tables import Finding

CODE = "unanswered-comment"
SEVERITY: Severity = "warning"
DAYS = 92


def find(data: Data) -> Findings:
    """Yield a finding for each comment that has waited too long."""
    answered, since = set(data.table("responses").columns["comment_id"]), data.ago(DAYS)
    for index, (comment, value) in data.rows("comments", "id", "published_on"):
        published = day(value)
        if published and value < since and comment not in answered:
            message = f"The comment was published on {spoken(published)} and has no response."
            fix = "Add a response that says what will be done, or why nothing can be."
            yield Finding("comments", index, "published_on", value, message, fix)
