"""Facts of issues that repeat: the same problem back after its closing, complaints that nobody answers; and the settings."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from wenming.issues.enums import IssueSource, IssueState
from wenming.issues.models import Issue
from wenming.issues.queries.counted import AGAIN
from wenming.issues.workflow import OPEN
from wenming.kernel.models import City
from wenming.supervision.models import SupervisionSettings

COMPLAINTS = (IssueSource.CITIZEN, IssueSource.HOTLINE, IssueSource.MEDIA)
"""Through which channels people complain."""
BACK = 2
"""The same problem that came back so often is a fact that repeats."""

Found = list[tuple[Issue, dict[str, Any]]]


def settings_of(city: City) -> SupervisionSettings:
    """Return how a city supervises; where it has set nothing, the usual way."""
    return SupervisionSettings.objects.in_city(city).first() or SupervisionSettings(city=city)


def repeated_issues(city: City, *, at: datetime) -> Found:
    """Return open issues whose unit had closed the same category at the same site at least twice within 90 days. One query."""
    window = AGAIN["recurred_90"]
    before = Issue.objects.in_city(city).filter(
        site=OuterRef("site"),
        minor=OuterRef("minor"),
        unit=OuterRef("unit"),
        state=IssueState.CLOSED,
        closed_at__lt=OuterRef("reported_at"),
        closed_at__gte=OuterRef("reported_at") - window,
    )
    counted = before.order_by().values("site").annotate(number=Count("pk")).values("number")
    issues = Issue.objects.in_city(city).filter(state__in=OPEN, unit__isnull=False, reported_at__gte=at - window)
    found = issues.annotate(back=Coalesce(Subquery(counted), 0)).filter(back__gte=BACK)
    rows = found.select_related("unit", "site", "minor").order_by("pk")
    return [
        (
            one,
            {
                "times": one.back,
                "site": one.site.name if one.site else "",
                "minor": one.minor.name if one.minor else "",
            },
        )
        for one in rows
    ]


def unanswered_issues(city: City, reminders: int) -> Found:
    """Return complaints whose unit has been reminded so often and has never answered. One query."""
    silent = Q(state=IssueState.DISPATCHED, answered_at__isnull=True, reminder_count__gte=reminders)
    issues = Issue.objects.in_city(city).filter(silent, source__in=COMPLAINTS, unit__isnull=False)
    rows = issues.select_related("unit").annotate(times=F("reminder_count")).order_by("pk")
    return [(one, {"times": one.times, "source": one.source}) for one in rows]
