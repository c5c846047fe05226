"""What stands beside a site's code on the sheet: who answers for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from wenming.kernel.models import City
from wenming.sites.enums import ChiefKind, SitePart
from wenming.sites.models import Site, SiteChief, SiteUnit


def responsible_for(city: City, sites: Iterable[Site], *, on: date) -> dict[int, str]:
    """Return site -> the name of the unit responsible for it on a day. One query."""
    rows = SiteUnit.objects.in_city(city).filter(_running(on), site__in=[site.pk for site in sites])
    return dict(rows.filter(part=SitePart.RESPONSIBLE).values_list("site", "unit__name"))


def chiefs_for(city: City, sites: Iterable[Site], *, on: date) -> dict[int, str]:
    """Return site -> the name of its chief (点位长) on a day. One query."""
    rows = SiteChief.objects.in_city(city).filter(_running(on), site__in=[site.pk for site in sites])
    return dict(rows.filter(kind=ChiefKind.SITE).values_list("site", "person__name"))


def _running(day: date) -> Q:
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))
