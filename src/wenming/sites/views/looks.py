"""What the page of a site shows beside its facts: its photo, a small map of its surroundings, its code."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from wenming.kernel.models import City
from wenming.sites.adapters.bases import meant
from wenming.sites.models import Site
from wenming.sites.queries import sites_visible_to
from wenming.sites.queries.cards import photo_of
from wenming.sites.queries.map import within
from wenming.sites.rules import adds_photos
from wenming.sites.schemas.cards import photo_facts
from wenming.sites.schemas.places import frame_of, place_of

AROUND = 60
"""At most so many other sites stand on the small map."""


def looks_of(request: HttpRequest, city: City, site: Site) -> dict[str, Any]:
    """Return photo, small map and code for ``sites/parts/looks.html``. Two queries, one for a site without a position."""
    frame = frame_of(site)
    others = sites_visible_to(request.user, city, at=timezone.now()).filter(ends_on__isnull=True)
    photo = photo_of(site)
    return {
        "photo": photo_facts(city, site, photo) if photo else None,
        "photos_url": reverse("sites:photos", args=[city.slug, site.pk]),
        "may_add": adds_photos(request.user, city) and site.ends_on is None,
        "place": place_of(city, site, within(others, meant(frame))[:AROUND]) if frame else None,
        "codes": [
            {"label": kind.upper(), "url": reverse("sites:qr_file", args=[city.slug, site.pk, kind])}
            for kind in ("svg", "png")
        ]
        if site.ends_on is None
        else [],
    }
