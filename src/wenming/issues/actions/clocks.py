"""The clocks of an issue: the limit of disposal, which pauses, and the limits of the stages between. No clock is read here."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.db.models import Exists

from wenming.engine.deadlines import Limit, LimitUnit, Pause, WorkCalendar, expiry, resumed, warning
from wenming.issues.enums import IssueStage, IssueState
from wenming.issues.models import DisposalLimit, Issue, LimitPause, StageLimit, VisitLimit
from wenming.organisations.queries import calendar_of, visit_runs
from wenming.organisations.queries.days import visits_at

STAGES: dict[str, str] = {
    str(IssueState.REPORTED): str(IssueStage.ACCEPTANCE),
    str(IssueState.ACCEPTED): str(IssueStage.FILING),
    str(IssueState.FILED): str(IssueStage.DISPATCHING),
    str(IssueState.ANSWERED): str(IssueStage.VERIFICATION),
    str(IssueState.DISPUTED): str(IssueStage.ARBITRATION),
}
"""State -> the stage whose limit runs in it."""


def calendar_for(issue: Issue) -> WorkCalendar:
    """Return the calendar that this issue's limit runs by: day and night if it began in a visit period, whatever came later."""
    calendar = calendar_of(issue.city)
    return calendar.around_the_clock() if issue.around_clock else calendar


def usual_limit(issue: Issue, condition: str = "") -> Limit | None:
    """Return the limit of the issue's category under a condition, else the city's limit of disposal, else None."""
    found: DisposalLimit | StageLimit | None = None
    if issue.minor_id is not None:
        found = DisposalLimit.objects.in_city(issue.city).filter(minor_id=issue.minor_id, condition=condition).first()
    if found is None:
        found = StageLimit.objects.in_city(issue.city).filter(stage=IssueStage.DISPOSAL).first()
    return Limit(found.amount, LimitUnit(found.unit)) if found else None


def limit_at(issue: Issue, condition: str, at: datetime) -> Limit | None:
    """Return the limit that a dispatch at that moment takes: the usual one, or that of the running visit period (迎检) where it is shorter."""
    usual = usual_limit(issue, condition)
    if not visit_runs(issue.city, at):
        return usual
    row = VisitLimit.objects.in_city(issue.city).filter(is_urgent=issue.is_urgent).first()
    if row is None:
        return usual
    profile = Limit(row.amount, LimitUnit(row.unit))
    calendar = calendar_of(issue.city).around_the_clock()
    if usual is None:
        return profile
    ends, usually = expiry(calendar, profile, at), expiry(calendar, usual, at)
    # without pauses both end
    return profile if ends is not None and usually is not None and ends < usually else usual


def begin_disposal(issue: Issue, limit: Limit | None, until: datetime | None, at: datetime) -> None:
    """Let the limit of disposal begin: of so many hours or days, or until a moment; neither = none runs."""
    issue.around_clock = visit_runs(issue.city, at)
    issue.limit_amount = limit.amount if limit and until is None else None
    issue.limit_unit = str(limit.unit) if limit and until is None else ""
    issue.limit_from = at
    calendar = calendar_for(issue)
    due = until
    if due is None and limit is not None:
        due = expiry(calendar, limit, at)
    set_due(issue, due, at)


def set_due(issue: Issue, due: datetime | None, since: datetime) -> None:
    """Set the end of disposal and its 80 %, counted from ``since``; the running clock follows."""
    issue.due_at = due
    issue.due_warns_at = None if due is None else min(due, warning(calendar_for(issue), _unit(issue), since, due))
    issue.runs_out_at, issue.warns_at = issue.due_at, issue.due_warns_at


def end_disposal(issue: Issue) -> None:
    """Forget the limit of disposal: the next dispatch begins a new one."""
    LimitPause.objects.in_city(issue.city).filter(issue=issue, ends_at__isnull=True).delete()
    issue.limit_amount, issue.limit_unit, issue.limit_from = None, "", None
    issue.due_at = issue.due_warns_at = issue.runs_out_at = issue.warns_at = None
    issue.around_clock = False


def pause_disposal(issue: Issue, at: datetime) -> None:
    """Stop the limit of disposal, if one runs."""
    if issue.due_at is not None:
        LimitPause.objects.create(city=issue.city, issue=issue, begins_at=at)
    issue.runs_out_at = issue.warns_at = None


def resume_disposal(issue: Issue, at: datetime, *, moved: bool = True) -> None:
    """Let the limit of disposal run. ``moved``: what a pause took is added, what had run out before stays so; else it has begun anew."""
    pause = LimitPause.objects.in_city(issue.city).filter(issue=issue, ends_at__isnull=True).first()
    if pause is not None:
        pause.ends_at = at
        pause.save(update_fields=["ends_at"])
    if moved and pause is not None and issue.due_at is not None and issue.due_warns_at is not None:
        stretch = Pause(pause.begins_at, at)
        calendar, unit = calendar_for(issue), _unit(issue)
        issue.due_at = resumed(calendar, unit, issue.due_at, stretch)
        issue.due_warns_at = resumed(calendar, unit, issue.due_warns_at, stretch)
    issue.runs_out_at, issue.warns_at = issue.due_at, issue.due_warns_at


def computed_due(issue: Issue) -> tuple[datetime, datetime] | None:
    """Return end and 80 % of the limit as the calendar and the finished pauses give them now; None for an end that was set by hand."""
    if issue.limit_amount is None or issue.limit_from is None or issue.extension_count:
        return None
    calendar, limit = calendar_for(issue), Limit(issue.limit_amount, _unit(issue))
    rows = LimitPause.objects.in_city(issue.city).filter(issue=issue, begins_at__gte=issue.limit_from)
    pauses = [Pause(row.begins_at, row.ends_at) for row in rows.filter(ends_at__isnull=False).order_by("begins_at")]
    # only a pause that lasts leaves no end
    due = cast("datetime", expiry(calendar, limit, issue.limit_from, pauses))
    plain = cast("datetime", expiry(calendar, limit, issue.limit_from))
    warns = warning(calendar, limit.unit, issue.limit_from, plain)
    for pause in pauses:
        warns = resumed(calendar, limit.unit, warns, pause)
    return due, min(due, warns)


def begin_stage(issue: Issue, at: datetime) -> None:
    """Let the limit of the stage that the issue has reached begin, if the city has set one."""
    issue.runs_out_at = issue.warns_at = None
    stage = STAGES.get(issue.state)
    runs = Exists(visits_at(issue.city, at))
    limits = StageLimit.objects.in_city(issue.city).filter(stage=stage).annotate(in_visit=runs)
    found = limits.first() if stage else None
    if found is None:
        return
    calendar = calendar_of(issue.city)
    if found.in_visit:
        calendar = calendar.around_the_clock()
    limit = Limit(found.amount, LimitUnit(found.unit))
    issue.runs_out_at = expiry(calendar, limit, at)
    issue.warns_at = min(issue.runs_out_at, warning(calendar, limit.unit, at, issue.runs_out_at))


def _unit(issue: Issue) -> LimitUnit:
    """Return what the limit counts; until a moment that was set by hand, hours of work."""
    return LimitUnit(issue.limit_unit or LimitUnit.WORK_HOUR)
