"""All that stands between a report and its unit, in one go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from wenming.engine.deadlines import Limit
from wenming.issues.actions.dispatching import dispatch_issue, forward_issue
from wenming.issues.actions.reporting import accept_issue, correct_issue, file_issue
from wenming.issues.enums import IssueState
from wenming.issues.models import Issue, MinorClass
from wenming.kernel.models import Account
from wenming.organisations.models import Unit


@transaction.atomic
def take_to_unit(
    *,
    issue: Issue,
    unit: Unit,
    by: Account | None,
    at: datetime,
    minor: MinorClass | None = None,
    helpers: Sequence[Unit] = (),
    limit: Limit | None = None,
    until: datetime | None = None,
    note: str = "",
) -> Issue:
    """Accept, file and dispatch: as many of the three as are left. All of it happens, or nothing; each is a step of its own."""
    issue = file_now(issue=issue, minor=minor, by=by, at=at)
    return dispatch_issue(issue=issue, unit=unit, by=by, at=at, helpers=helpers, limit=limit, until=until, note=note)


@transaction.atomic
def take_to_desk(
    *, issue: Issue, desk: Unit, by: Account | None, at: datetime, minor: MinorClass | None = None, note: str = ""
) -> Issue:
    """Accept, file and hand down to a second dispatcher: as many as are left."""
    issue = file_now(issue=issue, minor=minor, by=by, at=at)
    return forward_issue(issue=issue, desk=desk, by=by, at=at, note=note)


@transaction.atomic
def file_now(*, issue: Issue, minor: MinorClass | None, by: Account | None, at: datetime) -> Issue:
    """Accept and file, as far as that is left; ``minor`` takes the place of the category that it had."""
    if issue.state == IssueState.REPORTED:
        issue = accept_issue(issue=issue, by=by, at=at)
    if issue.state == IssueState.ACCEPTED:
        return file_issue(issue=issue, by=by, at=at, minor=minor)
    if minor is not None and minor.pk != issue.minor_id:
        return correct_issue(issue=issue, changes={"minor": minor}, by=by, at=at)
    return issue
