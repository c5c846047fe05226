"""The ledger as a map: the issues of its filter where they lie, and the nearest to their end as a list beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wenming.engine.clusters import Frame, Mark, frame_around
from wenming.issues.models import Issue
from wenming.issues.queries.listing import filter_of, issues_listed
from wenming.issues.queries.mapping import MOST_CLUSTERS, View, view_of
from wenming.issues.queries.names import named_by
from wenming.issues.queries.paging import in_order
from wenming.issues.rules import sees_issues
from wenming.issues.schemas.lamps import Lamps
from wenming.issues.schemas.ledger import LOOK, PAGING, chips_of, plain_query
from wenming.issues.schemas.mapping import LEGEND, cluster_marks, issue_marks, issues_text, list_rows
from wenming.kernel.adapters.pages import only
from wenming.kernel.models import City
from wenming.kernel.schemas import number_text
from wenming.sites.adapters.bases import base_map, drawn_frame, meant
from wenming.sites.queries.map import areas_in, overview_of, within
from wenming.sites.schemas import maps

BOX = "bbox"
ROWS = 40


@require_safe
def issues_map(request: HttpRequest, city: City) -> HttpResponse:
    """Draw the issues under the filter of the ledger. Six queries beside who asks, seven with clusters, one more for each record that the filter names."""
    only(sees_issues, request, city)
    at = timezone.now()
    wanted, lamps = filter_of(request.GET, city=city, at=at), Lamps.of(city, at)
    named = named_by(city, wanted)
    wanted = replace(wanted, below=named.below)
    found = issues_listed(request.user, city, wanted)
    overview = overview_of(found)
    query = plain_query(request.GET, without=(*PAGING, BOX))
    carried = {name: request.GET[name] for name in request.GET if name not in {*PAGING, BOX} and request.GET[name]}
    asked = maps.frame_in(request.GET.get(BOX, ""))
    frame = asked or (frame_around(drawn_frame(overview.bounds), ratio=maps.RATIO) if overview.bounds else maps.CHINA)
    picture = _picture(city, found, frame, carried, lamps)
    base, missing = base_map(), overview.count - overview.placed
    context = {
        "drawing": maps.drawing_html(picture),
        "picture": picture,
        "legend": [{"mark": mark, "label": label} for mark, label in LEGEND],
        "moves": maps.moves(frame, carried, _("全部问题") if overview.bounds else ""),
        "rows": list_rows(city, in_order(within(found, meant(frame)), wanted, city=city)[:ROWS], lamps, query),
        "count_text": issues_text(overview.count),
        "unplaced": _("%(count)s 件没有坐标，图上没有") % {"count": number_text(missing)} if missing else "",
        "chips": chips_of(_without_box(request), wanted, named.names),
        "list_url": f"{reverse('issues:issues', args=[city.slug])}?{query}",
        "filter_url": f"{reverse('issues:filters', args=[city.slug])}?{query}",
        "clear_url": reverse("issues:map", args=[city.slug]),
        "searching": bool(plain_query(request.GET, without=(*PAGING, *LOOK, BOX))),
        "attribution": base.attribution if base else "",
    }
    return render(request, "issues/map.html", context)


def _without_box(request: HttpRequest) -> Any:
    """Return the address without the frame: a filter that is taken away shows everything that it hid."""
    query = request.GET.copy()
    query.pop(BOX, None)
    return query


def _picture(
    city: City, found: QuerySet[Issue], frame: Frame, carried: Mapping[str, str], lamps: Lamps
) -> dict[str, Any]:
    """Return the drawing of a frame: at most 1,000 issues or 500 clusters, and the names of areas. Two queries, or three."""
    zoom = frame.zoom(maps.PIXELS)
    view: View = view_of(found, meant(frame), zoom)

    def closer(mark: Mark) -> str:
        near = frame_around(drawn_frame(mark.bounds), ratio=maps.RATIO)
        return f"?{urlencode({**carried, BOX: maps.frame_text(near)})}"

    clusters = maps.clusters_of(view.marks, zoom, most=MOST_CLUSTERS)
    return maps.drawing(
        frame,
        label=issues_text(view.count),
        marks=issue_marks(city, frame, view.issues, lamps, urlencode(carried)),
        clusters=cluster_marks(frame, clusters, closer),
        names=maps.area_names(frame, areas_in(found, meant(frame))),
    )
