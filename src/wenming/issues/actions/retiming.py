"""The calendar was corrected: limits that run are computed again, and each one that moves says so."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from wenming.issues.actions.clocks import computed_due
from wenming.issues.actions.steps import begin, finish
from wenming.issues.enums import IssueAction, IssueState
from wenming.issues.models import Issue
from wenming.kernel.models import Account


@transaction.atomic
def retime_issue(*, issue: Issue, by: Account | None, at: datetime) -> Issue | None:
    """Compute the limit of disposal again from its beginning and its pauses; None where it stays. The system's own action (``by=None``); no person may take it.

    A moment set by hand (until a day, an extension) stays, and so does what has run out already.
    """
    doing = begin(issue, IssueAction.RETIME, by, at)
    locked = doing.issue
    found = computed_due(locked)
    if found is None or locked.due_at is None or locked.due_at <= at or found[0] == locked.due_at:
        return None
    before = locked.due_at
    locked.due_at, locked.due_warns_at = found
    if locked.state == IssueState.DISPATCHED:
        locked.runs_out_at, locked.warns_at = found
    finish(doing, data={"before": before.isoformat(), "until": found[0].isoformat()})
    return locked
