"""What workers do for the assessment."""

from __future__ import annotations

from wenming.assessment.actions import carry_targets, run_assessment
from wenming.campaigns.models import EditionMove
from wenming.inspections.models import Round
from wenming.kernel.models import Event


def assess_written_round(event: Event) -> None:
    """Keep the result of a round as soon as it is written."""
    round_ = Round.objects.in_city(event.city).get(pk=int(event.subject.rpartition(":")[2]))
    run_assessment(round_=round_, by=None, at=event.at)


def carry_moved_targets(event: Event) -> None:
    """Let the targets of an edition's lines go with them when a campaign has moved to another edition."""
    moves = EditionMove.objects.in_city(event.city).select_related("city", "before", "after")
    move = moves.get(pk=int(event.subject.rpartition(":")[2]))
    if event.by is not None:
        carry_targets(before=move.before, after=move.after, clauses=move.effect["clauses"], by=event.by, at=event.at)
