"""What the pages of the map, the codes and the photos have in common: the filter in the address, and one site that may be seen."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from wenming.kernel.models import City
from wenming.sites.models import Site
from wenming.sites.queries import sites_visible_to
from wenming.sites.queries.map import Wanted, sites_on_map
from wenming.sites.rules import sees_sites


def sites_wanted(request: HttpRequest, city: City, wanted: Wanted, *, at: datetime) -> QuerySet[Site]:
    """Return the sites that the person may see, under the filter; people without a part of the register may not ask."""
    if not sees_sites(request.user, city):
        raise PermissionDenied
    return sites_on_map(request.user, city, wanted, at=at)


def site_seen(request: HttpRequest, city: City, pk: int, *, at: datetime) -> Site:
    """Return one site that the person may see, also one out of use; 404 alike for one that is not there."""
    if not sees_sites(request.user, city):
        raise PermissionDenied
    site = sites_visible_to(request.user, city, at=at).filter(pk=pk).first()
    if site is None:
        raise Http404
    return site
