"""Reading the calendar."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from wenming.engine import deadlines
from wenming.engine.deadlines import Season, SpecialDay, WorkCalendar
from wenming.kernel.models import City
from wenming.organisations.models import CalendarDay, VisitPeriod, WorkingHours

USUAL_HOURS = (Season((1, 1), ((8 * 60, 12 * 60), (14 * 60, 18 * 60))),)
"""Working hours of a city that has not set its own."""


def calendar_of(city: City) -> WorkCalendar:
    """Return the calendar that a city works by; two queries, once per request (per City object)."""
    if "_calendar" not in city.__dict__:
        city.__dict__["_calendar"] = WorkCalendar(city.zone, seasons_of(city), _special_days(city))
    return city.__dict__["_calendar"]


def seasons_of(city: City) -> tuple[Season, ...]:
    """Return a city's working hours in the order of the year, the usual ones where it has set none. One query."""
    rows = WorkingHours.objects.in_city(city).order_by("since_month", "since_day")
    seasons = tuple(
        Season((row.since_month, row.since_day), tuple((begin, end) for begin, end in row.hours)) for row in rows
    )
    return seasons or USUAL_HOURS


def limit_calendar(city: City, at: datetime) -> WorkCalendar:
    """Return the calendar for a limit that begins at a moment: around the clock if a visit period ran then, for good."""
    calendar = calendar_of(city)
    return calendar.around_the_clock() if visit_runs(city, at) else calendar


def visit_runs(city: City, at: datetime) -> bool:
    """Say whether a visit period (迎检) ran at a moment. One query."""
    return visits_at(city, at).exists()


def visits_at(city: City, at: datetime) -> QuerySet[VisitPeriod]:
    """Return the visit periods (迎检) that ran at a moment."""
    during = Q(starts_at__lte=at) & (Q(ended_at__isnull=True) | Q(ended_at__gt=at))
    return VisitPeriod.objects.in_city(city).filter(during)


def _special_days(city: City) -> dict:
    """Return the days that differ from their weekday."""
    return {
        row.day: SpecialDay(row.day, row.works, row.name, deadlines.DayStatus(row.status))
        for row in CalendarDay.objects.in_city(city)
    }
