"""What the pages of responsibilities begin with: who may look, the campaign and those beside it, the day, its matrix."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from wenming.campaigns.models import Campaign
from wenming.campaigns.queries import campaigns_in
from wenming.campaigns.queries.matrix import CampaignMatrix, campaign_matrix
from wenming.campaigns.rules import keeps_campaigns, sees_responsibilities
from wenming.campaigns.schemas.refusals import refusal_words
from wenming.kernel.adapters.pages import only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import choices
from wenming.organisations.actions import NotPossibleError
from wenming.standards.schemas import edition_title

SEGMENTS = ("matrix", "matrix_units", "plan", "matrix_shared")
"""The views of one matrix, in the order in which they stand beside each other."""


def result_of(action: Callable[[], Any], request: HttpRequest, said: list[str] | None = None) -> Any:
    """Run an action and return what it gives; where it does not fit, return None and say why: in ``said``, else above the page."""
    try:
        return action()
    except NotPossibleError as fault:
        words = refusal_words(str(fault))
        if said is not None:
            said.append(words)
        else:
            messages.error(request, words)
        return None


@dataclass(frozen=True)
class Sight:
    """The campaign that a page is about, all campaigns of the city, the day, and whether the reader may change things."""

    city: City
    campaigns: list[Campaign]
    campaign: Campaign
    on: date
    keeps: bool

    def matrix(self, *, everyone: bool = False) -> CampaignMatrix:
        """Return the matrix of the campaign."""
        return campaign_matrix(self.campaign, on=self.on, everyone=everyone)

    def url(self, view: str, *args: Any) -> str:
        """Return the address of a page of this campaign."""
        return reverse(f"campaigns:{view}", args=[self.city.slug, self.campaign.pk, *args])

    def frame(self, view: str) -> dict[str, Any]:
        """Return what every page of the campaign shows: its name, the switch to others, the views of the matrix."""
        labels = {
            "matrix": _("矩阵"),
            "matrix_units": _("按单位"),
            "plan": _("年度计划"),
            "matrix_shared": _("称号交叉"),
        }
        same = view if view in SEGMENTS else "matrix"
        return {
            "campaign": {
                "name": self.campaign.name,
                "title": self.campaign.title.name,
                "edition": self.campaign.edition.edition,
                "standard": edition_title(self.campaign.edition),
                "url": self.url("matrix"),
            },
            "segments": choices([(self.url(name), labels[name], name == view) for name in SEGMENTS]),
            "campaigns": choices(
                [
                    (reverse(f"campaigns:{same}", args=[self.city.slug, one.pk]), one.name, one == self.campaign)
                    for one in self.campaigns
                ]
            ),
            "keeps": self.keeps,
        }


def sight_of(request: HttpRequest, city: City, pk: int) -> Sight:
    """Return what a page of a campaign begins with, for people who may see who answers for what. One query."""
    only(sees_responsibilities, request, city)
    campaigns = list(campaigns_in(city))
    campaign = next((one for one in campaigns if one.pk == pk), None)
    if campaign is None:
        raise Http404
    return Sight(city, campaigns, campaign, today_in(city), keeps_campaigns(request.user, city))


def with_query(url: str, **values: Any) -> str:
    """Return an address with those values that are not empty."""
    query = urlencode({name: value for name, value in values.items() if value})
    return f"{url}?{query}" if query else url
