"""What the city has switched on to be taken without asking: a sure proposal is accepted, filed and dispatched by the system, marked so."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from wenming.issues.actions.dispatching import dispatch_issue
from wenming.issues.actions.reporting import accept_issue, file_issue
from wenming.issues.enums import IssueState
from wenming.issues.models import Issue, MinorClass
from wenming.issues.queries.proposals import Proposal, Proposals, propose

AUTOMATIC = "automatic"
"""The key of a step's data that says: done by the system. Its value is the share in thousandths."""


@transaction.atomic
def take_automatically(*, issue: Issue, at: datetime) -> bool:
    """Take the first category where it is switched on and sure enough; tell whether it was taken.

    A category that the reporter named is not changed: it must be the one that is proposed. The issue is dispatched where the proposed unit is the one that
    the category names; else it waits at the desk as filed. Nothing happens where somebody has the issue in hand already.
    """
    rows = Issue.objects.in_city(issue.city).select_for_update(of=("self",)).select_related("city")
    locked = rows.get(pk=issue.pk)
    if locked.state != IssueState.REPORTED or locked.desk_id is not None:
        return False
    found = propose(locked.city, locked.text, *_place(locked))
    sure = sure_proposal(found)
    if sure is None or locked.minor_id not in (None, sure.target.pk):
        return False
    minor: MinorClass = sure.target
    data = {AUTOMATIC: sure.thousandths}
    accept_issue(issue=locked, by=None, at=at, data=data)
    file_issue(issue=locked, minor=minor, by=None, at=at, data=data)
    if minor.unit is not None and [one.target for one in found.units[:1]] == [minor.unit]:
        dispatch_issue(issue=locked, unit=minor.unit, by=None, at=at, data=data)
    return True


def sure_proposal(found: Proposals) -> Proposal | None:
    """Return the first category if the city takes it without asking from that share on."""
    first = next(iter(found.categories), None)
    if first is None or first.target.automatic_from is None or first.thousandths < first.target.automatic_from:
        return None
    return first


def _place(issue: Issue) -> tuple:
    """Return what is known of the place: site, area, position."""
    position = (issue.lat, issue.lng) if issue.lat is not None and issue.lng is not None else None
    return issue.site, issue.area, position
