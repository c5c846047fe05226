"""What workers do for supervision."""

from __future__ import annotations

from django.utils import timezone

from wenming.kernel.models import City
from wenming.supervision.actions import suggest_from_issues


def suggest_cities() -> int:
    """Put down, in every city, what issues suggest; return how many suggestions are new."""
    return sum(
        len(suggest_from_issues(city=city, by=None, at=timezone.now())) for city in City.objects.order_by("slug")
    )
