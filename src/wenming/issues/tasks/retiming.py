"""What workers do for issues: fetch and delegate."""

from __future__ import annotations

from django.utils import timezone

from wenming.issues.actions import NotPossibleError, retime_issue
from wenming.issues.enums import IssueState
from wenming.issues.models import Issue
from wenming.kernel.models import Event

TIMED = (IssueState.DISPATCHED, IssueState.ANSWERED, IssueState.SUSPENDED)


def retime_city(event: Event) -> None:
    """Compute the limits that run again after the calendar was corrected; one that moved on meanwhile is left alone."""
    now = timezone.now()
    running = Issue.objects.in_city(event.city).filter(
        state__in=TIMED, due_at__gt=now, limit_amount__isnull=False, around_clock=False
    )
    for issue in running.order_by("pk").iterator():
        issue.city = event.city
        try:
            retime_issue(issue=issue, by=None, at=now)
        except NotPossibleError:
            continue
