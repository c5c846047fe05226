"""What workers do for campaigns, by night."""

from __future__ import annotations

from django.utils import timezone

from wenming.campaigns.actions.reminding import remind_of_dates
from wenming.kernel.models import City


def remind_cities() -> int:
    """Tell every city's people of days that draw near or have passed; running twice tells nobody twice."""
    return sum(remind_of_dates(city=city, at=timezone.now()) for city in City.objects.all())
