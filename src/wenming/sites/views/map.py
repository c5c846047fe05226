"""The map of sites: the page with its drawing and its list, what a moving map asks for, and the card of one site."""

from __future__ import annotations

import hashlib
import json
import math
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wenming.engine.clusters import DEEPEST, Frame, Mark, frame_around
from wenming.kernel.models import City
from wenming.kernel.schemas import number_text
from wenming.organisations.queries import units_in
from wenming.organisations.rules import sees_phones
from wenming.sites.adapters.bases import base_map, drawn, drawn_frame, meant
from wenming.sites.enums import SitePart
from wenming.sites.forms.listing import LACKS
from wenming.sites.forms.map import MapFilterForm
from wenming.sites.imports.groups import group_of
from wenming.sites.models import Site
from wenming.sites.queries.cards import photo_of
from wenming.sites.queries.details import types_in
from wenming.sites.queries.listing import chiefs_of, parts_of
from wenming.sites.queries.map import (
    FILTERS,
    MOST_CLUSTERS,
    Overview,
    Wanted,
    areas_in,
    overview_of,
    sites_by_key,
    stretch_of,
    view_of,
    wanted_in,
    within,
)
from wenming.sites.schemas import maps
from wenming.sites.schemas.cards import card_of, kind_for
from wenming.sites.schemas.maps import CHINA, frame_in
from wenming.sites.schemas.places import around
from wenming.sites.schemas.sites import type_name
from wenming.sites.views.gates import site_seen, sites_wanted
from wenming.standards.queries import adopted_in

ROWS = 40


@require_safe
def map_page(request: HttpRequest, city: City) -> HttpResponse:
    """Show the sites under the filter as a drawing and as a list beside it; a script makes a moving map of the drawing."""
    now = timezone.now()
    wanted = wanted_in(request.GET, city)
    sites = sites_wanted(request, city, wanted, at=now)
    overview = overview_of(sites)
    asked = frame_in(request.GET.get("bbox", ""))
    whole = maps.RATIO
    frame = asked or (frame_around(drawn_frame(overview.bounds), ratio=whole) if overview.bounds else CHINA)
    base, carried = base_map(), wanted.carried()
    picture = _picture(city, sites, frame, carried)
    context = {
        "filter": MapFilterForm(wanted, types=types_in(city)),
        "chips": _chips(request, city, wanted),
        "wanted": carried,
        "picture": picture,
        "drawing": maps.drawing_html(picture),
        "legend": maps.legend(),
        "overview": overview,
        "count_text": maps.sites_text(overview.count),
        "unplaced": _unplaced(overview),
        "list": _list(request, city, sites, frame, carried),
        "moves": maps.moves(frame, carried, _("全部点位") if overview.bounds else ""),
        "base": base,
        "data": {
            "features": reverse("sites:map_features", args=[city.slug]),
            "list": reverse("sites:map_list", args=[city.slug]),
            "card": reverse("sites:map_card", args=[city.slug, 0]).replace("/0/", "/{key}/"),
            "filters": urlencode(carried),
            "bounds": maps.frame_text(_bounds(overview, asked)),
            "tiles": base.tiles if base else "",
            "attribution": base.attribution if base else "",
            "datum": base.datum.value if base else "wgs84",
        },
        "here": reverse("sites:map", args=[city.slug]),
        "qr_url": f"{reverse('sites:qr_sheet', args=[city.slug])}?{urlencode(carried)}",
    }
    return render(request, "sites/map.html", context)


def _bounds(overview: Overview, asked: Frame | None) -> Frame:
    """Return what a moving map, whatever its shape, begins with: what the address names, else all sites."""
    if asked is not None or overview.bounds is None:
        return asked or CHINA
    return frame_around(drawn_frame(overview.bounds), margin=0)


def _unplaced(overview: Overview) -> str:
    """Say how many of the sites have no position, "" for none."""
    missing = overview.count - overview.placed
    return _("%(count)s 处没有坐标，图上没有") % {"count": number_text(missing)} if missing else ""


def _picture(city: City, sites: QuerySet[Site], frame: Frame, carried: dict[str, str]) -> dict[str, Any]:
    """Return the drawing of a frame: at most 1,000 sites or 500 clusters, and the names of areas. Three or four queries."""
    here = reverse("sites:map", args=[city.slug])
    found, clusters = _shown(sites, frame, frame.zoom(maps.PIXELS))

    def card(key: int) -> str:
        return reverse("sites:map_card", args=[city.slug, key])

    def closer(mark: Mark) -> str:
        near = frame_around(drawn_frame(mark.bounds), ratio=maps.RATIO)
        return f"{here}?{urlencode({**carried, 'bbox': maps.frame_text(near)})}"

    count = len(found) + sum(mark.count for mark in clusters)
    return maps.drawing(
        frame,
        label=maps.sites_text(count),
        marks=maps.site_marks(frame, found, card),
        clusters=maps.cluster_marks(frame, clusters, closer),
        names=maps.area_names(frame, areas_in(sites, meant(frame))),
    )


def _shown(sites: QuerySet[Site], frame: Frame, zoom: float) -> tuple[list[Site], list[Mark]]:
    """Return the sites that are drawn one by one in a frame, and the clusters of two and more."""
    view = view_of(sites, meant(frame), zoom)
    marks = maps.clusters_of(view.marks, zoom, most=MOST_CLUSTERS)
    alone = sites_by_key(sites, [mark.key for mark in marks if mark.count == 1])
    return view.sites or alone, [mark for mark in marks if mark.count > 1]


def _list(
    request: HttpRequest, city: City, sites: QuerySet[Site], frame: Frame, carried: dict[str, str]
) -> dict[str, Any]:
    """Return the stretch of the list of the sites in a frame."""
    rows, after, before = stretch_of(within(sites, meant(frame)), request.GET, size=ROWS)
    here = {**carried, "bbox": maps.frame_text(frame)}
    shown = [
        {
            "pk": site.pk,
            "name": site.name,
            "url": reverse("sites:map_card", args=[city.slug, site.pk]),
            "group": group_of(site.type.name).value,
            "type": type_name(site.type),
            "area": (site.area.short_name or site.area.name) if site.area else "",
            "code": site.code,
            "place": _place_text(site),
        }
        for site in rows
    ]
    return {
        "rows_html": render_to_string("sites/map_rows.html", {"rows": shown}, using="jinja2"),
        "empty": not rows,
        "previous_url": f"?{urlencode({**here, 'before': before})}" if before else "",
        "next_url": f"?{urlencode({**here, 'after': after})}" if after else "",
    }


def _place_text(site: Site) -> str:
    """Return where a site is drawn, as longitude and latitude."""
    lat, lng = drawn((site.lat, site.lng))
    return f"{lng:.6f},{lat:.6f}"


def _chips(request: HttpRequest, city: City, wanted: Wanted) -> list[dict[str, str]]:
    """Return the active filters that the form does not show, each with the address that takes it away."""
    chosen = wanted.filter
    unit = units_in(city).filter(pk=chosen.unit).first() if chosen.unit else None
    active = [
        ("area", _("属地"), wanted.area),
        ("unit", _("单位"), unit),
        ("part", _("分工"), SitePart(chosen.part).label if chosen.part else None),
        ("lacks", _("缺什么"), dict(LACKS)[chosen.lacks] if chosen.lacks else None),
    ]
    chips = []
    for name, label, value in active:
        if value is not None:
            query = request.GET.copy()
            query.pop(name)
            chips.append({"label": label, "value": str(value), "url": f"?{query.urlencode()}"})
    return chips


@require_safe
def map_list(request: HttpRequest, city: City) -> HttpResponse:
    """Answer with the list beside the map for the frame that a moving map shows, and with its drawing for paper."""
    wanted = wanted_in(request.GET, city)
    sites = sites_wanted(request, city, wanted, at=timezone.now())
    frame = frame_in(request.GET.get("bbox", "")) or CHINA
    carried = wanted.carried()
    picture = _picture(city, sites, frame, carried)
    context = {
        "list": _list(request, city, sites, frame, carried),
        "picture": picture,
        "drawing": maps.drawing_html(picture),
        "moved": True,
    }
    return render(request, "sites/map_list.html", context)


@require_safe
def map_features(request: HttpRequest, city: City) -> HttpResponse:
    """Answer with what a frame shows as GeoJSON: up to 1,000 sites one by one, else at most 500 clusters; and up to 40 areas.

    ``bbox`` (west,south,east,north) and ``zoom`` are needed, ``q``, ``type``, ``area`` and ``unit`` filter; anything else is a 400.
    """
    wanted = wanted_in(request.GET, city)
    sites = sites_wanted(request, city, wanted, at=timezone.now())
    frame, zoom = frame_in(request.GET.get("bbox", "")), _zoom(request.GET.get("zoom", ""))
    unknown = sorted(set(request.GET) - {"bbox", "zoom", *FILTERS})
    faults = [*unknown, *wanted.faults, *(["bbox"] if frame is None else []), *(["zoom"] if zoom is None else [])]
    if frame is None or zoom is None or faults:
        said = _("地址里的这些参数不认识或不合规：%(names)s") % {"names": ", ".join(faults)}
        return JsonResponse(
            {"error": said, "parameters": faults}, status=400, json_dumps_params={"ensure_ascii": False}
        )
    found, clusters = _shown(sites, frame, zoom)
    body = {
        "type": "FeatureCollection",
        "count": len(found) + sum(mark.count for mark in clusters),
        "features": maps.features(found, clusters, areas_in(sites, meant(frame))),
    }
    return _conditional(request, json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode())


def _zoom(text: str) -> float | None:
    """Return a zoom between 0 and 22, None for anything else."""
    try:
        zoom = float(text)
    except ValueError:
        return None
    return zoom if math.isfinite(zoom) and 0 <= zoom <= DEEPEST else None


def _conditional(request: HttpRequest, content: bytes) -> HttpResponse:
    """Answer with GeoJSON, or with 304 to who has the same; nobody keeps it without asking again."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type="application/geo+json; charset=utf-8")
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie"])
    return get_conditional_response(request, etag=etag, response=response)


@require_safe
def map_card(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show the card of one site: in the drawer of the map, or, asked for by itself, as a page."""
    now = timezone.now()
    site = site_seen(request, city, pk, at=now)
    kind = kind_for(adopted_in(city), site.type)
    context = {
        "card": _card(request, city, site, at=now),
        "handbook_url": reverse("standards:sheet", args=[city.slug, kind.code]) if kind else "",
        "map_url": around(city, site),
        "list_url": reverse("sites:map", args=[city.slug]),
    }
    return render(request, "sites/map_card.html" if request.htmx else "sites/map_card_page.html", context)


def _card(request: HttpRequest, city: City, site: Site, *, at: datetime) -> dict[str, Any]:
    """Return the card of a site for this person."""
    return card_of(
        city,
        site,
        parts=parts_of(city, [site]).get(site.pk, ()),
        chiefs=chiefs_of(city, [site]).get(site.pk, ()),
        photo=photo_of(site),
        phones=sees_phones(request.user, city),
        at=at,
    )
