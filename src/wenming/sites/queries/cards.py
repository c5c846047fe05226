"""Who answers for a site, and what it looks like: what its card shows."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from wenming.kernel.models import City
from wenming.sites.models import Site, SiteChange, SiteChief, SitePhoto, SiteUnit

LONGEST_CHAIN = 20


def _running(day: date) -> Q:
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))


def parts_at(site: Site, *, on: date) -> QuerySet[SiteUnit]:
    """Return the units that have a part at the site on a day, in protocol order."""
    rows = SiteUnit.objects.in_city(site.city).filter(_running(on), site=site)
    return rows.select_related("unit").order_by("unit__position", "pk")


def chiefs_at(site: Site, *, on: date) -> QuerySet[SiteChief]:
    """Return the people who answer for the site on a day."""
    return SiteChief.objects.in_city(site.city).filter(_running(on), site=site).select_related("person").order_by("pk")


def photos_of(site: Site) -> QuerySet[SitePhoto]:
    """Return everything that was ever shown of a site, the newest first."""
    rows = SitePhoto.objects.in_city(site.city).filter(site=site)
    return rows.select_related("file", "large", "small", "created_by").order_by("-created_at", "-pk")


def photo_of(site: Site) -> SitePhoto | None:
    """Return the photo that is shown of a site now."""
    latest = photos_of(site).first()
    return latest if latest is not None and latest.file_id else None


def survivor_of(site: Site) -> Site:
    """Return the site into which this one was merged in the end; the site itself where it was not, or was opened again."""
    seen = {site.pk}
    for _step in range(LONGEST_CHAIN):
        last = SiteChange.objects.in_city(site.city).filter(site=site).order_by("-on", "-pk").first()
        if last is None or last.into_id is None or last.into_id in seen:
            return site
        seen.add(last.into_id)
        site = Site.objects.in_city(site.city).select_related("city", "type", "area").get(pk=last.into_id)
    return site


def site_with(city: City, token: str) -> Site | None:
    """Return the site in whose code this token stands."""
    return Site.objects.in_city(city).select_related("city", "type", "area").filter(token=token).first()
