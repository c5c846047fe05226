"""Forecasts of the official result, made in the night or when asked for."""

from __future__ import annotations

from django.utils import timezone

from wenming.assessment.actions import keep_forecast
from wenming.campaigns.models import Campaign
from wenming.campaigns.queries import current_campaign
from wenming.kernel.models import City, Event


def make_asked(event: Event) -> None:
    """Make the forecast that somebody asked for."""
    rows = Campaign.objects.in_city(event.city).select_related("city")
    keep_forecast(campaign=rows.get(pk=int(event.data["campaign"])), by=event.by, at=event.at)


def make_in_cities() -> int:
    """Make the forecast of every city's foremost campaign; return how many cities have one."""
    number = 0
    for city in City.objects.all():
        now = timezone.now()
        campaign = current_campaign(city, on=now.astimezone(city.zone).date())
        if campaign is not None:
            keep_forecast(campaign=campaign, by=None, at=now)
            number += 1
    return number
