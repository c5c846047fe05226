"""Field rounds with their people, and how far they are. Nothing here says where anybody goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Count, Q, QuerySet

from wenming.draws.enums import ReplacementReason, UnitState
from wenming.inspections.enums.fieldwork import Coding, FieldRoundState, SkipReason, VisitState
from wenming.inspections.models import FieldRound, Team, TeamMember, Visit
from wenming.kernel.models import Account, City

COUNTED = ~Q(skip=SkipReason.REPLACED)
"""Visits that are to be done, or were: one that gave its place to another is none."""


def field_rounds_in(city: City, query: Mapping[str, str] | None = None) -> QuerySet[FieldRound]:
    """Return the city's field rounds, newest first; those in one ``state`` where the filter names it."""
    rows = FieldRound.objects.in_city(city).select_related("city", "edition", "planner", "round")
    state = (query or {}).get("state", "")
    return (rows.filter(state=state) if state in FieldRoundState.values else rows).order_by("-pk")


def field_round_in(city: City, pk: int) -> FieldRound | None:
    """Return one field round of the city. One query."""
    return field_rounds_in(city).select_related("draw", "round__revocation").filter(pk=pk).first()


def rounds_to_tend(account: Account, city: City) -> QuerySet[FieldRound]:
    """Return the rounds that somebody plans and that are not written, oldest first; ``waiting``: drawn sites that could not be seen and gave their place to none."""
    open_ = (FieldRoundState.PLANNING, FieldRoundState.RUNNING, FieldRoundState.ENDED)
    skipped = Q(visits__state=VisitState.SKIPPED, visits__skip__in=ReplacementReason.values)
    waiting = Count("visits", filter=skipped & Q(visits__drawn__state=UnitState.CHOSEN, visits__coding=Coding.FIRST))
    rows = FieldRound.objects.in_city(city).filter(planner=account, state__in=open_).select_related("city")
    return rows.annotate(waiting=waiting).order_by("pk")


def progress_of(city: City, rounds: Iterable[FieldRound]) -> dict[int, tuple[int, int]]:
    """Return field round -> (visits that are over, all visits), whole numbers only. One query."""
    visits = Visit.objects.in_city(city).filter(COUNTED, field_round__in=[one.pk for one in rounds])
    over = Count("pk", filter=~Q(state=VisitState.PLANNED))
    counted = visits.order_by().values_list("field_round_id").annotate(over=over, total=Count("pk"))
    return {key: (done, total) for key, done, total in counted}


def teams_of(field_round: FieldRound) -> QuerySet[Team]:
    """Return the teams of a round in the order in which they were made."""
    return Team.objects.in_city(field_round.city).filter(field_round=field_round).order_by("pk")


def members_of(field_round: FieldRound) -> QuerySet[TeamMember]:
    """Return who walks in a round, team by team, in the order in which they joined."""
    rows = TeamMember.objects.in_city(field_round.city).filter(field_round=field_round)
    return rows.select_related("team", "account").order_by("team", "pk")
