"""Issues on a map: a mark by the lamp, the list beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.http import urlencode
from django.utils.translation import ngettext, pgettext_lazy

from wenming.engine.clusters import Frame, Mark, radius
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


def mark_of(issue: Issue, lamps: Lamps) -> str:
    """Return the mark of an issue: by its lamp, or that it is settled."""
    return "lamp-done" if issue.state == IssueState.CLOSED else f"lamp-{lamps(issue).tone}"


def issues_text(count: int) -> str:
    """Return a number of issues in words."""
    return ngettext("%(n)s 件问题", "%(n)s 件问题", count) % {"n": number_text(count)}


def issue_marks(city: City, frame: Frame, issues: Iterable[Issue], lamps: Lamps, query: str) -> list[dict[str, str]]:
    """Return issues as marks that lead to their pages."""
    onward = f"?{urlencode({'list': query or 'order=clock'})}"
    return [
        {
            **maps.placed(frame, issue.lat, issue.lng),
            "group": mark_of(issue, lamps),
            "title": f"{issue.number} {issue.text}",
            "url": issue_url(city, issue) + onward,
            "whole": "page",
        }
        for issue in issues
        if issue.lat is not None and issue.lng is not None
    ]


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
