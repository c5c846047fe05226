"""What waits for somebody: the dispatcher's pile, and the counts of the own work."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from wenming.issues.enums import IssueState
from wenming.issues.models import Issue
from wenming.issues.queries.issues import RELATED
from wenming.issues.queries.listing import IssueFilter, issues_listed
from wenming.kernel.models import Account, City

TRIAGED = frozenset(map(str, (IssueState.REPORTED, IssueState.ACCEPTED, IssueState.FILED)))
"""States before an issue has its unit."""


def pile_of(account: Account, city: City, *, at: datetime, without: Collection[int] = ()) -> QuerySet[Issue]:
    """Return what lies at the account's desk and has no unit yet: urgent first, then the oldest."""
    found = issues_listed(account, city, IssueFilter(at, states=TRIAGED, mine="desk")).exclude(pk__in=without)
    return found.select_related(*RELATED).order_by("-is_urgent", "reported_at", "pk")


def tasks_of(account: Account, city: City, *, at: datetime) -> QuerySet[Issue]:
    """Return what the account's units dispose of now: urgent first, then what runs out first."""
    found = issues_listed(account, city, IssueFilter(at, states=frozenset({str(IssueState.DISPATCHED)}), mine="unit"))
    return found.select_related(*RELATED).order_by("-is_urgent", "runs_out_at", "pk")
