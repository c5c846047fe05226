"""The look-backs of the rehearsal city's last weeks: drawn every Monday, most of them answered, some found that it came back."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from wenming.issues.actions import (
    accept_issue,
    answer_issue,
    answer_look_back,
    dispatch_issue,
    file_issue,
    set_look_backs,
    verify_issue,
)
from wenming.issues.actions.lookback_weeks import draw_week, reveal_weeks
from wenming.issues.enums import LookBackResult
from wenming.issues.models import LookBack
from wenming.issues.queries.periods import monday_of
from wenming.issues.seeds.issues import Cast
from wenming.kernel.models import City

HOUR = timedelta(hours=1)
WEEKS = 6
PER_WEEK = 6
BACK, CANNOT = 6, 11
"""Every sixth visit finds it again, every eleventh cannot tell."""
WORDS = {
    str(LookBackResult.HOLDS): "现场保持得住",
    str(LookBackResult.CAME_BACK): "",
    str(LookBackResult.UNJUDGED): "施工围挡，进不去",
}


def seed_look_backs(*, city: City, cast: Cast, at: datetime) -> None:
    """Draw the last weeks and the running one; answer the last weeks' visits, and leave the running week's to those who are sent.

    What came back and was found more than a week ago is settled again.
    """
    today = at.astimezone(city.zone).date()
    monday = monday_of(today) - timedelta(days=7 * WEEKS)
    set_look_backs(city=city, per_week=PER_WEEK, by_risk=2, risk_points=40, by=cast.office, at=_morning(city, monday))
    number = 0
    while monday <= today:
        # the cast holds its posts from today on: who is sent is found out now, also for the weeks that are over
        draw_week(city=city, monday=monday, at=at)
        rows = LookBack.objects.in_city(city).filter(week__monday=monday, visitor__isnull=False)
        for row in rows.select_related("city", "visitor").order_by("due_on", "pk"):
            number += 1
            if monday + timedelta(days=7) <= today and row.due_on < today:
                _answer(row, number, cast, settled=row.due_on < today - timedelta(days=7))
        monday += timedelta(days=7)
    reveal_weeks(city=city, at=at)


def _answer(row: LookBack, number: int, cast: Cast, *, settled: bool) -> None:
    """Answer one visit in the afternoon of its day; ``settled``: what came back is settled again since."""
    result = LookBackResult.UNJUDGED if number % CANNOT == 0 else LookBackResult.HOLDS
    if number % BACK == 0:
        result = LookBackResult.CAME_BACK
    when = datetime.combine(row.due_on, time(15, number % 60), row.city.zone)
    if row.visitor is None:
        return
    answered = answer_look_back(row=row, result=str(result), note=WORDS[str(result)], by=row.visitor, at=when)
    issue, unit = answered.found, row.issue.unit
    if issue is None or unit is None or not settled:
        return
    accept_issue(issue=issue, by=cast.office, at=when + HOUR / 4)
    file_issue(issue=issue, by=cast.office, at=when + HOUR / 2)
    dispatch_issue(issue=issue, unit=unit, by=cast.office, at=when + HOUR)
    answer_issue(issue=issue, text="再次处置，已安排每日巡查", by=cast.office, at=when + 20 * HOUR)
    verify_issue(issue=issue, passed=True, by=cast.supervisor, at=when + 26 * HOUR)


def _morning(city: City, day: date) -> datetime:
    return datetime.combine(day, time(6, 20), city.zone)
