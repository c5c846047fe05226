"""Where an issue lies: a small schematic with the sites around it, or the words that there are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from wenming.engine.clusters import Frame, frame_around
from wenming.engine.geo import distance
from wenming.issues.models import Issue
from wenming.kernel.models import City
from wenming.kernel.schemas import number_text
from wenming.sites.adapters.bases import drawn
from wenming.sites.imports.groups import group_of
from wenming.sites.models import Site
from wenming.sites.schemas import maps
from wenming.sites.schemas.places import NEAR


def frame_of(issue: Issue) -> Frame | None:
    """Return the (drawn) frame around an issue, about a kilometre wide; None for one without a position."""
    if issue.lat is None or issue.lng is None:
        return None
    lat, lng = drawn((issue.lat, issue.lng))
    return frame_around(Frame(lng, lat, lng, lat), ratio=maps.RATIO).scaled(NEAR)


def where_of(city: City, issue: Issue, others: Iterable[Site]) -> dict[str, Any] | None:
    """Return the small map of an issue for ``sites/parts/place.html``; None for one without a position."""
    frame = frame_of(issue)
    if frame is None or issue.lat is None or issue.lng is None:
        return None

    def page(key: int) -> str:
        return reverse("sites:site", args=[city.slug, key])

    group = group_of(issue.site.type.name).value if issue.site else "other"
    near = (one for one in others if one.pk != issue.site_id)
    picture = maps.drawing(
        frame,
        label=issue.place or issue.text,
        marks=maps.site_marks(frame, near, page),
        here={**maps.placed(frame, issue.lat, issue.lng), "group": group},
    )
    url = f"{reverse('sites:map', args=[city.slug])}?{urlencode({'bbox': maps.frame_text(frame)})}"
    html = maps.drawing_html(picture)
    return {"html": html, "scale": picture["scale"], "scale_text": picture["scale_text"], "map_url": url}


def off_site(issue: Issue) -> str:
    """Return how far from its site an issue was reported, "" where a position is missing or both are the same."""
    site = issue.site
    if site is None or site.lat is None or site.lng is None or issue.lat is None or issue.lng is None:
        return ""
    metres = round(distance((issue.lat, issue.lng), (site.lat, site.lng)))
    return _("%(metres)s 米") % {"metres": number_text(metres)} if metres else ""
