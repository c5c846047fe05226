"""Two leaders' notes and one check at like sites, on issues of the rehearsal city."""

from __future__ import annotations

from datetime import datetime, timedelta

from wenming.issues.actions import (
    Plan,
    answer_sweep_site,
    assign_note,
    instruct_note,
    open_sweep,
    propose_note,
)
from wenming.issues.enums import IssueState, SweepAnswer, SweepWay
from wenming.issues.models import Issue, SweepSite
from wenming.issues.queries.notes import leaders_in
from wenming.kernel.models import Account, City

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def seed_beside(*, city: City, officer: Account, at: datetime) -> None:
    """Let a leader write about two issues that are being settled, and ask about the like of a third at other sites."""
    today = at.astimezone(city.zone).date()
    leader = leaders_in(city, on=today).first()
    rows = Issue.objects.in_city(city).filter(state=IssueState.DISPATCHED).select_related("city", "unit", "site")
    under_way = list(rows.order_by("pk")[:3])
    if leader is None or len(under_way) < 3:
        raise LookupError("the rehearsal city has no leader, or too few issues under way")
    first, second, third = under_way
    note = propose_note(
        issue=first,
        leader=leader,
        proposal="建议由责任单位牵头，一周内整改到位并举一反三",
        by=officer,
        at=at - 2 * HOUR,
    )
    note = instruct_note(
        note=note, instruction="同意。请责任单位抓紧整改，结果报我", on=today, by=officer, at=at - HOUR
    )
    if first.unit is not None:
        assign_note(note=note, unit=first.unit, due_on=today + 7 * DAY, by=officer, at=at - HOUR)
    propose_note(issue=second, leader=leader, proposal="该处反复出现，建议现场督办", by=officer, at=at - HOUR)
    plan = Plan(third.text, str(SweepWay.RANDOM), 4, today + 3 * DAY)
    sweep = open_sweep(issue=third, plan=plan, by=officer, at=at - HOUR)
    row = SweepSite.objects.in_city(city).filter(sweep=sweep).select_related("city").order_by("pk").first()
    if row is not None:
        answer_sweep_site(row=row, answer=SweepAnswer.CLEAR, by=officer, at=at)
