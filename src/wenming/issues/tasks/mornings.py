"""The long picture of the morning."""

from __future__ import annotations

from django.utils import timezone

from wenming.issues.actions.papers import make_paper
from wenming.issues.actions.steps import NotPossibleError
from wenming.issues.enums import PaperKind
from wenming.issues.exports.papers import of_period
from wenming.issues.models import Issue
from wenming.kernel.models import City


def make_mornings() -> int:
    """Every morning: keep the long picture for the leaders of each city that has issues; one that left the house stays as it is."""
    made, now = 0, timezone.now()
    for city in City.objects.filter(pk__in=Issue.objects.across_cities().order_by().values("city").distinct()):
        day = now.astimezone(city.zone).date()
        try:
            make_paper(city=city, draft=of_period(city, str(PaperKind.MORNING), day, day, at=now), by=None, at=now)
        except NotPossibleError:
            continue
        made += 1
    return made
