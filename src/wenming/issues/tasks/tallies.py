"""Folding the counts of issues."""

from __future__ import annotations

from django.utils import timezone

from wenming.issues.actions.tallying import fold_tallies
from wenming.issues.models import IssueStep
from wenming.kernel.models import City


def fold_cities() -> int:
    """Every few minutes: fold what steps appended to the counts into the totals, city by city."""
    waiting = IssueStep.objects.across_cities().filter(delta__isnull=False).order_by().values("city").distinct()
    return sum(fold_tallies(city=city, by=None, at=timezone.now()) for city in City.objects.filter(pk__in=waiting))
