"""Which issues a city has, and which of them a person sees."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from wenming.issues.models import Issue, IssueHelper
from wenming.issues.rules import SEES_OWN_ISSUES, sees_every_issue, sees_issues
from wenming.kernel.models import Account, City
from wenming.organisations.models import Unit
from wenming.organisations.queries import units_in
from wenming.organisations.rules import posts_now

RELATED = ("city", "site", "area", "minor", "node", "desk", "unit", "reported_for")


def issues_in(city: City) -> QuerySet[Issue]:
    """Return the city's issues with what a row of the ledger names, the newest report first."""
    return Issue.objects.in_city(city).select_related(*RELATED).order_by("-reported_at", "-pk")


def issues_visible_to(account: Account, city: City) -> QuerySet[Issue]:
    """Return the issues that the account may see.

    Every one for who works for the whole city; else those in the areas of its units, those that its units dispose of, help with or
    dispatch, and what it reported itself.
    """
    issues = issues_in(city)
    if sees_every_issue(account, city):
        return issues
    if not sees_issues(account, city):
        return issues.none()
    held = [post.unit for post in posts_now(account, city) if post.unit and post.role in SEES_OWN_ISSUES]
    own = Q(reported_by_id=account.pk)
    if not held:
        return issues.filter(own)
    below = units_in(city).filter(under(held)).order_by().values("pk")
    helped = IssueHelper.objects.in_city(city).filter(unit__in=below).values("issue")
    return issues.filter(
        own | Q(unit__in=below) | Q(area__in=below) | Q(desk__in=below) | Q(reported_for__in=below) | Q(pk__in=helped)
    )


def under(units: Sequence[Unit]) -> Q:
    """Return the condition of units that are one of these or stand below it."""
    found = Q(pk__in=[unit.pk for unit in units])
    for unit in units:
        found |= Q(position__startswith=f"{unit.position}.")
    return found
