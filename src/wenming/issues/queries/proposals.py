"""What a dispatcher is offered for an issue: its category by the words people use, the unit by the category or by the site."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wenming.issues.models import DisposalLimit, Issue, MinorClass
from wenming.kernel.models import City
from wenming.organisations.models import Unit
from wenming.sites.enums import SitePart
from wenming.sites.models import SiteUnit


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is offered; ``why`` says where the unit comes from: "category", "site" or "" for no proposal."""

    minor: MinorClass | None
    unit: Unit | None
    why: str = ""


def minors_in_use(city: City) -> list[MinorClass]:
    """Return the categories in use, with their groups and units, in order. One query."""
    rows = MinorClass.objects.in_city(city).filter(is_active=True).select_related("major", "unit")
    return list(rows.order_by("major__kind", "major__order", "order", "pk"))


def limits_of(city: City) -> dict[int, DisposalLimit]:
    """Return the usual limit of each category. One query."""
    rows = DisposalLimit.objects.in_city(city).filter(condition="").order_by("-order", "-pk")
    return {row.minor_id: row for row in rows}


def proposal_for(issue: Issue, minors: Sequence[MinorClass], answering: Iterable[SiteUnit] = ()) -> Proposal:
    """Return what to offer: the category that it has, or the one whose words it says; that category's unit, else who answers for the site."""
    minor = next((one for one in minors if one.pk == issue.minor_id), None) or _spoken(issue.text, minors)
    if minor is not None and minor.unit is not None and minor.unit.ends_on is None:
        return Proposal(minor, minor.unit, "category")
    site = next((one.unit for one in answering if one.site_id == issue.site_id and one.unit.ends_on is None), None)
    return Proposal(minor, site, "site" if site else "")


def answering_for(city: City, issues: Iterable[Issue]) -> list[SiteUnit]:
    """Return who answers for the sites of issues. One query."""
    sites = {issue.site_id for issue in issues if issue.site_id}
    rows = SiteUnit.objects.in_city(city).filter(site__in=sites, part=SitePart.RESPONSIBLE, until__isnull=True)
    return list(rows.select_related("unit").order_by("unit__position", "pk"))


def _spoken(text: str, minors: Sequence[MinorClass]) -> MinorClass | None:
    """Return the category of which the text says most, counted in characters; None where it says none."""
    said = [(sum(len(word) for word in (minor.name, *minor.words) if word and word in text), minor) for minor in minors]
    best = max(said, key=lambda pair: pair[0], default=(0, None))
    return best[1] if best[0] else None
