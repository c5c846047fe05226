"""The periods of a list: whole weeks from Monday, or whole months."""

from __future__ import annotations

from datetime import date, timedelta

from wenming.issues.queries.periods import DAY, Period
from wenming.supervision.enums import ListPeriod


def period_at(kind: str, day: date) -> Period:
    """Return the week or the month in which a day lies."""
    if kind == ListPeriod.WEEK:
        first = day - day.weekday() * DAY
        last = first + 6 * DAY
    else:
        first = day.replace(day=1)
        last = (first + timedelta(days=32)).replace(day=1) - DAY
    return Period(f"{first}..{last}", first, last)


def first_day(kind: str, day: date) -> date:
    """Return the first day of the week or month in which a day lies."""
    return day - day.weekday() * DAY if kind == ListPeriod.WEEK else day.replace(day=1)


def begin_before(kind: str, begins_on: date) -> date:
    """Return the first day of the period before the one that begins on a day."""
    return first_day(kind, begins_on - DAY)


def last_periods(kind: str, today: date, count: int) -> list[Period]:
    """Return the last whole periods before today, the newest first."""
    found = []
    begins = first_day(kind, today)
    for _number in range(count):
        begins = begin_before(kind, begins)
        found.append(period_at(kind, begins))
    return found
