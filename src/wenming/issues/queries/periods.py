"""Stretches of days as an address names them: today, this week, the last thirty days, or from–to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from wenming.kernel.models import City

DAY = timedelta(days=1)
WORDS = ("today", "tomorrow", "week", "last_week", "month", "7d", "30d", "90d")


@dataclass(frozen=True, slots=True)
class Period:
    """From ``first`` to ``last`` (both included, either may be open); ``word`` is how the address says it."""

    word: str
    first: date | None
    last: date | None

    def condition(self, field: str, city: City) -> Q:
        """Return the condition that a moment lies within, by the city's days."""
        found = Q()
        if self.first is not None:
            found &= Q(**{f"{field}__gte": _midnight(self.first, city)})
        if self.last is not None:
            found &= Q(**{f"{field}__lt": _midnight(self.last + DAY, city)})
        return found


def period_of(text: str, today: date) -> Period | None:
    """Return the stretch that a word of an address means on a day, None for no stretch."""
    if text in WORDS:
        return Period(text, *_spoken(text, today))
    first, dots, last = text.partition("..")
    begins, ends = _day(first), _day(last)
    if not dots or (begins is None and ends is None):
        return None
    return Period(text, begins, ends)


def monday_of(day: date) -> date:
    """Return the day on which the week of a day begins."""
    return day - day.weekday() * DAY


def _spoken(word: str, today: date) -> tuple[date, date]:
    """Return first and last day of a spoken stretch; weeks begin on Monday."""
    monday = monday_of(today)
    if word in {"today", "tomorrow"}:
        day = today + (word == "tomorrow") * DAY
        return day, day
    if word == "week":
        return monday, monday + 6 * DAY
    if word == "last_week":
        return monday - 7 * DAY, monday - DAY
    if word == "month":
        first = today.replace(day=1)
        return first, (first + 32 * DAY).replace(day=1) - DAY
    return today - (int(word[:-1]) - 1) * DAY, today


def _day(text: str) -> date | None:
    """Return a written day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _midnight(day: date, city: City) -> datetime:
    return datetime.combine(day, time(), city.zone)
