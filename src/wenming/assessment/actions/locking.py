"""What results are kept of, locked while they are computed, so that two workers do not keep the same one twice."""

from __future__ import annotations

from wenming.campaigns.models import Campaign
from wenming.inspections.models import Round


def locked_round(round_: Round) -> Round:
    """Lock a round, and return it with its city and edition."""
    rows = Round.objects.in_city(round_.city).select_for_update(of=("self",)).select_related("city", "edition")
    return rows.get(pk=round_.pk)


def locked_campaign(campaign: Campaign) -> Campaign:
    """Lock a campaign, and return it with its city, edition and title."""
    rows = Campaign.objects.in_city(campaign.city).select_for_update(of=("self",))
    return rows.select_related("city", "edition", "title").get(pk=campaign.pk)
