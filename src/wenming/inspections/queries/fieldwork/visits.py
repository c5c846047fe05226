"""Visits. Whoever shows those of a round asks rules.sees_visits first, or shows an inspector's own day only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from wenming.inspections.enums.fieldwork import FieldRoundState, SkipReason, VisitState
from wenming.inspections.models import FieldRound, Visit
from wenming.kernel.models import Account, City


def visits_of(field_round: FieldRound) -> QuerySet[Visit]:
    """Return every visit of a round by its number, each with its site and whose it is."""
    rows = Visit.objects.in_city(field_round.city).filter(field_round=field_round)
    return rows.select_related("site__type", "site__area", "member__team", "member__account", "drawn").order_by(
        "number"
    )


def visits_of_day(account: Account, city: City, on: date) -> QuerySet[Visit]:
    """Return an inspector's own visits of a day, of running rounds, and those of earlier days that are not over; nothing of other days or people.

    A site that gave its place to a reserve is none of them any more.
    """
    rows = Visit.objects.in_city(city).filter(member__account=account, field_round__state=FieldRoundState.RUNNING)
    due = rows.filter(Q(on=on) | Q(on__lt=on, state=VisitState.PLANNED)).exclude(skip=SkipReason.REPLACED)
    related = ("field_round__edition", "site__type", "site__area", "member__team")
    return due.select_related(*related).order_by("on", "order", "number")


@dataclass(frozen=True, slots=True)
class VisitFilter:
    """Which visits of a round: their state, day, member (by code), team (key), words of the site; "" = all. ``free``: nobody or no day yet."""

    state: str = ""
    on: str = ""
    code: str = ""
    team: str = ""
    words: str = ""
    free: bool = False


def filtered_visits(field_round: FieldRound, wanted: VisitFilter) -> QuerySet[Visit]:
    """Return the visits under a filter; what names nothing that there is filters nothing."""
    rows = visits_of(field_round)
    if wanted.state in VisitState.values:
        rows = rows.filter(state=wanted.state)
    if wanted.on in field_round.days:
        rows = rows.filter(on=wanted.on)
    if wanted.code:
        rows = rows.filter(member__code=wanted.code)
    if wanted.team.isascii() and wanted.team.isdigit():
        rows = rows.filter(member__team=int(wanted.team))
    if wanted.words.strip():
        words = wanted.words.strip()
        rows = rows.filter(Q(site__name__icontains=words) | Q(site__code__icontains=words))
    return rows.filter(Q(member__isnull=True) | Q(on__isnull=True)) if wanted.free else rows
