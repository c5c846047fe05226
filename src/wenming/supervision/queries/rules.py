"""Rules of lists: which there are, and for which periods a list is due."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from wenming.kernel.models import City
from wenming.kernel.schemas import days_text
from wenming.supervision.enums import RuleState
from wenming.supervision.models import ListRule, ListRuleVersion, ListRun
from wenming.supervision.queries.periods import last_periods

OFFERED = 4
"""So many past periods are offered to be listed."""


def rules_in(city: City) -> QuerySet[ListRule]:
    """Return the rules of a city with their versions, the newest first. Two queries."""
    versions = ListRuleVersion.objects.in_city(city).select_related("rule", "city").order_by("-number")
    return ListRule.objects.in_city(city).select_related("city").prefetch_related(
        Prefetch("versions", queryset=versions, to_attr="known")
    ).order_by("pk")  # fmt: skip


def due_periods(city: City, *, today: date) -> list[dict[str, Any]]:
    """Return the rules in force, each with its last whole periods that have no list yet. Three queries."""
    kept = set(ListRun.objects.in_city(city).values_list("rule_id", "begins_on"))
    found = []
    for rule in rules_in(city):
        version = next((one for one in rule.known if one.state == RuleState.IN_FORCE), None)
        if version is None:
            continue
        firsts = [one.since for one in rule.known if one.since is not None]
        periods = [
            {"begins_on": period.first.isoformat(), "label": days_text(period.first, period.last)}
            for period in last_periods(version.period, today, OFFERED)
            if period.first and period.last and period.first >= min(firsts) and (rule.pk, period.first) not in kept
        ]
        found.append({"rule": rule, "name": rule.name, "pk": rule.pk, "periods": periods})
    return found
