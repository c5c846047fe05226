"""What workers do for the assessment."""

from __future__ import annotations

from wenming.assessment.actions import run_assessment
from wenming.inspections.models import Round
from wenming.kernel.models import Event


def assess_written_round(event: Event) -> None:
    """Keep the result of a round as soon as it is written."""
    round_ = Round.objects.in_city(event.city).get(pk=int(event.subject.rpartition(":")[2]))
    run_assessment(round_=round_, by=None, at=event.at)
