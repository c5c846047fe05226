"""Which sites somebody may mean who stands somewhere, or writes a few words."""

from __future__ import annotations

from datetime import datetime

from wenming.engine.geo import Pair, distance
from wenming.kernel.models import Account, City
from wenming.sites.models import Site
from wenming.sites.queries import sites_visible_to
from wenming.sites.queries.listing import filter_of, sites_listed

MOST_PLACES = 5
REACH = 1500.0
"""Metres within which a site is proposed."""
DEGREE = 0.016
"""Degrees around a point in which the reach lies, in China's latitudes."""
MOST_MEASURED = 400


def places_for(
    account: Account, city: City, *, words: str, point: Pair | None, at: datetime
) -> list[tuple[Site, float | None]]:
    """Return at most five sites in use that the account sees, with their distance in metres where it is known. One query.

    Words decide where there are any, the nearest first where a position is known; without words the nearest sites.
    """
    visible = sites_visible_to(account, city, at=at)
    if words.strip():
        rows = list(sites_listed(visible, filter_of({"q": words}), city=city).order_by("code")[: MOST_PLACES * 8])
    elif point is not None:
        lat, lng = point
        box = {"lat__range": (lat - DEGREE, lat + DEGREE), "lng__range": (lng - 2 * DEGREE, lng + 2 * DEGREE)}
        rows = list(visible.filter(ends_on=None, **box)[:MOST_MEASURED])
    else:
        return []
    measured = [(site, _metres(site, point)) for site in rows]
    near = [pair for pair in measured if words.strip() or (pair[1] is not None and pair[1] <= REACH)]
    near.sort(key=lambda pair: (pair[1] is None, pair[1] or 0.0))
    return near[:MOST_PLACES]


def _metres(site: Site, point: Pair | None) -> float | None:
    """Return how far away a site is."""
    if point is None or site.lat is None or site.lng is None:
        return None
    return distance(point, (site.lat, site.lng))
