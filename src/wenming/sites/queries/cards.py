"""What a site looks like, and which one a code leads to."""

from __future__ import annotations

from django.db.models import QuerySet

from wenming.kernel.models import City
from wenming.sites.models import Site, SitePhoto


def photos_of(site: Site) -> QuerySet[SitePhoto]:
    """Return everything that was ever shown of a site, the newest first."""
    rows = SitePhoto.objects.in_city(site.city).filter(site=site)
    return rows.select_related("file", "large", "small", "created_by").order_by("-created_at", "-pk")


def photo_of(site: Site) -> SitePhoto | None:
    """Return the photo that is shown of a site now."""
    latest = photos_of(site).first()
    return latest if latest is not None and latest.file_id else None


def site_with(city: City, token: str) -> Site | None:
    """Return the site in whose code this token stands."""
    return Site.objects.in_city(city).select_related("city", "type", "area").filter(token=token).first()
