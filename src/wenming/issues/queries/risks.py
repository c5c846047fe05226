"""Closed issues whose evidence needs a second look."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from wenming.evidence.queries import risk_of
from wenming.issues.models import IssuePhoto
from wenming.issues.queries.lookbacks import Due
from wenming.kernel.models import City


def risky_among(city: City, due: Sequence[Due], points: int) -> list[Due]:
    """Return those whose photos have so many points or more, the most first, each issue once at its youngest age. Three queries."""
    photos: dict[int, list[int]] = defaultdict(list)
    rows = IssuePhoto.objects.in_city(city).filter(issue__in=[one.issue.pk for one in due])
    for issue, evidence in rows.values_list("issue", "evidence"):
        photos[issue].append(evidence)
    risks = risk_of(city, [key for keys in photos.values() for key in keys])
    total = {issue: sum(risks[key].points for key in keys) for issue, keys in photos.items()}
    youngest: dict[int, Due] = {}
    for one in due:
        if total.get(one.issue.pk, 0) >= points:
            youngest.setdefault(one.issue.pk, one)
    return sorted(youngest.values(), key=lambda one: (-total[one.issue.pk], one.key))
