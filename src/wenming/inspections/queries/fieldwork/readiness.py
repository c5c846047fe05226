"""What is missing before a field round can start, and what is still open before it can be written."""

from __future__ import annotations

from django.db.models import Count, Q

from wenming.inspections.enums import VisitState
from wenming.inspections.models import FieldRound, TeamMember, Visit


class Missing:
    """Words for what a round lacks to start."""

    DAYS = "days"
    MEMBERS = "members"
    VISITS = "visits"
    UNASSIGNED = "unassigned"
    """Visits that nobody was given, or that have no day."""


def missing_for(field_round: FieldRound) -> dict[str, int]:
    """Return what is missing, with how many of it there are (0 where there is none at all). Two queries."""
    city = field_round.city
    visits = Visit.objects.in_city(city).filter(field_round=field_round, state=VisitState.PLANNED)
    free = Count("pk", filter=Q(member__isnull=True) | Q(on__isnull=True))
    counted = visits.aggregate(total=Count("pk"), free=free)
    found: dict[str, int] = {}
    if not field_round.days:
        found[Missing.DAYS] = 0
    if not TeamMember.objects.in_city(city).filter(field_round=field_round).exists():
        found[Missing.MEMBERS] = 0
    if not counted["total"]:
        found[Missing.VISITS] = 0
    if counted["free"]:
        found[Missing.UNASSIGNED] = counted["free"]
    return found
