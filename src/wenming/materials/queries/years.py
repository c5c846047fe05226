"""What belongs to a year of a campaign: the twelve months that its assessment looks at."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from wenming.campaigns.models import Campaign
from wenming.engine.collecting import window_of
from wenming.materials.models import MaterialItem, Requirement

Window = tuple[date, date]
"""First and last day."""


def items_in(campaign: Campaign, window: Window) -> QuerySet[MaterialItem]:
    """Return the items of a campaign that were due in some months."""
    return MaterialItem.objects.in_city(campaign.city).filter(requirement__campaign=campaign, due_on__range=window)


def items_of_year(campaign: Campaign, year: int) -> QuerySet[MaterialItem]:
    """Return the items of a campaign that were due in the twelve months of a year."""
    return items_in(campaign, window_of(year, campaign.material_month))


def requirements_in(campaign: Campaign, window: Window) -> QuerySet[Requirement]:
    """Return the requirements of a campaign that held in some months."""
    rows = Requirement.objects.in_city(campaign.city).filter(campaign=campaign, since__lte=window[1])
    return rows.filter(Q(until__isnull=True) | Q(until__gte=window[0]))
