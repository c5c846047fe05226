"""The morning's reminders of re-checks, and what news of mass creation brings."""

from __future__ import annotations

from django.utils import timezone

from wenming.kernel.models import City, Event
from wenming.materials.actions.creation.telling import (
    remind_of_checks,
    settle_checks,
    tell_of_application,
    tell_of_ended_units,
)
from wenming.materials.models import UnitTitle


def remind_cities() -> int:
    """Every morning: remind of the re-checks that draw near; return how many do."""
    now = timezone.now()
    keys = UnitTitle.objects.across_cities().order_by().values("city").distinct()
    return sum(remind_of_checks(city=city, at=now) for city in City.objects.filter(pk__in=keys))


def tell_of_step(event: Event) -> None:
    """Tell the office or the unit of a step of an application."""
    tell_of_application(event=event)


def tell_of_title(event: Event) -> None:
    """End the reminders of what has been looked at."""
    settle_checks(event=event)


def tell_of_unit(event: Event) -> None:
    """Tell the office of titles whose unit has ended."""
    tell_of_ended_units(event=event)
