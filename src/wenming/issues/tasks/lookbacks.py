"""Monday's draw of look-backs, and the evening on which an older one is laid open."""

from __future__ import annotations

from django.utils import timezone

from wenming.issues.actions.lookback_weeks import draw_week, reveal_weeks, send_missing
from wenming.issues.models import Issue
from wenming.issues.queries.periods import monday_of
from wenming.kernel.models import City


def draw_cities() -> int:
    """Every morning: draw the running week of each city that has issues, unless it is drawn; return how many were."""
    now, drawn = timezone.now(), 0
    for city in City.objects.filter(pk__in=Issue.objects.across_cities().order_by().values("city").distinct()):
        today = now.astimezone(city.zone).date()
        week = draw_week(city=city, monday=monday_of(today), at=now)
        drawn += week is not None
        send_missing(city=city, at=now)
        reveal_weeks(city=city, at=now)
    return drawn
