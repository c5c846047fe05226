"""What the forms of dispatching read."""

from __future__ import annotations

from collections.abc import Iterable

from wenming.issues.enums import IssueAction
from wenming.issues.models import DisposalLimit, Issue, IssueStep
from wenming.kernel.models import City

REASONS, LOOKED_AT, LONGEST = 6, 60, 20


def limits_of(city: City, minors: Iterable[int]) -> dict[int, list[DisposalLimit]]:
    """Return the limits of categories by their key, in the order of the table. One query."""
    found: dict[int, list[DisposalLimit]] = {}
    for row in DisposalLimit.objects.in_city(city).filter(minor__in=list(minors)).order_by("order", "pk"):
        found.setdefault(row.minor_id, []).append(row)
    return found


def usual_faults(issue: Issue) -> list[str]:
    """Return what was wrong when issues of this category were sent back lately, short sentences only. One query."""
    rows = IssueStep.objects.in_city(issue.city).filter(action=IssueAction.REWORK, issue__minor=issue.minor_id)
    notes = rows.order_by("-pk").values_list("note", flat=True)[:LOOKED_AT]
    return [note for note in dict.fromkeys(notes) if note and len(note) <= LONGEST][:REASONS]


def last_step(issue: Issue) -> IssueStep | None:
    """Return what was done last. One query."""
    rows = IssueStep.objects.in_city(issue.city).filter(issue=issue).select_related("by", "unit", "desk")
    return rows.order_by("-pk").first()
