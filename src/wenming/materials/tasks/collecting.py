"""The night's asking, the morning's reminders, and what news of an item brings."""

from __future__ import annotations

from django.utils import timezone

from wenming.kernel.models import City, Event
from wenming.materials.actions.asking import ask_city
from wenming.materials.actions.telling import remind_of_materials, tell_of_asked, tell_of_step
from wenming.materials.models import Requirement


def ask_cities() -> int:
    """Every night: ask the units of each city that has requirements for what is due; return how much was asked."""
    now = timezone.now()
    return sum(ask_city(city=city, at=now).asked for city in _cities())


def remind_cities() -> int:
    """Every morning: remind units of what is near or late; return how many were."""
    now = timezone.now()
    return sum(remind_of_materials(city=city, at=now) for city in _cities())


def tell_of_new(event: Event) -> None:
    """Tell a unit what was asked of it."""
    tell_of_asked(event=event)


def tell_of_change(event: Event) -> None:
    """Tell a unit what came back, and end what it need not do any more."""
    tell_of_step(event=event)


def _cities() -> list[City]:
    """Return the cities that ask for materials."""
    return list(City.objects.filter(pk__in=Requirement.objects.across_cities().order_by().values("city").distinct()))
