"""A small campaign for tests: four clauses of the Suzhou scheme with units, and ways to ask for them by name."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.campaigns.test_campaigns import make_campaign
from tests.people import AT, HOME, OFFICER, SINCE, make_account, make_city
from wenming.campaigns.actions import set_clause
from wenming.campaigns.models import Campaign, Responsibility
from wenming.organisations.actions import found_unit
from wenming.organisations.models import Unit
from wenming.standards.models import Node


def unit(name: str, kind: str = "department", short: str = "", parent: Unit | None = None) -> Unit:
    """Return a unit of the fictional city, founded once."""
    known = Unit.objects.in_city(make_city()).filter(name=name).first()
    return known or found_unit(
        city=make_city(), kind=kind, name=name, short_name=short, since=SINCE, parent=parent, by=None, at=AT
    )


def node(campaign: Campaign, code: str) -> Node:
    """Return a clause of the campaign's edition."""
    return Node.objects.in_city(campaign.city).get(edition=campaign.edition, code=code)


def give(campaign: Campaign, code: str, at: Any = AT, **parts: str) -> None:
    """Give a clause its units: ``lead="甲局 乙局"``."""
    units = {part: [unit(name) for name in names.split()] for part, names in parts.items()}
    set_clause(campaign=campaign, node=node(campaign, code), parts=units, by=None, at=at)


def done(**more: Any) -> dict[str, Any]:
    """Return who and when."""
    return {"by": make_account(OFFICER), "at": AT, **more}


def parts(campaign: Campaign, code: str) -> list[tuple[str, str]]:
    """Return the open parts of a clause in their order: unit, part."""
    rows = Responsibility.objects.in_city(campaign.city).filter(campaign=campaign, node__code=code, until__isnull=True)
    return [(row.unit.name, row.part) for row in rows.select_related("unit").order_by("part", "order", "pk")]


def campaign_with_faults(since: int = 2025) -> Campaign:
    """Return a campaign in which 1.1 is complete, 1.2 has two leads, 1.3 one lead alone; every other clause has nobody."""
    campaign = make_campaign(since=since)
    give(campaign, "1.1", lead="市宣传局", responsible="市住建局", cooperating="甲区")
    give(campaign, "1.2", lead="市宣传局 市城管局", responsible="甲区")
    give(campaign, "1.3", lead="市城管局")
    return campaign


def url(campaign: Campaign, rest: str = "matrix/") -> str:
    """Return the address of a page of a campaign."""
    return f"/{HOME}/campaigns/{campaign.pk}/{rest}"


FIRST_DAY = date(2026, 1, 1)
