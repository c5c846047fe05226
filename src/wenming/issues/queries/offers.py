"""What a dispatcher is offered for an issue: its category by the words people use, the unit by the category or by the site."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wenming.issues.models import DisposalLimit, Issue, MinorClass
from wenming.issues.queries.hints import category_hints
from wenming.kernel.models import City
from wenming.organisations.models import Unit
from wenming.sites.enums import SitePart
from wenming.sites.models import SiteUnit


@dataclass(frozen=True, slots=True)
class Offer:
    """What is offered; ``why`` says where the unit comes from: "category", "site" or "" for no proposal."""

    minor: MinorClass | None
    unit: Unit | None
    why: str = ""


def limits_of(city: City) -> dict[int, DisposalLimit]:
    """Return the usual limit of each category. One query."""
    rows = DisposalLimit.objects.in_city(city).filter(condition="").order_by("-order", "-pk")
    return {row.minor_id: row for row in rows}


def offer_for(issue: Issue, minors: Sequence[MinorClass], answering: Iterable[SiteUnit] = ()) -> Offer:
    """Return what to offer: the category that it has, or the one whose words it says; that category's unit, else who answers for the site."""
    minor = next((one for one in minors if one.pk == issue.minor_id), None)
    minor = minor or next(iter(category_hints(issue.text, minors)), None)
    if minor is not None and minor.unit is not None and minor.unit.ends_on is None:
        return Offer(minor, minor.unit, "category")
    site = next((one.unit for one in answering if one.site_id == issue.site_id and one.unit.ends_on is None), None)
    return Offer(minor, site, "site" if site else "")


def answering_for(city: City, issues: Iterable[Issue]) -> list[SiteUnit]:
    """Return who answers for the sites of issues. One query."""
    sites = {issue.site_id for issue in issues if issue.site_id}
    rows = SiteUnit.objects.in_city(city).filter(site__in=sites, part=SitePart.RESPONSIBLE, until__isnull=True)
    return list(rows.select_related("unit").order_by("unit__position", "pk"))
