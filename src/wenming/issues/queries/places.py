"""Where a report lies: the site that its position leads to, who answers there, whose area it is."""

from __future__ import annotations

from dataclasses import dataclass

from wenming.engine.geo import Pair, cells, cells_around, distance
from wenming.issues.enums import ProposalGround
from wenming.kernel.models import City
from wenming.organisations.models import Unit
from wenming.sites.enums import SitePart
from wenming.sites.models import Site, SiteUnit

AT_SITE = 50.0
"""Metres within which a position is taken to be at a site."""
_GROUNDS = {
    str(SitePart.RESPONSIBLE): str(ProposalGround.RESPONSIBLE),
    str(SitePart.COMPETENT): str(ProposalGround.COMPETENT),
}


@dataclass(frozen=True, slots=True)
class Place:
    """What is known of the place of a report: the site, its name, and (rule, unit) of everybody who may answer there."""

    site: Site | None = None
    name: str = ""
    units: tuple[tuple[str, int], ...] = ()


def place_of(city: City, site: Site | None, area: Unit | None, position: Pair | None) -> Place:
    """Return what is known of a place. Two queries at most."""
    if site is None and position is not None:
        site = nearest_site(city, position)
    units: list[tuple[str, int]] = []
    if site is not None:
        rows = SiteUnit.objects.in_city(city).filter(site=site, until__isnull=True, part__in=list(_GROUNDS))
        units += [(_GROUNDS[part], unit) for part, unit in rows.order_by("pk").values_list("part", "unit_id")]
    held = area.pk if area else site.area_id if site else None
    if held is not None:
        units.append((str(ProposalGround.AREA), held))
    name = site.name if site else area.name if area else ""
    return Place(site, name, tuple(units))


def nearest_site(city: City, position: Pair) -> Site | None:
    """Return the site in use that lies nearest to a position, within 50 metres. One query."""
    rows = Site.objects.in_city(city).filter(ends_on__isnull=True, cell_10__in=cells_around(cells(position)[1]))
    near = [
        (distance(position, (site.lat, site.lng)), site.pk, site)
        for site in rows.select_related("city", "type", "area")
        if site.lat is not None and site.lng is not None
    ]
    found = min(near, default=None, key=lambda one: one[:2])
    return found[2] if found and found[0] <= AT_SITE else None
