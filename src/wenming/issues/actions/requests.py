"""What a unit asks for (more time, a suspension, that it be void), and what the dispatcher decides."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from wenming.engine.deadlines import working_time
from wenming.issues.actions.clocks import calendar_for, set_due
from wenming.issues.actions.steps import Doing, begin, finish, require
from wenming.issues.enums import IssueAction, RequestKind
from wenming.issues.models import Issue, IssueRequest
from wenming.kernel.models import Account
from wenming.organisations.models import Unit


@transaction.atomic
def ask_for(
    *, issue: Issue, kind: str, reason: str, by: Account | None, at: datetime, until: datetime | None = None
) -> IssueRequest:
    """Ask for an extension, a suspension or that the issue be void; the limit runs on until it is decided.

    NotPossibleError: "asked_already", "no_reason", "until_missing" (an extension names its end), "until_past".
    """
    doing = begin(issue, IssueAction.ASK, by, at)
    locked = doing.issue
    require(reason.strip(), "no_reason")
    require(kind != RequestKind.EXTENSION or until is not None, "until_missing")
    require(until is None or until > doing.at, "until_past")
    require(open_request(locked) is None, "asked_already")
    asked = IssueRequest.objects.create(
        city=locked.city, issue=locked, kind=kind, reason=reason, until=until, by=by, at=doing.at
    )
    unit = Unit.objects.in_city(locked.city).get(pk=locked.unit_id)
    finish(doing, note=reason, unit=unit, data={"request": str(kind), "until": until.isoformat() if until else ""})
    return asked


@transaction.atomic
def refuse_request(*, issue: Issue, by: Account | None, at: datetime, reason: str) -> Issue:
    """Say no to what was asked, and why. NotPossibleError("nothing_asked", "no_reason")."""
    doing = begin(issue, IssueAction.REFUSE, by, at)
    require(reason.strip(), "no_reason")
    asked = open_request(doing.issue)
    require(asked, "nothing_asked")
    settle_request(doing, granted=False)
    finish(doing, note=reason, data={"request": asked.kind if asked else ""})
    return doing.issue


@transaction.atomic
def extend_issue(*, issue: Issue, until: datetime, by: Account | None, at: datetime, note: str = "") -> Issue:
    """Give more time (延期), asked for or not. NotPossibleError: "until_past", "not_longer" (it must lie after the present end)."""
    doing = begin(issue, IssueAction.EXTEND, by, at)
    locked = doing.issue
    require(until > doing.at, "until_past")
    require(locked.due_at is None or until > locked.due_at, "not_longer")
    settle_request(doing, granted=True)
    gained = _minutes(locked, until)
    set_due(locked, until, locked.limit_from or doing.at)
    locked.extension_count += 1
    finish(doing, note=note, data={"until": until.isoformat(), "minutes": gained})
    return locked


@transaction.atomic
def suspend_issue(*, issue: Issue, by: Account | None, at: datetime, reason: str, until: date | None = None) -> Issue:
    """Let it rest until conditions allow it (挂账), asked for or not; its limit stands still. NotPossibleError("no_reason", "until_past")."""
    doing = begin(issue, IssueAction.SUSPEND, by, at)
    locked = doing.issue
    require(reason.strip(), "no_reason")
    require(until is None or until > doing.at.astimezone(locked.city.zone).date(), "until_past")
    settle_request(doing, granted=True)
    locked.suspended_until = until
    locked.suspension_count += 1
    finish(doing, note=reason, data={"until": until.isoformat() if until else ""})
    return locked


@transaction.atomic
def resume_issue(*, issue: Issue, by: Account | None, at: datetime, note: str = "") -> Issue:
    """Go on with a suspended issue (恢复): what was left of the limit runs on."""
    doing = begin(issue, IssueAction.RESUME, by, at)
    doing.issue.suspended_until = None
    finish(doing, note=note)
    return doing.issue


def open_request(issue: Issue) -> IssueRequest | None:
    """Return what the unit has asked for and nobody has decided."""
    return IssueRequest.objects.in_city(issue.city).filter(issue=issue, granted__isnull=True).first()


def settle_request(doing: Doing, *, granted: bool) -> None:
    """Decide the open request, if there is one: what is done now answers it."""
    asked = open_request(doing.issue)
    if asked is not None:
        asked.granted, asked.decided_by, asked.decided_at = granted, doing.by, doing.at
        asked.save(update_fields=["granted", "decided_by", "decided_at"])


def _minutes(issue: Issue, until: datetime) -> int:
    """Return by how many minutes of working time the end moves."""
    if issue.due_at is None:
        return 0
    return working_time(calendar_for(issue), issue.due_at, until) // timedelta(minutes=1)
