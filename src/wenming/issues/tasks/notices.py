"""Telling people of issues: because of what was done with one, and because a clock has come near its end."""

from __future__ import annotations

from django.utils import timezone

from wenming.issues.actions.reminding import remind_of_limits
from wenming.issues.actions.telling import tell_of_step
from wenming.issues.models import IssueStep
from wenming.kernel.models import City, Event


def tell_of_issue(event: Event) -> None:
    """Tell whoever is concerned by a step (``issue.*``), inside and, where a channel is on, outside."""
    steps = IssueStep.objects.in_city(event.city).select_related("city", "issue__city", "unit", "desk", "by")
    tell_of_step(step=steps.get(pk=event.data["step"]), event=event)


def remind_cities() -> int:
    """Every quarter of an hour: tell of limits that draw near or have run out, and of suspensions that are over."""
    return sum(remind_of_limits(city=city, at=timezone.now()) for city in City.objects.all())
