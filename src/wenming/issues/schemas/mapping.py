"""Issues on a map: a mark by the lamp, the list beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import ngettext, pgettext_lazy

from wenming.engine.clusters import Frame, Mark, radius
from wenming.engine.geo import Pair
from wenming.issues.enums import IssueState
from wenming.issues.models import Issue
from wenming.issues.schemas.lamps import Lamps, reworked_view
from wenming.issues.schemas.links import issue_url
from wenming.issues.schemas.rows import place_text, unit_text
from wenming.kernel.models import City
from wenming.kernel.schemas import number_text
from wenming.sites.schemas import maps

LEGEND = (
    ("lamp-ok", pgettext_lazy("map", "在办")),
    ("lamp-warn", pgettext_lazy("lamp", "临期")),
    ("lamp-bad", pgettext_lazy("lamp", "超期")),
    ("lamp-mute", pgettext_lazy("lamp", "不计时")),
    ("lamp-done", pgettext_lazy("map", "已结案")),
)
"""The marks, each its own shape, and what they mean."""
MARKS = ("lamp-done", "lamp-mute", "lamp-ok", "lamp-warn", "lamp-bad")
RANK = {mark: rank for rank, mark in enumerate(MARKS)}
"""How pressing a mark is."""


def mark_of(issue: Issue, lamps: Lamps) -> str:
    """Return the mark of an issue: by its lamp, or that it is settled."""
    return "lamp-done" if issue.state == IssueState.CLOSED else f"lamp-{lamps(issue).tone}"


def issues_text(count: int) -> str:
    """Return a number of issues in words."""
    return ngettext("%(n)s 件问题", "%(n)s 件问题", count) % {"n": number_text(count)}


def issue_marks(city: City, frame: Frame, issues: Iterable[Issue], lamps: Lamps, query: str) -> list[dict[str, str]]:
    """Return the places of issues as marks, the most pressing drawn last; one issue leads to its page, several at one site to their list."""
    places: dict[Pair, list[Issue]] = {}
    for issue in issues:
        if issue.lat is not None and issue.lng is not None:
            places.setdefault((issue.lat, issue.lng), []).append(issue)
    pressing = {place: max(RANK[mark_of(one, lamps)] for one in here) for place, here in places.items()}
    return [
        {
            **maps.placed(frame, *place),
            "group": MARKS[pressing[place]],
            "title": _title(places[place]),
            "url": _where_to(city, places[place], query),
            "whole": "page",
        }
        for place in sorted(places, key=lambda place: pressing[place])
    ]


def _title(issues: list[Issue]) -> str:
    """Return what lies at one place in words."""
    first = issues[0]
    return f"{issues_text(len(issues))} · {place_text(first)}" if len(issues) > 1 else f"{first.number} {first.text}"


def _where_to(city: City, issues: list[Issue], query: str) -> str:
    """Return where the mark of a place leads."""
    first = issues[0]
    if len(issues) > 1 and first.site_id:
        return f"{reverse('issues:issues', args=[city.slug])}?{query}&site={first.site_id}"
    return f"{issue_url(city, first)}?{urlencode({'list': query or 'order=clock'})}"


def cluster_marks(frame: Frame, clusters: Iterable[Mark], urls: Callable[[Mark], str]) -> list[dict[str, str]]:
    """Return clusters as circles with their number; ``urls`` leads from a cluster to the address of its frame."""
    return [
        {
            **maps.placed(frame, cluster.lat, cluster.lng),
            "count": maps.short_count(cluster.count),
            "radius": str(radius(cluster.count)),
            "title": issues_text(cluster.count),
            "url": urls(cluster),
        }
        for cluster in clusters
    ]


def list_rows(city: City, issues: Iterable[Issue], lamps: Lamps, query: str) -> list[dict[str, Any]]:
    """Return the rows of the list beside the map."""
    onward = f"?{urlencode({'list': query or 'order=clock'})}"
    return [
        {
            "url": issue_url(city, one) + onward,
            "mark": mark_of(one, lamps),
            "number": one.number,
            "text": one.text,
            "place": place_text(one),
            "unit": unit_text(one),
            "lamp": lamps(one),
            "state": reworked_view(one),
        }
        for one in issues
    ]
