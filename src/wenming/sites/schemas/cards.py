"""A site as its card shows it: what it is, who answers for it, whether it is open now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from wenming.engine.provisions import SiteType as KindOfPlace
from wenming.kernel.models import City
from wenming.organisations.schemas.people import masked
from wenming.sites.enums import ChiefKind, SitePart
from wenming.sites.imports.groups import group_of
from wenming.sites.models import Site, SiteChief, SitePhoto, SiteType, SiteUnit
from wenming.sites.schemas.sites import type_name
from wenming.sites.schemas.words import hours_of, opening_text, opening_today
from wenming.standards.queries import Adopted


def card_of(
    city: City,
    site: Site,
    *,
    parts: Iterable[SiteUnit],
    chiefs: Iterable[SiteChief],
    photo: SitePhoto | None,
    phones: bool,
    at: datetime,
) -> dict[str, Any]:
    """Return what the card of a site shows; telephone numbers masked, and only for those who have to call."""
    return {
        **place_facts(city, site, at=at),
        "parts": [{"label": str(SitePart(one.part).label), "name": one.unit.name} for one in parts],
        "chiefs": [
            {
                "label": str(ChiefKind(one.kind).label),
                "name": one.person.name,
                "phone": masked(one.person.phone) if phones and one.person.phone else "",
            }
            for one in chiefs
        ],
        "photo": photo_facts(city, site, photo) if photo else None,
    }


def place_facts(city: City, site: Site, *, at: datetime) -> dict[str, Any]:
    """Return what may be said of a place to whoever stands there: what it is and when it is open, not who answers for it."""
    day = at.astimezone(city.zone).date()
    return {
        "pk": site.pk,
        "name": site.name,
        "code": site.code,
        "type": type_name(site.type),
        "group": group_of(site.type.name).value,
        "area": site.area.name if site.area else "",
        "address": site.address,
        "walking": site.walking or site.type.walking,
        "ended": day_text(site) if site.ends_on and site.ends_on < day else "",
        "opening": opening_today(hours_of(site), at.astimezone(city.zone)),
        "week": opening_text(hours_of(site)),
        "url": reverse("sites:site", args=[city.slug, site.pk]),
    }


def day_text(site: Site) -> str:
    """Return the day on which a site went out of use."""
    return formats.date_format(site.ends_on, "DATE_FORMAT")


def photo_facts(city: City, site: Site, photo: SitePhoto) -> dict[str, Any]:
    """Return a photo as pages show it: addresses of both sizes, words, size."""
    small, large = (reverse("sites:photo", args=[city.slug, site.pk, photo.pk, size]) for size in ("small", "large"))
    day = formats.date_format(photo.taken_on, "DATE_FORMAT") if photo.taken_on else ""
    return {
        "small": small,
        "large": large,
        "sources": f"{small} 480w, {large} 1200w",
        "caption": photo.caption,
        "taken": _("%(day)s 拍摄") % {"day": day} if day else "",
        "alt": _("%(site)s 的照片") % {"site": site.name} + (f"：{photo.caption}" if photo.caption else ""),
        "width": photo.width,
        "height": photo.height,
    }


def kind_for(adopted: Adopted, type_: SiteType) -> KindOfPlace | None:
    """Return the kind of place in the adopted checklists by which sites of a type are judged; None where none is named or adopted."""
    wanted = type_.checklist or type_.name
    kinds = adopted.crosswalk.site_types
    if wanted in kinds:
        return kinds[wanted]
    return next((kind for kind in kinds.values() if wanted in {kind.name, *kind.aliases}), None)
