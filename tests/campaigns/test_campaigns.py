"""Which campaign a page shows first, and its clauses."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.people import AT, OFFICER, make_account, make_city
from tests.rounds import PACK
from wenming.campaigns.models import Campaign, Title
from wenming.campaigns.queries import campaigns_in, clause_nodes, current_campaign
from wenming.standards.actions import adopt_edition

pytestmark = pytest.mark.django_db


def make_campaign(name: str = "全国文明城市", order: int = 1, since: int = 2024, edition: Any = None) -> Campaign:
    """Return a three-year campaign of a title."""
    city = make_city()
    if edition is None:
        edition = adopt_edition(
            city=city, source=PACK.read_text(encoding="utf-8"), file_name=PACK.name, by=make_account(OFFICER), at=AT
        )
    title, _created = Title.objects.in_city(city).get_or_create(city=city, name=name, defaults={"order": order})
    return Campaign.objects.create(
        city=city, title=title, name=f"{name} {since}", edition=edition, created_at=AT,
        starts_on=date(since, 1, 1), ends_on=date(since + 2, 12, 31),
    )  # fmt: skip


def test_choose_the_current_campaign_prefers_the_foremost_title_that_runs():
    first = make_campaign()
    make_campaign("国家卫生城市", order=2, edition=first.edition)
    later = make_campaign(since=2027, edition=first.edition)
    assert current_campaign(make_city(), on=date(2026, 11, 2)) == first
    assert current_campaign(make_city(), on=date(2031, 1, 1)) == later
    assert [campaign.name for campaign in campaigns_in(make_city())] == [
        "全国文明城市 2027", "全国文明城市 2024", "国家卫生城市 2024",
    ]  # fmt: skip


def test_list_clauses_of_an_edition_gives_its_contents():
    nodes = clause_nodes(make_campaign().edition)
    assert (len(nodes), nodes[0].level) == (39, "content")
