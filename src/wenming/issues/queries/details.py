"""What is shown of one issue beside the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from wenming.issues.models import Issue, IssuePhoto, IssueRequest, IssueStep, LimitPause
from wenming.kernel.models import City

STEPS = 6


def last_steps(city: City, issue: Issue) -> list[IssueStep]:
    """Return the last steps of an issue, the newest first. One query."""
    rows = IssueStep.objects.in_city(city).filter(issue=issue).select_related("by", "unit", "entered_for")
    return list(rows.order_by("-pk")[:STEPS])


def photos_of(city: City, issues: Iterable[Issue]) -> dict[int, list[IssuePhoto]]:
    """Return the photos of issues by their key, in the order in which they came. One query."""
    found: dict[int, list[IssuePhoto]] = defaultdict(list)
    rows = IssuePhoto.objects.in_city(city).filter(issue__in=[issue.pk for issue in issues])
    for row in rows.order_by("pk"):
        found[row.issue_id].append(row)
    return found


def pauses_of(city: City, issue: Issue) -> QuerySet[LimitPause]:
    """Return when the limit of an issue stood still."""
    return LimitPause.objects.in_city(city).filter(issue=issue).order_by("pk")


def followers_of(city: City, issue: Issue) -> QuerySet[Issue]:
    """Return the issues that were joined into this one."""
    return Issue.objects.in_city(city).filter(master=issue).order_by("pk")


def requests_of(city: City, issues: Iterable[Issue]) -> dict[int, IssueRequest]:
    """Return what units have asked for and nobody has decided, by the key of the issue. One query."""
    rows = IssueRequest.objects.in_city(city).filter(issue__in=[one.pk for one in issues], granted__isnull=True)
    return {row.issue_id: row for row in rows}


def near_issues(city: City, issue: Issue, most: int = 3) -> list[Issue]:
    """Return other issues at the same site, the newest first: what may be the same matter. One query."""
    if issue.site_id is None:
        return []
    rows = Issue.objects.in_city(city).filter(site=issue.site_id).exclude(pk=issue.pk).select_related("minor")
    return list(rows.order_by("-reported_at", "-pk")[:most])
