"""Where one site lies: a small schematic of what is around it, and the way to it on the large map."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from wenming.engine.clusters import Frame, frame_around
from wenming.kernel.models import City
from wenming.sites.adapters.bases import drawn
from wenming.sites.imports.groups import group_of
from wenming.sites.models import Site
from wenming.sites.schemas import maps

NEAR = 2
"""How many times the smallest frame the surroundings of a site are wide."""


def frame_of(site: Site) -> Frame | None:
    """Return the (drawn) frame around a site, about a kilometre wide; None for one without a position."""
    if site.lat is None or site.lng is None:
        return None
    lat, lng = drawn((site.lat, site.lng))
    return frame_around(Frame(lng, lat, lng, lat), ratio=maps.RATIO).scaled(NEAR)


def around(city: City, site: Site) -> str:
    """Return the address of the map around a site, "" for one without a position."""
    frame = frame_of(site)
    if frame is None:
        return ""
    return f"{reverse('sites:map', args=[city.slug])}?{urlencode({'bbox': maps.frame_text(frame)})}"


def place_of(city: City, site: Site, others: Iterable[Site]) -> dict[str, Any] | None:
    """Return the small map of a site with others around it, for ``sites/parts/place.html``; None for one without a position."""
    frame = frame_of(site)
    if frame is None:
        return None

    def page(key: int) -> str:
        return reverse("sites:site", args=[city.slug, key])

    picture = maps.drawing(
        frame,
        label=site.name,
        marks=maps.site_marks(frame, (one for one in others if one.pk != site.pk), page),
        here={**maps.placed(frame, site.lat, site.lng), "group": group_of(site.type.name).value},
    )
    html = maps.drawing_html(picture)
    return {"html": html, "scale": picture["scale"], "scale_text": picture["scale_text"], "map_url": around(city, site)}
