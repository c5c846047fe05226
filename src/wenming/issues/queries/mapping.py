"""Issues as a map shows them: one by one, or counted by cells where there are very many."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from wenming.engine.clusters import Frame, Mark, resolution_for
from wenming.issues.models import Issue
from wenming.sites.queries.map import FINE, counted_by_cells, within

MOST_ISSUES = 1000
"""Up to so many issues in view are drawn one by one; more are counted."""
MOST_CLUSTERS = 500
KEPT = 10
"""The resolution of the cells that issues keep."""


@dataclass(frozen=True, slots=True)
class View:
    """What a frame shows: every issue, or marks that stand for several."""

    count: int
    issues: list[Issue]
    marks: list[Mark]


def view_of(found: QuerySet[Issue], frame: Frame, zoom: float) -> View:
    """Return what a frame shows at a zoom. One query, two where there are too many to be drawn one by one."""
    inside = within(found, frame)
    issues = list(inside.order_by("pk")[: MOST_ISSUES + 1])
    if len(issues) <= MOST_ISSUES:
        return View(len(issues), issues, [])
    marks = counted_by_cells(inside, min(resolution_for(frame, zoom, pixels=FINE), KEPT), kept=KEPT)
    return View(sum(mark.count for mark in marks), [], marks)
