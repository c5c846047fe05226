"""Leagues: computed when a round has a new result, when a formula begins to hold, and every night."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from wenming.assessment.actions import keep_leagues
from wenming.assessment.models import LocalFormula, Run
from wenming.inspections.queries import rounds_in
from wenming.kernel.models import City, Event

ROUNDS = 6
"""So many of the latest rounds are looked at again each night; older ones stay as they were kept."""


def rank_assessed_round(event: Event) -> None:
    """Rank a round that has a result, or another one than before."""
    run = Run.objects.in_city(event.city).select_related("round").get(pk=int(event.subject.rpartition(":")[2]))
    keep_leagues(round_=run.round, by=None, at=event.at)


def rank_by_new_formula(event: Event) -> None:
    """Rank the rounds for which a formula now holds."""
    formula = LocalFormula.objects.in_city(event.city).get(pk=int(event.subject.rpartition(":")[2]))
    first: date = min(formula.starts.values_list("starts_on", flat=True))
    for round_ in rounds_in(event.city).filter(ends_on__gte=first)[:ROUNDS]:
        keep_leagues(round_=round_, by=None, at=event.at)


def rank_cities() -> int:
    """Rank the latest rounds of every city; return how many leagues were looked at."""
    return sum(
        len(keep_leagues(round_=round_, by=None, at=timezone.now()))
        for city in City.objects.all()
        for round_ in rounds_in(city)[:ROUNDS]
    )
