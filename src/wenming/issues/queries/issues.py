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

HELPED = 1000
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
    own = Q(reported_by_id=account.pk)
    below, helped = _scope(account, city)
    if not below:
        return issues.filter(own)
    held = Q(unit__in=below) | Q(area__in=below) | Q(desk__in=below) | Q(reported_for__in=below)
    return issues.filter(own | held | Q(pk__in=helped)) if helped else issues.filter(own | held)


def _scope(account: Account, city: City) -> tuple[list[int], list[int]]:
    """Return the keys of the account's units with all below, and of the issues that they help with; asked once per request.

    Written out, not as subqueries: only so does the database use an index for each part of the condition. Of issues that are helped
    with, the newest thousand.
    """
    known = account.__dict__.setdefault("_issue_scope", {})
    if city.pk not in known:
        held = [post.unit for post in posts_now(account, city) if post.unit and post.role in SEES_OWN_ISSUES]
        below = list(units_in(city).filter(under(held)).order_by().values_list("pk", flat=True)) if held else []
        helping = IssueHelper.objects.in_city(city).filter(unit__in=below).order_by("-pk")
        known[city.pk] = below, list(helping.values_list("issue", flat=True)[:HELPED]) if below else []
    return known[city.pk]


def under(units: Sequence[Unit]) -> Q:
    """Return the condition of units that are one of these or stand below it."""
    found = Q(pk__in=[unit.pk for unit in units])
    for unit in units:
        found |= Q(position__startswith=f"{unit.position}.")
    return found
