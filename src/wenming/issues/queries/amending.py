"""What an appeal asks of an issue's history: whether it counts as late, when it had been closed."""

from __future__ import annotations

from datetime import datetime

from wenming.issues.enums import IssueAction, IssueState
from wenming.issues.models import Issue, IssueStep

_DISPOSALS = (IssueAction.ANSWER, IssueAction.SELF_HANDLE, IssueAction.AMEND)


def was_late(issue: Issue) -> bool:
    """Say whether the last disposal of an issue counts as late."""
    answers = IssueStep.objects.in_city(issue.city).filter(issue=issue.pk, in_time__isnull=False)
    return answers.filter(action__in=_DISPOSALS).order_by("-pk").values_list("in_time", flat=True).first() is False


def closed_before(issue: Issue) -> datetime | None:
    """Return when an issue was closed that was struck after its closing."""
    closings = IssueStep.objects.in_city(issue.city).filter(
        issue=issue.pk, after=IssueState.CLOSED, action=IssueAction.CLOSE
    )
    return closings.order_by("-pk").values_list("at", flat=True).first()
