"""Which sites a city has, and which of them a person sees."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q, QuerySet

from wenming.kernel.models import Account, City
from wenming.organisations.models import Unit
from wenming.organisations.queries import units_in
from wenming.organisations.rules import units_of
from wenming.sites.models import Site, SiteUnit
from wenming.sites.rules import sees_every_site, sees_sites


def sites_in(city: City, *, on: date | None = None) -> QuerySet[Site]:
    """Return the city's sites with type and area, by code; with ``on``, those in use on that day."""
    sites = Site.objects.in_city(city).select_related("city", "type", "area").order_by("code", "pk")
    if on is None:
        return sites
    return sites.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)


def sites_visible_to(account: Account, city: City, *, at: datetime) -> QuerySet[Site]:
    """Return the sites that the account may see: every one, or those that lie in its units' areas or in which they have a part.

    A post for no unit shows nothing of the register, unless it is one for the whole city.
    """
    sites = sites_in(city)
    if sees_every_site(account, city):
        return sites
    held = units_of(account, city) if sees_sites(account, city) else []
    if not held:
        return sites.none()
    below = units_in(city).filter(_under(held)).values("pk")
    running = Q(until__isnull=True) | Q(until__gte=at.astimezone(city.zone).date())
    parts = SiteUnit.objects.in_city(city).filter(running, unit__in=below)
    return sites.filter(Q(area__in=below) | Q(pk__in=parts.values("site")))


def _under(units: list[Unit]) -> Q:
    """Return the condition of units that are one of these or stand below it."""
    found = Q(pk__in=[unit.pk for unit in units])
    for unit in units:
        found |= Q(position__startswith=f"{unit.position}.")
    return found
