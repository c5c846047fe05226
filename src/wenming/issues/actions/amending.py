"""What an upheld appeal changes of an issue that has run its course: whose it is, whether it is one, whether it was settled in time.

The system's own actions: no page of issues offers them, whoever reviewed the appeal takes them (``rules.amends_counts``). Every count follows.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from wenming.issues.actions.lookbacks import end_look_backs
from wenming.issues.actions.steps import Doing, begin, finish, require, require_unit
from wenming.issues.enums import IssueAction
from wenming.issues.models import Issue
from wenming.issues.queries.amending import was_late
from wenming.issues.rules import amends_counts
from wenming.kernel.models import Account
from wenming.organisations.models import Unit
from wenming.organisations.rules import require_again


@transaction.atomic
def amend_unit(*, issue: Issue, unit: Unit, by: Account, at: datetime, reason: str) -> Issue:
    """Say that an answered or closed issue is another unit's. NotPossibleError("not_here", "no_reason", "same_unit", "unit_ended")."""
    doing = _begin(issue, IssueAction.AMEND, by, at, reason)
    before = doing.issue.unit_id or 0
    require(before != unit.pk, "same_unit")
    require_unit(unit, doing.issue, doing.at)
    doing.issue.unit = unit
    finish(doing, note=reason.strip(), unit=unit, data={"from": before})
    return doing.issue


@transaction.atomic
def amend_in_time(*, issue: Issue, by: Account, at: datetime, reason: str) -> Issue:
    """Say that an issue was disposed of in time after all. NotPossibleError("not_here", "no_reason", "not_late")."""
    doing = _begin(issue, IssueAction.AMEND, by, at, reason)
    require(was_late(doing.issue), "not_late")
    finish(doing, note=reason.strip(), in_time=True)
    return doing.issue


@transaction.atomic
def strike_issue(*, issue: Issue, by: Account, at: datetime, reason: str) -> Issue:
    """Say that an issue is none, wherever it stands; it can be restored. NotPossibleError("not_here", "no_reason")."""
    doing = _begin(issue, IssueAction.STRIKE, by, at, reason)
    doing.issue.closed_at = None
    end_look_backs(issue=doing.issue, note=reason.strip(), at=doing.at)
    finish(doing, note=reason.strip())
    return doing.issue


def _begin(issue: Issue, action: Any, by: Account, at: datetime, reason: str) -> Doing:
    """Lock the issue for the system, and note who reviewed."""
    doing = replace(begin(issue, action, None, at), by=by)
    require_again(amends_counts, by, issue.city)
    require(reason.strip(), "no_reason")
    return doing
